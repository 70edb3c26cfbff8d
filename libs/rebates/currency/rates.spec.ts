import { describe, expect, test } from '@jest/globals';
import { formatDay, toDay } from '#kernel';
import { Calculation } from '../accrual/calculate.ts';
import { agreementOf, documentOf, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import { type RateRecord, Rates } from './rates.ts';

const rate = (currency: string, from: string, value: string, more: Partial<RateRecord> = {}): RateRecord => ({
  table: 'ecb',
  to: 'EUR',
  currency,
  from,
  rate: value,
  ...more,
});
const terms = (programme: object, more: Record<string, unknown> = {}) =>
  agreementOf([{ ...programme }], { exchange: { table: 'ecb' }, ...more });
const calculated = (agreement: ReturnType<typeof terms>, sales: readonly Sale[], rates: readonly RateRecord[]): Calculation => {
  const calculation = new Calculation(agreement, { rates });
  sales.forEach((sale, index) => {
    calculation.add(documentOf(sale, index));
  });
  return calculation;
};
const dollars = (date: string, value: string, more: Partial<Sale> = {}): Sale => sold(date, value, { currency: 'USD', ...more });
const LAST = toDay('2026-12-31');

describe('rates', () => {
  const rates = new Rates(
    [
      rate('USD', '2026-03-01', '0.9'),
      rate('USD', '2026-03-05', '0.8'),
      rate('USD', '2026-03-01', '0.95'),
      rate('USD', '2026-03-03', '7', { table: 'other' }),
    ],
    { table: 'ecb', to: 'EUR', maxAgeDays: 10 },
  );

  test('a rate holds until the next one, and no longer than it is trusted', () => {
    const on = (day: string): string | undefined => rates.on('USD', toDay(day))?.toExact();
    expect(['2026-02-28', '2026-03-01', '2026-03-04', '2026-03-05', '2026-03-15', '2026-03-16'].map(on)).toEqual([
      undefined,
      '0.95',
      '0.95',
      '0.8',
      '0.8',
      undefined,
    ]);
    expect(rates.on('GBP', toDay('2026-03-01'))).toBeUndefined();
  });

  test('come in runs of days', () => {
    const runs = rates.runs('USD', { from: toDay('2026-02-01'), to: toDay('2026-12-31') });
    expect(runs.map(({ from, to, rate: value }) => `${formatDay(from)} to ${formatDay(to)} ${value.toExact()}`)).toEqual([
      '2026-03-01 to 2026-03-04 0.95',
      '2026-03-05 to 2026-03-15 0.8',
    ]);
  });
});

describe('lines of another currency', () => {
  const flat = { earn: { percent: '10' } };

  test('count at the rate of their day', () => {
    const sales = [sold('2026-03-01', '100'), dollars('2026-03-01', '100'), dollars('2026-03-05', '100')];
    const answer = calculated(terms(flat), sales, [rate('USD', '2026-03-01', '0.9'), rate('USD', '2026-03-05', '0.8')]).balance(LAST);
    expect(answer).toMatchObject({ earned: '27.00', programmes: [{ measured: '270' }] });
  });

  test('wait where their day has no rate: listed, and in no figure, not even by quantity', () => {
    const result = calculated(
      terms({ by: 'quantity', earn: { perUnit: '1' } }),
      [sold('2026-03-01', '5'), dollars('2026-03-01', '5'), dollars('2026-04-01', '5')],
      [rate('USD', '2026-03-01', '0.9')],
    );
    expect(result.balance(LAST).earned).toBe('2.00');
    expect(result.waiting).toEqual([{ document: 'd-2', line: '1', reason: 'no rate from USD to EUR on 2026-04-01' }]);
    expect(result.explain(LAST).lines.map(({ notCounted }) => notCounted)).toEqual([
      undefined,
      undefined,
      'no rate from USD to EUR on 2026-04-01',
    ]);
  });

  test('without a declared table they wait', () => {
    const result = calculated(agreementOf([flat]), [dollars('2026-03-01', '5')], [rate('USD', '2026-03-01', '0.9')]);
    expect(result.balance(LAST).earned).toBe('0.00');
    expect(result.waiting).toHaveLength(1);
  });

  test('reach steps together with the others, and their effects add up to what is earned', () => {
    const steps = { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['150', '2']) } };
    const result = calculated(terms(steps), [sold('2026-03-01', '100'), dollars('2026-03-01', '100')], [rate('USD', '2026-03-01', '0.5')]);
    expect(result.explain(LAST).lines.map(({ effects }) => effects.map(({ cause, amount }) => `${cause} ${amount}`))).toEqual([
      ['sale 1'],
      ['sale 1', 'tier crossed 1'],
    ]);
    expect(result.balance(LAST).earned).toBe('3.00');
  });

  test("special prices are in the agreement's money: a line in another does not count, and says why", () => {
    const result = calculated(
      terms({ earn: { shipAndDebit: { downTo: '18' } } }),
      [sold('2026-03-01', '20'), dollars('2026-03-01', '20')],
      [rate('USD', '2026-03-01', '0.5')],
    );
    expect(result.balance(LAST).earned).toBe('2.00');
    expect(result.explain(LAST).lines.map(({ notCounted }) => notCounted)).toEqual([undefined, 'its prices are in EUR']);
  });

  test('a projection goes on at the rates so far', () => {
    const answer = calculated(terms(flat), [dollars('2026-01-01', '1000')], [rate('USD', '2026-01-01', '0.5')]).balance(
      toDay('2026-07-01'),
    );
    expect(answer.programmes[0]?.projected).toBe('100.27');
  });

  test('a return in the period of its sale comes back at the rate of the sale', () => {
    const sales = [dollars('2026-03-01', '100', { document: 's' }), dollars('2026-03-05', '100', { quantity: '-1', returns: 's#1' })];
    const rates = [rate('USD', '2026-03-01', '0.9'), rate('USD', '2026-03-05', '0.8')];
    expect(calculated(terms(flat, { returns: 'salePeriod' }), sales, rates).balance(LAST).earned).toBe('0.00');
    expect(calculated(terms(flat), sales, rates).balance(LAST).earned).toBe('1.00');
  });
});
