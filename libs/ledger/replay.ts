import { addToList, type Day, formatDay, formatFixed, type Rational, roundUnits } from '#kernel';
import type { AccrualQueries, History } from '#projections';
import {
  addCauses,
  type Agreement,
  type Cause,
  type Cell,
  earnedTotal,
  type Effect,
  EffectFold,
  Evaluation,
  type EventOnDay,
  type MeasuredChange,
  onDays,
  type ReplayDay,
  type SumsReader,
  takesLinesSingly,
  timeCauseOn,
  withoutLaterThan,
} from '#rebates';
import { withRounding } from './explain.ts';
import type { Question } from './question.ts';

const eventsByDay = (history: History, { inForce, position }: Question, from: Day, to: Day): Map<string, EventOnDay[]> => {
  const days = new Map<string, EventOnDay[]>();
  for (const { day, ref } of history.eventsOnDays(inForce.partnership, formatDay(from), formatDay(to), position)) {
    const event = { position: ref.position, type: ref.type, summary: ref.summary, ...(ref.lines > 0 ? { lines: ref.lines } : {}) };
    addToList(days, day, event);
  }
  return days;
};

const changesByDay = (changes: readonly MeasuredChange[]): Map<Day, MeasuredChange[]> => {
  const days = new Map<Day, MeasuredChange[]>();
  for (const measured of changes) {
    for (const day of new Set(measured.cells.map((cell) => cell.on))) addToList(days, day, onDays(measured, day, day));
  }
  return days;
};

const cellsByDay = (cells: readonly Cell[]): Map<Day, Cell[]> => {
  const days = new Map<Day, Cell[]>();
  for (const cell of cells) addToList(days, cell.on, cell);
  return days;
};

type Asked = { readonly accruals: AccrualQueries; readonly question: Question; readonly from: Day };
type EffectsOn = (day: Day, earlier: SumsReader) => Promise<readonly Effect[]>;

/** From every line of the days: where what one line did hangs on the lines before it. */
const effectsOfLines = async ({ accruals, question: { inForce, position, on: to }, from }: Asked): Promise<EffectsOn> => {
  const changes = changesByDay(await accruals.changesIn(inForce, { from, to }, position));
  return (day, earlier) => {
    const lines = changes.get(day);
    return Promise.resolve(lines === undefined ? [] : new EffectFold(inForce.agreement, earlier, day).applyAll(lines));
  };
};

/** From sums, whatever the number of lines; only the lines of a day on which a step was crossed, or one corrected, are read. */
const effectsOfSums = ({ accruals, question: { inForce, position } }: Asked, cells: readonly Cell[]): EffectsOn => {
  const days = cellsByDay(cells);
  return async (day, earlier) => {
    const own = days.get(day);
    if (own === undefined) return [];
    const fold = new EffectFold(inForce.agreement, earlier, day);
    return (
      fold.applySums(own) ??
      fold.applyAll((await accruals.changesIn(inForce, { from: day, to: day }, position)).map((measured) => onDays(measured, day, day)))
    );
  };
};

const effectsIn = async (asked: Asked): Promise<EffectsOn> => {
  const {
    accruals,
    question: { inForce, position, on: to },
    from,
  } = asked;
  const cells = takesLinesSingly(inForce.agreement) ? undefined : await accruals.cellsIn(inForce, { from, to }, position);
  return cells === undefined ? effectsOfLines(asked) : effectsOfSums(asked, cells);
};

const dueOn = (agreement: Agreement, earlier: SumsReader, day: Day): Rational => {
  const evaluation = new Evaluation(agreement, earlier);
  return evaluation.total(day).minus(evaluation.total(day - 1));
};

/** Day by day, as known at one position: what happened, and what it did to the balance. */
export const replay = async (accruals: AccrualQueries, history: History, question: Question, from: Day): Promise<ReplayDay[]> => {
  const { inForce, position, on: to } = question;
  const { agreement } = inForce;
  const sums = await accruals.sumsAt(inForce, position);
  const effectsOn = await effectsIn({ accruals, question, from });
  const events = eventsByDay(history, question, from, to);
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, agreement.rounding), agreement.rounding.decimals);
  let before = earnedTotal(agreement, sums, from - 1);
  const days: ReplayDay[] = [];
  for (let day = from; day <= to; day += 1) {
    const earned = earnedTotal(agreement, sums, day);
    const earlier = withoutLaterThan(sums, day - 1);
    const due = dueOn(agreement, earlier, day);
    const totals = new Map<Cause, Rational>();
    if (due.sign !== 0) totals.set(timeCauseOn(agreement, day), due);
    addCauses(totals, await effectsOn(day, earlier));
    const change = earned.minus(before);
    days.push({
      on: formatDay(day),
      earned: text(earned),
      change: text(change),
      causes: withRounding(totals, change),
      events: events.get(formatDay(day)) ?? [],
    });
    before = earned;
  }
  return days;
};
