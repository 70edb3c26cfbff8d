import { describe, expect, it } from '@jest/globals';
import { addMonths, civilOf, dayOf, daysInMonth, formatDay, parseDay, toDay, weekday } from './day.ts';

const MS_PER_DAY = 86_400_000;
const FIRST = Date.UTC(1990, 0, 1) / MS_PER_DAY;
const LAST = Date.UTC(2060, 11, 31) / MS_PER_DAY;
const allDays = Array.from({ length: LAST - FIRST + 1 }, (_, index) => FIRST + index);

describe('days', () => {
  // Years of four digits are what people write; of those far away each 97th day will do.
  it.each([
    ['each day from 1990 to 2060', allDays],
    ['any day from year 0 to year 9999', Array.from({ length: 37_652 }, (_, index) => -719_528 + index * 97)],
  ] as const)('are those of the calendar, %s', (_, days) => {
    const wrong = days.filter((day) => {
      const date = new Date(day * MS_PER_DAY);
      const [year, month, dayOfMonth] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
      const civil = civilOf(day);
      const text = date.toISOString().slice(0, 10);
      return (
        dayOf(year, month, dayOfMonth) !== day ||
        civil.year !== year ||
        civil.month !== month ||
        civil.day !== dayOfMonth ||
        formatDay(day) !== text ||
        parseDay(text) !== day ||
        weekday(day) !== (date.getUTCDay() || 7)
      );
    });
    expect(wrong).toEqual([]);
  });

  it.each([
    '2026-02-29',
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-04-31',
    '2100-02-29',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00',
    ' 2026-01-01',
    '',
  ])('refuse %j', (text) => {
    expect(parseDay(text)).toBeUndefined();
    expect(() => toDay(text)).toThrow(RangeError);
  });

  it('know the length of months', () => {
    for (const year of [1999, 2000, 2024, 2026, 2100]) {
      for (let month = 1; month <= 12; month += 1) expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate());
    }
  });

  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-03-31', -13, '2025-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['0001-01-31', -11, '0000-02-29'],
  ])('move %s by %d months to %s', (from, months, to) => {
    expect(formatDay(addMonths(toDay(from), months))).toBe(to);
  });
});
