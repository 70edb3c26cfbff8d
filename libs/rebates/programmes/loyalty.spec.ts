import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { agreementOf, calculated, programmeOf, returned, type Sale, sold } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

const earn = { loyalty: { periods: 3, target: '100' }, percent: '10' };
const months = (...values: readonly string[]): Sale[] =>
  values.map((value, month) => sold(`2026-${String(month + 1).padStart(2, '0')}-10`, value));
const monthly = { period: 'month', earn };
const rows = (
  programme: Record<string, unknown>,
  sales: readonly Sale[],
  on = '2026-12-31',
  more: Record<string, unknown> = {},
): string[] =>
  calculated(programmeOf(programme, more), sales)
    .balance(toDay(on))
    .programmes.map((row) => row.earned);

describe('a number of periods running at target', () => {
  test('pays from the period that completes the run on, on all of each', () => {
    expect(rows(monthly, months('100', '120', '150', '200'), '2026-05-31')).toEqual(['0.00', '0.00', '15.00', '20.00', '0.00']);
  });

  test('a period that misses begins the count anew', () => {
    expect(rows(monthly, months('100', '100', '100', '99.99', '100', '100', '100'), '2026-07-31')).toEqual([
      '0.00',
      '0.00',
      '10.00',
      '0.00',
      '0.00',
      '0.00',
      '10.00',
    ]);
  });

  test('of one period it pays on each that reaches the target', () => {
    expect(
      rows({ ...monthly, earn: { ...earn, loyalty: { periods: 1, target: '100' } } }, months('99.99', '100', '100.01'), '2026-03-31'),
    ).toEqual(['0.00', '10.00', '10.00']);
  });

  test('an amount a unit, by quantity', () => {
    const units = ['10', '10', '12'].map((quantity, month): Sale => ({ date: `2026-0${month + 1}-10`, quantity, unitPrice: '3' }));
    expect(
      rows({ period: 'month', by: 'quantity', earn: { loyalty: { periods: 3, target: '10' }, perUnit: '0.5' } }, units, '2026-03-31'),
    ).toEqual(['0.00', '0.00', '6.00']);
  });

  test('the target set runs, and the earning set is paid', () => {
    const sets = { eligible: { include: [{ category: ['pipes'] }] }, target: { include: [{ category: ['pipes', 'tools'] }] } };
    const sales = months('60', '60', '60').flatMap((sale) => [
      { ...sale, category: 'pipes' },
      { ...sale, category: 'tools' },
    ]);
    expect(rows({ ...monthly, ...sets }, sales, '2026-03-31')).toEqual(['0.00', '0.00', '6.00']);
  });

  test('each member runs for itself', () => {
    const sales = [
      ...months('100', '100', '100').map((sale) => ({ ...sale, member: 'm-1' })),
      ...months('100', '50', '100').map((sale) => ({ ...sale, member: 'm-2' })),
    ];
    expect(rows({ ...monthly, scope: 'member' }, sales, '2026-03-31').slice(-2)).toEqual(['10.00', '0.00']);
  });

  test('a short period counts its part of the target, where the terms say so', () => {
    const half = { from: '2026-02-15' };
    const sales = [sold('2026-02-20', '50'), sold('2026-03-10', '100'), sold('2026-04-10', '100')];
    expect(rows({ ...monthly, shortPeriod: 'days' }, sales, '2026-04-30', half)).toEqual(['0.00', '0.00', '10.00']);
    expect(rows(monthly, sales, '2026-04-30', half)).toEqual(['0.00', '0.00', '0.00']);
  });
});

describe('the past of a run', () => {
  test('a return takes a period of the run away again, and what the later ones earned with it', () => {
    const sales = [...months('100', '100', '100'), returned('2026-01-20', '1')];
    expect(rows(monthly, sales, '2026-03-31')).toEqual(['0.00', '0.00', '0.00']);
  });

  test('a late line that completes the run: tier crossed on the periods after it', () => {
    const result = calculated(programmeOf(monthly), [...months('100', '90', '150'), sold('2026-02-20', '10')]);
    expect(result.explain(toDay('2026-03-31')).causes).toEqual({ 'tier crossed': '15' });
    expect(result.explain(toDay('2026-03-31')).lines[3]?.effects).toEqual([{ programme: 'p1', cause: 'tier crossed', amount: '15' }]);
  });

  test('the line that reaches the target has its own effect, and the others have theirs', () => {
    const result = calculated(programmeOf(monthly), [...months('100', '100', '60'), sold('2026-03-20', '40')]);
    expect(result.explain(toDay('2026-03-31')).causes).toEqual({ sale: '4', 'tier crossed': '6' });
  });

  test('what the next step needs is said only where the run before it is long enough', () => {
    const nextOn = (on: string, sales: readonly Sale[]) =>
      calculated(programmeOf(monthly), sales).balance(toDay(on)).programmes.at(-1)?.toNextStep;
    expect(nextOn('2026-03-15', months('100', '100', '60'))).toEqual({ from: '100', missing: '40', pays: '10.00' });
    expect(nextOn('2026-03-15', months('100', '99', '60'))).toBeNull();
  });

  test('amended: restated terms run anew over all periods, carried ones pay on what comes after', () => {
    const amended = (mode: string) => ({
      amendments: [{ effective: '2026-03-15', programme: 'p1', mode, change: { earn: { ...earn, percent: '20' } } }],
    });
    const sales = [...months('100', '100', '100'), sold('2026-03-20', '50')];
    expect(rows(monthly, sales, '2026-03-31', amended('restate')).at(-1)).toBe('30.00');
    expect(rows(monthly, sales, '2026-03-31', amended('carry')).at(-1)).toBe('20.00');
  });

  test('a later programme deducts what it paid', () => {
    const terms = agreementOf([monthly, { deducts: ['p1'], period: 'month', earn: { percent: '10' } }]);
    expect(
      calculated(terms, months('100', '100', '100'))
        .balance(toDay('2026-03-31'))
        .programmes.slice(-3)
        .map((row) => row.earned),
    ).toEqual(['10.00', '10.00', '9.00']);
  });
});

describe('terms', () => {
  test.each([
    ['no target', { loyalty: { periods: 3 }, percent: '1' }, ['VALUE_MISSING programmes[0].earn.loyalty.target']],
    ['no period', { loyalty: { periods: 0, target: '1' }, percent: '1' }, ['VALUE_NOT_ALLOWED programmes[0].earn.loyalty.periods']],
    [
      'a target of nothing',
      { loyalty: { periods: 1, target: '0' }, percent: '1' },
      ['VALUE_NOT_ALLOWED programmes[0].earn.loyalty.target'],
    ],
    ['no rate', { loyalty: { periods: 1, target: '1' } }, ['VALUE_NOT_ALLOWED programmes[0].earn']],
    ['two rates', { loyalty: { periods: 1, target: '1' }, percent: '1', perUnit: '1' }, ['VALUE_NOT_ALLOWED programmes[0].earn']],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf({ earn: wrong })).toEqual(refused);
  });

  test('refuses the period of a document', () => {
    expect(refusalsOf({ earn, period: 'document' })).toEqual(['SETTING_NOT_FOR_KIND programmes[0].period']);
  });

  test.each([
    [1, '1st'],
    [2, '2nd'],
    [3, '3rd'],
    [4, '4th'],
    [11, '11th'],
    [12, '12th'],
    [21, '21st'],
  ])('in words, of %i periods', (periods, ordinal) => {
    expect(wordsOf({ earn: { loyalty: { periods, target: '50000' }, percent: '0.5' } })).toEqual([
      `From the ${ordinal} period in a row that reaches EUR 50000, each pays 0.5 % on all of it; a period that misses it begins the count anew.`,
    ]);
  });

  test('in words, an amount a unit', () => {
    expect(wordsOf({ by: 'quantity', earn: { loyalty: { periods: 2, target: '50' }, perUnit: '0.5' } })[0]).toContain(
      'reaches 50 by quantity, each pays EUR 0.5 a unit',
    );
  });
});
