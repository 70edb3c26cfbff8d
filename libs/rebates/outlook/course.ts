import type { Day, Rational } from '#kernel';
import { Evaluation } from '../accrual/evaluation.ts';
import { type Entry, scopeKey } from '../accrual/entry.ts';
import { NO_AMOUNTS, type SumsReader } from '../accrual/sums.ts';
import type { Paid } from '../accrual/windows.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Measure } from '../agreement/terms.ts';
import { boughtThrough, goingOn, openDays, withFirst } from './going-on.ts';
import { lineOf } from './line-of.ts';

/**
 * How a period's volume is thought to go on: to so many times what it is, or, where nothing is bought yet, to a volume
 * of which every line counts.
 */
export type Course =
  | { readonly kind: 'grows'; readonly growth: Rational }
  | { readonly kind: 'begins'; readonly measure: Measure; readonly amount: Rational };

/** What an entry will have paid at its period's end, after every rule, on a course. */
export type Forecast = (paid: Paid, course: Course) => Rational;

/** Nothing more can be bought in a period that is over, or after a termination: it needs no forecast. */
export const isOpen = (agreement: Agreement, { period }: Entry, on: Day): boolean => on < openDays(agreement, period).to;

export const isSameEntry = (a: Entry, b: Entry): boolean =>
  a.programme === b.programme && a.period.from === b.period.from && scopeKey(a.scope) === scopeKey(b.scope);

const keyOf = ({ programme, period, scope }: Entry, course: Course): string =>
  course.kind === 'grows'
    ? `${period.from}-${period.to} ${course.growth.toExact()}`
    : `${programme} ${scopeKey(scope)} ${period.from} ${course.measure} ${course.amount.toExact()}`;

/** Forecasts at period ends; each course of a period is computed once. */
export const forecaster = (agreement: Agreement, sums: SumsReader, on: Day): Forecast => {
  const evaluations = new Map<string, Evaluation>();
  const ahead = (entry: Entry, course: Course): SumsReader => {
    const days = openDays(agreement, entry.period);
    if (course.kind === 'grows') return goingOn(sums, days, on, course.growth);
    return withFirst(boughtThrough(sums, on), days.to, {
      signature: lineOf(agreement, entry, days.to),
      amounts: { ...NO_AMOUNTS, [course.measure]: course.amount },
    });
  };
  return ({ entry, amount }, course) => {
    if (!isOpen(agreement, entry, on)) return amount;
    // Documents to come are like those so far: more of them, and none larger.
    if (course.kind === 'grows' && entry.stretches.at(-1)?.programme.terms.period === 'document') return amount.times(course.growth);
    const key = keyOf(entry, course);
    const evaluation = evaluations.get(key) ?? new Evaluation(agreement, ahead(entry, course));
    evaluations.set(key, evaluation);
    return evaluation.all(entry.period.to).find((other) => isSameEntry(other.entry, entry))?.amount ?? amount;
  };
};
