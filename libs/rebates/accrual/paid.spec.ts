import { describe, expect, test } from '@jest/globals';
import { Rational, toDay } from '#kernel';
import { calculated, programmeOf, type Sale, sold, stepsFrom } from './testing/build.ts';

/** Stage paid: a line counts by its payment, in part where it is paid in part, on the day of the payment. */

const paid = { stage: 'paid', earn: { percent: '10' } };
const invoice = (value: string, more: Partial<Sale> = {}): Sale => sold('2026-02-01', value, { document: 'i', ...more });
const payment = (paidOn: string, paidAmount?: string): Sale =>
  invoice('1000', { action: 'pay', paidOn, ...(paidAmount === undefined ? {} : { paidAmount }) });
const result = (sales: readonly Sale[], programme: object = {}, more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ ...paid, ...programme }, more), sales);
const days = (list: readonly string[], ...args: Parameters<typeof result>): string[] =>
  list.map((day) => result(...args).balance(toDay(day)).earned);

describe('a payment', () => {
  test("counts on its day, and not on the invoice's", () => {
    expect(days(['2026-02-01', '2026-03-09', '2026-03-10'], [invoice('1000'), payment('2026-03-10')])).toEqual(['0.00', '0.00', '100.00']);
    expect(days(['2026-03-09', '2026-03-10'], [invoice('1000', { paidOn: '2026-03-10' })])).toEqual(['0.00', '100.00']);
  });

  test('of a part counts in part; the rest on the day of its own payment', () => {
    const sales = [invoice('1000'), payment('2026-03-10', '400'), payment('2026-06-10', '1000')];
    expect(days(['2026-03-10', '2026-06-09', '2026-06-10'], sales)).toEqual(['40.00', '40.00', '100.00']);
    expect(
      result(sales, { period: 'quarter' })
        .balance(toDay('2026-06-30'))
        .programmes.map((row) => row.earned),
    ).toEqual(['40.00', '60.00']);
  });

  test('of more than the line comes to counts as all of it, and a payment back takes it away', () => {
    expect(days(['2026-12-31'], [invoice('1000'), payment('2026-03-10', '1500')])).toEqual(['100.00']);
    expect(days(['2026-03-10', '2026-12-31'], [invoice('1000'), payment('2026-03-10', '1000'), payment('2026-06-10', '0')])).toEqual([
      '100.00',
      '0.00',
    ]);
  });

  test('is of what the line comes to with tax and freight', () => {
    expect(days(['2026-12-31'], [invoice('1000', { tax: '190', freight: '10', paidOn: '2026-03-10', paidAmount: '600' })])).toEqual([
      '50.00',
    ]);
  });

  test("counts after the invoice's period, and not after the term", () => {
    expect(days(['2026-12-31'], [sold('2025-11-01', '1000', { paidOn: '2026-01-10' })])).toEqual(['100.00']);
    expect(days(['2027-12-31'], [invoice('1000', { paidOn: '2027-01-10' })])).toEqual(['0.00']);
  });

  test('of units and by document', () => {
    expect(
      days(['2026-12-31'], [{ ...invoice('100'), quantity: '10', paidOn: '2026-03-10', paidAmount: '250' }], {
        by: 'quantity',
        earn: { perUnit: '4' },
      }),
    ).toEqual(['10.00']);
    const lines = [invoice('300', { paidOn: '2026-03-10' }), invoice('200', { line: '2', paidOn: '2026-04-10' })];
    expect(
      days(['2026-03-31', '2026-04-30'], lines, {
        period: 'document',
        earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['500', '10']) },
      }),
    ).toEqual(['3.00', '50.00']);
  });

  test('of a line that is reported as paid counts as it is reported', () => {
    const calculation = result([]);
    calculation.add({
      reporter: 'acme',
      stage: 'paid',
      document: 'p',
      lines: [{ line: '1', date: '2026-04-01', product: 'A', quantity: '1', unitPrice: '500' }],
    });
    expect(calculation.balance(toDay('2026-12-31')).earned).toBe('50.00');
  });

  test('a line without a payment says that it is not paid yet', () => {
    expect(result([invoice('1000')]).explain(toDay('2026-12-31')).lines[0]?.notCounted).toBe('not paid yet');
  });
});

describe('what is corrected', () => {
  test('a correction after a payment counts at what is now due', () => {
    // 500 are half of 1,000, and all of 500.
    expect(days(['2026-12-31'], [invoice('1000'), payment('2026-03-10', '500'), invoice('500', { action: 'correct' })])).toEqual(['50.00']);
  });

  test('a void takes all payments back', () => {
    expect(
      days(
        ['2026-12-31'],
        [invoice('1000'), payment('2026-03-10', '400'), payment('2026-06-10', '1000'), invoice('1000', { action: 'void' })],
      ),
    ).toEqual(['0.00']);
  });

  test('a payment sent again changes nothing', () => {
    const sales = [invoice('1000'), payment('2026-03-10', '400'), payment('2026-03-10', '400'), invoice('1000')];
    expect(days(['2026-12-31'], sales)).toEqual(['40.00']);
  });

  test('the effects of payments and corrections add up', () => {
    const answer = result(
      [invoice('1000'), payment('2026-03-10', '400'), payment('2026-06-10', '900'), invoice('1100', { action: 'correct' })],
      { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['500', '2']) } },
    );
    for (const day of ['2026-03-10', '2026-06-10', '2026-12-31']) {
      const total = answer
        .explain(toDay(day))
        .lines.flatMap(({ effects }) => effects)
        .reduce((all, { amount }) => all.plus(Rational.parse(amount)), Rational.zero);
      const gap = total.minus(Rational.parse(answer.balance(toDay(day)).earned));
      expect(gap.max(gap.negated()).lt(Rational.parse('0.005'))).toBe(true);
    }
  });
});

test('beside a programme of what is invoiced, each counts on its own day', () => {
  const terms = programmeOf(paid);
  const both = {
    ...terms,
    programmes: [...terms.programmes, { ...terms.programmes[0], id: 'p2', stage: 'invoiced' as const }],
  } as typeof terms;
  const rows = (day: string) =>
    calculated(both, [invoice('1000'), payment('2026-03-10', '400')])
      .balance(toDay(day))
      .programmes.map((row) => row.earned);
  expect([rows('2026-02-01'), rows('2026-03-10')]).toEqual([
    ['0.00', '100.00'],
    ['40.00', '100.00'],
  ]);
});
