import { Rational, sum } from '#kernel';
import type { Cell, Earning, EarnInput } from './kind.ts';
import type { Step } from './steps.ts';

/** What steps pay, whatever they are steps of: kinds differ in what reaches a step and in what its rate is paid on. */
export type StepRule = Rated & {
  /** The part of the stretch's volume that a step (by its index) pays its rate on: 1 is all of it. */
  readonly fraction: (index: number) => Rational;
};
type Rated = Pick<Earning, 'nextBound' | 'atRateReached'> & {
  /** The step reached; 0 before the first. */
  readonly reached: number;
  /** Amounts on reaching that this stretch earns. */
  readonly amount: Rational;
};

/**
 * The part of a stretch's volume that counts, where `counting` says what counts of a volume from the period's first
 * unit: what counts through the stretch less what counted before it, over the volume of the stretch.
 */
export const fractionBetween = (counting: (measured: Rational) => Rational, upTo: Rational, before: Rational): Rational => {
  const volume = upTo.minus(before);
  return volume.sign === 0 ? Rational.zero : counting(upTo).minus(counting(before)).over(volume);
};

/**
 * A part's share in what belongs to no line: an amount on reaching lies on lines in proportion to what they measure.
 * Where they measure nothing together (all returned) it is still earned, and lies on none of them.
 */
export const partOfAmount = (amount: Rational, measure: Rational, total: Rational): Rational =>
  amount.sign === 0 || total.sign === 0 ? Rational.zero : amount.times(measure).over(total);

export const earnBySteps = (steps: readonly Step[], input: EarnInput, rule: StepRule): Earning => {
  const paying = steps.map((step, index) => ({ step, fraction: rule.fraction(index) })).filter(({ fraction }) => fraction.sign !== 0);
  return earnRated((cell) => sum(paying.map(({ step, fraction }) => step.pay(cell, input.by).times(fraction))), input, rule);
};

/** What each cell earns by `rated`, and what is earned beside it. */
export const earnRated = (
  rated: (cell: Cell) => Rational,
  { by, cells }: EarnInput,
  { reached, amount, nextBound, atRateReached }: Rated,
): Earning => {
  const atRate = cells.map(rated);
  const measured = sum(cells.map((cell) => cell.amounts[by]));
  const onPart = (part: Cell): Rational => rated(part).plus(partOfAmount(amount, part.amounts[by], measured));
  return {
    // An amount reached with no cell to spread it over (all lines returned) is still earned.
    total: sum(atRate).plus(amount),
    perCell: amount.sign === 0 ? atRate : cells.map(onPart),
    step: reached,
    nextBound,
    atRateReached,
    onPart,
  };
};
