import { formatFixed, Rational, roundUnits, sum, toDay } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Calculation } from '../accrual/calculate.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { Sums } from '../accrual/sums.ts';
import { agreements, days, histories } from '../accrual/testing/arbitraries.ts';
import { calculated, documentOf, programmeOf, returned, sold, stepsFrom } from '../accrual/testing/build.ts';
import { earnedLines, splitByTax, taxShares } from './line-earnings.ts';
import { foldedLines } from './folded-lines.ts';

const sumsOf = (calculation: Calculation): Sums => {
  const sums = new Sums();
  for (const { cells } of calculation.changes) for (const cell of cells) sums.add(cell);
  return sums;
};
const linesOf = (calculation: Calculation, programme: string, on: string) =>
  earnedLines(calculation.agreement, sumsOf(calculation), foldedLines(calculation.changes), { programme, on: toDay(on) }).map(
    ({ document, amount }) => `${document} ${amount}`,
  );

describe('what a line has earned', () => {
  const steps = programmeOf({ earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['100', '2']) } });
  test('is at the rate reached by the day: a later line makes an earlier one earn more', () => {
    const calculation = calculated(steps, [sold('2026-02-01', '60'), sold('2026-05-01', '40')]);
    expect(linesOf(calculation, 'p1', '2026-03-31')).toEqual(['d-0 0.60']);
    expect(linesOf(calculation, 'p1', '2026-06-30')).toEqual(['d-0 1.20', 'd-1 0.80']);
  });
  test('adds up to the cent by largest remainder, and a return takes back', () => {
    const calculation = calculated(programmeOf({ earn: { percent: '1' } }), [
      sold('2026-01-01', '50'),
      sold('2026-01-01', '50'),
      sold('2026-01-02', '50.5'),
      returned('2026-01-03', '100'),
    ]);
    expect(linesOf(calculation, 'p1', '2026-12-31')).toEqual(['d-0 0.50', 'd-1 0.50', 'd-2 0.51', 'd-3 -1.00']);
  });
  test('is nothing of a return whose sale was voided: it counts on its own day then, which here is before the term', () => {
    const calculation = calculated(programmeOf({ earn: { percent: '1' } }, { returns: 'salePeriod' }), [
      sold('2026-01-01', '25'),
      sold('2026-01-01', '25'),
      returned('2025-12-31', '25', { returns: 'd-0#1' }),
    ]);
    expect(linesOf(calculation, 'p1', '2026-01-01')).toEqual(['d-2 -0.25', 'd-0 0.25', 'd-1 0.25']);
    calculation.add(documentOf(sold('2026-01-01', '25', { action: 'void' }), 0));
    expect(linesOf(calculation, 'p1', '2026-01-01')).toEqual(['d-1 0.25']);
  });
  test('is cut with a cap, in proportion', () => {
    const calculation = calculated(programmeOf({ earn: { percent: '10' }, cap: { amount: '15' } }), [
      sold('2026-01-01', '100'),
      sold('2026-01-02', '200'),
    ]);
    expect(linesOf(calculation, 'p1', '2026-12-31')).toEqual(['d-0 5.00', 'd-1 10.00']);
  });
});

/** Kinds that spread what they earn over lines; a lump sum lies on none. */
const spreads = (earn: object): boolean => 'percent' in earn || 'perUnit' in earn || 'tiers' in earn;

test('lines have earned in all what their programme pays, whatever rules hold and however lines were changed', () => {
  fc.assert(
    fc.property(agreements, histories, days, (terms, documents, on) => {
      const calculation = new Calculation(terms);
      for (const document of documents) calculation.add(document);
      const { agreement } = calculation;
      const sums = sumsOf(calculation);
      const all = new Evaluation(agreement, sums).all(on);
      for (const { id, timeline } of agreement.programmes) {
        if (!timeline.every(({ programme: { terms: own } }) => spreads(own.earn) && own.scope !== 'higherOf' && own.period !== 'document'))
          continue;
        const rows = all.filter(({ entry }) => entry.programme === id);
        const paid = sum(rows.filter(({ entry }) => entry.bySteps.sign !== 0).map((row) => row.amount));
        const lines = earnedLines(agreement, sums, foldedLines(calculation.changes), { programme: id, on });
        expect(sum(lines.map(({ amount }) => Rational.parse(amount))).toExact()).toBe(
          Rational.parse(formatFixed(roundUnits(paid, agreement.rounding), agreement.rounding.decimals)).toExact(),
        );
      }
    }),
    { numRuns: 60 },
  );
});

const rounding = { mode: 'half-up', decimals: 2 } as const;
test('an amount is split by tax code as its lines earned, to the cent in net and in tax', () => {
  const share = fc.record({
    code: fc.constantFrom('V19', 'V7', undefined),
    earned: fc.integer({ min: 1, max: 1_000_000 }).map((units) => Rational.of(BigInt(units), 100n)),
    rate: fc.constantFrom(Rational.percent('19'), Rational.percent('7'), Rational.zero, Rational.of(1n, 3n)),
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(share, { selector: ({ code }) => code ?? '', minLength: 1, maxLength: 3 }),
      fc.integer({ min: -500_000, max: 500_000 }),
      (shares, cents) => {
        const amount = formatFixed(BigInt(cents), 2);
        const split = splitByTax(amount, shares, rounding);
        expect(sum(split.map(({ net }) => Rational.parse(net))).toExact()).toBe(Rational.parse(amount).toExact());
        const exact = sum(
          split.map(({ net }, index) =>
            Rational.parse(net).times((split.length === shares.length ? shares[index]?.rate : undefined) ?? Rational.zero),
          ),
        );
        expect(sum(split.map(({ tax }) => Rational.parse(tax))).toExact()).toBe(
          Rational.parse(formatFixed(roundUnits(exact, rounding), 2)).toExact(),
        );
        for (const { net, tax } of split) for (const text of [net, tax]) expect(text).toMatch(/^-?\d+\.\d{2}$/);
      },
    ),
    { numRuns: 200 },
  );
});

test('lines of no tax code stand for themselves, and what earned nothing has no tax', () => {
  const calculation = calculated(programmeOf({ earn: { percent: '10' } }), [
    sold('2026-01-01', '100', { tax: '19', taxCode: 'V19' }),
    sold('2026-01-02', '100'),
  ]);
  const lines = earnedLines(calculation.agreement, sumsOf(calculation), foldedLines(calculation.changes), {
    programme: 'p1',
    on: toDay('2026-12-31'),
  });
  expect(splitByTax('20.00', taxShares(lines), rounding)).toEqual([
    { net: '10.00', tax: '0.00' },
    { code: 'V19', net: '10.00', tax: '1.90' },
  ]);
  expect(splitByTax('5.00', [], rounding)).toEqual([{ net: '5.00', tax: '0.00' }]);
});
