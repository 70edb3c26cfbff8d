import { describe, expect, it } from '@jest/globals';
import { minorUnitOf, roundingOf } from './currency.ts';
import { file, termsOf } from './given.contract.ts';

describe('rounding', () => {
  it.each([
    ['EUR', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['USD', 2],
  ])('is to the minor unit of %s', (currency, decimals) => {
    expect(minorUnitOf(currency)).toBe(decimals);
    expect(roundingOf(termsOf({ ...file, currency }))).toEqual({ mode: 'half-up', decimals });
  });

  it('is as the terms say, where they do', () => {
    expect(roundingOf(termsOf({ ...file, rounding: 'half-even', decimals: 7 }))).toEqual({ mode: 'half-even', decimals: 7 });
    expect(roundingOf(termsOf({ ...file, rounding: { decimals: 4 } }))).toEqual({ mode: 'half-up', decimals: 4 });
    expect(roundingOf(termsOf({ ...file, rounding: { mode: 'down' }, decimals: 0 }))).toEqual({ mode: 'down', decimals: 0 });
  });
});
