import { describe, expect, it } from '@jest/globals';
import { formatDay, toDay, weekday } from './day.ts';
import {
  type Calendar,
  type CalendarKind,
  formatPeriod,
  holds,
  intersect,
  lengthOf,
  meet,
  type PeriodKind,
  periodOf,
  periodsWithin,
} from './period.ts';

const within = { from: toDay('1995-01-01'), to: toDay('2055-12-31') };
const KINDS: readonly PeriodKind[] = ['day', 'week', 'month', 'quarter', 'half', 'year'];
const WEEK_CALENDARS: readonly CalendarKind[] = ['4-4-5', '4-5-4', '5-4-4'];
const STARTS = [
  [1, 1],
  [2, 1],
  [4, 1],
  [4, 6],
  [7, 1],
  [10, 1],
  [12, 31],
] as const;
const calendar = (kind: CalendarKind, month: number, day: number): Calendar => ({ kind, yearStartsOn: { month, day } });
const calendars = (['months', ...WEEK_CALENDARS] as const).flatMap((kind) => STARTS.map(([month, day]) => calendar(kind, month, day)));
const title = ({ kind, yearStartsOn }: Calendar): string => `${kind} from ${yearStartsOn.month}/${yearStartsOn.day}`;

describe.each(calendars.map((own) => [title(own), own] as const))('periods of %s', (_, own) => {
  it.each(KINDS)('cover every day exactly once: %s', (kind) => {
    const periods = periodsWithin(own, kind, within);
    const joined = periods.every(
      (period, index) => period.from <= period.to && period.from === (periods[index - 1]?.to ?? within.from - 1) + 1,
    );
    expect(joined && periods.at(-1)?.to === within.to).toBe(true);
  });

  it.each(KINDS.filter((kind) => kind !== 'day'))('are the same whichever of their days is asked: %s', (kind) => {
    const wrong: string[] = [];
    for (const period of periodsWithin(own, kind, { from: toDay('2024-06-01'), to: toDay('2029-06-30') }).slice(1, -1)) {
      for (let day = period.from; day <= period.to; day += 1) {
        const found = periodOf(own, kind, day);
        if (found.from !== period.from || found.to !== period.to) wrong.push(formatDay(day));
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has 12 months, 4 quarters and 2 halves in every year', () => {
    for (const year of periodsWithin(own, 'year', within).slice(1, -1)) {
      const counts = (['month', 'quarter', 'half'] as const).map((kind) => periodsWithin(own, kind, year).length);
      expect(counts).toEqual([12, 4, 2]);
    }
  });
});

describe.each(WEEK_CALENDARS)('the week calendar %s', (kind) => {
  const own = calendar(kind, 1, 1);
  const years = periodsWithin(own, 'year', within).slice(1, -1);

  it('has 52 or 53 whole weeks a year, from the Monday nearest to the first day', () => {
    const weeks = years.map((year) => lengthOf(year) / 7);
    expect(new Set(weeks)).toEqual(new Set([52, 53]));
    for (const year of years) {
      expect(weekday(year.from)).toBe(1);
      const around = [-3, -2, -1, 0, 1, 2, 3].map((days) => formatDay(year.from + days));
      expect(around.some((day) => day.endsWith('-01-01'))).toBe(true);
    }
  });

  // The first of January is a Thursday in 2026 and a Friday in 2027: the nearest Monday is before the one and after the other.
  it.each([
    ['2026-06-01', '2025-12-29'],
    ['2027-06-01', '2027-01-04'],
    ['2025-12-29', '2025-12-29'],
    ['2027-01-03', '2025-12-29'],
    ['2024-06-01', '2024-01-01'],
  ])('%s is in the year that begins on %s', (day, from) => {
    expect(formatDay(periodOf(own, 'year', toDay(day)).from)).toBe(from);
  });

  it('parts each quarter as its name says, the 53rd week in the last month', () => {
    const weeks = kind.split('-').map(Number);
    for (const year of years) {
      const months = periodsWithin(own, 'month', year).map((month) => lengthOf(month) / 7);
      const extra = lengthOf(year) / 7 - 52;
      expect(months).toEqual(months.map((_, month) => (weeks[month % 3] ?? 0) + (month === 11 ? extra : 0)));
    }
  });
});

describe('runs of days', () => {
  const run = (from: string, to: string) => ({ from: toDay(from), to: toDay(to) });

  it('are clipped to what they are asked within', () => {
    const quarters = periodsWithin(calendar('months', 1, 1), 'quarter', run('2026-02-10', '2026-07-01')).map(formatPeriod);
    expect(quarters).toEqual([
      { from: '2026-02-10', to: '2026-03-31' },
      { from: '2026-04-01', to: '2026-06-30' },
      { from: '2026-07-01', to: '2026-07-01' },
    ]);
  });

  it('are a day, a week from Monday to Sunday, or whole months of the year', () => {
    const of = (kind: PeriodKind) => formatPeriod(periodOf(calendar('months', 4, 1), kind, toDay('2026-07-15')));
    expect(KINDS.map(of).map(({ from, to }) => `${from} ${to}`)).toEqual([
      '2026-07-15 2026-07-15',
      '2026-07-13 2026-07-19',
      '2026-07-01 2026-07-31',
      '2026-07-01 2026-09-30',
      '2026-04-01 2026-09-30',
      '2026-04-01 2027-03-31',
    ]);
  });

  it('meet where they share days', () => {
    expect(intersect(run('2026-01-01', '2026-03-31'), run('2026-03-31', '2026-05-01'))).toEqual(run('2026-03-31', '2026-03-31'));
    expect(intersect(run('2026-01-01', '2026-03-30'), run('2026-03-31', '2026-05-01'))).toBeUndefined();
    expect(meet(run('2026-01-01', '2026-03-31'), run('2026-03-31', '2026-05-01'))).toBe(true);
    expect(meet(run('2026-03-31', '2026-05-01'), run('2026-01-01', '2026-03-31'))).toBe(true);
    expect(meet(run('2026-01-01', '2026-03-30'), run('2026-03-31', '2026-05-01'))).toBe(false);
    expect(meet(run('2026-03-31', '2026-05-01'), run('2026-01-01', '2026-03-30'))).toBe(false);
    expect(holds(run('2026-01-01', '2026-01-31'), toDay('2026-01-31'))).toBe(true);
    expect(holds(run('2026-01-01', '2026-01-31'), toDay('2026-02-01'))).toBe(false);
    expect(['2025-12-31', '2026-01-01'].map((day) => holds(run('2026-01-01', '2026-01-31'), toDay(day)))).toEqual([false, true]);
  });
});
