import type { EventStore } from '#event-store';
import { formatFixed, isId, parseDay, Rational, roundUnits, sum } from '#kernel';
import { type JournalEntry, journalOf, reversalOf, resolveAgreement, type Booking, type BookingState } from '#rebates';
import { badDay, organisationInvalid } from '../rejections.ts';
import type { Books } from './books.ts';
import { accountsOf, bookingsOf, claimsOf, ownSide } from './own-books.ts';

/** Answers from the streams of one party, which are short. */
export class BookQueries implements Books {
  private readonly store: EventStore;

  constructor(store: EventStore) {
    this.store = store;
  }

  async accruals({ organisation: named, agreement }: Parameters<Books['accruals']>[0]): ReturnType<Books['accruals']> {
    const side = await ownSide(this.store, agreement, named);
    if ('code' in side) return { kind: 'rejected', rejections: [side] };
    const { bookings, releases } = await bookingsOf(this.store, side.organisation, agreement);
    return {
      kind: 'answer',
      value: {
        agreement,
        organisation: side.organisation,
        bookings: bookings.map(({ booked, reversed = null }) => ({ ...withoutOwner(booked), reversed })),
        releases: [...releases.values()].map(({ requested, status }) => ({ ...withoutOwner(requested), status })),
      },
    };
  }

  async journal({ organisation: named, agreement, from, to }: Parameters<Books['journal']>[0]): ReturnType<Books['journal']> {
    for (const [place, day] of [
      ['from', from],
      ['to', to],
    ] as const)
      if (day !== undefined && parseDay(day) === undefined) return { kind: 'rejected', rejections: [badDay(place, day)] };
    const side = await ownSide(this.store, agreement, named);
    if ('code' in side) return { kind: 'rejected', rejections: [side] };
    const { decimals } = resolveAgreement(side.state.terms, side.state.amendments).rounding;
    const state = await bookingsOf(this.store, side.organisation, agreement);
    const [
      { versions },
      {
        state: { settlements },
      },
    ] = [await accountsOf(this.store, side.organisation), await claimsOf(this.store, agreement)];
    const entries = state.bookings.flatMap((one, index): JournalEntry[] => {
      const { booked, reversed } = one;
      if ((from !== undefined && booked.period.to < from) || (to !== undefined && booked.period.to > to)) return [];
      const own = journalOf({
        booking: booked,
        before: beforeOf(state, index),
        settlements,
        accounts: versions[booked.accounts] ?? {},
        decimals,
      });
      return reversed === undefined ? own : [...own, ...reversalOf(own, reversed)];
    });
    const total = (column: 'debit' | 'credit'): string =>
      formatFixed(
        roundUnits(sum(entries.flatMap(({ lines }) => lines.map((line) => Rational.parse(line[column] ?? '0')))), {
          mode: 'half-up',
          decimals,
        }),
        decimals,
      );
    return {
      kind: 'answer',
      value: {
        agreement,
        organisation: side.organisation,
        currency: side.state.terms.currency,
        from: from ?? null,
        to: to ?? null,
        debit: total('debit'),
        credit: total('credit'),
        entries,
      },
    };
  }

  async accounts({ organisation }: Parameters<Books['accounts']>[0]): ReturnType<Books['accounts']> {
    if (!isId(organisation)) return { kind: 'rejected', rejections: [organisationInvalid(organisation)] };
    const { versions } = await accountsOf(this.store, organisation);
    return { kind: 'answer', value: { organisation, version: versions.length - 1, accounts: versions.at(-1) ?? {} } };
  }
}

/** The last booking before one in the order of recording that stood when it was made: of an earlier period. */
const beforeOf = ({ bookings }: BookingState, index: number): Booking | undefined => {
  const own = bookings[index]?.booked.period.from ?? '';
  return bookings
    .slice(0, index)
    .filter(({ booked }) => booked.period.to < own)
    .at(-1)?.booked;
};

const OWNER: ReadonlySet<string> = new Set(['organisation', 'agreement']);
const withoutOwner = <T extends object>(data: T): Omit<T, 'organisation' | 'agreement'> =>
  Object.fromEntries(Object.entries(data).filter(([key]) => !OWNER.has(key))) as Omit<T, 'organisation' | 'agreement'>;
