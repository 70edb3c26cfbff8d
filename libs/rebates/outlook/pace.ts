import { type Day, lengthOf, type Period, Rational } from '#kernel';
import type { Evaluation } from '../accrual/evaluation.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { Measure } from '../agreement/terms.ts';
import type { LastYear } from './last-year.ts';
import { measuredIn } from './measured-in.ts';
import { completeMonths } from './months.ts';

/** A complete month, what was measured in it, and what that pace would still bring until the period ends. */
export type MonthPace = { readonly month: Period; readonly measured: Rational; readonly rest: Rational };

export type PaceInput = {
  readonly agreement: Agreement;
  readonly evaluation: Evaluation;
  readonly programme: ResolvedProgramme;
  readonly by: Measure;
  /** The period as far as it is open. */
  readonly days: Period;
  readonly on: Day;
  /** Given where last year's shape is the method: then a month is compared with the same month of last year. */
  readonly lastYear: LastYear | undefined;
};

/** What is left of the period, in what a month is compared with: days, or last year's volume. */
const scaleOf = ({ programme, days, on, lastYear }: PaceInput) => {
  const shape = lastYear?.(programme.id, days, on);
  if (lastYear === undefined || shape === undefined)
    return { left: Rational.int(days.to - on), of: (month: Period): Rational => Rational.int(lengthOf(month)) };
  return {
    left: shape.total.minus(shape.throughSameDay),
    of: (month: Period): Rational => lastYear(programme.id, month, month.to)?.total ?? Rational.zero,
  };
};

/**
 * The last three complete months, the slowest first. A month in which returns outweighed sales has a pace of nothing;
 * one in which last year sold nothing says nothing about its shape and is left out.
 */
export const monthPaces = (input: PaceInput): readonly MonthPace[] => {
  const { agreement, evaluation, programme, by, on } = input;
  const scale = scaleOf(input);
  const paces = completeMonths(agreement, on).flatMap((month): MonthPace[] => {
    const inSameMeasure = programme.timeline.findLast((stretch) => stretch.from <= month.from)?.programme.terms.by === by;
    const of = scale.of(month);
    if (!inSameMeasure || of.sign <= 0) return [];
    const measured = measuredIn(evaluation, programme, month, by);
    return [{ month, measured, rest: measured.max(Rational.zero).over(of).times(scale.left) }];
  });
  return paces.sort((a, b) => a.rest.compare(b.rest) || a.month.from - b.month.from);
};
