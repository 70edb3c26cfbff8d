import { civilOf, type Day, dayOf, daysInMonth, formatDay, monthsAfter, weekday } from './day.ts';

/** A run of days, both included. */
export type Period = { readonly from: Day; readonly to: Day };

export type PeriodKind = 'day' | 'week' | 'month' | 'quarter' | 'half' | 'year';
export type CalendarKind = 'months' | '4-4-5' | '4-5-4' | '5-4-4';

/** The year that periods are cut from: its first day (month and day), and whether months or weeks divide it. */
export type Calendar = { readonly kind: CalendarKind; readonly yearStartsOn: { readonly month: number; readonly day: number } };

export const CALENDAR_YEAR: Calendar = { kind: 'months', yearStartsOn: { month: 1, day: 1 } };

export const lengthOf = (period: Period): number => period.to - period.from + 1;
export const holds = (period: Period, day: Day): boolean => period.from <= day && day <= period.to;
export const formatPeriod = (period: Period): { from: string; to: string } => ({
  from: formatDay(period.from),
  to: formatDay(period.to),
});

export const meet = (a: Period, b: Period): boolean => a.from <= b.to && b.from <= a.to;

/** The part of a period inside another; undefined where they do not meet. */
export const intersect = (a: Period, b: Period): Period | undefined => {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from <= to ? { from, to } : undefined;
};

const MONTHS: Readonly<Record<'month' | 'quarter' | 'half' | 'year', number>> = { month: 1, quarter: 3, half: 6, year: 12 };
/** Weeks of the three months of a quarter. */
const WEEKS: Readonly<Record<Exclude<CalendarKind, 'months'>, readonly [number, number, number]>> = {
  '4-4-5': [4, 4, 5],
  '4-5-4': [4, 5, 4],
  '5-4-4': [5, 4, 4],
};

/**
 * First day of the fiscal year that holds or follows from `year`. In a week calendar a year starts on the Monday
 * nearest to its nominal first day, so a year has 52 or 53 weeks and the 53rd belongs to its last month.
 */
const yearStart = (calendar: Calendar, year: number): Day => {
  const { month, day } = calendar.yearStartsOn;
  const nominal = dayOf(year, month, Math.min(day, daysInMonth(year, month)));
  if (calendar.kind === 'months') return nominal;
  const ahead = weekday(nominal) - 1;
  return ahead <= 3 ? nominal - ahead : nominal + 7 - ahead;
};

/** A week calendar's year can start up to three days before or after its nominal day, so in the calendar year before it. */
const fiscalYearOf = (calendar: Calendar, day: Day): number => {
  const { year } = civilOf(day);
  return [year + 1, year, year - 1].find((candidate) => yearStart(calendar, candidate) <= day) ?? year - 2;
};

/** Starts of the twelve months of a fiscal year, and the start of the next year. */
const monthStarts = (calendar: Calendar, year: number): Day[] => {
  const start = yearStart(calendar, year);
  const next = yearStart(calendar, year + 1);
  if (calendar.kind === 'months') {
    const first = civilOf(start);
    return [...Array.from({ length: 12 }, (_, month) => monthsAfter(first, month)), next];
  }
  const weeks = WEEKS[calendar.kind];
  const starts = [start];
  for (let month = 0; month < 11; month += 1) starts.push((starts[month] ?? start) + (weeks[month % 3] ?? 4) * 7);
  return [...starts, next];
};

const monthsAround = (calendar: Calendar, day: Day): readonly Day[] => monthStarts(calendar, fiscalYearOf(calendar, day));

/** `monthsOfYear`: the starts of the months of the fiscal year that holds the day; asked only where months divide. */
const wholePeriod = (kind: PeriodKind, day: Day, monthsOfYear: () => readonly Day[]): Period => {
  if (kind === 'day') return { from: day, to: day };
  if (kind === 'week') {
    const from = day - (weekday(day) - 1);
    return { from, to: from + 6 };
  }
  const starts = monthsOfYear();
  const month = starts.findLastIndex((start) => start <= day);
  const size = MONTHS[kind];
  const first = Math.floor(month / size) * size;
  return { from: starts[first] ?? day, to: (starts[first + size] ?? day + 1) - 1 };
};

/** The whole period of a kind that holds a day, whatever the term of any agreement. */
export const periodOf = (calendar: Calendar, kind: PeriodKind, day: Day): Period =>
  wholePeriod(kind, day, () => monthsAround(calendar, day));

/** The periods of a kind that meet `within`, clipped to it, in order. */
export const periodsWithin = (calendar: Calendar, kind: PeriodKind, within: Period): Period[] => {
  const periods: Period[] = [];
  // The months of a year are worked out once for all its periods: every calculation comes through here many times.
  let months: readonly Day[] = [];
  for (let day = within.from; day <= within.to;) {
    const whole = wholePeriod(kind, day, () => {
      if (day >= (months.at(-1) ?? day)) months = monthsAround(calendar, day);
      return months;
    });
    periods.push({ from: Math.max(whole.from, within.from), to: Math.min(whole.to, within.to) });
    day = whole.to + 1;
  }
  return periods;
};
