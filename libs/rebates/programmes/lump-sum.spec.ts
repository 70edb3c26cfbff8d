import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import { balanceOf } from '../accrual/balance.ts';
import { Sums } from '../accrual/sums.ts';
import { agreementOf, calculated, programmeOf, returned, type Sale, sold } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earn = { lumpSum: '10000', on: '2026-06-30' };

describe('a lump sum', () => {
  test('is earned from its day on, without a line', () => {
    const result = calculated(programmeOf({ earn }), []);
    expect(['2026-06-29', '2026-06-30', '2026-12-31'].map((on) => result.balance(toDay(on)).earned)).toEqual([
      '0.00',
      '10000.00',
      '10000.00',
    ]);
    expect(result.balance(toDay('2026-06-29')).programmes[0]?.projected).toBe('10000.00');
  });

  test('is earned in the period that holds the day', () => {
    const rows = calculated(programmeOf({ earn, period: 'quarter' }), []).balance(toDay('2026-12-31')).programmes;
    expect(rows.map((row) => row.earned)).toEqual(['0.00', '10000.00', '0.00', '0.00']);
  });

  test('fell due: no line has any of it', () => {
    const lines = (programme: object) =>
      calculated(programmeOf({ earn, ...programme }), [
        sold('2026-03-01', '500', { member: 'm-1' }),
        sold('2026-08-01', '500', { member: 'm-1' }),
      ]).explain(toDay('2026-12-31'));
    expect(lines({}).causes).toEqual({ 'fell due': '10000' });
    expect(lines({}).lines.flatMap((line) => line.effects)).toEqual([]);
    expect(lines({ scope: 'member' }).causes).toEqual({ 'fell due': '10000' });
  });

  test('is capped, and deducted in proportion to value', () => {
    expect(calculated(programmeOf({ earn, cap: { amount: '4000' } }), []).balance(toDay('2026-12-31')).earned).toBe('4000.00');
    const terms = agreementOf([
      { earn: { ...earn, lumpSum: '100' } },
      { eligible: { include: [{ product: ['A'] }] }, deducts: ['p1'], earn: { percent: '10' } },
    ]);
    const result = calculated(terms, [sold('2026-03-01', '300'), sold('2026-03-01', '100', { product: 'B' })]);
    expect(result.balance(toDay('2026-12-31')).programmes.map((row) => row.earned)).toEqual(['100.00', '22.50']);
  });

  test('under terms in force on its day', () => {
    const amended = (effective: string, mode: string) =>
      programmeOf({ earn }, { amendments: [{ effective, programme: 'p1', mode, change: { earn: { ...earn, lumpSum: '12000' } } }] });
    const paid = (effective: string, mode: string): string => calculated(amended(effective, mode), []).balance(toDay('2026-12-31')).earned;
    expect([paid('2026-07-01', 'carry'), paid('2026-06-30', 'carry'), paid('2026-07-01', 'restate')]).toEqual([
      '10000.00',
      '12000.00',
      '12000.00',
    ]);
  });

  test('is not earned after a termination', () => {
    const earnedWhere = (terminatedOn: string): string =>
      balanceOf({ agreement: resolveAgreement(programmeOf({ earn }), [], toDay(terminatedOn)), sums: new Sums(), on: toDay('2026-12-31') })
        .earned;
    expect([earnedWhere('2026-06-29'), earnedWhere('2026-06-30')]).toEqual(['0.00', '10000.00']);
  });
});

describe('a lump sum when a goal is met', () => {
  const goals = [{ id: 'grow', measure: 'value', target: '1000', by: '2026-11-30' }];
  const programme = { earn: { lumpSum: '50', when: { goal: 'grow' } } };
  const result = (sales: readonly Sale[], more: object = {}, terms: object = {}) =>
    calculated(programmeOf({ ...programme, ...more }, { goals, ...terms }), sales);
  const on = (day: string, ...args: Parameters<typeof result>): string => result(...args).balance(toDay(day)).earned;

  test.each([
    ['999.99', '0.00'],
    ['1000', '50.00'],
    ['1000.01', '50.00'],
  ])('with %s it pays %s', (value, paid) => {
    expect(on('2026-12-31', [sold('2026-03-01', value)])).toBe(paid);
  });

  test('falls due on the day that meets it, and in the period that holds the day', () => {
    const sales = [sold('2026-03-01', '600'), sold('2026-05-10', '400'), sold('2026-08-01', '5')];
    expect([on('2026-05-09', sales), on('2026-05-10', sales), on('2026-12-31', sales)]).toEqual(['0.00', '50.00', '50.00']);
    expect(
      result(sales, { period: 'quarter' })
        .balance(toDay('2026-12-31'))
        .programmes.map((row) => row.earned),
    ).toEqual(['0.00', '50.00', '0.00', '0.00']);
  });

  test('returns undo it, and what is bought again meets it again, on the later day', () => {
    const sales = [sold('2026-03-01', '1000'), returned('2026-04-01', '200'), sold('2026-09-01', '200')];
    expect(['2026-03-31', '2026-04-01', '2026-09-01'].map((day) => on(day, sales))).toEqual(['50.00', '0.00', '50.00']);
    expect(
      result(sales, { period: 'quarter' })
        .balance(toDay('2026-12-31'))
        .programmes.map((row) => row.earned),
    ).toEqual(['0.00', '0.00', '50.00', '0.00']);
  });

  test('a goal that is met after its day is not met', () => {
    expect([on('2026-12-31', [sold('2026-11-30', '1000')]), on('2026-12-31', [sold('2026-12-01', '1000')])]).toEqual(['50.00', '0.00']);
  });

  test('counts what the goal counts, whatever the programme does', () => {
    const pipes = { include: [{ category: ['pipes'] }] };
    const sales = [sold('2026-03-01', '1000', { category: 'tools' })];
    expect(on('2026-12-31', sales, { eligible: pipes })).toBe('50.00');
    expect(on('2026-12-31', sales, {}, { goals: [{ ...goals[0], eligible: pipes }] })).toBe('0.00');
  });

  test('a line that counts toward the goal alone says so', () => {
    const { lines } = result([sold('2026-03-01', '1000', { category: 'tools' })], {
      eligible: { include: [{ category: ['pipes'] }] },
    }).explain(toDay('2026-12-31'));
    expect(lines[0]).toMatchObject({
      notCounted: 'counts toward a goal or a baseline alone',
      effects: [{ cause: 'tier crossed', amount: '50' }],
    });
  });

  test('the line that meets it has none of it: all lines together met it', () => {
    const { causes } = result([sold('2026-03-01', '600'), sold('2026-05-10', '400'), returned('2026-05-11', '1')]).explain(
      toDay('2026-12-31'),
    );
    expect(causes).toEqual({});
    expect(result([sold('2026-03-01', '600'), sold('2026-05-10', '400')]).explain(toDay('2026-12-31')).causes).toEqual({
      'tier crossed': '50',
    });
  });

  test("a cap by the month takes what fell due in that month, though a return undid it later in the sale's period", () => {
    const sales = [sold('2026-03-01', '1000', { document: 's' }), returned('2026-05-01', '200', { returns: 's#1' })];
    const terms = { returns: 'salePeriod' };
    expect([
      on('2026-04-30', sales, { cap: { amount: '40', per: 'month' } }, terms),
      on('2026-12-31', sales, { cap: { amount: '40', per: 'month' } }, terms),
    ]).toEqual(['40.00', '0.00']);
  });
});

describe('terms', () => {
  test.each([
    ['a goal that there is not', { earn: { lumpSum: '1', when: { goal: 'grow' } } }, ['GOAL_UNKNOWN programmes[0].earn.when.goal']],
    [
      'a day and a goal',
      { earn: { ...earn, when: { goal: 'grow' } } },
      ['VALUE_NOT_ALLOWED programmes[0].earn', 'GOAL_UNKNOWN programmes[0].earn.when.goal'],
    ],
    ['neither day nor goal', { earn: { lumpSum: '1' } }, ['VALUE_NOT_ALLOWED programmes[0].earn']],
    ['a day outside the term', { earn: { ...earn, on: '2027-01-01' } }, ['LUMP_SUM_IN_NO_PERIOD programmes[0].earn.on']],
    [
      'a day between periods',
      { earn, period: [{ from: '2026-01-01', to: '2026-03-31' }] },
      ['LUMP_SUM_IN_NO_PERIOD programmes[0].earn.on'],
    ],
    ['a day of no calendar', { earn: { ...earn, on: '2026-06-31' } }, ['VALUE_NOT_ALLOWED programmes[0].earn.on']],
    ['a target set', { target: { include: [{ product: ['A'] }] }, earn }, ['SETTING_NOT_FOR_KIND programmes[0].target']],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf(wrong)).toEqual(refused);
  });

  test('in words', () => {
    expect(wordsOf({ earn })).toEqual(['Pays EUR 10000 once, on 2026-06-30.']);
    expect(wordsOf({ earn: { lumpSum: '50', when: { goal: 'grow' } } })).toEqual(['Pays EUR 50 once, on the day that goal grow is met.']);
  });
});
