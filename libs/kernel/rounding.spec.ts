import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Rational, sum } from './rational.ts';
import { largestRemainder, type RoundingMode, roundText, roundUnits } from './rounding.ts';

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Adds one to the last digit of a text of digits, carrying by hand. */
const increment = (digits: string): string => {
  const list = Array.from(digits);
  let at = list.length - 1;
  while (at >= 0 && list[at] === '9') {
    list[at] = '0';
    at -= 1;
  }
  if (at < 0) return `1${list.join('')}`;
  list[at] = String(Number(list[at]) + 1);
  return list.join('');
};

/** Long-hand rounding of a decimal text: cut, look at the digits cut off, carry. Answers digits without a point. */
const byHand = (text: string, decimals: number, mode: RoundingMode): bigint => {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const kept = whole + fraction.slice(0, decimals).padEnd(decimals, '0');
  const cut = fraction.slice(decimals);
  const half = /^50*$/.test(cut);
  const above = /^[5-9]/.test(cut) && !half;
  const odd = /[13579]$/.test(kept);
  const up = mode !== 'down' && (above || (half && (mode === 'half-up' || odd)));
  const rounded = BigInt(up ? increment(kept) : kept);
  return negative ? -rounded : rounded;
};

const decimalText = fc
  .record({
    negative: fc.boolean(),
    whole: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    fraction: fc.oneof(
      fc.string({ unit: fc.constantFrom(...DIGITS), maxLength: 15 }),
      // Ties and almost ties are where rules differ.
      fc.tuple(fc.constantFrom('', '0', '1', '24', '99', '125'), fc.constantFrom('5', '50', '500001', '499999')).map(([a, b]) => a + b),
    ),
  })
  .map(({ negative, whole, fraction }) => `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`);

describe('rounding', () => {
  it.each<RoundingMode>(['half-up', 'half-even', 'down'])('rounds %s as the long-hand rule does', (mode) => {
    fc.assert(
      fc.property(decimalText, fc.integer({ min: 0, max: 7 }), (text, decimals) => {
        expect(roundUnits(Rational.parse(text), { mode, decimals })).toBe(byHand(text, decimals, mode));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['2.5', '3', '2', '2'],
    ['3.5', '4', '4', '3'],
    ['-2.5', '-3', '-2', '-2'],
    ['-0.5', '-1', '0', '0'],
    ['0.49999', '0', '0', '0'],
  ])('rounds %s to %s, %s or %s', (text, up, even, down) => {
    const value = Rational.parse(text);
    expect((['half-up', 'half-even', 'down'] as const).map((mode) => roundText(value, { mode, decimals: 0 }))).toEqual([up, even, down]);
  });

  it('sees a tie only where there is one, even when no decimal is exact', () => {
    expect(roundText(Rational.of(1n, 3n), { mode: 'half-up', decimals: 2 })).toBe('0.33');
    expect(roundText(Rational.of(2n, 3n), { mode: 'half-up', decimals: 2 })).toBe('0.67');
    expect(roundText(Rational.of(10n ** 40n + 1n, 2n * 10n ** 42n), { mode: 'half-even', decimals: 2 })).toBe('0.01');
  });

  it('mirrors: what one side is owed, the other owes', () => {
    fc.assert(
      fc.property(decimalText, fc.constantFrom<RoundingMode>('half-up', 'half-even', 'down'), (text, mode) => {
        const value = Rational.parse(text);
        expect(roundUnits(value.negated(), { mode, decimals: 2 })).toBe(-roundUnits(value, { mode, decimals: 2 }));
      }),
    );
  });
});

describe('largest remainder', () => {
  const part = fc
    .tuple(fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 9999n }))
    .map(([n, d]) => Rational.of(n, d));

  it('adds up to the rounded total, and moves no part by a whole unit', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 30 }),
        fc.constantFrom<RoundingMode>('half-up', 'half-even', 'down'),
        (parts, mode) => {
          const total = roundUnits(sum(parts), { mode, decimals: 2 });
          const units = largestRemainder(parts, total, 2);
          expect(units.reduce((a, b) => a + b, 0n)).toBe(total);
          // `down` cuts a negative total towards zero, which can put one unit more on a part.
          const most = Rational.int(mode === 'down' ? 2 : 1);
          for (const [index, unit] of units.entries()) {
            const off = Rational.of(unit, 100n)
              .minus(parts[index] ?? Rational.zero)
              .times(Rational.int(100));
            expect(off.lt(most) && off.negated().lt(most)).toBe(true);
          }
        },
      ),
    );
  });

  it('gives ties to the earlier part', () => {
    const third = Rational.of(1n, 3n);
    expect(largestRemainder([third, third, third], 100n, 2)).toEqual([34n, 33n, 33n]);
    expect(largestRemainder([Rational.parse('0.005'), Rational.parse('0.005')], 1n, 2)).toEqual([1n, 0n]);
  });

  /** Unit by unit: what is left over goes to the part that was cut most, what is too much comes from the one that was cut least. */
  const oneByOne = (parts: readonly Rational[], total: bigint): bigint[] => {
    const units = parts.map((own) => own.times(Rational.int(100)).floor());
    const cut = parts.map((own, index) => own.times(Rational.int(100)).minus(Rational.of(units[index] ?? 0n)));
    let waiting = parts.map((_, index) => index);
    for (let left = total - units.reduce((a, b) => a + b, 0n); left !== 0n; left -= left > 0n ? 1n : -1n) {
      if (waiting.length === 0) waiting = parts.map((_, index) => index);
      const isNext = (a: number, b: number): boolean => {
        const order = (cut[a] ?? Rational.zero).compare(cut[b] ?? Rational.zero);
        return left > 0n ? order > 0 : order <= 0;
      };
      const next = waiting.reduce((best, index) => (isNext(index, best) ? index : best));
      units[next] = (units[next] ?? 0n) + (left > 0n ? 1n : -1n);
      waiting = waiting.filter((index) => index !== next);
    }
    return units;
  };

  it('gives to the parts that were cut most, whatever the total', () => {
    // Few different remainders, so that ties are met.
    const cents = fc
      .tuple(fc.integer({ min: -20, max: 20 }), fc.constantFrom(1n, 3n, 7n))
      .map(([n, d]) => Rational.of(BigInt(n), d * 100n));
    fc.assert(
      fc.property(fc.array(cents, { minLength: 1, maxLength: 6 }), fc.integer({ min: -9, max: 9 }), (parts, more) => {
        const total = roundUnits(sum(parts), { mode: 'half-up', decimals: 2 }) + BigInt(more);
        expect(largestRemainder(parts, total, 2)).toEqual(oneByOne(parts, total));
      }),
    );
  });

  it('gives a cent to the largest remainder, and takes one from the smallest', () => {
    const parts = ['0.014', '0.016', '-0.013'].map((text) => Rational.parse(text));
    expect(largestRemainder(parts, 2n, 2)).toEqual([1n, 2n, -1n]);
    expect(largestRemainder(parts, -1n, 2)).toEqual([0n, 1n, -2n]);
  });

  it('has nothing to spread over nothing', () => {
    expect(largestRemainder([], 0n, 2)).toEqual([]);
    expect(largestRemainder([], 5n, 2)).toEqual([]);
  });
});
