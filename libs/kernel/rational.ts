import { formatScaled, isDecimal, ONE, pow10, SCALE, type Scaled } from './decimal.ts';

/** Above this many bits a fraction is reduced, so that long chains stay small and short ones stay fast. */
const REDUCE_ABOVE = 1n << 192n;

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** The largest whole number that is not above n / d; d is above 0. */
export const floorDiv = (n: bigint, d: bigint): bigint => {
  const quotient = n / d;
  return n < 0n && quotient * d !== n ? quotient - 1n : quotient;
};

/**
 * An exact fraction. Earnings are computed in fractions (an average rate, a run rate or a share of a sum is seldom a
 * finite decimal) and rounded once, at the end.
 */
export class Rational {
  static readonly zero = new Rational(0n, 1n);
  static readonly one = new Rational(1n, 1n);
  readonly n: bigint;
  readonly d: bigint;

  private constructor(n: bigint, d: bigint) {
    this.n = n;
    this.d = d;
  }

  /** n / d; d must not be zero. */
  static of(n: bigint, d = 1n): Rational {
    if (d === 0n) throw new RangeError('division by zero');
    if (n === 0n) return Rational.zero;
    if (d < 0n) return Rational.of(-n, -d);
    if (d < REDUCE_ABOVE) return new Rational(n, d);
    const divisor = gcd(n, d);
    return new Rational(n / divisor, d / divisor);
  }

  static int(value: number): Rational {
    return Rational.of(BigInt(value));
  }

  static scaled(value: Scaled): Rational {
    return value === 0n ? Rational.zero : new Rational(value, ONE);
  }

  /** Reads a decimal text of any length of decimals; throws on anything else. */
  static parse(text: string): Rational {
    if (!isDecimal(text)) throw new RangeError(`not a decimal: ${text}`);
    const point = text.indexOf('.');
    if (point < 0) return Rational.of(BigInt(text));
    return Rational.of(BigInt(text.slice(0, point) + text.slice(point + 1)), pow10(text.length - point - 1));
  }

  /** A percentage as a factor: percent('2.5') is 0.025. */
  static percent(text: string): Rational {
    return Rational.parse(text).over(Rational.of(100n));
  }

  plus(other: Rational): Rational {
    if (other.n === 0n) return this;
    if (this.n === 0n) return other;
    if (this.d === other.d) return Rational.of(this.n + other.n, this.d);
    return Rational.of(this.n * other.d + other.n * this.d, this.d * other.d);
  }

  minus(other: Rational): Rational {
    return this.plus(other.negated());
  }

  times(other: Rational): Rational {
    return Rational.of(this.n * other.n, this.d * other.d);
  }

  /** Division; `other` must not be zero. */
  over(other: Rational): Rational {
    // Shares of sums, by far the commonest: without this their denominators grow until each step has to reduce them.
    if (this.d === other.d) return Rational.of(this.n, other.n);
    return Rational.of(this.n * other.d, this.d * other.n);
  }

  negated(): Rational {
    return this.n === 0n ? this : new Rational(-this.n, this.d);
  }

  /** -1, 0 or 1. */
  compare(other: Rational): number {
    const [left, right] = this.d === other.d ? [this.n, other.n] : [this.n * other.d, other.n * this.d];
    if (left === right) return 0;
    return left < right ? -1 : 1;
  }

  get sign(): number {
    if (this.n === 0n) return 0;
    return this.n < 0n ? -1 : 1;
  }

  lt(other: Rational): boolean {
    return this.compare(other) < 0;
  }

  lte(other: Rational): boolean {
    return this.compare(other) <= 0;
  }

  equals(other: Rational): boolean {
    return this.compare(other) === 0;
  }

  min(other: Rational): Rational {
    return other.lt(this) ? other : this;
  }

  max(other: Rational): Rational {
    return this.lt(other) ? other : this;
  }

  /** The largest whole number that is not above the value. */
  floor(): bigint {
    return floorDiv(this.n, this.d);
  }

  /** Lowest terms: for comparing texts, not for arithmetic. */
  reduced(): Rational {
    const divisor = gcd(this.n, this.d);
    return new Rational(this.n / divisor, this.d / divisor);
  }

  /** The exact decimal where 18 decimals hold it, else the value cut (towards zero) to 18 decimals. For display only. */
  toDecimal(): string {
    return formatScaled((this.n * pow10(SCALE)) / this.d);
  }

  /** `n/d` in lowest terms, or the decimal where it is exact: the same text for the same value, always. */
  toExact(): string {
    const { n, d } = this.reduced();
    return (n * ONE) % d === 0n ? formatScaled((n * ONE) / d) : `${n}/${d}`;
  }
}

/** The sum of fractions. */
export const sum = (values: Iterable<Rational>): Rational => {
  let total = Rational.zero;
  for (const value of values) total = total.plus(value);
  return total;
};
