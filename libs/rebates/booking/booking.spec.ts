import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fold, formatFixed, Rational, sum } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { accountsSchema, parseAccounts } from '../accounts/accounts.ts';
import { accountsEventData } from '../accounts/decider.ts';
import { claimsDecider } from '../claim/decider.ts';
import type { ClaimEvent } from '../claim/events.ts';
import { journalCsv, type JournalEntry, journalOf, reversalOf } from '../journal/journal.ts';
import { bookingDecider, type BookingRequest } from './decider.ts';
import { bookingEventData, type BookingEvent, type Booking } from './events.ts';
import type { BookingFacts } from './movements.ts';
import { standingBookings } from './state.ts';

const of = { organisation: 'acme', agreement: 'a-1' };
const cents = fc.integer({ min: 0, max: 100_000 }).map((units) => formatFixed(BigInt(units), 2));
const month = (index: number): string => `2026-${String(index + 1).padStart(2, '0')}`;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const endOf = (index: number): string => `${month(index)}-${String(DAYS[index] ?? 30)}`;

type Step = {
  readonly accrued: string;
  readonly settled: string;
  readonly reversed: boolean;
  readonly final: boolean;
  readonly tax: string;
  readonly kind: 'creditNote' | 'payment' | 'deduction';
};
const step: fc.Arbitrary<Step> = fc.record({
  accrued: cents,
  settled: cents,
  reversed: fc.boolean(),
  final: fc.boolean(),
  tax: cents,
  kind: fc.constantFrom('creditNote' as const, 'payment' as const, 'deduction' as const),
});

/** A year of months: what is accrued at each end, and what was settled in each. */
const claimsIn = (steps: readonly Step[], through: number): readonly ClaimEvent[] =>
  steps.slice(0, through + 1).flatMap((one, index): ClaimEvent[] => {
    const by = { agreement: 'a-1', party: 'supplier' as const, person: 'sue', on: `${month(index)}-10` };
    const settlement = `s-${index}`;
    if (!/[1-9]/.test(one.settled)) return [];
    const recorded: ClaimEvent = {
      type: 'SettlementRecorded',
      data: {
        ...by,
        settlement,
        kind: one.kind,
        reference: `CN-${index}`,
        amount: one.settled,
        parts: [
          {
            programme: 'p',
            period: { from: '2026-01-01', to: endOf(index) },
            amount: one.settled,
            ...(one.final ? { final: true as const } : {}),
          },
        ],
        tax: [{ code: 'V19', net: one.settled, tax: one.tax }],
      },
    };
    return one.reversed ? [recorded, { type: 'SettlementReversed', data: { ...by, settlement, reason: 'wrong' } }] : [recorded];
  });

const accruedIn = (steps: readonly Step[], through: number): BookingFacts['accrued'] =>
  steps.slice(0, through + 1).map((one, at) => ({ programme: 'p', from: `${month(at)}-01`, to: endOf(at), accrued: one.accrued }));

/** What each final settlement was recorded upon. */
const finalsIn = (steps: readonly Step[], through: number): BookingFacts['finals'] =>
  new Map(
    steps
      .slice(0, through + 1)
      .map((_, index) => [`s-${index}`, { accrued: accruedIn(steps, index), claims: fold(claimsDecider, claimsIn(steps, index)) }]),
  );

const bookedYear = (steps: readonly Step[], party: Booking['party']) => {
  const history: BookingEvent[] = [];
  steps.forEach((_, index) => {
    const facts: BookingFacts = {
      decimals: 2,
      programmes: ['p'],
      accrued: accruedIn(steps, index),
      claims: fold(claimsDecider, claimsIn(steps, index)),
      finals: finalsIn(steps, index),
      term: { from: '2026-01-01', to: '2026-12-31' },
      bookedAs: () => ({ upfront: false, inStock: party === 'customer' ? '25' : undefined }),
    };
    const command: BookingRequest = {
      kind: 'BookAccruals',
      ...of,
      through: endOf(index),
      person: 'fin',
      known: { party, currency: 'EUR', knownAt: index, policy: 0, accounts: 0, today: '2027-01-01', facts },
    };
    const decision = bookingDecider.decide(command, fold(bookingDecider, history));
    if (decision.kind === 'rejected') throw new Error(JSON.stringify(decision.rejections));
    history.push(...decision.events);
  });
  return { bookings: standingBookings(fold(bookingDecider, history)), claims: fold(claimsDecider, claimsIn(steps, steps.length - 1)) };
};

const journalsOf = (steps: readonly Step[], party: Booking['party']): JournalEntry[] => {
  const { bookings, claims } = bookedYear(steps, party);
  return bookings.flatMap((booking, index) =>
    journalOf({ booking, before: bookings[index - 1], settlements: claims.settlements, accounts: {}, decimals: 2 }),
  );
};
const amount = (text: string | undefined): Rational => Rational.parse(text ?? '0');
const balanceOf = (entries: readonly JournalEntry[], account: string): string =>
  sum(
    entries.flatMap(({ lines }) =>
      lines.filter((line) => line.account === account).map(({ debit, credit }) => amount(debit).minus(amount(credit))),
    ),
  ).toExact();

const years = fc.array(step, { minLength: 1, maxLength: 12 });

test('opening + charged − used − released = closing, each closing is the next opening, and uses are what was settled', () => {
  fc.assert(
    fc.property(years, (steps) => {
      const { bookings } = bookedYear(steps, 'supplier');
      let opening = '0.00';
      for (const {
        rows: [row],
        uses,
      } of bookings) {
        expect(row?.opening).toBe(opening);
        expect(amount(row?.opening).plus(amount(row?.charged)).minus(amount(row?.used)).minus(amount(row?.released)).toExact()).toBe(
          amount(row?.closing).toExact(),
        );
        expect(sum(uses.map((use) => (use.reversed === true ? amount(use.amount).negated() : amount(use.amount)))).toExact()).toBe(
          amount(row?.used).toExact(),
        );
        opening = row?.closing ?? '';
      }
    }),
    { numRuns: 60 },
  );
});

test('nothing is released but by a final settlement, and after it nothing is left of what it closed', () => {
  fc.assert(
    fc.property(years, (steps) => {
      const { bookings } = bookedYear(steps, 'supplier');
      for (const {
        rows: [row],
        final,
      } of bookings)
        if (final.length === 0) expect(row?.released).toBe('0.00');
      const last = steps.at(-1);
      // All periods end by the last settlement's, so a final one leaves nothing at all.
      if (last?.final === true && !last.reversed && /[1-9]/.test(last.settled)) expect(bookings.at(-1)?.rows[0]?.closing).toBe('0.00');
    }),
    { numRuns: 60 },
  );
});

test('every entry balances, both sides’ settlements mirror each other to the cent, and a repeated export is the same bytes', () => {
  fc.assert(
    fc.property(years, (steps) => {
      const [supplier, customer] = [journalsOf(steps, 'supplier'), journalsOf(steps, 'customer')];
      for (const { lines } of [...supplier, ...customer])
        expect(sum(lines.map(({ debit, credit }) => amount(debit).minus(amount(credit)))).sign).toBe(0);
      // The same policy on both sides: what one owes is what the other is owed, in liability, money and tax.
      for (const [own, other] of [
        ['2300', '1350'],
        ['1200', '2000'],
        ['1000', '1000'],
        ['2200', '1450'],
      ] as const)
        expect(balanceOf(supplier, own)).toBe(amount(balanceOf(customer, other)).negated().toExact());
      const closing = bookedYear(steps, 'supplier').bookings.at(-1)?.rows[0]?.closing ?? '0';
      expect(balanceOf(supplier, '2300')).toBe(amount(closing).negated().toExact());
      expect(journalCsv(journalsOf(steps, 'customer'), 'EUR')).toBe(journalCsv(customer, 'EUR'));
      expect(
        sum(
          [...supplier, ...reversalOf(supplier, 'wrong')].flatMap(({ lines }) =>
            lines.filter(({ account }) => account === '2300').map(({ debit, credit }) => amount(debit).minus(amount(credit))),
          ),
        ).sign,
      ).toBe(0);
    }),
    { numRuns: 40 },
  );
});

test('a quarter of the goods is in stock: that part of the rebate stands against inventory', () => {
  fc.assert(
    fc.property(years, (steps) => {
      const customer = journalsOf(steps, 'customer');
      const { bookings } = bookedYear(steps, 'customer');
      const net = sum(bookings.flatMap(({ rows }) => rows.map((row) => amount(row.charged).minus(amount(row.released)))));
      expect(amount(balanceOf(customer, '1400')).plus(amount(bookings.at(-1)?.rows[0]?.inStock)).sign).toBe(0);
      expect(
        amount(balanceOf(customer, '1400'))
          .plus(amount(balanceOf(customer, '5000')))
          .plus(net).sign,
      ).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test('a journal as CSV has a line for each posting, and nothing that a sheet would compute', () => {
  const entry: JournalEntry = {
    entry: '1-1',
    date: '2026-01-31',
    programme: 'p',
    text: 'Rebate, accrued',
    reference: '=1+1',
    lines: [
      { account: '4000', name: 'Sales "net"', debit: '1.00' },
      { account: '2300', name: '', credit: '1.00', taxCode: 'V19' },
    ],
  };
  expect(journalCsv([entry], 'EUR')).toBe(
    [
      'entry,line,date,account,name,debit,credit,currency,programme,taxCode,reference,text',
      `1-1,1,2026-01-31,4000,"Sales ""net""",1.00,,EUR,p,,'=1+1,"Rebate, accrued"`,
      `1-1,2,2026-01-31,2300,,,1.00,EUR,p,V19,'=1+1,"Rebate, accrued"`,
      '',
    ].join('\r\n'),
  );
});

test('accounts that say something else are refused with their place', () => {
  const refused = (input: unknown): readonly (string | undefined)[] => {
    const parsed = parseAccounts(input);
    return parsed.ok ? [] : parsed.rejections.map(({ code, place }) => `${code} ${place ?? ''}`);
  };
  expect(refused({ supplier: { revenue: { number: '8730' } } })).toEqual([]);
  expect(refused({ inStock: [{ from: '2026-01-31', percent: '101' }] })).toEqual(['VALUE_NOT_ALLOWED inStock[0].percent']);
  expect(refused({ supplier: { sales: { number: '1' } } })).toEqual(['UNKNOWN_KEY supplier.sales']);
});

describe.each(Object.entries({ ...bookingEventData, ...accountsEventData }))('docs/events: %s', (type, shape) => {
  const docs = join(import.meta.dirname, '../../../docs/events');
  test('has the schema that the code keeps to', () => {
    const file = join(docs, `${type}.v1.schema.json`);
    const schema = JSON.parse(JSON.stringify({ ...z.toJSONSchema(shape), title: type })) as unknown;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
  });
  test('has a golden fixture that is still read as it was written', () => {
    const golden = JSON.parse(readFileSync(join(docs, `fixtures/${type}.v1.json`), 'utf8')) as {
      readonly type: string;
      readonly schema: number;
      readonly data: unknown;
    };
    expect([golden.type, golden.schema]).toEqual([type, 1]);
    expect(shape.parse(golden.data)).toEqual(golden.data);
  });
});

test('docs/reference/accounts.schema.json is what the code reads', () => {
  const file = join(import.meta.dirname, '../../../docs/reference/accounts.schema.json');
  const schema = JSON.parse(JSON.stringify({ ...z.toJSONSchema(accountsSchema, { io: 'input' }), title: 'Accounts' })) as unknown;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
});
