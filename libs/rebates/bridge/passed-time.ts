import { type Day, toDay } from '#kernel';
import type { Effect } from '../accrual/effects.ts';
import { withoutLaterThan } from '../accrual/readers.ts';
import { changeOf, figuresOf, type Known } from './figures.ts';

/** Days on which more than time passes: an amendment takes effect, a terminated agreement ends, somebody joins or has left. */
const turningDays = ({ amendments, terminatedOn, terms }: Known['agreement'], from: Day, to: Day): Day[] => {
  const days = [
    ...amendments.map((amendment) => toDay(amendment.effective)),
    ...(terminatedOn === undefined ? [] : [terminatedOn]),
    ...memberDays(terms.members),
  ];
  return [...new Set(days)].filter((day) => day > from && day <= to).sort((a, b) => a - b);
};

const memberDays = (members: Known['agreement']['terms']['members']): Day[] =>
  (members ?? []).flatMap(({ from, to }) => [...(from === undefined ? [] : [toDay(from)]), ...(to === undefined ? [] : [toDay(to) + 1])]);

/** What a change that a day alone brings is called. */
export const timeCauseOn = ({ amendments, terminatedOn, terms }: Known['agreement'], day: Day): 'amendment' | 'membership' | 'fell due' => {
  if (amendments.some(({ effective }) => toDay(effective) === day) || terminatedOn === day) return 'amendment';
  return memberDays(terms.members).includes(day) ? 'membership' : 'fell due';
};

/** What time alone did from the end of one day to the end of another, with the lines of the first day and before. */
export const passedTime = (known: Known, from: Day, to: Day): Effect[] => {
  const { agreement } = known;
  const still: Known = { agreement, sums: withoutLaterThan(known.sums, from) };
  const effects: Effect[] = [];
  let [day, figures] = [from, figuresOf(still, from)];
  const passTo = (next: Day, cause: Effect['cause']): void => {
    if (next <= day) return;
    const after = figuresOf(still, next);
    effects.push(...changeOf(figures, after, cause));
    [day, figures] = [next, after];
  };
  for (const turn of turningDays(agreement, from, to)) {
    passTo(turn - 1, 'fell due');
    passTo(turn, timeCauseOn(agreement, turn));
  }
  passTo(to, 'fell due');
  return effects;
};
