import { type Day, formatDay, formatFixed, type Rational, roundUnits } from '#kernel';
import type { AccrualQueries, History } from '#projections';
import { addCauses, type Cause, earnedTotal, EffectFold, Evaluation, type EventOnDay, type MeasuredChange, onDays, type ReplayDay, timeCauseOn, withoutLaterThan } from '#rebates';
import { withRounding } from './explain.ts';
import type { Question } from './question.ts';

const eventsByDay = (history: History, { inForce, position }: Question, from: Day, to: Day): Map<string, EventOnDay[]> => {
  const days = new Map<string, EventOnDay[]>();
  for (const { day, ref } of history.eventsOnDays(inForce.partnership, formatDay(from), formatDay(to), position)) {
    const event = { position: ref.position, type: ref.type, summary: ref.summary, ...(ref.lines > 0 ? { lines: ref.lines } : {}) };
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return days;
};

const changesByDay = (changes: readonly MeasuredChange[]): Map<Day, MeasuredChange[]> => {
  const days = new Map<Day, MeasuredChange[]>();
  for (const measured of changes) {
    for (const day of new Set(measured.cells.map((cell) => cell.on))) {
      const own = onDays(measured, day, day);
      const known = days.get(day);
      if (known === undefined) days.set(day, [own]);
      else known.push(own);
    }
  }
  return days;
};

/** Day by day, as known at one position: what happened, and what it did to the balance. */
export const replay = async (accruals: AccrualQueries, history: History, question: Question, from: Day): Promise<ReplayDay[]> => {
  const { inForce, position, on: to } = question;
  const { agreement } = inForce;
  const sums = await accruals.sumsAt(inForce, position);
  const changes = changesByDay(await accruals.changesIn(inForce, { from, to }, position));
  const events = eventsByDay(history, question, from, to);
  const earnedOn = (day: Day): Rational => earnedTotal(agreement, sums, day);
  let before = earnedOn(from - 1);
  const days: ReplayDay[] = [];
  for (let day = from; day <= to; day += 1) {
    const earned = earnedOn(day);
    const earlier = withoutLaterThan(sums, day - 1);
    const evaluation = new Evaluation(agreement, earlier);
    const due = evaluation.total(day).minus(evaluation.total(day - 1));
    const totals = new Map<Cause, Rational>();
    if (due.sign !== 0) totals.set(timeCauseOn(agreement, day), due);
    const lines = changes.get(day);
    if (lines !== undefined) addCauses(totals, new EffectFold(agreement, earlier, day).applyAll(lines));
    const change = earned.minus(before);
    const text = (amount: Rational): string => formatFixed(roundUnits(amount, agreement.rounding), agreement.rounding.decimals);
    days.push({ on: formatDay(day), earned: text(earned), change: text(change), causes: withRounding(totals, change), events: events.get(formatDay(day)) ?? [] });
    before = earned;
  }
  return days;
};

