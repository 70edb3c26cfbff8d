import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { agreementOf, calculated, programmeOf, type Sale } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earn = {
  bundle: [
    { product: 'A', quantity: '2' },
    { product: 'B', quantity: '1' },
  ],
  amount: '15',
};
const bought = (product: string, quantity: string, date = '2026-03-01', unitPrice = '10'): Sale => ({ date, product, quantity, unitPrice });
const earned = (sales: readonly Sale[], programme: object = {}, more: Record<string, unknown> = {}): string =>
  calculated(programmeOf({ earn, ...programme }, more), sales).balance(toDay('2026-12-31')).earned;

describe('complete bundles', () => {
  test.each([
    [[['A', '2']], '0.00'],
    [
      [
        ['A', '2'],
        ['B', '1'],
      ],
      '15.00',
    ],
    [
      [
        ['A', '7'],
        ['B', '9'],
      ],
      '45.00',
    ],
    [
      [
        ['A', '3.9'],
        ['B', '2'],
      ],
      '15.00',
    ],
    [
      [
        ['A', '4'],
        ['B', '2'],
        ['B', '-1'],
      ],
      '15.00',
    ],
    [
      [
        ['A', '4'],
        ['B', '-1'],
      ],
      '0.00',
    ],
  ])('%j pays %s', (lines, paid) => {
    expect(earned(lines.map(([product = '', quantity = '']) => bought(product, quantity)))).toBe(paid);
  });

  test('are complete within one period and one member', () => {
    expect(earned([bought('A', '2', '2026-03-31'), bought('B', '1', '2026-04-01')], { period: 'quarter' })).toBe('0.00');
    expect(
      earned(
        [
          { ...bought('A', '2'), member: 'm-1' },
          { ...bought('B', '1'), member: 'm-2' },
        ],
        { scope: 'member' },
      ),
    ).toBe('0.00');
  });

  test('carried: bundles complete before are frozen, and those completed after pay the new amount', () => {
    const more = { amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: { ...earn, amount: '20' } } }] };
    expect(earned([bought('A', '5'), bought('B', '1'), bought('B', '1', '2026-09-01')], {}, more)).toBe('35.00');
  });

  test('what they pay lies on the components in proportion to value, and can be deducted', () => {
    const terms = agreementOf([{ earn }, { eligible: { include: [{ product: ['A'] }] }, deducts: ['p1'], earn: { percent: '10' } }]);
    const rows = calculated(terms, [bought('A', '2', '2026-03-01', '10'), bought('B', '1', '2026-03-01', '40'), bought('C', '1')]).balance(
      toDay('2026-12-31'),
    ).programmes;
    // 15 on A 20 and B 40: 5 of it lies on A.
    expect(rows.map((row) => row.earned)).toEqual(['15.00', '1.50']);
  });

  test('the line that completes a bundle has its effect', () => {
    const result = calculated(programmeOf({ earn }), [bought('A', '2'), bought('B', '1'), bought('A', '-1', '2026-05-01')]);
    const { lines, causes } = result.explain(toDay('2026-12-31'));
    expect(lines.map((line) => line.effects.map(({ cause, amount }) => `${cause} ${amount}`))).toEqual([[], ['sale 15'], ['return -15']]);
    expect(causes).toEqual({ sale: '15', return: '-15' });
  });
});

describe('terms', () => {
  test.each([
    [
      'one product twice',
      {
        earn: {
          ...earn,
          bundle: [
            { product: 'A', quantity: '1' },
            { product: 'A', quantity: '2' },
          ],
        },
      },
      ['DUPLICATE_ID programmes[0].earn.bundle[1].product'],
    ],
    [
      'none of a product',
      { earn: { ...earn, bundle: [{ product: 'A', quantity: '0' }] } },
      ['VALUE_NOT_ALLOWED programmes[0].earn.bundle[0].quantity'],
    ],
    ['a scope of one product', { scope: 'product', earn }, ['SETTING_NOT_FOR_KIND programmes[0].scope']],
    ['a target set', { target: { include: [{ product: ['A'] }] }, earn }, ['SETTING_NOT_FOR_KIND programmes[0].target']],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf(wrong)).toEqual(refused);
  });

  test('in words', () => {
    expect(wordsOf({ earn })).toEqual(['Pays EUR 15 for each complete bundle of 2 A and 1 B bought in the period.']);
  });
});
