import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational } from '#kernel';
import { add, decimalsOf, formatDecimal, negate, subtract } from './amounts.ts';
import { clampDay, daysBetween, plusDays, plusMonths, shortDay } from './days.ts';
import { asWritten, termsAsWritten } from './sentences.ts';

test('a sentence of the server is written as this browser writes days and numbers', () => {
  expect(asWritten('Goal grow: the run rate brings 1377417.77 by 2026-12-31, below 1500000; INV-20001 and 2027 stay.')).toBe(
    'Goal grow: the run rate brings 1,377,417.77 by 31 Dec 2026, below 1,500,000; INV-20001 and 2027 stay.'.replace(
      '31 Dec 2026',
      shortDay('2026-12-31'),
    ),
  );
  expect([
    formatDecimal('19.6', { least: decimalsOf('EUR') }),
    formatDecimal('7', { least: decimalsOf('JPY') }),
    formatDecimal('7', { least: decimalsOf('units') }),
  ]).toEqual(['19.60', '7', '7']);
});

test('terms are written so too, but for numbers that can be a product’s code', () => {
  expect(termsAsWritten('What earns: lines of product 4711001 up to 2026-06-30.')).toBe(
    `What earns: lines of product 4711001 up to ${shortDay('2026-06-30')}.`,
  );
  expect(['From 250000: 1.25 %.', 'At most EUR 30000 for each year is paid.'].map(termsAsWritten)).toEqual([
    `From ${formatDecimal('250000')}: 1.25 %.`,
    `At most EUR ${formatDecimal('30000')} for each year is paid.`,
  ]);
});

test('an amount is written in the marks of a language, digit by digit', () => {
  expect(formatDecimal('13500.00', { locale: 'en-GB' })).toBe('13,500.00');
  expect(formatDecimal('-1234567.891', { locale: 'de-DE' })).toBe('-1.234.567,891');
  expect(formatDecimal('12345678.5', { locale: 'en-IN' })).toBe('1,23,45,678.5');
  expect(formatDecimal('99999999999999999999.99', { locale: 'en-GB' })).toBe('99,999,999,999,999,999,999.99');
  expect([
    formatDecimal('0.10', { locale: 'en-GB', signed: true }),
    formatDecimal('0.00', { locale: 'en-GB', signed: true }),
    formatDecimal('no amount'),
  ]).toEqual(['+0.10', '0.00', 'no amount']);
});

const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 9 })).map(([units, decimals]) => {
  const digits = String(units < 0n ? -units : units).padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return units < 0n ? `-${text}` : text;
});

test('no digit is lost or made up: without its marks a written amount is the amount', () => {
  fc.assert(fc.property(decimal, (text) => formatDecimal(text, { locale: 'en-GB' }).replaceAll(',', '') === text));
});

test('sums and differences are exact', () => {
  fc.assert(
    fc.property(decimal, decimal, (one, other) => {
      const sum = Rational.parse(one).plus(Rational.parse(other));
      expect(Rational.parse(add(one, other)).minus(sum).sign).toBe(0);
      expect(Rational.parse(add(subtract(one, other), other)).minus(Rational.parse(one)).sign).toBe(0);
      expect(add(one, negate(one))).toMatch(/^0(\.0+)?$/);
    }),
  );
});

test('months end where they end', () => {
  expect([
    plusMonths('2026-01-31', 1),
    plusMonths('2026-03-31', -1),
    plusMonths('2024-01-31', 1),
    plusMonths('2026-12-15', 1),
    plusMonths('2026-01-15', -1),
  ]).toEqual(['2026-02-28', '2026-02-28', '2024-02-29', '2027-01-15', '2025-12-15']);
  expect([plusDays('2026-12-31', 1), daysBetween('2026-01-01', '2026-12-31'), clampDay('2025-05-05', '2026-01-01', '2026-12-31')]).toEqual([
    '2027-01-01',
    364,
    '2026-01-01',
  ]);
});
