import { type Calendar, type Day, dayOf, daysInMonth, parseDay, type Period, type PeriodKind, periodOf } from '#kernel';
import { calendarOf } from '../agreement/measurement-periods.ts';
import type { AgreementTerms } from '../agreement/terms.ts';

type Calendared = Pick<AgreementTerms, 'calendar' | 'yearStartsOn' | 'from'>;

const NAMED = /^(\d{4})(?:-(?:(Q)([1-4])|(H)([12])|(P)?(\d{2})))?$/;
const RANGE = /^(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})$/;

/** A day well inside the fiscal year whose nominal first day lies in a calendar year: a week calendar moves it by three days. */
const insideYear = ({ yearStartsOn: { month, day } }: Calendar, year: number): Day =>
  dayOf(year, month, Math.min(day, daysInMonth(year, month))) + 10;

/** The nth period of a kind in a fiscal year, from 1; undefined where the year has none. */
const nthOf = (calendar: Calendar, kind: PeriodKind, year: number, nth: number): Period | undefined => {
  const whole = periodOf(calendar, 'year', insideYear(calendar, year));
  let period = periodOf(calendar, kind, whole.from);
  for (let count = 1; count < nth && period.to < whole.to; count += 1) period = periodOf(calendar, kind, period.to + 1);
  return nth >= 1 && period.to <= whole.to ? period : undefined;
};

const monthNamed = (calendar: Calendar, year: number, month: number): Period | undefined => {
  if (month < 1 || month > 12) return undefined;
  // By the calendar of months a period has the name of the month in which it begins; weeks have no months to be named after.
  return calendar.kind === 'months'
    ? periodOf(calendar, 'month', dayOf(year, month, daysInMonth(year, month)))
    : nthOf(calendar, 'month', year, month);
};

const named = (calendar: Calendar, [, year, , quarter, , half, counted, month]: RegExpExecArray): Period | undefined => {
  const ofYear = Number(year);
  if (quarter !== undefined) return nthOf(calendar, 'quarter', ofYear, Number(quarter));
  if (half !== undefined) return nthOf(calendar, 'half', ofYear, Number(half));
  if (month === undefined) return nthOf(calendar, 'year', ofYear, 1);
  const nth = Number(month);
  return counted === undefined ? monthNamed(calendar, ofYear, nth) : nth > 12 ? undefined : nthOf(calendar, 'month', ofYear, nth);
};

/**
 * An accounting period by the agreement's calendar: `2026-03` a month, `2026-P03` the third of a fiscal year, `2026-Q1`,
 * `2026-H1`, `2026`, or two days as `2026-03-01..2026-03-31`. The first one is cut to the term's first day.
 */
export const parseAccountingPeriod = (text: string, terms: Calendared): Period | undefined => {
  const range = RANGE.exec(text);
  const match = NAMED.exec(text);
  const [first, last] = [parseDay(range?.[1] ?? ''), parseDay(range?.[2] ?? '')];
  const period =
    match === null
      ? first === undefined || last === undefined || first > last
        ? undefined
        : { from: first, to: last }
      : named(calendarOf(terms), match);
  const begins = parseDay(terms.from) ?? 0;
  return period === undefined ? undefined : { from: period.from < begins && period.to >= begins ? begins : period.from, to: period.to };
};

/** The period of a kind that follows on what is closed: whole, or what is left of one that was closed in part. */
export const nextPeriodOf = (terms: Calendared, kind: 'month' | 'quarter' | 'half' | 'year', closedThrough: Day | undefined): Period => {
  const from = closedThrough === undefined ? (parseDay(terms.from) ?? 0) : closedThrough + 1;
  return { from, to: periodOf(calendarOf(terms), kind, from).to };
};
