import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, type Sale } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earn = { perUnit: '0.335' };
const earned = (sales: readonly Sale[], programme: object = {}, more: Record<string, unknown> = {}): string =>
  calculated(programmeOf({ earn, ...programme }, more), sales).balance(toDay('2026-12-31')).earned;
const bought = (quantity: string, more: Partial<Sale> = {}): Sale => ({ date: '2026-03-01', quantity, unitPrice: '10', ...more });

describe('an amount for each unit', () => {
  test.each([
    ['1', '0.34'],
    ['2', '0.67'],
    ['100', '33.50'],
    ['1.5', '0.50'],
    ['-2', '-0.67'],
  ])('for %s units', (quantity, amount) => {
    expect(earned([bought(quantity)])).toBe(amount);
  });

  test('whatever they cost, and nothing for a credit on the price', () => {
    expect(earned([bought('2', { unitPrice: '9999' }), bought('1', { unitPrice: '-5', kind: 'price' })])).toBe('0.67');
  });

  test('in the units that the agreement counts in', () => {
    const units = [{ product: 'A', from: 'box', to: 'piece', factor: '12' }];
    expect(earned([bought('2', { unit: 'box' })], {}, { units })).toBe('8.04');
  });

  test('by weight for each unit of weight', () => {
    expect(earned([bought('2', { weight: '100' })], { by: 'weight' })).toBe('33.50');
  });
});

test('terms', () => {
  expect(refusalsOf({ earn: { perUnit: '1,50' } })).toEqual(['VALUE_NOT_ALLOWED programmes[0].earn.perUnit']);
  expect(wordsOf({ earn })).toEqual(['Pays EUR 0.335 for every unit that counts.']);
  expect(wordsOf({ by: 'weight', earn })).toEqual(['Pays EUR 0.335 for every unit of weight that counts.']);
});
