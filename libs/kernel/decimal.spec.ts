import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatFixed, formatScaled, formatUnits, isDecimal, multiplyExact, multiplyTexts, ONE, parseScaled, scaled } from './decimal.ts';

const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** A decimal text as people write it, with its digits known apart. */
const parts = fc.record({
  negative: fc.boolean(),
  whole: fc.bigInt({ min: 0n, max: 10n ** 25n }),
  decimals: fc.string({ unit: fc.constantFrom(...DIGITS), maxLength: 18 }),
});
const textOf = ({ negative, whole, decimals }: { negative: boolean; whole: bigint; decimals: string }): string =>
  `${negative ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`;

describe('reading decimals', () => {
  it.each(['0', '1', '-12.50', '0.000000000000000001', '999999999999999999999999999999.5', '1.10', '-0', '9'.repeat(50)])(
    'reads %j',
    (text) => {
      expect(isDecimal(text)).toBe(true);
    },
  );

  it.each([
    '',
    ' 1',
    '1 ',
    '+1',
    '1,000',
    '1.000,5',
    '1e3',
    '.5',
    '5.',
    '01',
    '--1',
    '1..2',
    'NaN',
    'Infinity',
    '0x10',
    '١',
    '1\n',
    '9'.repeat(51),
  ])('never guesses at %j', (text) => {
    expect(isDecimal(text)).toBe(false);
    expect(parseScaled(text)).toBeUndefined();
  });

  it('refuses a nineteenth decimal, and never cuts it', () => {
    expect(parseScaled('0.0000000000000000001')).toBeUndefined();
    expect(() => scaled('0.0000000000000000001')).toThrow(RangeError);
    expect(parseScaled('0.000000000000000001')).toBe(1n);
  });

  it('counts units of 10^-18, as moving the point by hand does', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const byHand = BigInt(`${given.whole}${given.decimals.padEnd(18, '0')}`);
        expect(parseScaled(textOf(given))).toBe(given.negative ? -byHand : byHand);
      }),
    );
  });
});

describe('writing decimals', () => {
  it('writes the shortest text, which reads back as the same value', () => {
    fc.assert(
      fc.property(parts, (given) => {
        const value = scaled(textOf(given));
        const text = formatScaled(value);
        expect(scaled(text)).toBe(value);
        expect(text).not.toMatch(/\.\d*0$|\.$|^-0$/);
      }),
    );
  });

  it.each([
    [1_350_000n, 2, '13500.00', '13500'],
    [-5n, 2, '-0.05', '-0.05'],
    [0n, 2, '0.00', '0'],
    [7n, 0, '7', '7'],
    [-1230n, 3, '-1.230', '-1.23'],
    [100n, 0, '100', '100'],
  ])('writes %d units of 10^-%d as %s, or %s', (units, decimals, fixed, short) => {
    expect(formatFixed(units, decimals)).toBe(fixed);
    expect(formatUnits(units, decimals)).toBe(short);
  });
});

describe('multiplying', () => {
  it('is exact, or says that it would need more than 18 decimals', () => {
    expect(multiplyExact(scaled('1.5'), scaled('-2.25'))).toBe(scaled('-3.375'));
    expect(multiplyExact(scaled('0.0000000001'), scaled('0.0000000001'))).toBeUndefined();
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: -1_000_000, max: 1_000_000 }), (a, b) => {
        expect(multiplyExact(a, BigInt(b) * ONE)).toBe(a * BigInt(b));
      }),
    );
  });

  it.each([
    ['12', '7.50', '90'],
    ['-3', '0.05', '-0.15'],
    ['0.5', '-0.25', '-0.125'],
    ['2.5', '4', '10'],
    ['0', '-7.77', '0'],
    ['-0.01', '-0.01', '0.0001'],
    // Sixteen digits and more do not fit a safe integer.
    ['99999999', '9999999', '999999890000001'],
    ['99999999', '99999999', '9999999800000001'],
    ['123456789012345678', '1.000000001', '123456789135802467.012345678'],
    ['0.000000001', '0.000000001', '0.000000000000000001'],
  ])('multiplies the texts %s and %s to %s', (a, b, product) => {
    expect(multiplyTexts(a, b)).toBe(scaled(product));
    expect(multiplyTexts(b, a)).toBe(scaled(product));
  });

  it('says of two texts, too, that their product would need more than 18 decimals', () => {
    expect(multiplyTexts('0.0000000001', '0.0000000001')).toBeUndefined();
  });

  it('multiplies short texts as long ones', () => {
    const short = fc
      .record({
        negative: fc.boolean(),
        whole: fc.bigInt({ min: 0n, max: 9_999n }),
        decimals: fc.string({ unit: fc.constantFrom(...DIGITS), maxLength: 5 }),
      })
      .map(textOf);
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(multiplyTexts(a, b)).toBe(multiplyExact(scaled(a), scaled(b)));
      }),
    );
  });
});
