import { describe, expect, test } from '@jest/globals';
import { fold, toDay } from '#kernel';
import { calculated, programmeOf, type Sale, sold } from '../accrual/testing/build.ts';
import { claimsDecider } from '../claim/decider.ts';
import type { ClaimEvent } from '../claim/events.ts';
import { foldedLines } from '../claim/folded-lines.ts';
import { approved, carl, part, q1, q2, raised, settled } from '../claim/given.contract.ts';
import { shortPayments } from './short-payments.ts';

const TERMS = programmeOf({ earn: { percent: '1' } });
const short = (sales: readonly Sale[], history: readonly ClaimEvent[] = [], on = '2026-07-31') =>
  shortPayments({
    lines: foldedLines(calculated(TERMS, sales).changes),
    state: fold(claimsDecider, history),
    on: toDay(on),
    currency: 'EUR',
    decimals: 2,
  });
const invoice = (document: string, value: string, more: Partial<Sale> = {}): Sale => sold('2026-02-01', value, { document, ...more });
const paid = (document: string, value: string, paidAmount: string, more: Partial<Sale> = {}): Sale =>
  invoice(document, value, { paidOn: '2026-03-01', paidAmount, ...more });
const deduction = (id: string, of: string, amount: string, tax?: string, on = '2026-07-20'): ClaimEvent => ({
  type: 'SettlementRecorded',
  data: {
    agreement: 'acme-buildco-2026',
    settlement: id,
    kind: 'deduction',
    reference: `D-${id}`,
    invoice: of,
    amount,
    parts: [part(amount)],
    ...(tax === undefined ? {} : { tax: [{ net: amount, tax }] }),
    ...carl,
    on,
  },
});

describe('an invoice is paid short', () => {
  test('where what was paid of its lines is less than they come to, with tax and freight', () => {
    expect(short([paid('I-1', '1000', '1150', { tax: '190', freight: '10' })])).toEqual([
      {
        document: 'I-1',
        paidOn: '2026-03-01',
        currency: 'EUR',
        due: '1200.00',
        paid: '1150.00',
        short: '50.00',
        deductions: [],
        left: '50.00',
        claims: [],
      },
    ]);
  });
  test.each([
    ['paid in full', [paid('I-1', '1000', '1000')]],
    ['paid without an amount: all of it', [invoice('I-1', '1000', { paidOn: '2026-03-01' })]],
    ['paid too much', [paid('I-1', '1000', '1000.01')]],
    ['not paid', [invoice('I-1', '1000')]],
    ['paid after the day asked about', [paid('I-1', '1000', '900', { paidOn: '2026-08-01' })]],
    ['paid in part, a line being open', [paid('I-1', '1000', '900'), invoice('I-1', '10', { line: '2' })]],
    ['a line short and another paid too much', [paid('I-1', '1000', '900'), paid('I-1', '1000', '1100', { line: '2' })]],
    ['void', [paid('I-1', '1000', '900'), paid('I-1', '1000', '900', { action: 'void' })]],
  ])('and not where it is %s', (_, sales) => {
    expect(short(sales)).toEqual([]);
  });
  test('by all its lines together, on the day of the last payment, in the order of payment', () => {
    const found = short([
      paid('I-2', '500', '400', { paidOn: '2026-04-01' }),
      paid('I-1', '500', '490', { paidOn: '2026-04-01' }),
      paid('I-3', '1000', '900'),
      paid('I-3', '100', '50', { line: '2', paidOn: '2026-03-15' }),
    ]);
    expect(found.map(({ document, paidOn, short: missing }) => [document, paidOn, missing])).toEqual([
      ['I-3', '2026-03-15', '150.00'],
      ['I-1', '2026-04-01', '10.00'],
      ['I-2', '2026-04-01', '100.00'],
    ]);
  });
});

describe('what is missing', () => {
  test('is explained by the deductions recorded for the invoice, with their tax, until they are reversed', () => {
    const sales = [paid('I-1', '1000', '881')];
    const history = [deduction('s-1', 'I-1', '50.00', '9.50'), deduction('s-2', 'I-9', '59.50'), settled('s-3', '59.50')];
    expect(short(sales, history)).toMatchObject([{ short: '119.00', deductions: [{ settlement: 's-1', amount: '59.50' }], left: '59.50' }]);
    expect(short(sales, history, '2026-07-19')).toMatchObject([{ deductions: [], left: '119.00' }]);
    const reversed: ClaimEvent = {
      type: 'SettlementReversed',
      data: { agreement: 'acme-buildco-2026', settlement: 's-1', reason: 'wrong', ...carl, on: '2026-07-25' },
    };
    expect(short(sales, [...history, reversed])).toMatchObject([{ deductions: [], left: '119.00' }]);
    expect(short(sales, [...history, reversed], '2026-07-24')).toMatchObject([{ left: '59.50' }]);
  });
  test('is matched with the one open claim that it comes to, approved or not', () => {
    const history = [raised('c-1', '100.00'), approved('c-1', '100.00'), raised('c-2', '40.00', q2), raised('c-3', '60.00', q1, 'promo')];
    const claims = (amount: string) => short([paid('I-1', '1000', amount)], history)[0]?.claims;
    expect(claims('900')).toEqual([{ claim: 'c-1', approved: true, open: '100.00' }]);
    expect(claims('960')).toEqual([{ claim: 'c-2', approved: false, open: '40.00' }]);
    expect(claims('950')).toEqual([]);
    // All of them together.
    expect(claims('800')?.map(({ claim }) => claim)).toEqual(['c-1', 'c-2', 'c-3']);
  });
  test('is matched with what is left of a claim, by what a deduction left', () => {
    const history = [raised('c-1', '100.00'), approved('c-1', '100.00'), settled('s-1', '70.00', 'c-1'), deduction('s-2', 'I-1', '10.00')];
    expect(short([paid('I-1', '1000', '960')], history)).toMatchObject([
      { left: '30.00', claims: [{ claim: 'c-1', approved: true, open: '30.00' }] },
    ]);
    // Deducted in whole: nothing is left to match.
    expect(short([paid('I-1', '1000', '990')], history)).toMatchObject([{ left: '0.00', claims: [] }]);
  });
  test('in another currency is matched with no claim', () => {
    expect(short([paid('I-1', '1000', '900', { currency: 'USD' })], [raised('c-1', '100.00')])).toMatchObject([
      { currency: 'USD', short: '100.00', claims: [] },
    ]);
  });
});
