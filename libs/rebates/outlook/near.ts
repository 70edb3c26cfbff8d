import { type Day, Rational } from '#kernel';
import type { Entry } from '../accrual/entry.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { openDays } from './going-on.ts';

/** A step is near where at most this share of its bound is missing, or the pace so far reaches it in so many days. */
export type NearRule = { /** Of the bound. */ readonly nearPercent: string; readonly nearDays: number };

export type Near = { readonly bound: Rational; readonly missing: Rational; readonly why: 'share' | 'pace' };

/** The next step of an entry where it is near and can still be reached; undefined where it is not. */
export const nearStep = (agreement: Agreement, entry: Entry, on: Day, { nearPercent, nearDays }: NearRule): Near | undefined => {
  const bound = entry.stretches.at(-1)?.earning.nextBound;
  const days = openDays(agreement, entry.period);
  if (bound === undefined || on >= days.to || on < days.from || entry.measured.sign <= 0) return undefined;
  const missing = bound.minus(entry.measured);
  if (missing.lte(bound.times(Rational.percent(nearPercent)))) return { bound, missing, why: 'share' };
  const pace = entry.measured.over(Rational.int(on - days.from + 1));
  return missing.lte(pace.times(Rational.int(Math.min(nearDays, days.to - on)))) ? { bound, missing, why: 'pace' } : undefined;
};
