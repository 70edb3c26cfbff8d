import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rational, sum } from './rational.ts';

const big = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const rational = fc
  .tuple(
    big,
    big.filter((n) => n !== 0n),
  )
  .map(([n, d]) => Rational.of(n, d));

/** The obvious reference: never shortened, compared by cross multiplication. */
const same = (value: Rational, n: bigint, d: bigint): boolean => value.n * d === n * value.d;

describe('exact fractions', () => {
  it('add, subtract, multiply and divide as fractions do on paper', () => {
    fc.assert(
      fc.property(rational, rational, (a, b) => {
        expect(same(a.plus(b), a.n * b.d + b.n * a.d, a.d * b.d)).toBe(true);
        expect(same(a.minus(b), a.n * b.d - b.n * a.d, a.d * b.d)).toBe(true);
        expect(same(a.times(b), a.n * b.n, a.d * b.d)).toBe(true);
        if (b.sign !== 0) expect(same(a.over(b), a.n * b.d, a.d * b.n)).toBe(true);
      }),
    );
  });

  it('keeps the denominator positive, whatever was given', () => {
    fc.assert(
      fc.property(rational, rational, (a, b) => {
        expect(a.plus(b).d > 0n && a.negated().d > 0n && a.times(b).d > 0n).toBe(true);
      }),
    );
    expect(Rational.of(1n, -2n).sign).toBe(-1);
  });

  it('orders as the difference does', () => {
    fc.assert(
      fc.property(rational, rational, (a, b) => {
        expect(a.compare(b)).toBe(a.minus(b).sign);
        expect(a.lt(b)).toBe(a.minus(b).sign < 0);
        expect(a.lte(b)).toBe(a.minus(b).sign <= 0);
        expect(a.min(b).lte(a.max(b))).toBe(true);
        expect([a, b]).toContain(a.min(b));
        expect(a.equals(Rational.of(a.n * 7n, a.d * 7n))).toBe(true);
      }),
    );
  });

  it('floors to the whole number at or below', () => {
    fc.assert(
      fc.property(rational, (a) => {
        const floor = a.floor();
        expect(Rational.of(floor).lte(a)).toBe(true);
        expect(a.lt(Rational.of(floor + 1n))).toBe(true);
      }),
    );
  });

  it('stays the same value in lowest terms, and over a long chain', () => {
    fc.assert(
      fc.property(rational, (a) => {
        expect(a.reduced().equals(a)).toBe(true);
        expect(a.reduced().reduced().d).toBe(a.reduced().d);
      }),
    );
    const thirds = Array.from({ length: 500 }, (_, index) => Rational.of(1n, BigInt(index * 2 + 3)));
    const there = sum(thirds);
    expect(sum([...thirds].reverse()).toExact()).toBe(there.toExact());
    expect(thirds.reduce((left, part) => left.minus(part), there).sign).toBe(0);
  });

  it('reads decimals and percentages', () => {
    expect(Rational.parse('-12.50').toExact()).toBe('-12.5');
    expect(Rational.percent('2.5').toExact()).toBe('0.025');
    expect(() => Rational.parse('1e3')).toThrow(RangeError);
  });

  it('writes one text for one value: the decimal where there is one, else the fraction in lowest terms', () => {
    expect(Rational.of(3n, 6n).toExact()).toBe('0.5');
    expect(Rational.of(-4n, 6n).toExact()).toBe('-2/3');
    expect(Rational.of(2n, 3n).toDecimal()).toBe('0.666666666666666666');
    expect(Rational.of(-2n, 3n).toDecimal()).toBe('-0.666666666666666666');
    expect(Rational.zero.toExact()).toBe('0');
  });

  it('tells what is equal from what is not', () => {
    const [half, third] = [Rational.of(2n, 4n), Rational.of(1n, 3n)];
    expect([half.equals(Rational.of(1n, 2n)), half.equals(third), third.equals(half)]).toEqual([true, false, false]);
    expect([half.lt(Rational.of(1n, 2n)), half.lte(Rational.of(1n, 2n)), third.lt(half), half.lt(third)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(half.compare(Rational.of(3n, 6n))).toBe(0);
  });

  it('reads stored amounts', () => {
    expect(Rational.scaled(0n)).toBe(Rational.zero);
    expect(Rational.scaled(1_500_000_000_000_000_000n).toExact()).toBe('1.5');
    expect(Rational.scaled(-1n).toExact()).toBe('-0.000000000000000001');
  });

  it('divides what has one denominator as anything else', () => {
    fc.assert(
      fc.property(rational, rational, fc.bigInt({ min: 1n, max: 10n ** 20n }), (a, b, d) => {
        if (b.sign === 0) return;
        const [x, y] = [Rational.of(a.n, d), Rational.of(b.n, d)];
        expect(x.over(y).times(y).equals(x)).toBe(true);
        expect(x.over(y).equals(Rational.of(a.n * 7n, d * 7n).over(y))).toBe(true);
      }),
    );
  });

  it('keeps short fractions as they are and reduces long ones', () => {
    expect([Rational.of(2n, 4n).n, Rational.of(2n, 4n).d]).toEqual([2n, 4n]);
    const long = Rational.of(2n, 2n ** 200n);
    expect([long.n, long.d]).toEqual([1n, 2n ** 199n]);
  });

  it('treats a division by zero as a bug', () => {
    expect(() => Rational.of(1n, 0n)).toThrow(RangeError);
    expect(() => Rational.one.over(Rational.zero)).toThrow(RangeError);
  });
});
