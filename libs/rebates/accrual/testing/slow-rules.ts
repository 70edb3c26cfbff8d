import { type Day, Rational, sum } from '#kernel';
import type { ProgrammeTerms } from '../../agreement/terms.ts';
import { count, type Period } from './slow-periods.ts';
import type { Basis } from './slow-selection.ts';

/** What a floor, guarantee, cap or commitment makes of a window, for the slow reference. */

const ZERO = Rational.zero;

/** Gives what a window pays to its periods in order while it lasts; what is added goes to the last. */
export const shared = (paid: Rational, amounts: readonly Rational[]): Rational[] => {
  if (paid.equals(sum(amounts))) return [...amounts];
  if (paid.sign === 0) return amounts.map(() => ZERO);
  let given = ZERO;
  return amounts.map((_, index) => {
    const through = sum(amounts.slice(0, index + 1));
    const target = index === amounts.length - 1 || paid.lt(through) ? paid : through;
    const own = target.minus(given);
    given = target;
    return own;
  });
};

export const commitmentOf = (terms: ProgrammeTerms) => terms.conditions?.find(({ commitment }) => commitment !== undefined)?.commitment;

export const capOf = (cap: NonNullable<ProgrammeTerms['cap']>, value: Rational, share: Rational): Rational =>
  cap.amount === undefined
    ? value
        .times(Rational.parse(cap.percent ?? '0'))
        .over(count(100))
        .max(ZERO)
    : Rational.parse(cap.amount).times(share);

export const less = (a: Rational | undefined, b: Rational | undefined): Rational => (a ?? ZERO).minus(b ?? ZERO);

/** What of its commitment a window lacks. */
export const missingOf = (terms: ProgrammeTerms, bought: readonly Basis[], share: Rational): Rational => {
  const commitment = commitmentOf(terms);
  if (commitment === undefined) return ZERO;
  return Rational.parse(commitment.amount)
    .times(share)
    .minus(sum(bought.map((one) => (commitment.measure === 'value' ? one.value : one.quantity))));
};

/** What is charged for it; undefined where the earning is forfeited instead. */
export const chargeOf = (terms: ProgrammeTerms, missing: Rational, share: Rational): Rational | undefined => {
  const { percent, perUnit, amount } = commitmentOf(terms)?.shortfall ?? {};
  if (amount !== undefined) return Rational.parse(amount).times(share);
  if (percent !== undefined) return missing.times(Rational.parse(percent)).over(count(100));
  return perUnit === undefined ? undefined : missing.times(Rational.parse(perUnit));
};

/** What a termination takes back from its day on: the period that it falls in, or everything. */
export const isForfeited = (period: Period, terminatedOn: Day | undefined, asOf: Day): boolean => {
  if (terminatedOn === undefined || asOf < terminatedOn) return false;
  const rule = period.stretches.at(-1)?.terms.onTermination;
  return rule === 'clawback' || (rule === 'forfeit' && period.to >= terminatedOn);
};
