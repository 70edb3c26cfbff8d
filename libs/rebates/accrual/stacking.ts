import { type Day, holds, lengthOf, type Period, Rational, sum } from '#kernel';
import { compileCap } from '../agreement/compile.ts';
import { windowsOf } from '../agreement/measurement-periods.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { type Entry, scopeKey } from './entry.ts';
import { capOf, type Paid, partsIn } from './windows.ts';

/** How programmes act on each other (domain.md §6): the best of a group, limits over several, termination. */

const groupOf = (programme: ResolvedProgramme, on: Day): string | undefined =>
  (programme.timeline.findLast((stretch) => stretch.from <= on) ?? programme.timeline[0])?.programme.terms.bestOf;

/** The longest measurement periods of a group: what its members are compared over. */
const commonPeriods = (members: readonly ResolvedProgramme[]): readonly Period[] => {
  const longest = (programme: ResolvedProgramme): number => Math.max(0, ...programme.periods.map(lengthOf));
  return [...members].sort((a, b) => longest(b) - longest(a))[0]?.periods ?? [];
};

/**
 * Tells whether another programme of its group earns more than an entry's over the common period that holds the entry;
 * the first in signed order wins a tie.
 */
export const losesToBest = (
  agreement: Agreement,
  programme: ResolvedProgramme,
  group: string,
  entry: Entry,
  totalOf: (other: ResolvedProgramme) => readonly Paid[],
): boolean => {
  const day = Math.min(entry.period.to, entry.on);
  const members = agreement.programmes.filter((member) => groupOf(member, day) === group);
  const common = commonPeriods(members).find((period) => holds(period, entry.period.from)) ?? entry.period;
  const totals = members.map((member) =>
    sum(
      totalOf(member)
        .filter((paid) => holds(common, paid.entry.period.from))
        .map((paid) => paid.amount),
    ),
  );
  const best = totals.reduce((winner, total, index) => ((totals[winner] ?? Rational.zero).lt(total) ? index : winner), 0);
  return members[best]?.id !== programme.id;
};

type Limit = NonNullable<AgreementTerms['limits']>[number];

/** What a limit reads on a day: what was paid through another day, and the value that a percentage is taken of. */
export type LimitInput = {
  readonly on: Day;
  readonly paidOn: (day: Day) => readonly Paid[];
  readonly valueIn: (entries: readonly Entry[], window: Period) => Rational;
};

/** A limit over several programmes: they take it up in signed order, and later ones get what it leaves. */
export const applyLimit = (agreement: Agreement, limit: Limit, { on, paidOn, valueIn }: LimitInput): readonly Paid[] => {
  const paid = paidOn(on);
  const cap = compileCap(limit.cap);
  const first = agreement.programmes.find((programme) => limit.programmes.includes(programme.id));
  if (cap === undefined || first === undefined) return paid;
  const limited = (candidate: Paid): boolean => limit.programmes.includes(candidate.entry.programme);
  const own = paid.filter(limited);
  const amounts = own.map(() => Rational.zero);
  for (const window of windowsOf(agreement.terms, limit.cap.per ?? 'year', first)) {
    if (window.from > on) break;
    const parts = partsIn(own, window, on, (entry, day) => paidOn(day).find((other) => sameEntry(other.entry, entry)));
    let left = capOf(
      cap,
      'amount' in cap
        ? Rational.zero
        : valueIn(
            own.map(({ entry }) => entry),
            window,
          ),
      window.share,
    );
    for (const { index, amount } of parts) {
      const taken = amount.min(left);
      left = left.minus(taken);
      amounts[index] = (amounts[index] ?? Rational.zero).plus(taken);
    }
  }
  let place = 0;
  return paid.map((candidate) => (limited(candidate) ? { ...candidate, amount: amounts[place++] ?? Rational.zero } : candidate));
};

const sameEntry = (a: Entry, b: Entry): boolean =>
  a.programme === b.programme && a.period.from === b.period.from && scopeKey(a.scope) === scopeKey(b.scope);

/** Termination takes back what the terms declare: the period it falls in (forfeit), or everything (clawback). */
export const takenBack = (agreement: Agreement, entry: Entry, on: Day): 'FORFEITED' | 'CLAWED_BACK' | undefined => {
  const { terminatedOn } = agreement;
  if (terminatedOn === undefined || on < terminatedOn) return undefined;
  const rule = entry.period.stretches.at(-1)?.programme.terms.onTermination;
  if (rule === 'clawback') return 'CLAWED_BACK';
  return rule === 'forfeit' && entry.period.to >= terminatedOn ? 'FORFEITED' : undefined;
};
