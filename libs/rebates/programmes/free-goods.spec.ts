import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, type Sale } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earn = { freeGoods: { free: '2', per: '100' } };
const bought = (quantity: string, date = '2026-03-01'): Sale => ({ date, quantity, unitPrice: '3' });
const answer = (sales: readonly Sale[], programme: object = {}, more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ earn, ...programme }, more), sales).balance(toDay('2026-12-31')).programmes;

describe('free goods', () => {
  test.each([
    ['99', '0'],
    ['100', '2'],
    ['250', '4'],
    ['-250', '0'],
  ])('for %s bought: %s units and no money', (quantity, units) => {
    expect(answer([bought(quantity)])[0]).toMatchObject({ units, earned: '0.00' });
  });

  test('each period and each member on its own', () => {
    expect(answer([bought('150'), bought('150', '2026-05-01')], { period: 'quarter' }).map((row) => row.units)).toEqual([
      '2',
      '2',
      '0',
      '0',
    ]);
    expect(
      answer(
        [
          { ...bought('150'), member: 'm-1' },
          { ...bought('50'), member: 'm-2' },
        ],
        { scope: 'member' },
      ).map((row) => row.units),
    ).toEqual(['2', '0']);
  });

  test('carried: what was full before keeps the old terms', () => {
    const more = {
      amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: { freeGoods: { free: '5', per: '100' } } } }],
    };
    expect(answer([bought('150'), bought('50', '2026-09-01')], {}, more)[0]?.units).toBe('7');
  });

  test('other kinds have no units', () => {
    expect(answer([bought('100')], { earn: { percent: '1' } })[0]).not.toHaveProperty('units');
  });
});

test('terms', () => {
  expect(refusalsOf({ earn: { freeGoods: { free: '1', per: '0' } } })).toEqual(['VALUE_NOT_ALLOWED programmes[0].earn.freeGoods.per']);
  expect(refusalsOf({ target: { include: [{ product: ['A'] }] }, earn })).toEqual(['SETTING_NOT_FOR_KIND programmes[0].target']);
  expect(wordsOf({ earn })).toEqual(['Gives 2 free for every full 100 units bought in the period.']);
});
