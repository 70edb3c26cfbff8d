import { expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, returned, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';

/** In March nothing is sold and 5,000 of February's 8,000 come back: 2 of 4 units of A, 1 of 2 of B. */
const sales: readonly Sale[] = [
  { ...sold('2026-02-01', '1500', { document: 's', category: 'pipes' }), quantity: '4' },
  { ...sold('2026-02-01', '1000', { document: 't', product: 'B' }), quantity: '2' },
  { ...returned('2026-03-10', '1500', { returns: 's#1', category: 'pipes' }), quantity: '-2' },
  { ...returned('2026-03-10', '1000', { returns: 't#1', product: 'B' }), quantity: '-2' },
];
const march = (programme: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ period: 'month', ...programme }, more), sales).balance(toDay('2026-03-31')).programmes[2];
const steps = stepsFrom(['0', '2']);

test.each([
  ['retrospective steps from 0', { earn: { tiers: 'retrospective', steps } }],
  ['slices from 0', { earn: { tiers: 'marginal', steps } }],
  ['slices in order', { by: 'quantity', attribute: 'inOrder', earn: { tiers: 'marginal', steps: [{ from: '0', perUnit: '5' }] } }],
  ['rolling', { earn: { tiers: 'rolling', steps } }],
  ['total', { earn: { tiers: 'total', steps } }],
  ['an amount on reaching 0', { earn: { tiers: 'retrospective', steps: [{ from: '0', amount: '50' }] } }],
  ['growth on all', { earn: { growth: 'all', baseline: '1000', steps } }],
  ['growth on the excess', { earn: { growth: 'excess', baseline: '1000', steps } }],
  ['growth by slices', { earn: { growth: 'slices', baseline: '1000', steps } }],
  ['a share', { earn: { share: { of: { include: [{ category: ['pipes'] }] } }, steps } }],
  ['loyalty', { earn: { loyalty: { periods: 1, target: '1' }, percent: '2' } }],
  [
    'a bundle',
    {
      earn: {
        bundle: [
          { product: 'A', quantity: '1' },
          { product: 'B', quantity: '1' },
        ],
        amount: '15',
      },
    },
  ],
])('more returned than sold: %s earns nothing, and takes nothing back', (_, programme) => {
  expect(march(programme)?.earned).toBe('0.00');
});

test('free goods: nothing is free, and none is asked back', () => {
  expect(march({ earn: { freeGoods: { free: '1', per: '2' } } })).toMatchObject({ units: '0', earned: '0.00' });
});

test('a flat rate and a special price take back what they would have paid', () => {
  expect(march({ earn: { percent: '2' } })?.earned).toBe('-100.00');
  expect(march({ earn: { perUnit: '5' } })?.earned).toBe('-20.00');
  expect(march({ earn: { shipAndDebit: { downBy: '5' } } })?.earned).toBe('-20.00');
});

test('in the period of their sale, returns take back what it earned, whatever the kind', () => {
  const february = calculated(
    programmeOf(
      { period: 'month', earn: { tiers: 'retrospective', steps: stepsFrom(['0', '2'], ['5000', '10']) } },
      { returns: 'salePeriod' },
    ),
    sales,
  );
  expect(february.balance(toDay('2026-02-28')).programmes[1]?.earned).toBe('800.00');
  expect(february.balance(toDay('2026-03-31')).programmes.map(({ earned }) => earned)).toEqual(['0.00', '60.00', '0.00']);
});
