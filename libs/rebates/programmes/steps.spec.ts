import { expect, test } from '@jest/globals';
import { parseAgreement } from '../agreement/parse.ts';
import { wordsOf } from './testing.ts';

/** Steps as people read them, and what is said of steps that overlap. */

const tiers = (steps: readonly object[], more: object = {}): string[] => wordsOf({ earn: { tiers: 'marginal', steps }, ...more });

test('each step says its bound and what it pays', () => {
  expect(
    tiers([
      { from: '0', percent: '1' },
      { above: '100', perUnit: '0.5' },
      { from: '200', amount: '30' },
      {
        above: '300',
        rates: [
          { category: ['pipes', 'boards'], percent: '2' },
          { product: ['A'], member: ['m'], perUnit: '0.1' },
        ],
      },
    ]),
  ).toEqual([
    'Each slice of the value of the period is paid at its own step.',
    'From 0: 1 %.',
    'Above 100: EUR 0.5 a unit.',
    'From 200: an amount of EUR 30.',
    'Above 300: 2 % on pipes, boards; EUR 0.1 a unit on A, m.',
  ]);
});

test('rules beside the steps are read after them', () => {
  const rules = { floor: { amount: '5' }, guarantee: { amount: '10', carryExcess: true }, cap: { percent: '7' } };
  expect(tiers([{ from: '0', percent: '1' }], rules).slice(2)).toEqual([
    'Below EUR 5 nothing is paid.',
    'At least EUR 10 is paid; what is earned beyond it counts for the next guarantee.',
    'At most 7 % of the value is paid.',
  ]);
  expect(tiers([{ from: '0', percent: '1' }], { guarantee: { amount: '10' }, cap: { amount: '70' } }).slice(2)).toEqual([
    'At least EUR 10 is paid.',
    'At most EUR 70 is paid.',
  ]);
});

test('steps that overlap are named by their number, their bound and the one before', () => {
  const parsed = parseAgreement({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [
      {
        id: 'p1',
        earn: {
          tiers: 'total',
          steps: [
            { from: '0', percent: '1' },
            { from: '200', percent: '2' },
            { above: '200', percent: '3' },
          ],
        },
      },
    ],
  });
  expect(parsed.ok ? [] : parsed.rejections).toMatchObject([
    {
      code: 'STEPS_OVERLAP',
      place: 'programmes[0].earn.steps[2].above',
      value: '200',
      message: 'Step 3 begins at 200, not above the step before it, which begins at 200.',
    },
  ]);
});
