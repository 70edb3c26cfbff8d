import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import { balanceOf } from '../accrual/balance.ts';
import { Sums } from '../accrual/sums.ts';
import { agreementOf, calculated, programmeOf, sold } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earn = { lumpSum: '10000', on: '2026-06-30' };

describe('a lump sum', () => {
  test('is earned from its day on, without a line', () => {
    const result = calculated(programmeOf({ earn }), []);
    expect(['2026-06-29', '2026-06-30', '2026-12-31'].map((on) => result.balance(toDay(on)).earned)).toEqual(['0.00', '10000.00', '10000.00']);
    expect(result.balance(toDay('2026-06-29')).programmes[0]?.projected).toBe('10000.00');
  });

  test('is earned in the period that holds the day', () => {
    const rows = calculated(programmeOf({ earn, period: 'quarter' }), []).balance(toDay('2026-12-31')).programmes;
    expect(rows.map((row) => row.earned)).toEqual(['0.00', '10000.00', '0.00', '0.00']);
  });

  test('fell due: no line has any of it', () => {
    const lines = (programme: object) => calculated(programmeOf({ earn, ...programme }), [sold('2026-03-01', '500', { member: 'm-1' }), sold('2026-08-01', '500', { member: 'm-1' })]).explain(toDay('2026-12-31'));
    expect(lines({}).causes).toEqual({ 'fell due': '10000' });
    expect(lines({}).lines.flatMap((line) => line.effects)).toEqual([]);
    expect(lines({ scope: 'member' }).causes).toEqual({ 'fell due': '10000' });
  });

  test('is capped, and deducted in proportion to value', () => {
    expect(calculated(programmeOf({ earn, cap: { amount: '4000' } }), []).balance(toDay('2026-12-31')).earned).toBe('4000.00');
    const terms = agreementOf([{ earn: { ...earn, lumpSum: '100' } }, { eligible: { include: [{ product: ['A'] }] }, deducts: ['p1'], earn: { percent: '10' } }]);
    const result = calculated(terms, [sold('2026-03-01', '300'), sold('2026-03-01', '100', { product: 'B' })]);
    expect(result.balance(toDay('2026-12-31')).programmes.map((row) => row.earned)).toEqual(['100.00', '22.50']);
  });

  test('under terms in force on its day', () => {
    const amended = (effective: string, mode: string) => programmeOf({ earn }, { amendments: [{ effective, programme: 'p1', mode, change: { earn: { ...earn, lumpSum: '12000' } } }] });
    const paid = (effective: string, mode: string): string => calculated(amended(effective, mode), []).balance(toDay('2026-12-31')).earned;
    expect([paid('2026-07-01', 'carry'), paid('2026-06-30', 'carry'), paid('2026-07-01', 'restate')]).toEqual(['10000.00', '12000.00', '12000.00']);
  });

  test('is not earned after a termination', () => {
    const earnedWhere = (terminatedOn: string): string => balanceOf({ agreement: resolveAgreement(programmeOf({ earn }), [], toDay(terminatedOn)), sums: new Sums(), on: toDay('2026-12-31') }).earned;
    expect([earnedWhere('2026-06-29'), earnedWhere('2026-06-30')]).toEqual(['0.00', '10000.00']);
  });
});

describe('terms', () => {
  test.each([
    ['a goal', { earn: { lumpSum: '1', when: { goal: 'grow' } } }, ['KIND_NOT_BUILT programmes[0].earn.when']],
    ['neither day nor goal', { earn: { lumpSum: '1' } }, ['VALUE_NOT_ALLOWED programmes[0].earn']],
    ['a day outside the term', { earn: { ...earn, on: '2027-01-01' } }, ['LUMP_SUM_IN_NO_PERIOD programmes[0].earn.on']],
    ['a day between periods', { earn, period: [{ from: '2026-01-01', to: '2026-03-31' }] }, ['LUMP_SUM_IN_NO_PERIOD programmes[0].earn.on']],
    ['a day of no calendar', { earn: { ...earn, on: '2026-06-31' } }, ['VALUE_NOT_ALLOWED programmes[0].earn.on']],
    ['a target set', { target: { include: [{ product: ['A'] }] }, earn }, ['SETTING_NOT_FOR_KIND programmes[0].target']],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf(wrong)).toEqual(refused);
  });

  test('in words', () => {
    expect(wordsOf({ earn })).toEqual(['Pays EUR 10000 once, on 2026-06-30.']);
  });
});
