import { type Day, holds, Rational, sum } from '#kernel';
import { type CountedWindow, windowsOf } from '../agreement/measurement-periods.ts';
import type { AgreementTerms, WindowKind } from '../agreement/terms.ts';
import type { CompiledProgramme } from '../agreement/compile.ts';
import type { ResolvedProgramme } from '../agreement/resolve.ts';
import type { Entry } from './entry.ts';

/** An entry with what it pays after the rules applied so far. */
export type Paid = { readonly entry: Entry; readonly amount: Rational };
/** What the entries of one programme paid on a day, before the rule that is being applied. */
export type PaidOn = (day: Day) => readonly Paid[];

/** What a rule makes of a window: what it pays, and what the next window carries on. */
type WindowRule = (amount: Rational, context: { readonly value: Rational; readonly window: CountedWindow; readonly on: Day; readonly carried: Rational }) => { readonly pays: Rational; readonly carried?: Rational };

const sameScope = (a: Entry, b: Entry): boolean => JSON.stringify(a.scope) === JSON.stringify(b.scope);

/** A window inside a measurement period: what the period earned through the window's end less what it had before. */
const fineWindow = (paidOn: PaidOn, entry: Entry, window: CountedWindow, on: Day) => {
  const at = (day: Day) => paidOn(day).find((paid) => sameScope(paid.entry, entry) && paid.entry.period.from === entry.period.from);
  const [end, start] = [at(Math.min(window.to, on)), at(window.from - 1)];
  return {
    amount: (end?.amount ?? Rational.zero).minus(start?.amount ?? Rational.zero),
    value: (end?.entry.value ?? Rational.zero).minus(start?.entry.value ?? Rational.zero),
  };
};

/** Applies a rule window by window, for entries of one scope in order of their periods. */
const applyTo = (entries: readonly Paid[], windows: readonly CountedWindow[], on: Day, paidOn: PaidOn, rule: WindowRule): Paid[] => {
  const results = entries.map((paid) => ({ entry: paid.entry, amount: Rational.zero }));
  let carried = Rational.zero;
  for (const window of windows) {
    if (window.from > on) break;
    const inside = entries.flatMap((paid, index) => (holds(window, paid.entry.period.from) ? [index] : []));
    const holder = inside.length > 0 ? -1 : entries.findIndex((paid) => holds(paid.entry.period, window.from));
    const coarse = holder < 0 && inside.every((index) => (entries[index]?.entry.period.to ?? 0) <= window.to);
    if (coarse) {
      const amounts = inside.map((index) => entries[index]?.amount ?? Rational.zero);
      const value = sum(inside.map((index) => entries[index]?.entry.value ?? Rational.zero));
      const outcome = rule(sum(amounts), { value, window, on, carried });
      carried = outcome.carried ?? carried;
      share(outcome.pays, amounts).forEach((amount, place) => {
        const result = results[inside[place] ?? 0];
        if (result !== undefined) result.amount = amount;
      });
      continue;
    }
    const place = holder >= 0 ? holder : (inside[0] ?? 0);
    const [paid, result] = [entries[place], results[place]];
    if (paid === undefined || result === undefined) continue;
    const { amount, value } = fineWindow(paidOn, paid.entry, window, on);
    const outcome = rule(amount, { value, window, on, carried });
    carried = outcome.carried ?? carried;
    result.amount = result.amount.plus(outcome.pays);
  }
  return results;
};

/** Gives a window's payment to its periods: in order while it lasts; what is added on top goes to the last. */
const share = (pays: Rational, amounts: readonly Rational[]): Rational[] => {
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
    const key = JSON.stringify(paid.entry.scope);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [paid]);
    else group.push(paid);
  }
  return [...groups.values()];
};

export type AdjustInput = { readonly terms: AgreementTerms; readonly resolved: ResolvedProgramme; readonly programme: CompiledProgramme; readonly on: Day; readonly paidOn: PaidOn };

const adjust = ({ terms, resolved, on, paidOn }: AdjustInput, per: WindowKind | undefined, rule: WindowRule): Paid[] => {
  const windows = windowsOf(terms, per, resolved.periods);
  return byScope(paidOn(on)).flatMap((entries) => applyTo(entries, windows, on, paidOn, rule));
};

/** Below the floor a window pays nothing. */
export const applyFloor = (input: AdjustInput): readonly Paid[] => {
  const { floor, terms } = input.programme;
  if (floor === undefined) return input.paidOn(input.on);
  return adjust(input, terms.floor?.per, (amount, { window }) => ({ pays: amount.lt(floor.times(window.share)) ? Rational.zero : amount }));
};

/** Topped up to the guarantee on a window's last day; an excess carries on where the terms say so. */
export const applyGuarantee = (input: AdjustInput): readonly Paid[] => {
  const { guarantee, terms } = input.programme;
  if (guarantee === undefined) return input.paidOn(input.on);
  const carries = terms.guarantee?.carryExcess === true;
  return adjust(input, terms.guarantee?.per, (amount, { window, on, carried }) => {
    if (on < window.to) return { pays: amount };
    const missing = guarantee.times(window.share).minus(amount).minus(carried);
    const excess = carries ? missing.negated().max(Rational.zero) : Rational.zero;
    return { pays: amount.plus(missing.max(Rational.zero)), carried: excess };
  });
};

export const capOf = (cap: NonNullable<CompiledProgramme['cap']>, value: Rational, share: Rational): Rational =>
  'amount' in cap ? cap.amount.times(share) : value.times(cap.percent).max(Rational.zero);

export const applyCap = (input: AdjustInput): readonly Paid[] => {
  const { cap, terms } = input.programme;
  if (cap === undefined) return input.paidOn(input.on);
  return adjust(input, terms.cap?.per, (amount, { window, value }) => ({ pays: amount.min(capOf(cap, value, window.share)) }));
};

