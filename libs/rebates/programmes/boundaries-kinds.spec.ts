import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';

/** Kinds with bounds of their own, one minor unit (or one unit) below each bound, on it, and above it. */

const on = toDay('2026-12-31');
const earned = (programme: Record<string, unknown>, sales: readonly Sale[], more: Record<string, unknown> = {}): string =>
  calculated(programmeOf(programme, more), sales).balance(on).earned;
const row = (programme: Record<string, unknown>, sales: readonly Sale[], more: Record<string, unknown> = {}) =>
  calculated(programmeOf(programme, more), sales).balance(on).programmes[0];
const units = (quantity: string, more: Partial<Sale> = {}): Sale => ({ date: '2026-02-01', quantity, unitPrice: '2', ...more });

describe.each([
  ['from', 0],
  ['above', -1],
])('a bound written %s', (bound, atBound) => {
  const steps = [
    { [bound]: '110', percent: '1' },
    { [bound]: '120', percent: '2' },
  ];
  const around: [string, number][] = [
    ['1099.99', 0],
    ['1100.00', 1 + atBound],
    ['1100.01', 1],
    ['1199.99', 1],
    ['1200.00', 2 + atBound],
    ['1200.01', 2],
  ];

  test.each(around)('growth over a baseline of 1,000, at %s', (value, step) => {
    for (const method of ['all', 'excess', 'slices']) {
      expect(row({ earn: { growth: method, baseline: '1000', steps } }, [sold('2026-02-01', value)])?.step).toBe(step);
      const volumes = [
        { [bound]: '1100', percent: '1' },
        { [bound]: '1200', percent: '2' },
      ];
      expect(
        row({ earn: { growth: method, baseline: '1000', bands: 'absolute', steps: volumes } }, [sold('2026-02-01', value)])?.step,
      ).toBe(step);
    }
  });

  test.each(around)('growth over the period before, at %s', (value, step) => {
    expect(
      row({ earn: { growth: 'all', baseline: { previousPeriod: 'full' }, steps } }, [sold('2025-02-01', '1000'), sold('2026-02-01', value)])
        ?.step,
    ).toBe(step);
  });

  test.each([
    ['599.99', 0],
    ['600.00', 1 + atBound],
    ['600.01', 1],
  ])('a share of 60 %%, at %s of 1,000', (value, step) => {
    const rest = ((100_000 - Math.round(Number(value) * 100)) / 100).toFixed(2);
    const earn = { share: { of: { include: [{ category: ['pipes'] }] } }, steps: [{ [bound]: '60', percent: '1' }] };
    expect(row({ earn }, [sold('2026-02-01', value, { category: 'pipes' }), sold('2026-02-01', rest)])?.step).toBe(step);
    expect(
      row({ earn: { ...earn, share: { ...earn.share, declaredPurchases: '1000' } } }, [sold('2026-02-01', value, { category: 'pipes' })])
        ?.step,
    ).toBe(step);
  });

  test.each([
    ['99', 0],
    ['100', 1 + atBound],
    ['101', 1],
  ])('slices in order, at %s units', (quantity, step) => {
    const programme = { by: 'quantity', attribute: 'inOrder', earn: { tiers: 'marginal', steps: [{ [bound]: '100', percent: '10' }] } };
    expect(row(programme, [units(quantity)])?.step).toBe(step);
    // A slice begins at its bound, so nothing jumps there.
    expect(earned(programme, [units(quantity)])).toBe({ '99': '0.00', '100': '0.00', '101': '0.20' }[quantity]);
  });

  test.each([
    ['99.99', '0.00'],
    ['100.00', atBound === 0 ? '10.00' : '0.00'],
    ['100.01', '10.00'],
  ])('a document of %s', (value, paid) => {
    expect(
      earned({ period: 'document', earn: { tiers: 'retrospective', steps: [{ [bound]: '100', percent: '10' }] } }, [
        sold('2026-02-01', value),
        sold('2026-02-01', '50'),
      ]),
    ).toBe(paid);
  });

  test.each([
    ['99.99', '1.00'],
    ['100.00', atBound === 0 ? '10.00' : '1.00'],
    ['100.01', '10.00'],
  ])('a member with %s, by steps of its own', (value, paid) => {
    const programme = {
      scope: 'higherOf',
      earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1']) },
      memberSteps: [{ [bound]: '100', percent: '10' }],
    };
    expect(earned(programme, [sold('2026-02-01', value, { member: 'm-1' })])).toBe(paid);
  });
});

describe('bounds that are always reached at exactly as much', () => {
  test.each([
    ['99.99', '0.00'],
    ['100.00', '10.00'],
    ['100.01', '10.00'],
  ])('a run at target, with %s in its last period', (value, paid) => {
    expect(
      earned({ period: 'month', earn: { loyalty: { periods: 2, target: '100' }, percent: '10' } }, [
        sold('2026-01-10', '100'),
        sold('2026-02-10', value),
      ]),
    ).toBe(paid);
  });

  test.each([
    ['999.99', '0.00'],
    ['1000.00', '50.00'],
    ['1000.01', '50.00'],
  ])('a goal, with %s', (value, paid) => {
    expect(
      earned({ earn: { lumpSum: '50', when: { goal: 'grow' } } }, [sold('2026-02-10', value)], {
        goals: [{ id: 'grow', measure: 'value', target: '1000', by: '2026-12-31' }],
      }),
    ).toBe(paid);
  });

  test.each([
    ['1.99', '0.00'],
    ['2', '15.00'],
    ['3.99', '15.00'],
    ['4', '30.00'],
  ])('bundles, with %s of a component', (quantity, paid) => {
    expect(
      earned(
        {
          earn: {
            bundle: [
              { product: 'A', quantity: '2' },
              { product: 'B', quantity: '1' },
            ],
            amount: '15',
          },
        },
        [units(quantity), units('9', { product: 'B' })],
      ),
    ).toBe(paid);
  });

  test.each([
    ['99.99', '0'],
    ['100', '2'],
    ['199.99', '2'],
    ['200', '4'],
  ])('free goods, for %s', (quantity, free) => {
    expect(row({ earn: { freeGoods: { free: '2', per: '100' } } }, [units(quantity)])?.units).toBe(free);
  });

  test.each([
    ['9.99', '49.95'],
    ['10', '50.00'],
    ['10.01', '50.00'],
  ])('the limit of a special price, at %s units', (quantity, paid) => {
    expect(earned({ earn: { shipAndDebit: { downBy: '5', limit: '10' } } }, [units(quantity)])).toBe(paid);
  });

  test.each([
    ['17.99', '0.00'],
    ['18.00', '0.00'],
    ['18.01', '1.00'],
  ])('a special price of 18, against a cost of %s', (cost, paid) => {
    expect(earned({ earn: { shipAndDebit: { downTo: '18' } } }, [units('100', { cost })])).toBe(paid);
  });
});
