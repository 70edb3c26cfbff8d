import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, sum } from '#kernel';
import { type Effect, EffectFold } from '../accrual/effects.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { Sums } from '../accrual/sums.ts';
import { days, histories } from '../accrual/testing/arbitraries.ts';
import { agreementOf } from '../accrual/testing/build.ts';
import { measuredOf } from '../accrual/testing/measured.ts';

/** For random sales: what each line did adds up to the balance, one line at a time and all at once, cause by cause. */

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 20) };
const steps = [
  { from: '60', percent: '1' },
  { above: '110', percent: '2.5' },
  { from: '150', percent: '4' },
];
const pipes = { include: [{ category: ['pipes'] }] };
const KINDS: Readonly<Record<string, object>> = {
  'growth on all': { growth: 'all', baseline: '200', steps },
  'growth on the excess': { growth: 'excess', baseline: '200', steps },
  'growth in slices': { growth: 'slices', baseline: '200', steps },
  'growth in units, with amounts': {
    growth: 'excess',
    baseline: '5',
    bands: 'absolute',
    steps: [
      { from: '3', amount: '20' },
      { from: '6', perUnit: '2' },
    ],
  },
  'a share': {
    share: { of: pipes },
    steps: [
      { from: '30', percent: '1' },
      { from: '60', percent: '3' },
    ],
  },
  'a share of declared purchases': {
    share: { of: pipes, declaredPurchases: '400' },
    steps: [
      { from: '30', percent: '1' },
      { from: '60', percent: '3' },
    ],
  },
  bundles: {
    bundle: [
      { product: 'A', quantity: '2' },
      { product: 'B', quantity: '1' },
    ],
    amount: '15',
  },
  'free goods': { freeGoods: { free: '1', per: '5' } },
  'a lump sum': { lumpSum: '100', on: '2026-05-20' },
  'a lump sum for a goal': { lumpSum: '100', when: { goal: 'grow' } },
  'growth over the period before': { growth: 'excess', baseline: { previousPeriod: 'full' }, steps },
  loyalty: { loyalty: { periods: 2, target: '60' }, percent: '5' },
  'special prices': { shipAndDebit: { downTo: '10' } },
  'special prices with limits': {
    shipAndDebit: {
      prices: [
        { product: 'A', downTo: '10', limit: '6' },
        { product: 'B', downByPercent: '10', to: '2026-06-30' },
        { product: 'C', downBy: '1', limit: '3' },
      ],
    },
  },
};

const byCause = (effects: readonly Effect[]): Record<string, string> => {
  const totals = new Map<string, Rational>();
  for (const { programme, cause, amount } of effects)
    totals.set(`${programme} ${cause}`, (totals.get(`${programme} ${cause}`) ?? Rational.zero).plus(amount));
  return Object.fromEntries(
    [...totals]
      .filter(([, amount]) => amount.sign !== 0)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, amount]) => [key, amount.toExact()]),
  );
};

const settings = fc.record({
  by: fc.constantFrom('value', 'quantity'),
  period: fc.constantFrom('quarter', 'year'),
  scope: fc.constantFrom('group', 'member'),
  cap: fc.option(fc.constant({ amount: '12' }), { nil: undefined, freq: 3 }),
  carry: fc.boolean(),
});

describe.each(Object.entries(KINDS))('%s', (_, earn) => {
  test('effects add up, also on what a later programme makes of the rest', () => {
    fc.assert(
      fc.property(histories, days, settings, (documents, on, { carry, cap, ...more }) => {
        const amendments = carry ? [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn } }] : undefined;
        const first = { ...more, ...(cap === undefined ? {} : { cap }), earn: carry ? { percent: '1' } : earn };
        const { agreement, changes } = measuredOf(
          agreementOf([first, { deducts: ['p1'], earn: { percent: '10' } }], {
            amendments,
            goals: [{ id: 'grow', measure: 'value', target: '150', by: '2026-10-31' }],
          }),
          documents,
        );
        const all = new Sums();
        for (const { cells } of changes) for (const cell of cells) all.add(cell);
        const byLine = new EffectFold(agreement, new Sums(), on);
        const due = byLine.dueWithoutLines();
        const effects = changes.flatMap((change) => byLine.apply(change));
        expect(sum([...due, ...effects].map(({ amount }) => amount)).toExact()).toBe(new Evaluation(agreement, all).total(on).toExact());
        expect(byCause(new EffectFold(agreement, new Sums(), on).applyAll(changes))).toEqual(byCause(effects));
      }),
      RUNS,
    );
  });
});
