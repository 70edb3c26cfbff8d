import { daysInMonth } from '#kernel';

/** Scanners of the import's hot path: they look at each character once and allocate nothing. */

const ZERO = 48;
const NINE = 57;
const MAX_DECIMAL_LENGTH = 50;
export const MAX_TEXT_LENGTH = 200;

export const NOT_DECIMAL = -1;
const NEGATIVE = 64;
const NON_ZERO = 128;

/**
 * Reads the shape of a decimal: NOT_DECIMAL exactly where the kernel's `isDecimal` says no (a test holds the two
 * together), else its number of decimals and whether it is negative or zero, packed in one number.
 */
export const scanDecimal = (text: string): number => {
  const { length } = text;
  if (length > MAX_DECIMAL_LENGTH) return NOT_DECIMAL;
  let at = 0;
  let shape = 0;
  if (text.charCodeAt(0) === 45) {
    shape = NEGATIVE;
    at = 1;
  }
  const first = at;
  let point = -1;
  for (; at < length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 46 && point < 0) point = at;
    else if (code < ZERO || code > NINE) return NOT_DECIMAL;
    else if (code !== ZERO) shape |= NON_ZERO;
  }
  const whole = (point < 0 ? length : point) - first;
  if (whole === 0 || point === length - 1 || (whole > 1 && text.charCodeAt(first) === ZERO)) return NOT_DECIMAL;
  return point < 0 ? shape : shape + length - point - 1;
};

export const decimalsOf = (shape: number): number => shape & 63;
export const isZero = (shape: number): boolean => (shape & NON_ZERO) === 0;
/** Below zero; `-0` is zero. */
export const isNegative = (shape: number): boolean => (shape & (NEGATIVE | NON_ZERO)) === (NEGATIVE | NON_ZERO);

const digits = (text: string, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
};

/** True exactly where the kernel's `parseDay` reads a day. */
export const isDayText = (text: string): boolean => {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (year < 0 || month < 1 || month > 12 || day < 1) return false;
  return day <= 28 || day <= daysInMonth(year, month);
};

/** The day part of `YYYY-MM-DDThh:mm…`, as written: no time zone is applied. Any other text is returned unchanged. */
export const dayPart = (text: string): string => {
  const { length } = text;
  if (length < 13 || text.charCodeAt(10) !== 84) return text;
  for (let at = 11; at < length; at += 1) {
    const code = text.charCodeAt(at);
    // Digits and `:` are neighbours; then `.`, `+`, `-` and a final Z.
    if (!((code >= ZERO && code <= 58) || code === 46 || code === 43 || code === 45 || (code === 90 && at === length - 1))) return text;
  }
  return text.slice(0, 10);
};

const isLoneSurrogate = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  if (code < 0xd800 || code > 0xdfff) return false;
  if (code < 0xdc00) {
    const next = text.charCodeAt(at + 1);
    return !(next >= 0xdc00 && next <= 0xdfff);
  }
  const before = text.charCodeAt(at - 1);
  return !(before >= 0xd800 && before <= 0xdbff);
};

/** No control characters, line separators, byte order marks or halves of a character. */
export const isPrintable = (text: string): boolean => {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 32 && code < 127) continue;
    if (code < 160 || code === 0x2028 || code === 0x2029 || code === 0xfeff || isLoneSurrogate(text, at)) return false;
  }
  return true;
};

/** A text that is there, not too long and printable. */
export const isPlainText = (text: string): boolean => text !== '' && text.length <= MAX_TEXT_LENGTH && isPrintable(text);
