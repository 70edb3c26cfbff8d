import { type Day, meet, type Period, Rational, sum } from '#kernel';
import type { CompiledProgramme } from '../agreement/compile.ts';
import type { Measure } from '../agreement/terms.ts';
import { type Entry, scopeKey } from './entry.ts';
import { type RuledInput, type RuledWindow, ruledWindows, type RuleTerms } from './ruled-windows.ts';

/** Why an entry that has earned something pays nothing of it. */
export type Withheld = 'NOT_BEST' | 'FORFEITED' | 'CLAWED_BACK';

/** An entry with what it pays after the rules applied so far. */
export type Paid = { readonly entry: Entry; readonly amount: Rational; readonly withheld?: Withheld };
/** What the entries of one programme paid on a day, before the rule that is being applied. */
export type PaidOn = (day: Day) => readonly Paid[];

type WindowContext = {
  readonly value: Rational;
  readonly volume: InWindow['volume'];
  readonly window: RuledWindow;
  readonly on: Day;
  readonly carried: Rational;
};
/** What a rule makes of a window: what it pays, what is charged on its last day, and what the next window carries on. */
type WindowRule = (
  amount: Rational,
  context: WindowContext,
) => { readonly pays: Rational; readonly charge?: Rational; readonly carried?: Rational };
const sameEntry = (a: Entry, b: Entry): boolean => a.period.from === b.period.from && scopeKey(a.scope) === scopeKey(b.scope);

/** An entry's part in a window; `volume` is what its target set measured there. */
export type InWindow = {
  readonly index: number;
  readonly amount: Rational;
  readonly value: Rational;
  readonly volume: (measure: Measure) => Rational;
};

const volumeOf = (paid: Paid | undefined, measure: Measure): Rational | undefined => paid?.entry.stretches.at(-1)?.upTo[measure];

/**
 * What each entry earned inside a window: all of it where the window holds the whole period, else what it had earned
 * through the window's end less what it had before the window.
 */
export const partsIn = (entries: readonly Paid[], window: Period, on: Day, at: (entry: Entry, day: Day) => Paid | undefined): InWindow[] =>
  entries.flatMap((paid, index): InWindow[] => {
    const { period } = paid.entry;
    if (!meet(period, window)) return [];
    const end = window.to >= Math.min(period.to, on) ? paid : at(paid.entry, window.to);
    const start = window.from <= period.from ? undefined : at(paid.entry, window.from - 1);
    const less = (a: Rational | undefined, b: Rational | undefined): Rational => (a ?? Rational.zero).minus(b ?? Rational.zero);
    const volume = (measure: Measure): Rational => less(volumeOf(end, measure), volumeOf(start, measure));
    return [{ index, amount: less(end?.amount, start?.amount), value: less(end?.entry.value, start?.entry.value), volume }];
  });

/** Applies a rule window by window, for entries of one scope in order of their periods. */
const applyTo = (entries: readonly Paid[], windows: readonly RuledWindow[], on: Day, paidOn: PaidOn, rule: WindowRule): Paid[] => {
  const amounts = entries.map(() => Rational.zero);
  let carried = Rational.zero;
  for (const window of windows) {
    if (window.from > on) break;
    const parts = partsIn(entries, window, on, (entry, day) => paidOn(day).find((paid) => sameEntry(paid.entry, entry)));
    if (parts.length === 0) continue;
    const volume = (measure: Measure): Rational => sum(parts.map((part) => part.volume(measure)));
    const outcome = rule(sum(parts.map((part) => part.amount)), {
      value: sum(parts.map((part) => part.value)),
      volume,
      window,
      on,
      carried,
    });
    carried = outcome.carried ?? carried;
    share(
      outcome.pays,
      parts.map((part) => part.amount),
    ).forEach((amount, place) => {
      const index = parts[place]?.index ?? 0;
      const charge = place === parts.length - 1 ? (outcome.charge ?? Rational.zero) : Rational.zero;
      amounts[index] = (amounts[index] ?? Rational.zero).plus(amount).minus(charge);
    });
  }
  return entries.map(({ entry }, index) => ({ entry, amount: amounts[index] ?? Rational.zero }));
};

/** Gives a window's payment to its periods: in order while it lasts; what is added on top goes to the last. */
const share = (pays: Rational, amounts: readonly Rational[]): Rational[] => {
  if (pays.equals(sum(amounts))) return [...amounts];
  if (pays.sign === 0) return amounts.map(() => Rational.zero);
  let given = Rational.zero;
  let running = Rational.zero;
  return amounts.map((amount, index) => {
    running = running.plus(amount);
    const through = index === amounts.length - 1 || pays.lt(running) ? pays : running;
    const own = through.minus(given);
    given = through;
    return own;
  });
};

const byScope = (entries: readonly Paid[]): Paid[][] => {
  const groups = new Map<string, Paid[]>();
  for (const paid of entries) {
    const key = scopeKey(paid.entry.scope);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [paid]);
    else group.push(paid);
  }
  return [...groups.values()];
};

export type AdjustInput = RuledInput & { readonly paidOn: PaidOn };

/** Applies a rule to every window that it has, scope by scope. */
export const adjust = (input: AdjustInput, ruleOf: (programme: CompiledProgramme) => RuleTerms, rule: WindowRule): readonly Paid[] => {
  const { resolved, on, paidOn } = input;
  const paid = paidOn(on);
  if (resolved.timeline.every((stretch) => ruleOf(stretch.programme) === undefined)) return paid;
  const windows = ruledWindows(input, ruleOf);
  return byScope(paid).flatMap((entries) => applyTo(entries, windows, on, paidOn, rule));
};

/** Below the floor a window pays nothing. */
export const applyFloor = (input: AdjustInput): readonly Paid[] =>
  adjust(
    input,
    ({ terms }) => terms.floor,
    (amount, { window }) => {
      const { floor } = window.programme;
      return { pays: floor !== undefined && amount.lt(floor.times(window.share)) ? Rational.zero : amount };
    },
  );

/** Topped up to the guarantee on the day that it falls due; an excess carries on where the terms say so. */
export const applyGuarantee = (input: AdjustInput): readonly Paid[] =>
  adjust(
    input,
    ({ terms }) => terms.guarantee,
    (amount, { window, on, carried }) => {
      const { guarantee, terms } = window.programme;
      if (guarantee === undefined || window.due === undefined || on < window.due) return { pays: amount };
      const missing = guarantee.times(window.share).minus(amount).minus(carried);
      const excess = terms.guarantee?.carryExcess === true ? missing.negated().max(Rational.zero) : Rational.zero;
      return { pays: amount.plus(missing.max(Rational.zero)), carried: excess };
    },
  );

export const capOf = (cap: NonNullable<CompiledProgramme['cap']>, value: Rational, share: Rational): Rational =>
  'amount' in cap ? cap.amount.times(share) : value.times(cap.percent).max(Rational.zero);

export const applyCap = (input: AdjustInput): readonly Paid[] =>
  adjust(
    input,
    ({ terms }) => terms.cap,
    (amount, { window, value }) => {
      const { cap } = window.programme;
      return { pays: cap === undefined ? amount : amount.min(capOf(cap, value, window.share)) };
    },
  );
