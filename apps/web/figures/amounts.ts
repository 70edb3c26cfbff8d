/** Decimal texts as people of this browser's language write them: exactly, digit by digit, never through a float. */

type Marks = { readonly decimal: string; readonly minus: string };

const marksOf = (locale: string | undefined): Marks => {
  const parts = new Intl.NumberFormat(locale, { numberingSystem: 'latn' }).formatToParts(-1.5);
  const part = (type: string, otherwise: string): string => parts.find((one) => one.type === type)?.value ?? otherwise;
  return { decimal: part('decimal', '.'), minus: part('minusSign', '-') };
};

const known = new Map<string, { readonly whole: Intl.NumberFormat; readonly marks: Marks }>();
const formatOf = (locale: string | undefined): { readonly whole: Intl.NumberFormat; readonly marks: Marks } => {
  const key = locale ?? '';
  const found = known.get(key) ?? {
    whole: new Intl.NumberFormat(locale, { numberingSystem: 'latn', maximumFractionDigits: 0 }),
    marks: marksOf(locale),
  };
  known.set(key, found);
  return found;
};

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Of the currency's smallest unit: 2 for EUR, 0 for JPY. What is no currency has none. */
export const decimalsOf = (currency: string): number =>
  /^[A-Z]{3}$/.test(currency)
    ? (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0)
    : 0;

/** `13500.00` as `13,500.00`; what is no decimal is shown as it is. `signed` writes a plus as well; `least`: so many decimals at least, that a column of amounts stands in line. */
export const formatDecimal = (
  text: string,
  { locale, signed = false, least = 0 }: { readonly locale?: string; readonly signed?: boolean; readonly least?: number } = {},
): string => {
  const [, sign, whole, fraction] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return text;
  const { whole: format, marks } = formatOf(locale);
  const isZero = !/[1-9]/.test(text);
  const before = sign === '-' ? marks.minus : signed && !isZero ? '+' : '';
  const decimals = (fraction ?? '').padEnd(least, '0');
  return `${before}${format.format(BigInt(whole))}${decimals === '' ? '' : marks.decimal + decimals}`;
};

export const isNegative = (text: string): boolean => text.startsWith('-') && /[1-9]/.test(text);
export const isZero = (text: string): boolean => !/[1-9]/.test(text);

/** For lengths of bars and heights of curves only: what is read is always the text. */
export const drawn = (text: string | undefined): number => (text === undefined ? 0 : Number(text));

type Scaled = { readonly units: bigint; readonly decimals: number };
const scaled = (text: string): Scaled => {
  const [, sign = '', whole = '0', fraction = ''] = DECIMAL.exec(text) ?? [];
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, decimals: fraction.length };
};
const at = ({ units, decimals }: Scaled, wanted: number): bigint => units * 10n ** BigInt(wanted - decimals);

const written = (units: bigint, decimals: number): string => {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return units < 0n ? `-${text}` : text;
};

/** Sums and differences of decimal texts, exact. */
export const add = (...texts: readonly string[]): string => {
  const all = texts.map(scaled);
  const decimals = Math.max(0, ...all.map((one) => one.decimals));
  return written(
    all.reduce((sum, one) => sum + at(one, decimals), 0n),
    decimals,
  );
};
export const negate = (text: string): string => (isZero(text) ? text : text.startsWith('-') ? text.slice(1) : `-${text}`);
export const subtract = (one: string, other: string): string => add(one, negate(other));

/** So many times as much, exact. */
export const times = (text: string, count: number): string => {
  const { units, decimals } = scaled(text);
  return written(units * BigInt(count), decimals);
};

/** Without zeros that say nothing: `2.50` as `2.5`. */
export const shortest = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);

/** A part of a whole in percent, for the length of a bar. */
export const percentOf = (part: string, whole: string): number => {
  const all = drawn(whole);
  return all <= 0 ? 0 : Math.max(0, Math.min(100, (drawn(part) / all) * 100));
};
