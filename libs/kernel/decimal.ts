/**
 * Exact decimals as scaled bigints. `Scaled` is an integer count of 10^-SCALE units, so that sums of money and
 * quantities are plain bigint additions; nothing here rounds.
 */

/** Decimals that a stored amount can hold. A product that needs more is refused where it is read, never cut. */
export const SCALE = 18;

/** An amount in units of 10^-18. */
export type Scaled = bigint;

const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
/** Longest text of a decimal that we read: 30 digits before the point, 18 behind it. */
const MAX_TEXT_LENGTH = 50;

export const POWERS_OF_TEN: readonly bigint[] = Array.from({ length: 40 }, (_, power) => 10n ** BigInt(power));

export const pow10 = (power: number): bigint => POWERS_OF_TEN[power] ?? 10n ** BigInt(power);

export const ONE: Scaled = pow10(SCALE);

/** True for `-12.50`; false for `1,000`, `1e3`, ` 1`, `+1`, `.5`, `01`: a guess is never made. */
export const isDecimal = (text: string): boolean => text.length <= MAX_TEXT_LENGTH && DECIMAL.test(text);

/** Reads a decimal text; undefined when it is not one, or has more than 18 decimals. */
export const parseScaled = (text: string): Scaled | undefined => {
  if (!isDecimal(text)) return undefined;
  const point = text.indexOf('.');
  if (point < 0) return BigInt(text) * ONE;
  const decimals = text.length - point - 1;
  if (decimals > SCALE) return undefined;
  return BigInt(text.slice(0, point) + text.slice(point + 1)) * pow10(SCALE - decimals);
};

/** Reads a decimal known to be valid (stored data); throws on anything else, because that is a bug. */
export const scaled = (text: string): Scaled => {
  const value = parseScaled(text);
  if (value === undefined) throw new RangeError(`not a decimal of at most ${SCALE} decimals: ${text}`);
  return value;
};

/** The shortest decimal text: no trailing zeros, no exponent, no negative zero. */
export const formatScaled = (value: Scaled): string => formatUnits(value, SCALE);

/** Text of an integer count of 10^-decimals units, trailing zeros dropped. */
export const formatUnits = (units: bigint, decimals: number): string => {
  const fixed = formatFixed(units, decimals);
  if (!fixed.includes('.')) return fixed;
  let end = fixed.length;
  while (fixed[end - 1] === '0') end -= 1;
  return fixed.slice(0, fixed[end - 1] === '.' ? end - 1 : end);
};

/** Text of an integer count of 10^-decimals units, with all its decimals: (1350000n, 2) is `13500.00`. */
export const formatFixed = (units: bigint, decimals: number): string => {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return decimals === 0 ? sign + whole : `${sign}${whole}.${digits.slice(digits.length - decimals)}`;
};

/** The exact product of two amounts; undefined when it would need more than 18 decimals. */
export const multiplyExact = (a: Scaled, b: Scaled): Scaled | undefined => {
  const product = a * b;
  return product % ONE === 0n ? product / ONE : undefined;
};

/** Digits that a product of two doubles holds exactly; so many have fewer than 18 decimals. */
const SAFE_DIGITS = 15;

/**
 * The exact product of two valid decimal texts, undefined when it would need more than 18 decimals. The hot path of
 * every line (quantity × price): short texts are multiplied as safe integers, all others as bigints.
 */
export const multiplyTexts = (a: string, b: string): Scaled | undefined => {
  if (a.length + b.length > SAFE_DIGITS) return multiplyLong(a, b);
  const [pointA, pointB] = [a.indexOf('.'), b.indexOf('.')];
  const decimals = (pointA < 0 ? 0 : a.length - pointA - 1) + (pointB < 0 ? 0 : b.length - pointB - 1);
  const x = pointA < 0 ? Number(a) : Number(a.slice(0, pointA) + a.slice(pointA + 1));
  const y = pointB < 0 ? Number(b) : Number(b.slice(0, pointB) + b.slice(pointB + 1));
  return BigInt(x * y) * pow10(SCALE - decimals);
};

const multiplyLong = (a: string, b: string): Scaled | undefined => multiplyExact(scaled(a), scaled(b));
