import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, Rational, roundText, roundUnits, formatFixed } from '#kernel';
import { Calculation } from './calculate.ts';
import { scopeKey } from './entry.ts';
import { Evaluation } from './evaluation.ts';
import { Sums } from './sums.ts';
import { days, type Situation, situations } from './testing/arbitraries.ts';
import { type Row, SlowReference } from './testing/slow-reference.ts';
import { measuredOf } from './testing/measured.ts';

/** The engine against a reference that folds every line, on random agreements and histories. */

const scopeName = (key: string): string => (key === '' ? '' : (Object.values(JSON.parse(key) as Record<string, string>)[0] ?? ''));
const exact = ({ terms, documents, beside }: Situation, on: number): string[] => {
  const { agreement, changes } = measuredOf(terms, documents, beside);
  const sums = new Sums();
  for (const change of changes) for (const cell of change.cells) sums.add(cell);
  return new Evaluation(agreement, sums)
    .all(on)
    .map(
      ({ entry, amount }) =>
        `${entry.programme} ${scopeName(scopeKey(entry.scope))} ${formatDay(entry.period.from)}: ${amount.toExact()}, ${(entry.units ?? Rational.zero).toExact()} free`,
    )
    .sort();
};
const text = (row: Row): string =>
  `${row.programme} ${row.scope} ${formatDay(row.from)}: ${row.amount.toExact()}, ${row.units.toExact()} free`;

/** Twelve movements add up to the year: each is the difference of two rounded cumulative figures. */
const rounded = (rows: readonly Row[], agreement: Calculation['agreement']): string[] => {
  const order = [...rows].sort((a, b) => a.from - b.from);
  return order.map((row) => {
    const upTo = order.filter((other) => other.programme === row.programme && other.scope === row.scope && other.from <= row.from);
    const total = (list: readonly Row[]): bigint =>
      roundUnits(
        list.reduce((amount, other) => amount.plus(other.amount), Rational.zero),
        agreement.rounding,
      );
    return `${row.programme} ${row.scope} ${formatDay(row.from)}: ${formatFixed(total(upTo) - total(upTo.filter((other) => other !== row)), 2)}`;
  });
};

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 50) };

test('every programme, scope and period earns what the reference says', () => {
  fc.assert(
    fc.property(situations, days, (situation, on) => {
      const { terms, documents, beside } = situation;
      expect(exact(situation, on)).toEqual(new SlowReference(terms, documents, beside).rows(on).map(text).sort());
    }),
    RUNS,
  );
});

test('and as it is printed, after rounding', () => {
  fc.assert(
    fc.property(situations, days, ({ terms, documents, beside }, on) => {
      const calculation = new Calculation(terms, beside);
      for (const document of documents) calculation.add(document);
      const balance = calculation.balance(on);
      const scope = (answer: (typeof balance.programmes)[number]['scope']): string => (answer === null ? '' : Object.values(answer).join());
      expect(balance.programmes.map((row) => `${row.id} ${scope(row.scope)} ${row.period.from}: ${row.earned}`).sort()).toEqual(
        rounded(new SlowReference(terms, documents, beside).rows(on), calculation.agreement).sort(),
      );
      const total = balance.programmes.reduce((amount, row) => amount.plus(Rational.parse(row.earned)), Rational.zero);
      expect(balance.earned).toBe(roundText(total, calculation.agreement.rounding));
    }),
    { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 6) },
  );
});
