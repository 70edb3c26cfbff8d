/**
 * Calendar days without a clock or a time zone: a `Day` is the number of days since 1970-01-01 in the proleptic
 * Gregorian calendar. Conversions follow Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
export type Day = number;

export type CivilDate = { readonly year: number; readonly month: number; readonly day: number };

const DAYS_PER_ERA = 146_097;

export const dayOf = (year: number, month: number, day: number): Day => {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - 719_468;
};

export const civilOf = (value: Day): CivilDate => {
  const z = value + 719_468;
  const era = Math.floor(z / DAYS_PER_ERA);
  const doe = z - era * DAYS_PER_ERA;
  const yoe = Math.floor((doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365);
  const doy = doe - (365 * yoe + Math.floor(yoe / 4) - Math.floor(yoe / 100));
  const mp = Math.floor((5 * doy + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return { year: yoe + era * 400 + (month <= 2 ? 1 : 0), month, day: doy - Math.floor((153 * mp + 2) / 5) + 1 };
};

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads `YYYY-MM-DD`; undefined when it is not a day of the calendar (2026-02-30). */
export const parseDay = (text: string): Day | undefined => {
  const match = DAY.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return dayOf(year, month, day);
};

/** The day read last: lines of one document nearly always share theirs, and are read by the million. */
const last = { text: '1970-01-01', day: 0 };

/** Reads a day known to be valid; throws on anything else, because that is a bug. */
export const toDay = (text: string): Day => {
  if (text === last.text) return last.day;
  const day = parseDay(text);
  if (day === undefined) throw new RangeError(`not a day: ${text}`);
  last.text = text;
  last.day = day;
  return day;
};

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

export const formatDay = (value: Day): string => {
  const { year, month, day } = civilOf(value);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
};

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

export const daysInMonth = (year: number, month: number): number => {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/** The same day of a later (or earlier) month, or its last day where the month is shorter: 31 Jan + 1 is 28 Feb. */
export const monthsAfter = ({ year, month, day }: CivilDate, months: number): Day => {
  const index = year * 12 + month - 1 + months;
  const y = Math.floor(index / 12);
  const m = index - y * 12 + 1;
  return dayOf(y, m, Math.min(day, daysInMonth(y, m)));
};

export const addMonths = (value: Day, months: number): Day => monthsAfter(civilOf(value), months);

/** 1 Monday … 7 Sunday. */
export const weekday = (value: Day): number => ((((value + 3) % 7) + 7) % 7) + 1;
