import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, sold } from '../accrual/testing/build.ts';

/** Each step one minor unit below its bound, on it, and one above: `from` is reached on it, `above` only beyond it. */

const earned = (programme: Record<string, unknown>, value: string): string => calculated(programmeOf(programme), [sold('2026-02-01', value)]).balance(toDay('2026-12-31')).earned;
const reached = (programme: Record<string, unknown>, value: string): number | null | undefined =>
  calculated(programmeOf(programme), [sold('2026-02-01', value)]).balance(toDay('2026-12-31')).programmes[0]?.step;

describe.each(['from', 'above'])('steps by value, %s', (bound) => {
  const steps = [{ [bound]: '1000', percent: '10' }, { [bound]: '2000', percent: '20' }];
  const on = bound === 'from' ? 0 : -1;
  test.each([['999.99', 0], ['1000', 1 + on], ['1000.01', 1], ['1999.99', 1], ['2000', 2 + on], ['2000.01', 2]])('at %s', (value, step) => {
    for (const tiers of ['retrospective', 'marginal', 'rolling', 'total']) expect(reached({ earn: { tiers, steps } }, value)).toBe(step);
  });
});

test('retrospective: the rate reached pays on everything', () => {
  const programme = { earn: { tiers: 'retrospective', steps: [{ from: '1000', percent: '10' }, { above: '2000', percent: '20' }] } };
  expect(['999.99', '1000', '1000.01', '2000', '2000.01'].map((value) => earned(programme, value))).toEqual(['0.00', '100.00', '100.00', '200.00', '400.00']);
});

test('marginal: a slice begins at its bound, so nothing jumps there', () => {
  for (const bound of ['from', 'above']) {
    const programme = { earn: { tiers: 'marginal', steps: [{ [bound]: '1000', percent: '10' }, { [bound]: '2000', percent: '20' }] } };
    expect(['999.90', '1000', '1000.10', '1999.90', '2000', '2000.10'].map((value) => earned(programme, value))).toEqual(['0.00', '0.00', '0.01', '99.99', '100.00', '100.02']);
  }
});

test.each([['retrospective', ['0.00', '50.00', '50.00', '80.00']], ['marginal', ['0.00', '50.00', '50.00', '130.00']], ['rolling', ['0.00', '50.00', '50.00', '130.00']], ['total', ['0.00', '50.00', '50.00', '130.00']]])(
  'amounts on reaching, %s',
  (tiers, amounts) => {
    const programme = { earn: { tiers, steps: [{ from: '1000', amount: '50' }, { above: '2000', amount: '80' }] } };
    expect(['999.99', '1000', '2000', '2000.01'].map((value) => earned(programme, value))).toEqual(amounts);
  },
);

test('rates by product group: a line takes the first group that it matches', () => {
  const programme = { earn: { tiers: 'retrospective', steps: [{ from: '0', rates: [{ product: ['A'], percent: '1' }, { category: ['pipes'], percent: '5' }] }] } };
  const sales = [sold('2026-02-01', '1000', { category: 'pipes' }), sold('2026-02-01', '1000', { product: 'B', category: 'pipes' }), sold('2026-02-01', '1000', { product: 'C' })];
  expect(calculated(programmeOf(programme), sales).balance(toDay('2026-12-31')).earned).toBe('60.00');
});
