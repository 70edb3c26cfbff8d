import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import { claimsDecider } from '../claim/decider.ts';
import type { ClaimEvent } from '../claim/events.ts';
import { noClaims } from '../claim/state.ts';
import { bookingDecider, type BookingCommand, type BookingRequest } from './decider.ts';
import type { BookingEvent } from './events.ts';
import type { AccruedRow, BookingFacts } from './movements.ts';

const TODAY = '2026-06-30';
const row = (programme: string, accrued: string, from = '2026-01-01', to = '2026-12-31'): AccruedRow => ({ programme, from, to, accrued });
const factsOf = (more: Partial<BookingFacts> = {}): BookingFacts => ({
  decimals: 2,
  programmes: ['p', 'q'],
  accrued: [row('p', '100.00'), row('q', '7.00')],
  claims: noClaims,
  finals: new Map(),
  term: { from: '2026-01-01', to: '2026-12-31' },
  bookedAs: () => ({ upfront: false, inStock: undefined }),
  ...more,
});
type Sent = BookingCommand extends infer Command
  ? Command extends BookingCommand
    ? Omit<Command, 'organisation' | 'agreement' | 'person'> & { readonly person?: string }
    : never
  : never;
const request = (sent: Sent, facts: Partial<BookingFacts> = {}): BookingRequest => ({
  organisation: 'acme',
  agreement: 'a-1',
  person: 'fin',
  ...sent,
  known: { party: 'supplier', currency: 'EUR', knownAt: 3, policy: 1, accounts: 2, today: TODAY, facts: factsOf(facts) },
});
const decided = (sent: Sent, history: readonly BookingEvent[] = [], facts: Partial<BookingFacts> = {}) =>
  bookingDecider.decide(request(sent, facts), fold(bookingDecider, history));
/** What the commands led to, one after the other; a refusal fails the test. */
const after = (...all: readonly (Sent | readonly [Sent, Partial<BookingFacts>])[]): BookingEvent[] =>
  all.reduce<BookingEvent[]>((history, one) => {
    const [sent, facts] = Array.isArray(one) ? (one as readonly [Sent, Partial<BookingFacts>]) : [one as Sent, {}];
    const decision = decided(sent, history, facts);
    if (decision.kind === 'rejected') throw new Error(JSON.stringify(decision.rejections));
    return [...history, ...decision.events];
  }, []);
const refusals = (sent: Sent, history: readonly BookingEvent[] = []): string[] => {
  const decision = decided(sent, history);
  return decision.kind === 'rejected' ? decision.rejections.map(({ code }) => code) : [];
};
const rowsOf = (history: readonly BookingEvent[]): string[] => {
  const last = history.at(-1);
  return last?.type === 'AccrualBooked'
    ? last.data.rows.map(
        ({ programme, opening, charged, used, released, closing }) =>
          `${programme} ${opening} + ${charged} - ${used} - ${released} = ${closing}`,
      )
    : [];
};

const book = (through: string): Sent => ({ kind: 'BookAccruals', through });
const ask = (release: string, amount: string, programme = 'p'): Sent => ({
  kind: 'RequestRelease',
  release,
  programme,
  amount,
  reason: 'too much',
});
const accrued = (p: string): { readonly accrued: readonly AccruedRow[] } => ({ accrued: [row('p', p)] });

describe('booking', () => {
  test('begins on the first day of the term, and then the day after the booking before', () => {
    const history = after(book('2026-01-31'), [book('2026-03-31'), accrued('130.00')]);
    expect(
      history.map((event) =>
        event.type === 'AccrualBooked' ? `${event.data.booking} ${event.data.period.from} ${event.data.period.to}` : '',
      ),
    ).toEqual(['1 2026-01-01 2026-01-31', '2 2026-02-01 2026-03-31']);
    expect(rowsOf(history)).toEqual(['p 100.00 + 30.00 - 0.00 - 0.00 = 130.00', 'q 7.00 + -7.00 - 0.00 - 0.00 = 0.00']);
    expect(history[0]?.data).toMatchObject({
      organisation: 'acme',
      agreement: 'a-1',
      party: 'supplier',
      currency: 'EUR',
      knownAt: 3,
      policy: 1,
      accounts: 2,
      person: 'fin',
    });
  });

  test('may end on any later day that has come: the first of the term, and today', () => {
    expect(after(book('2026-01-01'), book('2026-01-02'), book(TODAY))).toHaveLength(3);
    expect(refusals(book('2025-12-31'))).toEqual(['BOOKING_NOT_LATER']);
    expect(refusals(book('2026-01-31'), after(book('2026-01-31')))).toEqual(['BOOKING_NOT_LATER']);
    expect(refusals(book('2026-07-01'))).toEqual(['BOOKING_AHEAD']);
    expect(decided(book('2026-01-31'), after(book('2026-02-28')))).toMatchObject({
      rejections: [{ message: 'Accruals are booked through 2026-02-28; 2026-01-31 is not later.' }],
    });
  });

  test('is undone from the last one backwards, with a reason, and can be done again under a new number', () => {
    const undo = (booking: string, reason = 'wrong'): Sent => ({ kind: 'ReverseBooking', booking, reason });
    const two = after(book('2026-01-31'), book('2026-02-28'));
    expect(refusals(undo('1'), two)).toEqual(['BOOKING_NOT_LAST']);
    for (const reason of ['', '  ', 'x'.repeat(2001)]) expect(refusals(undo('2', reason), two)).toEqual(['BOOKING_REASON_MISSING']);
    expect(refusals(undo('2', 'x'.repeat(2000)), two)).toEqual([]);
    const undone = after(book('2026-01-31'), book('2026-02-28'), undo('2'));
    expect(refusals(undo('2'), undone)).toEqual(['BOOKING_NOT_LAST']);
    expect(decided(undo('1'), undone)).toMatchObject({
      kind: 'events',
      events: [
        { type: 'AccrualBookingReversed', data: { organisation: 'acme', agreement: 'a-1', booking: '1', reason: 'wrong', person: 'fin' } },
      ],
    });
    expect(decided(book('2026-02-28'), undone)).toMatchObject({ events: [{ data: { booking: '3', period: { from: '2026-02-01' } } }] });
  });

  test('an upfront payment has had its share of the days of the term', () => {
    const at = (through: string): string | undefined => {
      const decision = decided(book(through), [], {
        term: { from: '2026-01-01', to: '2026-04-10' },
        bookedAs: () => ({ upfront: true, inStock: '50' }),
      });
      return decision.kind === 'events' && decision.events[0]?.type === 'AccrualBooked'
        ? decision.events[0].data.rows[0]?.amortised
        : undefined;
    };
    // 100 days: 100.00 in all, and no more after its end.
    expect(['2026-01-01', '2026-01-31', '2026-04-10', '2026-05-31'].map(at)).toEqual(['1.00', '31.00', '100.00', '100.00']);
  });

  test('says which share of its rebate lies in stock only where one is declared and nothing was paid upfront', () => {
    const row = (upfront: boolean, inStock: string | undefined) => {
      const decision = decided(book('2026-01-31'), [], {
        bookedAs: (programme) => (programme === 'p' ? { upfront, inStock } : { upfront: false, inStock: undefined }),
      });
      return decision.kind === 'events' && decision.events[0]?.type === 'AccrualBooked'
        ? decision.events[0].data.rows.map((one) => `${one.inStock ?? '–'} ${one.amortised ?? '–'}`)
        : [];
    };
    expect([row(false, '25'), row(true, '25'), row(false, undefined)]).toEqual([
      ['25.00 –', '– –'],
      ['– 8.49', '– –'],
      ['– –', '– –'],
    ]);
  });

  test('that no event can hold is refused', () => {
    const programmes = Array.from({ length: 400 }, (_, index) => `programme-${index}-with-a-name-that-is-long`);
    expect(decided(book('2026-01-31'), [], { programmes })).toMatchObject({ rejections: [{ code: 'BOOKING_TOO_LARGE' }] });
  });
});

describe('a release', () => {
  const booked = book('2026-01-31');
  const approve = (release: string, person = 'ann'): Sent => ({ kind: 'ApproveRelease', release, person });
  const drop = (release: string, reason = 'kept'): Sent => ({ kind: 'DropRelease', release, reason });

  test('is asked for with an amount, a reason and a new id, up to what the last booking left of its programme', () => {
    const history = after(booked);
    expect(decided(ask('r-1', '100.00'), history)).toEqual({
      kind: 'events',
      events: [
        {
          type: 'ReleaseRequested',
          data: {
            organisation: 'acme',
            agreement: 'a-1',
            release: 'r-1',
            programme: 'p',
            amount: '100.00',
            on: TODAY,
            reason: 'too much',
            person: 'fin',
          },
        },
      ],
    });
    expect([
      refusals(ask('r-1', '100.01'), history),
      refusals(ask('r-1', '7.01', 'q'), history),
      refusals(ask('r-1', '7.00', 'q'), history),
      refusals(ask('r-1', '1')),
    ]).toEqual([['RELEASE_ABOVE_ACCRUED'], ['RELEASE_ABOVE_ACCRUED'], [], ['RELEASE_ABOVE_ACCRUED']]);
    for (const amount of ['0', '0.00', '-1', '1.001', 'ten', '1,5'])
      expect(refusals(ask('r-1', amount), history)).toEqual(['BOOKING_AMOUNT_NOT_ALLOWED']);
    for (const amount of ['1', '0.01', '10.5']) expect(refusals(ask('r-1', amount), history)).toEqual([]);
    expect(refusals({ ...ask('r-1', '1'), reason: ' ' } as Sent, history)).toEqual(['BOOKING_REASON_MISSING']);
    expect(refusals(ask('r-1', '1'), after(booked, ask('r-1', '1')))).toEqual(['RELEASE_EXISTS']);
  });

  test('leaves less for another of its programme until it is dropped, or taken by a booking', () => {
    expect(refusals(ask('r-2', '40.01'), after(booked, ask('r-1', '60.00')))).toEqual(['RELEASE_ABOVE_ACCRUED']);
    expect(refusals(ask('r-2', '7.00', 'q'), after(booked, ask('r-1', '60.00')))).toEqual([]);
    expect(refusals(ask('r-2', '100.00'), after(booked, ask('r-1', '60.00'), drop('r-1')))).toEqual([]);
    const approved = [booked, ask('r-1', '60.00'), approve('r-1')];
    expect(refusals(ask('r-2', '40.01'), after(...approved))).toEqual(['RELEASE_ABOVE_ACCRUED']);
    expect(refusals(ask('r-2', '40.00'), after(...approved, book(TODAY)))).toEqual([]);
  });

  test('is approved by somebody else, once, and dropped with a reason', () => {
    const history = after(booked, ask('r-1', '60.00'));
    expect([refusals(approve('r-1', 'fin'), history), refusals(approve('r-2'), history), refusals(drop('r-1', ''), history)]).toEqual([
      ['RELEASE_BY_AUTHOR'],
      ['RELEASE_NOT_OPEN'],
      ['BOOKING_REASON_MISSING'],
    ]);
    expect(decided(approve('r-1'), history)).toEqual({
      kind: 'events',
      events: [
        {
          type: 'AccrualReleased',
          data: { organisation: 'acme', agreement: 'a-1', release: 'r-1', programme: 'p', amount: '60.00', on: TODAY, person: 'ann' },
        },
      ],
    });
    expect(decided(drop('r-1'), history)).toEqual({
      kind: 'events',
      events: [{ type: 'ReleaseDropped', data: { organisation: 'acme', agreement: 'a-1', release: 'r-1', reason: 'kept', person: 'fin' } }],
    });
    for (const end of [approve('r-1'), drop('r-1')])
      expect([
        refusals(approve('r-1'), after(booked, ask('r-1', '60.00'), end)),
        refusals(drop('r-1'), after(booked, ask('r-1', '60.00'), end)),
      ]).toEqual([['RELEASE_NOT_OPEN'], ['RELEASE_NOT_OPEN']]);
  });

  test('is in the first booking from its day on, once, and only where it was approved', () => {
    const asked = [booked, ask('r-1', '60.00'), ask('r-2', '5.00'), ask('r-3', '7.00', 'q')];
    // It was approved on the last of June.
    expect(rowsOf(after(...asked, approve('r-1'), drop('r-2'), book('2026-05-31')))).toEqual([
      'p 100.00 + 0.00 - 0.00 - 0.00 = 100.00',
      'q 7.00 + 0.00 - 0.00 - 0.00 = 7.00',
    ]);
    const taken = after(...asked, approve('r-1'), drop('r-2'), book('2026-06-30'));
    expect(rowsOf(taken)).toEqual(['p 100.00 + 0.00 - 0.00 - 60.00 = 40.00', 'q 7.00 + 0.00 - 0.00 - 0.00 = 7.00']);
    expect(taken.at(-1)?.data).toMatchObject({ releases: ['r-1'] });
    // Undone, it waits for the next booking.
    expect(
      after(...asked, approve('r-1'), book('2026-06-29'), { kind: 'ReverseBooking', booking: '2', reason: 'wrong' }, book(TODAY)).at(-1)
        ?.data,
    ).toMatchObject({ booking: '3', releases: ['r-1'] });
  });
});

describe('claims', () => {
  const by = { agreement: 'a-1', party: 'customer' as const, person: 'carl' };
  const period = { from: '2026-01-01', to: '2026-01-31' };
  const waived = (waiver: string, amount: string, on: string, programme = 'p'): ClaimEvent[] => {
    const own = { ...by, waiver, programme, period, amount };
    return [
      { type: 'WaiverRequested', data: { ...own, on: '2026-01-05', reason: 'small' } },
      { type: 'EarningWaived', data: { ...own, on } },
    ];
  };
  const settled = (
    settlement: string,
    on: string,
    parts: readonly { readonly programme: string; readonly amount: string; readonly final?: true }[],
  ): ClaimEvent => ({
    type: 'SettlementRecorded',
    data: { ...by, settlement, kind: 'payment', reference: settlement, amount: '0', parts: parts.map((part) => ({ ...part, period })), on },
  });
  const withClaims = (...claims: readonly ClaimEvent[]): Partial<BookingFacts> => ({ claims: fold(claimsDecider, claims) });

  test('what was waived by the day of a booking is released in it, and once', () => {
    const facts = withClaims(
      ...waived('w-1', '10.00', '2026-02-28'),
      ...waived('w-2', '5.00', '2026-03-01'),
      ...waived('w-3', '2.00', '2026-02-01', 'q'),
      {
        type: 'WaiverRequested',
        data: { ...by, waiver: 'w-4', programme: 'p', period, amount: '50.00', on: '2026-01-05', reason: 'asked only' },
      },
    );
    expect(rowsOf(after([book('2026-02-28'), facts]))).toEqual([
      'p 0.00 + 100.00 - 0.00 - 10.00 = 90.00',
      'q 0.00 + 7.00 - 0.00 - 2.00 = 5.00',
    ]);
    const history = after([book('2026-02-28'), facts], [book('2026-03-31'), facts]);
    expect(rowsOf(history)).toEqual(['p 90.00 + 0.00 - 0.00 - 5.00 = 85.00', 'q 5.00 + 0.00 - 0.00 - 0.00 = 5.00']);
    expect(history.map(({ data }) => ('rows' in data ? data.rows.map((row) => row.waived) : []))).toEqual([
      ['10.00', '2.00'],
      ['5.00', '0.00'],
    ]);
  });

  test('what was settled is used by programme in the first booking from its day on, and what is given back again', () => {
    const reversal: ClaimEvent = { type: 'SettlementReversed', data: { ...by, settlement: 's-1', reason: 'wrong', on: '2026-04-01' } };
    const facts = withClaims(
      settled('s-1', '2026-02-28', [
        { programme: 'p', amount: '20.00' },
        { programme: 'q', amount: '1.00' },
        { programme: 'p', amount: '3.00' },
      ]),
      settled('s-2', '2026-03-01', [{ programme: 'p', amount: '4.00' }]),
      reversal,
    );
    const history = after([book('2026-02-28'), facts], [book('2026-03-31'), facts], [book('2026-04-30'), facts]);
    expect(history.map(({ data }) => ('uses' in data ? data.uses : []))).toEqual([
      [
        { settlement: 's-1', programme: 'p', amount: '23.00' },
        { settlement: 's-1', programme: 'q', amount: '1.00' },
      ],
      [{ settlement: 's-2', programme: 'p', amount: '4.00' }],
      [
        { settlement: 's-1', programme: 'p', reversed: true, amount: '23.00' },
        { settlement: 's-1', programme: 'q', reversed: true, amount: '1.00' },
      ],
    ]);
    expect(rowsOf(history)).toEqual(['p 73.00 + 0.00 - -23.00 - 0.00 = 96.00', 'q 6.00 + 0.00 - -1.00 - 0.00 = 7.00']);
  });

  test('a final settlement releases what was left of the periods that it closes, and one that is dearer is charged', () => {
    const claims = fold(claimsDecider, [
      settled('s-1', '2026-02-10', [{ programme: 'p', amount: '60.00', final: true }]),
      ...waived('w-1', '10.00', '2026-02-11'),
    ]);
    const booked = (january: string, known = january, next = '2026-02-01') => {
      const rest = row('p', '9.00', next);
      const inJanuary = (accrued: string): readonly AccruedRow[] => [row('p', accrued, '2026-01-01', '2026-01-31'), rest];
      return after([
        book('2026-02-28'),
        { programmes: ['p'], accrued: inJanuary(january), claims, finals: new Map([['s-1', { accrued: inJanuary(known), claims }]]) },
      ]);
    };
    // Of January's 100.00 60.00 were paid and 10.00 waived: 30.00 are left, and go.
    expect(rowsOf(booked('100.00'))).toEqual(['p 0.00 + 109.00 - 60.00 - 40.00 = 9.00']);
    expect(booked('100.00')[0]?.data).toMatchObject({ final: [{ programme: 'p', to: '2026-01-31' }] });
    expect(rowsOf(booked('50.00'))).toEqual(['p 0.00 + 79.00 - 60.00 - 10.00 = 9.00']);
    // What was learned after it was recorded is no rest of it.
    expect(rowsOf(booked('120.00', '100.00'))).toEqual(['p 0.00 + 129.00 - 60.00 - 40.00 = 29.00']);
    // Where its own period goes on, it closes none.
    expect(rowsOf(booked('100.00', '100.00', '2026-01-31'))).toEqual(['p 0.00 + 109.00 - 60.00 - 10.00 = 39.00']);
    expect(booked('100.00', '100.00', '2026-01-31')[0]?.data).toMatchObject({ final: [] });
  });
});
