import { formatDay, parseDay } from '#kernel';

/** Days are texts, YYYY-MM-DD, as the API writes them; arithmetic goes through the kernel's day numbers. */
export const isDay = (text: string): boolean => parseDay(text) !== undefined;

const numberOf = (day: string): number => {
  const number = parseDay(day);
  if (number === undefined) throw new RangeError(`${day} is no day`);
  return number;
};

export const plusDays = (day: string, days: number): string => formatDay(numberOf(day) + days);
export const daysBetween = (from: string, to: string): number => numberOf(to) - numberOf(from);
export const clampDay = (day: string, from: string, to: string): string => (day < from ? from : day > to ? to : day);

/** The same day of another month; the last one where that month is shorter. */
export const plusMonths = (day: string, months: number): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const index = year * 12 + (month - 1) + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const next = index + 1;
  const last =
    numberOf(`${String(Math.floor(next / 12)).padStart(4, '0')}-${String((next % 12) + 1).padStart(2, '0')}-01`) - numberOf(first);
  return formatDay(numberOf(first) + Math.min(date, last) - 1);
};

const instant = (day: string): Date => new Date(`${day}T00:00:00Z`);
const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify(options);
  const found = formats.get(key) ?? new Intl.DateTimeFormat(undefined, options);
  formats.set(key, found);
  return found;
};

/** A day has no time zone: it is written as the agreement means it. */
export const longDay = (day: string): string =>
  formatOf({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(instant(day));
export const shortDay = (day: string): string =>
  formatOf({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(instant(day));
export const dayAndMonth = (day: string): string => formatOf({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(instant(day));

/** A recorded time, in this browser's time zone. */
export const longTime = (time: string): string =>
  formatOf({ day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(
    new Date(time),
  );
export const dayOfTime = (time: string): string => formatOf({ day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(time));

/** Today, where this browser is. */
export const today = (): string => {
  const now = new Date();
  return `${String(now.getFullYear()).padStart(4, '0')}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
};
