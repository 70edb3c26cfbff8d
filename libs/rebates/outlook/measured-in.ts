import { type Day, type Period, Rational, sum } from '#kernel';
import type { Entry } from '../accrual/entry.ts';
import type { Evaluation } from '../accrual/evaluation.ts';
import type { ResolvedProgramme } from '../agreement/resolve.ts';
import type { Measure } from '../agreement/terms.ts';

/** A member that takes its part of the group's earning is measured with all of the group: its own lines count here. */
const measuredOf = ({ stretches }: Entry, by: Measure): Rational => {
  const last = stretches.at(-1);
  if (last?.programme.terms.scope !== 'higherOf') return last?.upTo[by] ?? Rational.zero;
  return sum(stretches.flatMap(({ cells }) => cells.map(({ amounts }) => amounts[by])));
};

/** What entries of one programme measured together through the day they were asked about, in one measure. */
export const measuredBy = (entries: readonly Entry[], by: Measure): Rational => sum(entries.map((entry) => measuredOf(entry, by)));

/** What a programme's entries measured through a day of the periods that reach into a run of days. */
const through = (evaluation: Evaluation, programme: ResolvedProgramme, day: Day, days: Period, by: Measure): Rational =>
  measuredBy(
    evaluation
      .paid(programme, day)
      .map((paid) => paid.entry)
      .filter((entry) => entry.period.to >= days.from),
    by,
  );

/** What a programme, all its scopes together, measured in a run of days: it may cross from one period into the next. */
export const measuredIn = (evaluation: Evaluation, programme: ResolvedProgramme, days: Period, by: Measure): Rational =>
  through(evaluation, programme, days.to, days, by).minus(through(evaluation, programme, days.from - 1, days, by));
