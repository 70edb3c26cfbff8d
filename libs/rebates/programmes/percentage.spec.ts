import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, returned, type Sale, sold } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earned = (percent: string, sales: readonly Sale[], more: Record<string, unknown> = {}): string =>
  calculated(programmeOf({ earn: { percent } }, more), sales).balance(toDay('2026-12-31')).earned;

describe('a percentage', () => {
  test.each([
    ['2', '650000', '13000.00'],
    ['0', '650000', '0.00'],
    ['100', '0.01', '0.01'],
    // Half a cent is rounded away from zero, a little less is not.
    ['1', '0.50', '0.01'],
    ['1', '0.49', '0.00'],
    ['-1', '0.50', '-0.01'],
    ['33.333333', '3', '1.00'],
  ])('of %s %% on %s', (percent, value, amount) => {
    expect(earned(percent, [sold('2026-03-01', value)])).toBe(amount);
  });

  test('pays on the value of what counts, whatever its units, and takes back what is returned', () => {
    expect(earned('10', [{ date: '2026-03-01', quantity: '7', unitPrice: '3' }, returned('2026-04-01', '1')])).toBe('2.00');
  });

  test('is rounded once, on what all lines earn together', () => {
    const sales = [sold('2026-03-01', '0.49'), sold('2026-03-02', '0.49')];
    expect(earned('1', sales)).toBe('0.01');
    expect(earned('1', sales, { rounding: 'down' })).toBe('0.00');
  });

  test('has no steps', () => {
    const [row] = calculated(programmeOf({ earn: { percent: '2' } }), [sold('2026-03-01', '100')]).balance(toDay('2026-12-31')).programmes;
    expect(row).toMatchObject({ toNextStep: null });
  });
});

test('terms', () => {
  expect(refusalsOf({ earn: { percent: 'two' } })).toEqual(['VALUE_NOT_ALLOWED programmes[0].earn.percent']);
  expect(refusalsOf({ earn: { percent: '2', from: '1' } })).toEqual(['UNKNOWN_KEY programmes[0].earn.from']);
  expect(wordsOf({ earn: { percent: '2' } })).toEqual(['Pays 2 % of the value of everything that counts.']);
});
