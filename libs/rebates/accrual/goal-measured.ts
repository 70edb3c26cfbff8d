import { type Day, Rational, toDay } from '#kernel';
import type { Agreement, ResolvedGoal } from '../agreement/resolve.ts';
import { inAgreementCurrency } from '../currency/converted.ts';
import { passes } from './cell.ts';
import { NO_AMOUNTS, plus, type SumsReader } from './sums.ts';

/** What a goal measures through a day, of lines whose own day has come by `asOf`. */
const meter = (sums: SumsReader, goal: ResolvedGoal, from: Day) => {
  const own = sums.signatures.flatMap((signature, index) => (passes(signature, goal.test) ? [index] : []));
  return (through: Day, asOf: Day): Rational =>
    own.reduce((total, index) => plus(total, sums.between(index, from, through, asOf)), NO_AMOUNTS)[goal.measure];
};

/** What a shared goal measures about a day, in its own measure: from the agreement's first day to the goal's last. */
export const goalMeasured = (
  agreement: Pick<Agreement, 'terms' | 'goals' | 'rates'>,
  sums: SumsReader,
  id: string,
  on: Day,
): Rational | undefined => {
  const { terms, goals } = agreement;
  const goal = goals.find((candidate) => candidate.id === id);
  return goal === undefined
    ? undefined
    : meter(inAgreementCurrency(agreement, sums), goal, toDay(terms.from))(Math.min(on, toDay(goal.by)), on);
};

/** The day from which a goal is met and stays so about a day; undefined where it is not met. Returns can undo it. */
export const goalMetOn = (
  { terms, goals }: Pick<Agreement, 'terms' | 'goals'>,
  sums: SumsReader,
  id: string,
  on: Day,
  asOf: Day = on,
): Day | undefined => {
  const goal = goals.find((candidate) => candidate.id === id);
  if (goal === undefined) return undefined;
  const [first, target] = [toDay(terms.from), Rational.parse(goal.target)];
  const measured = meter(sums, goal, first);
  let metOn: Day | undefined;
  for (let day = Math.min(on, toDay(goal.by)); day >= first; day -= 1) {
    if (measured(day, asOf).lt(target)) return metOn;
    metOn = day;
  }
  return metOn;
};
