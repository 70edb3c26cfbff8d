import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RowSplitter } from '#kernel';
import type { Accounts } from '../accounts/accounts.ts';
import type { BookedRow, Booking } from '../booking/events.ts';
import type { ClaimEventOf } from '../claim/events.ts';
import type { Settlement } from '../claim/state.ts';
import { csvOf } from './csv.ts';
import { type JournalEntry, journalOf, reversalOf } from './journal.ts';

const NOTHING = { opening: '0.00', charged: '0.00', used: '0.00', released: '0.00', closing: '0.00', accrued: '0.00', waived: '0.00' };
const booking = (
  party: Booking['party'],
  rows: readonly (Partial<BookedRow> & { readonly programme: string })[],
  uses: Booking['uses'] = [],
): Booking => ({
  organisation: 'acme',
  agreement: 'a-1',
  booking: '2',
  party,
  currency: 'EUR',
  period: { from: '2026-02-01', to: '2026-02-28' },
  knownAt: 9,
  rules: 1,
  policy: 0,
  accounts: 0,
  rows: rows.map((row) => ({ ...NOTHING, ...row })),
  uses,
  releases: [],
  final: [],
  person: 'fin',
});
type Recorded = ClaimEventOf<'SettlementRecorded'>['data'];
const settlement = (more: Partial<Recorded> & Pick<Recorded, 'parts'>, reversedOn?: string): Settlement => ({
  recorded: {
    agreement: 'a-1',
    settlement: 's-1',
    kind: 'creditNote',
    reference: 'CN-1',
    amount: '100.00',
    party: 'supplier',
    person: 'sue',
    on: '2026-02-10',
    ...more,
  },
  reversed: reversedOn === undefined ? undefined : { on: reversedOn, party: 'supplier', person: 'sue' },
});
const partOf = (programme: string, amount: string) => ({ programme, period: { from: '2026-01-01', to: '2026-01-31' }, amount });
const entries = (
  own: Booking,
  more: { readonly before?: Booking; readonly settlement?: Settlement; readonly accounts?: Accounts } = {},
): JournalEntry[] =>
  journalOf({
    booking: own,
    before: more.before,
    settlements: new Map(more.settlement === undefined ? [] : [['s-1', more.settlement]]),
    accounts: more.accounts ?? {},
    decimals: 2,
  });
/** `text date reference: account debit −credit …` */
const said = (all: readonly JournalEntry[]): string[] =>
  all.map(
    ({ text, date, reference, lines }) =>
      `${text} ${date} ${reference ?? '–'}: ${lines.map(({ account, debit, credit, taxCode }) => `${account} ${debit ?? `-${credit}`}${taxCode === undefined ? '' : ` ${taxCode}`}`).join(', ')}`,
  );

describe('what is accrued', () => {
  const row = { programme: 'p', charged: '70.00', released: '20.00' };

  test('is charged against revenue by the supplier, and against the cost of sales by the customer', () => {
    expect(said(entries(booking('supplier', [row])))).toEqual([
      'Rebate accrued 2026-02-28 –: 4000 70.00, 2300 -70.00',
      'Accrual released 2026-02-28 –: 2300 20.00, 4000 -20.00',
    ]);
    expect(said(entries(booking('customer', [row])))).toEqual([
      'Rebate accrued 2026-02-28 –: 1350 70.00, 5000 -70.00',
      'Accrual released 2026-02-28 –: 5000 20.00, 1350 -20.00',
    ]);
  });

  test('is turned around where less is accrued than before, and nothing is posted of nothing', () => {
    expect(said(entries(booking('supplier', [{ programme: 'p', charged: '-5.00' }, { programme: 'q' }])))).toEqual([
      'Rebate accrued 2026-02-28 –: 4000 -5.00, 2300 5.00',
    ]);
  });

  test('paid upfront waits on an account of its own, and is spread by what was spread since the booking before of the same programme', () => {
    const [now, then] = [
      { programme: 'p', charged: '120.00', released: '10.00', amortised: '30.00' },
      [
        { programme: 'o', amortised: '7.00' },
        { programme: 'p', amortised: '12.00' },
      ],
    ] as const;
    expect(said(entries(booking('supplier', [now]), { before: booking('supplier', then) }))).toEqual([
      'Rebate accrued 2026-02-28 –: 1850 120.00, 2300 -120.00',
      'Accrual released 2026-02-28 –: 2300 10.00, 1850 -10.00',
      'Upfront payment spread over the term 2026-02-28 –: 4000 18.00, 1850 -18.00',
    ]);
    expect(said(entries(booking('customer', [now]), { before: booking('customer', then) }))).toEqual([
      'Rebate accrued 2026-02-28 –: 1350 120.00, 2400 -120.00',
      'Accrual released 2026-02-28 –: 2400 10.00, 1350 -10.00',
      'Upfront payment spread over the term 2026-02-28 –: 2400 18.00, 5000 -18.00',
    ]);
  });

  test('on goods still in stock stands against inventory, by what changed since', () => {
    const own = booking('customer', [{ programme: 'p', inStock: '5.00' }]);
    expect(said(entries(own, { before: booking('customer', [{ programme: 'p', inStock: '8.00' }]) }))).toEqual([
      'Rebate on goods in stock 2026-02-28 –: 5000 -3.00, 1400 3.00',
    ]);
    expect(said(entries(own))).toEqual(['Rebate on goods in stock 2026-02-28 –: 5000 5.00, 1400 -5.00']);
  });

  test('is numbered in its booking, and undone by the same entries the other way round', () => {
    const all = entries(booking('supplier', [row]));
    expect(all.map(({ entry, programme }) => `${entry} ${programme}`)).toEqual(['2-1 p', '2-2 p']);
    expect(reversalOf(all, 'twice')[0]).toEqual({
      entry: '2-1-reversed',
      date: '2026-02-28',
      programme: 'p',
      text: 'Rebate accrued, reversed: twice',
      reference: null,
      lines: [
        { account: '4000', name: 'Sales revenue', credit: '70.00' },
        { account: '2300', name: 'Refund liabilities', debit: '70.00' },
      ],
    });
  });
});

describe('what was settled', () => {
  const use = { settlement: 's-1', programme: 'p', amount: '100.00' };
  const taxed = settlement({
    parts: [partOf('p', '100.00')],
    tax: [
      { code: 'V19', net: '60.00', tax: '11.40' },
      { net: '40.00', tax: '2.80' },
    ],
  });

  test('takes the liability and the tax down against what the customer owes, and mirrors on the other side', () => {
    expect(said(entries(booking('supplier', [], [use]), { settlement: taxed }))).toEqual([
      'Credit note 2026-02-10 CN-1: 2300 100.00, 2200 11.40 V19, 2200 2.80, 1200 -114.20',
    ]);
    expect(said(entries(booking('customer', [], [use]), { settlement: taxed }))).toEqual([
      'Credit note 2026-02-10 CN-1: 1350 -100.00, 1450 -11.40 V19, 1450 -2.80, 2000 114.20',
    ]);
  });

  test.each([
    ['payment', 'Payment', '1000'],
    ['deduction', 'Deduction', '1200'],
  ] as const)('a %s moves its own money', (kind, text, account) => {
    expect(said(entries(booking('supplier', [], [use]), { settlement: settlement({ kind, parts: [partOf('p', '100.00')] }) }))).toEqual([
      `${text} 2026-02-10 CN-1: 2300 100.00, ${account} -100.00`,
    ]);
  });

  test('a reversal turns it around on its own day', () => {
    const reversed = settlement({ parts: [partOf('p', '100.00')] }, '2026-02-20');
    expect(said(entries(booking('supplier', [], [{ ...use, reversed: true }]), { settlement: reversed }))).toEqual([
      'Credit note reversed 2026-02-20 CN-1: 2300 -100.00, 1200 100.00',
    ]);
    expect(said(entries(booking('supplier', [], [use]), { settlement: reversed }))).toEqual([
      'Credit note 2026-02-10 CN-1: 2300 100.00, 1200 -100.00',
    ]);
  });

  test('of a settlement that is not known nothing is posted', () => {
    expect(entries(booking('supplier', [], [use]))).toEqual([]);
  });

  test('its tax is parted over its programmes, and adds up code by code', () => {
    const cents = fc.integer({ min: 1, max: 5_000 }).map((units) => (units / 100).toFixed(2));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('p', 'q', 'r'), cents), { minLength: 1, maxLength: 5 }),
        cents,
        cents,
        (given, first, second) => {
          const total = (amounts: readonly string[]): number => Math.round(amounts.reduce((sum, text) => sum + Number(text) * 100, 0));
          const parts = given.map(([programme, amount]) => partOf(programme, amount));
          const programmes = [...new Set(given.map(([programme]) => programme))];
          const whole = (total(given.map(([, amount]) => amount)) / 100).toFixed(2);
          const own = settlement({
            amount: whole,
            parts,
            tax: [
              { code: 'A', net: whole, tax: first },
              { code: 'B', net: '0.00', tax: second },
            ],
          });
          const uses = programmes.map((programme) => ({
            settlement: 's-1',
            programme,
            amount: (total(given.filter(([id]) => id === programme).map(([, amount]) => amount)) / 100).toFixed(2),
          }));
          const all = entries(booking('supplier', [], uses), { settlement: own });
          const posted = (code: string): number =>
            total(all.flatMap(({ lines }) => lines.filter(({ taxCode }) => taxCode === code).map(({ debit }) => debit ?? '0')));
          expect([posted('A'), posted('B')]).toEqual([total([first]), total([second])]);
          // Each programme's tax is its share, to a cent.
          for (const [index, { amount }] of uses.entries()) {
            const tax = total((all[index]?.lines ?? []).filter(({ taxCode }) => taxCode === 'A').map(({ debit }) => debit ?? '0'));
            expect(Math.abs(tax - (total([first]) * Number(amount)) / Number(whole))).toBeLessThanOrEqual(1);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});

test('a table as CSV reads back as it was, but for what a sheet would compute', () => {
  const cell = fc.oneof(
    fc.constantFrom('=1', '+1', '-x', '@a', '\t1', '-1.50', 'a,b', '"', 'a"b', 'l\nm', 'r\rs', '', 'plain'),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell, fc.constant('end')), { maxLength: 5 }), (rows) => {
      const read = new RowSplitter(',', 1).push(csvOf(['a', 'b', 'c'], rows), true).map(({ cells }) => cells);
      expect(read).toEqual([
        ['a', 'b', 'c'],
        ...rows.map((row) =>
          row.map((text) => (/^[=+@\t\r]/.test(text) || (text.startsWith('-') && !/^-\d/.test(text)) ? `'${text}` : text)),
        ),
      ]);
    }),
  );
});
