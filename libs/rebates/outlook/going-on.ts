import { type Day, holds, intersect, lengthOf, type Period, Rational } from '#kernel';
import { inScope } from '../accrual/measure-entry.ts';
import type { Signature } from '../accrual/cell.ts';
import type { Scope } from '../accrual/entry.ts';
import { NO_AMOUNTS, plus, type SumsReader, times } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Amounts } from '../programmes/kind.ts';

/** The days of a period in which anything can still be bought: a termination ends them. */
export const openDays = (agreement: Agreement, { from, to }: Period): Period => ({ from, to: Math.min(to, agreement.terminatedOn ?? to) });

/** Through how many times the volume so far a period goes at its pace: days of the period ÷ days elapsed (domain.md §9). */
export const runRate = (period: Period, on: Day): Rational =>
  Rational.of(BigInt(lengthOf(period)), BigInt(Math.min(on, period.to) - period.from + 1));

/** Sums of what was bought through a day, also where a later day is asked about: what came after it is not foreseen. */
export const boughtThrough = (sums: SumsReader, on: Day): SumsReader => ({
  signatures: sums.signatures,
  between: (signature, from, to, asOf) => sums.between(signature, from, to, Math.min(asOf, on)),
});

/**
 * Sums that go on after a day until a period's volume is `growth` times what it was, evenly over the days left. Reading
 * them as of the period's end gives the forecast's total.
 */
export const goingOn = (sums: SumsReader, period: Period, on: Day, growth: Rational): SumsReader => ({
  signatures: sums.signatures,
  between: (signature, from, to, asOf) => {
    const known = boughtThrough(sums, on).between(signature, from, to, asOf);
    const ahead = intersect({ from, to: Math.min(to, asOf) }, { from: on + 1, to: period.to });
    if (ahead === undefined || !holds(period, on)) return known;
    const share = Rational.of(BigInt(lengthOf(ahead)), BigInt(period.to - on));
    return plus(known, times(sums.between(signature, period.from, on, on), growth.minus(Rational.one).times(share)));
  },
});

/** Sums with more of the same mix bought on a day: `factor` times what a period's lines of one scope are through then. */
export const withMore = (
  sums: SumsReader,
  period: Period,
  on: Day,
  more: { readonly factor: Rational; readonly scope: Scope },
): SumsReader => ({
  signatures: sums.signatures,
  between: (index, from, to, asOf) => {
    const known = sums.between(index, from, to, asOf);
    const signature = sums.signatures[index];
    if (!holds({ from, to }, on) || asOf < on || signature === undefined || !inScope(signature, more.scope)) return known;
    return plus(known, times(sums.between(index, period.from, on, on), more.factor));
  },
});

/** Sums of one scope's lines alone. */
export const onlyIn = (sums: SumsReader, scope: Scope): SumsReader => {
  const own = sums.signatures.flatMap((signature, index) => (inScope(signature, scope) ? [index] : []));
  return {
    signatures: own.flatMap((index) => sums.signatures[index] ?? []),
    between: (index, from, to, asOf) => sums.between(own[index] ?? -1, from, to, asOf),
  };
};

/** Sums with a volume of lines that are none of those bought so far, all on one day. */
export const withFirst = (sums: SumsReader, on: Day, first: { readonly signature: Signature; readonly amounts: Amounts }): SumsReader => ({
  signatures: [...sums.signatures, first.signature],
  between: (index, from, to, asOf) => {
    if (index < sums.signatures.length) return sums.between(index, from, to, asOf);
    return holds({ from, to }, on) && asOf >= on ? first.amounts : NO_AMOUNTS;
  },
});
