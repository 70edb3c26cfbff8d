import { formatFixed, pow10 } from './decimal.ts';
import { floorDiv, type Rational } from './rational.ts';

/** half-up: half away from zero; half-even: to the even neighbour; down: towards zero (domain.md §6). */
export type RoundingMode = 'half-up' | 'half-even' | 'down';
export type Rounding = { readonly mode: RoundingMode; readonly decimals: number };

const roundQuotient = (n: bigint, d: bigint, mode: RoundingMode): bigint => {
  const quotient = n / d;
  const rest = n % d;
  if (mode === 'down') return quotient;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  const away = twice > d || (twice === d && (mode === 'half-up' || quotient % 2n !== 0n));
  if (!away) return quotient;
  return n < 0n ? quotient - 1n : quotient + 1n;
};

/** The value as a whole number of 10^-decimals units. */
export const roundUnits = (value: Rational, rounding: Rounding): bigint =>
  roundQuotient(value.n * pow10(rounding.decimals), value.d, rounding.mode);

/** The value as text with exactly `decimals` decimals. */
export const roundText = (value: Rational, rounding: Rounding): string => formatFixed(roundUnits(value, rounding), rounding.decimals);

/**
 * Rounds parts so that they add up to the rounded total: each is cut down, and the units left over go to the largest
 * remainders, ties to the earlier part (the caller orders by date, position, line).
 */
export const largestRemainder = (parts: readonly Rational[], total: bigint, decimals: number): bigint[] => {
  const scale = pow10(decimals);
  const floors = parts.map((part) => floorDiv(part.n * scale, part.d));
  let over = total - floors.reduce((a, b) => a + b, 0n);
  const order = parts
    .map((part, index) => ({ index, n: part.n * scale - (floors[index] ?? 0n) * part.d, d: part.d }))
    .sort((a, b) => {
      // Parts of one sum mostly share their denominator.
      const [left, right] = a.d === b.d ? [a.n, b.n] : [a.n * b.d, b.n * a.d];
      // Sorting keeps the order of what is equal.
      if (left === right) return 0;
      return left < right ? 1 : -1;
    });
  const step = over < 0n ? -1n : 1n;
  const turn = over < 0n ? [...order].reverse() : order;
  for (let i = 0; over !== 0n && turn.length > 0; i = (i + 1) % turn.length) {
    const index = turn[i]?.index ?? 0;
    floors[index] = (floors[index] ?? 0n) + step;
    over -= step;
  }
  return floors;
};
