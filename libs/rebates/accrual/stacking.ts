import { type Day, holds, lengthOf, type Period, Rational, sum } from '#kernel';
import { compileCap } from '../agreement/compile.ts';
import { windowsOf } from '../agreement/measurement-periods.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { Entry } from './entry.ts';
import { capOf, type Paid } from './windows.ts';

/** How programmes act on each other (domain.md §6): the best of a group, limits over several, termination. */

const groupOf = (programme: ResolvedProgramme, on: Day): string | undefined =>
  (programme.timeline.findLast((stretch) => stretch.from <= on) ?? programme.timeline[0])?.programme.terms.bestOf;

/** The longest measurement periods of a group: what its members are compared over. */
const commonPeriods = (members: readonly ResolvedProgramme[]): readonly Period[] => {
  const longest = (programme: ResolvedProgramme): number => Math.max(0, ...programme.periods.map(lengthOf));
  return [...members].sort((a, b) => longest(b) - longest(a))[0]?.periods ?? [];
};

/**
 * Tells of each entry of a programme whether another of its group earns more over the common period that holds the
 * entry; the first in signed order wins a tie.
 */
export const bestOfLosers = (agreement: Agreement, programme: ResolvedProgramme, on: Day, paidBy: (other: ResolvedProgramme) => readonly Paid[]): ((entry: Entry) => boolean) => {
  const group = groupOf(programme, on);
  if (group === undefined) return () => false;
  const members = agreement.programmes.filter((member) => groupOf(member, on) === group);
  const periods = commonPeriods(members);
  return (entry) => {
    const common = periods.find((period) => holds(period, entry.period.from)) ?? entry.period;
    const totals = members.map((member) => sum(paidBy(member).filter((paid) => holds(common, paid.entry.period.from)).map((paid) => paid.amount)));
    const best = totals.reduce((winner, total, index) => ((totals[winner] ?? Rational.zero).lt(total) ? index : winner), 0);
    return members[best]?.id !== programme.id;
  };
};

/** Limits over several programmes: they take up the limit in signed order, and later ones get what it leaves. */
export const applyLimits = (agreement: Agreement, paid: readonly Paid[]): readonly Paid[] => {
  let current = paid;
  for (const limit of agreement.terms.limits ?? []) {
    const cap = compileCap(limit.cap);
    if (cap === undefined) continue;
    const periods = agreement.programmes.find((programme) => limit.programmes.includes(programme.id))?.periods ?? [];
    for (const window of windowsOf(agreement.terms, limit.cap.per ?? 'year', periods)) {
      const inside = (candidate: Paid): boolean => limit.programmes.includes(candidate.entry.programme) && holds(window, candidate.entry.period.from);
      // A percentage is taken of what was measured once: of the programme that measured most.
      const value = largestValue(current.filter(inside));
      let left = capOf(cap, value, window.share);
      current = current.map((candidate) => {
        if (!inside(candidate)) return candidate;
        const amount = candidate.amount.min(left);
        left = left.minus(amount);
        return { ...candidate, amount };
      });
    }
  }
  return current;
};

const largestValue = (paid: readonly Paid[]): Rational => {
  const byProgramme = new Map<string, Rational>();
  for (const { entry } of paid) byProgramme.set(entry.programme, (byProgramme.get(entry.programme) ?? Rational.zero).plus(entry.value));
  return [...byProgramme.values()].reduce((largest, value) => largest.max(value), Rational.zero);
};

/** Termination takes back what the terms declare: the period it falls in (forfeit), or everything (clawback). */
export const forfeited = (agreement: Agreement, entry: Entry, on: Day): boolean => {
  const { terminatedOn } = agreement;
  if (terminatedOn === undefined || on < terminatedOn) return false;
  const rule = entry.period.stretches.at(-1)?.programme.terms.onTermination;
  if (rule === 'clawback') return true;
  return rule === 'forfeit' && entry.period.to >= terminatedOn;
};
