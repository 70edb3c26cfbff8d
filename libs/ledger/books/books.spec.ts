import { expect, test } from '@jest/globals';
import { AGREEMENT, CARL, negotiating, SUE, value } from '../negotiating.contract.ts';
import type { LedgerCommand } from '../ledger.ts';

/** The books of both sides of one year: each its own accrual account and journal, on what both share. */

const given = negotiating();
const TERMS = {
  id: AGREEMENT,
  supplier: 'acme',
  customer: 'buildco',
  from: '2025-01-01',
  to: '2025-12-31',
  currency: 'EUR',
  programmes: [
    { id: 'volume', earn: { percent: '10' }, settle: { every: 'half' } },
    { id: 'launch', earn: { lumpSum: '365', on: '2025-01-31' } },
  ],
};
const NOW = '2026-06-01T09:00:00.000Z';
const sell = (document: string, date: string, unitPrice: string): LedgerCommand => ({
  kind: 'RecordSales',
  partnership: 'acme~buildco',
  document: { reporter: 'supplier', stage: 'invoiced', document, lines: [{ line: '1', date, product: 'P', quantity: '1', unitPrice }] },
});
const book = (organisation: 'acme' | 'buildco', through: string): LedgerCommand => ({
  kind: 'BookAccruals',
  organisation,
  agreement: AGREEMENT,
  through,
  person: 'fin',
});
const settle = (
  settlement: string,
  to: string,
  amount: string,
  on: string,
  more: object = {},
  tax: readonly object[] = [],
): LedgerCommand =>
  ({
    kind: 'RecordSettlement',
    agreement: AGREEMENT,
    settlement,
    means: 'creditNote',
    reference: `CN-${settlement}`,
    parts: [{ programme: 'volume', period: { from: '2025-01-01', to }, amount, ...more }],
    ...(tax.length === 0 ? {} : { tax }),
    ...SUE,
    on,
  }) as LedgerCommand;

const rows = async (organisation: string, programme = 'volume') =>
  (await value(given.ledger().books.accruals({ organisation, agreement: AGREEMENT }))).bookings.map((booking) => {
    const row = booking.rows.find((one) => one.programme === programme);
    return row === undefined ? [] : [row.opening, row.charged, row.used, row.released, row.closing];
  });
const entries = async (organisation: string, from?: string, to?: string) => {
  const journal = await value(
    given
      .ledger()
      .books.journal({ organisation, agreement: AGREEMENT, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }),
  );
  expect(journal.debit).toBe(journal.credit);
  return journal.entries.map(({ programme, text, lines }) => [
    programme,
    text,
    lines
      .map(
        ({ account, debit, credit }) => `${account} ${debit === undefined ? '' : `D ${debit}`}${credit === undefined ? '' : `C ${credit}`}`,
      )
      .join(', '),
  ]);
};

test('opening + charged − used − released = closing; a partial settlement uses, only the final one releases', async () => {
  await given.signedBoth(TERMS);
  await given.done(
    { kind: 'SetPolicy', organisation: 'acme', agreement: AGREEMENT, policy: { programmes: { volume: { accrue: { percent: '12' } } } } },
    NOW,
  );
  await given.done(sell('I-1', '2025-03-01', '1000'), NOW);
  await given.done(book('acme', '2025-06-30'), NOW);
  await given.done(settle('s-1', '2025-06-30', '100.00', '2025-07-10'), NOW);
  await given.done(sell('I-2', '2025-09-01', '500'), NOW);
  await given.done(book('acme', '2025-12-31'), NOW);
  await given.done(settle('s-2', '2025-12-31', '50.00', '2026-01-10', { final: true }), NOW);
  await given.done(book('acme', '2026-01-31'), NOW);
  expect(await rows('acme')).toEqual([
    ['0.00', '120.00', '0.00', '0.00', '120.00'],
    ['120.00', '60.00', '100.00', '0.00', '80.00'],
    ['80.00', '0.00', '50.00', '30.00', '0.00'],
  ]);
  // A late line after the final settlement: charged, and used by the settlement of the difference.
  await given.done(sell('I-3', '2025-12-30', '100'), NOW);
  await given.done(book('acme', '2026-02-28'), NOW);
  await given.done(settle('s-3', '2025-12-31', '10.00', '2026-03-10', { final: true }), NOW);
  await given.done(book('acme', '2026-03-31'), NOW);
  expect((await rows('acme')).slice(3)).toEqual([
    ['0.00', '12.00', '0.00', '0.00', '12.00'],
    ['12.00', '0.00', '10.00', '2.00', '0.00'],
  ]);
});

test('a final settlement releases what was left when it was recorded: what is learned after it stays accrued', async () => {
  await given.signedBoth(TERMS);
  await given.done(sell('I-1', '2025-03-01', '1000'), NOW);
  await given.done(settle('s-1', '2025-12-31', '90.00', '2026-01-10', { final: true }), NOW);
  // A late line, before anybody booked the final settlement.
  await given.done(sell('I-2', '2025-12-30', '500'), NOW);
  await given.done(book('acme', '2026-01-31'), NOW);
  await given.done(settle('s-2', '2025-12-31', '50.00', '2026-02-10'), NOW);
  await given.done(book('acme', '2026-02-28'), NOW);
  expect(await rows('acme')).toEqual([
    ['0.00', '150.00', '90.00', '10.00', '50.00'],
    ['50.00', '0.00', '50.00', '0.00', '0.00'],
  ]);
});

test('a final settlement of a half of a year that goes on closes nothing: the year is accrued as a whole', async () => {
  await given.signedBoth(TERMS);
  await given.done(sell('I-1', '2025-03-01', '1000'), NOW);
  await given.done(book('acme', '2025-06-30'), NOW);
  await given.done(settle('s-1', '2025-06-30', '80.00', '2025-07-10', { final: true }), NOW);
  await given.done(book('acme', '2025-07-31'), NOW);
  expect(await rows('acme')).toEqual([
    ['0.00', '100.00', '0.00', '0.00', '100.00'],
    ['100.00', '0.00', '80.00', '0.00', '20.00'],
  ]);
});

test('both sides post the same settlement, each on its own accounts; goods in stock and upfront payments are set apart', async () => {
  await given.signedBoth(TERMS);
  await given.done(
    {
      kind: 'SetAccounts',
      organisation: 'buildco',
      accounts: {
        inStock: [
          { from: '2025-01-01', percent: '30' },
          { from: '2025-02-28', percent: '20' },
        ],
        customer: { receivable: { number: '1351' } },
      },
    },
    NOW,
  );
  await given.done(sell('I-1', '2025-01-10', '1000'), NOW);
  for (const organisation of ['acme', 'buildco'] as const) await given.done(book(organisation, '2025-01-31'), NOW);
  await given.done(settle('s-1', '2025-06-30', '100.00', '2025-02-10', {}, [{ code: 'V19', net: '100.00', tax: '19.00' }]), NOW);
  for (const organisation of ['acme', 'buildco'] as const) await given.done(book(organisation, '2025-02-28'), NOW);
  expect(await entries('acme')).toEqual([
    ['volume', 'Rebate accrued', '4000 D 100.00, 2300 C 100.00'],
    ['launch', 'Rebate accrued', '1850 D 365.00, 2300 C 365.00'],
    ['launch', 'Upfront payment spread over the term', '4000 D 31.00, 1850 C 31.00'],
    ['launch', 'Upfront payment spread over the term', '4000 D 28.00, 1850 C 28.00'],
    ['volume', 'Credit note', '2300 D 100.00, 2200 D 19.00, 1200 C 119.00'],
  ]);
  expect(await entries('buildco')).toEqual([
    ['volume', 'Rebate accrued', '1351 D 100.00, 5000 C 100.00'],
    ['volume', 'Rebate on goods in stock', '5000 D 30.00, 1400 C 30.00'],
    ['launch', 'Rebate accrued', '1351 D 365.00, 2400 C 365.00'],
    ['launch', 'Upfront payment spread over the term', '2400 D 31.00, 5000 C 31.00'],
    ['volume', 'Rebate on goods in stock', '5000 C 10.00, 1400 D 10.00'],
    ['launch', 'Upfront payment spread over the term', '2400 D 28.00, 5000 C 28.00'],
    ['volume', 'Credit note', '1351 C 100.00, 1450 C 19.00, 2000 D 119.00'],
  ]);
});

test('a booking that was wrong is reversed, and its period booked again', async () => {
  await given.signedBoth(TERMS);
  await given.done(sell('I-1', '2025-01-10', '1000'), NOW);
  await given.done(book('acme', '2025-01-31'), NOW);
  await given.done(sell('I-2', '2025-01-20', '100'), NOW);
  await given.done(
    { kind: 'ReverseBooking', organisation: 'acme', agreement: AGREEMENT, booking: '1', reason: 'too early', person: 'fin' },
    NOW,
  );
  await given.done(book('acme', '2025-01-31'), NOW);
  expect(await rows('acme')).toEqual([
    ['0.00', '100.00', '0.00', '0.00', '100.00'],
    ['0.00', '110.00', '0.00', '0.00', '110.00'],
  ]);
  expect((await entries('acme', '2025-01-31', '2025-01-31')).filter(([programme]) => programme === 'volume')).toEqual([
    ['volume', 'Rebate accrued', '4000 D 100.00, 2300 C 100.00'],
    ['volume', 'Rebate accrued, reversed: too early', '4000 C 100.00, 2300 D 100.00'],
    ['volume', 'Rebate accrued', '4000 D 110.00, 2300 C 110.00'],
  ]);
  expect(
    await given.codes(
      { kind: 'ReverseBooking', organisation: 'acme', agreement: AGREEMENT, booking: '1', reason: 'again', person: 'fin' },
      NOW,
    ),
  ).toEqual(['BOOKING_NOT_LAST']);
  expect(await given.codes(book('acme', '2025-01-31'), NOW)).toEqual(['BOOKING_NOT_LATER']);
  expect(await given.codes(book('acme', '2026-06-02'), NOW)).toEqual(['BOOKING_AHEAD']);
});

test('a release needs another person; what was given up is released with it', async () => {
  await given.signedBoth(TERMS);
  await given.done(sell('I-1', '2025-01-10', '1000'), NOW);
  await given.done(book('acme', '2025-01-31'), '2025-02-01T09:00:00.000Z');
  const release = { organisation: 'acme', agreement: AGREEMENT, release: 'r-1' };
  expect(
    await given.codes({ kind: 'RequestRelease', ...release, programme: 'volume', amount: '100.01', reason: 'x', person: 'fin' }, NOW),
  ).toEqual(['RELEASE_ABOVE_ACCRUED']);
  await given.done(
    { kind: 'RequestRelease', ...release, programme: 'volume', amount: '20.00', reason: 'overestimated', person: 'fin' },
    '2025-02-05T09:00:00.000Z',
  );
  expect(await given.codes({ kind: 'ApproveRelease', ...release, person: 'fin' }, NOW)).toEqual(['RELEASE_BY_AUTHOR']);
  await given.done({ kind: 'ApproveRelease', ...release, person: 'boss' }, '2025-02-06T09:00:00.000Z');
  const waiver = { agreement: AGREEMENT, waiver: 'w-1' };
  await given.done(
    {
      kind: 'RequestWaiver',
      ...waiver,
      programme: 'volume',
      period: { from: '2025-01-01', to: '2025-06-30' },
      amount: '30.00',
      reason: 'goodwill',
      ...CARL,
      on: '2025-07-01',
    },
    NOW,
  );
  await given.done({ kind: 'ApproveWaiver', ...waiver, party: 'customer', person: 'cora', on: '2025-07-02' }, NOW);
  await given.done(book('acme', '2025-07-31'), NOW);
  expect((await rows('acme')).at(-1)).toEqual(['100.00', '0.00', '0.00', '50.00', '50.00']);
});

test('a stranger has no books here, and learns neither that the agreement is there nor whose it is', async () => {
  await given.signedBoth(TERMS);
  expect(await given.codes({ ...book('acme', '2025-01-31'), organisation: 'other' } as LedgerCommand, NOW)).toEqual(['AGREEMENT_UNKNOWN']);
  const asked = async (agreement: string) => {
    const { books } = given.ledger();
    return [await books.journal({ organisation: 'other', agreement }), await books.accruals({ organisation: 'other', agreement })];
  };
  // Word for word, but for the id that was asked for: so the parties are not in it either.
  expect(JSON.stringify(await asked(AGREEMENT)).replaceAll(AGREEMENT, 'none')).toBe(JSON.stringify(await asked('none')));
  expect(await given.ledger().books.journal({ organisation: 'acme', agreement: AGREEMENT, from: 'x' })).toMatchObject({
    rejections: [{ code: 'DAY_NOT_VALID' }],
  });
});
