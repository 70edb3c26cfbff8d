import { parseDay } from '#kernel';

/** Days are texts, YYYY-MM-DD, as the API writes them. */
export const isDay = (text: string): boolean => parseDay(text) !== undefined;

const instant = (day: string): Date => new Date(`${day}T00:00:00Z`);
const formats = new Map<string, Intl.DateTimeFormat>();
const formatOf = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify(options);
  const found = formats.get(key) ?? new Intl.DateTimeFormat(undefined, options);
  formats.set(key, found);
  return found;
};

/** A day has no time zone: it is written as the agreement means it. */
export const longDay = (day: string): string => formatOf({ day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(instant(day));
export const shortDay = (day: string): string => formatOf({ day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(instant(day));
export const dayAndMonth = (day: string): string => formatOf({ day: 'numeric', month: 'short', timeZone: 'UTC' }).format(instant(day));

/** Today, where this browser is. */
export const today = (): string => {
  const now = new Date();
  return `${String(now.getFullYear()).padStart(4, '0')}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`;
};
