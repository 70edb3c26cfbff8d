import { canonicalJson, type Decider, type Decision, events, formatDay, isDecimal, Rational, rejected, toDay } from '#kernel';
import { RULES_VERSION } from '../accrual/balance.ts';
import type { Booking, BookingEvent } from './events.ts';
import { type BookingFacts, movementsOf } from './movements.ts';
import {
  bookingAhead,
  bookingAmount,
  bookingBefore,
  bookingReasonMissing,
  bookingTooLarge,
  bookingUnknown,
  releaseAboveClosing,
  releaseByAuthor,
  releaseExists,
  releaseNotOpen,
} from './refusals.ts';
import { type BookingState, evolveBookings, noBookings, standingBookings } from './state.ts';

type Of = { readonly organisation: string; readonly agreement: string; readonly person: string };

/** What people of one party ask of its own account. */
export type BookingCommand =
  | (Of & {
      readonly kind: 'BookAccruals';
      /** The last day of the period, which begins the day after the booking before. */ readonly through: string;
    })
  | (Of & { readonly kind: 'ReverseBooking'; readonly booking: string; readonly reason: string })
  | (Of & {
      readonly kind: 'RequestRelease';
      readonly release: string;
      readonly programme: string;
      readonly amount: string;
      readonly reason: string;
    })
  | (Of & { readonly kind: 'ApproveRelease'; readonly release: string })
  | (Of & { readonly kind: 'DropRelease'; readonly release: string; readonly reason: string });

/** What the rules take as data beside: who the party is, today, and what it accrues under which versions. */
export type BookingRequest = BookingCommand & {
  readonly known: Pick<Booking, 'party' | 'currency' | 'knownAt' | 'policy' | 'accounts'> & {
    readonly today: string;
    readonly facts: BookingFacts;
  };
};
type RequestOf<Kind extends BookingCommand['kind']> = Extract<BookingRequest, { kind: Kind }>;

const MOST_BYTES = 60_000;
const MOST_TEXT_LENGTH = 2000;
const noReason = (reason: string): boolean => reason.trim() === '' || reason.length > MOST_TEXT_LENGTH;

const book = (
  { organisation, agreement, person, through, known }: RequestOf<'BookAccruals'>,
  state: BookingState,
): Decision<BookingEvent> => {
  const { today, facts, party, currency, knownAt, policy, accounts } = known;
  const before = standingBookings(state).at(-1);
  const from = before === undefined ? facts.term.from : formatDay(toDay(before.period.to) + 1);
  if (through < from) return rejected(bookingBefore(through, before?.period.to ?? formatDay(toDay(from) - 1)));
  if (through > today) return rejected(bookingAhead(through, today));
  const period = { from, to: through };
  const data: Booking = {
    organisation,
    agreement,
    booking: String(state.bookings.length + 1),
    party,
    currency,
    period,
    knownAt,
    rules: RULES_VERSION,
    policy,
    accounts,
    ...movementsOf(state, facts, period),
    person,
  };
  const bytes = new TextEncoder().encode(canonicalJson(data)).length;
  return bytes > MOST_BYTES ? rejected(bookingTooLarge(bytes, MOST_BYTES)) : events({ type: 'AccrualBooked', data });
};

const reverse = (
  { organisation, agreement, person, booking, reason }: RequestOf<'ReverseBooking'>,
  state: BookingState,
): Decision<BookingEvent> => {
  if (standingBookings(state).at(-1)?.booking !== booking) return rejected(bookingUnknown(booking));
  return noReason(reason)
    ? rejected(bookingReasonMissing())
    : events({ type: 'AccrualBookingReversed', data: { organisation, agreement, booking, reason, person } });
};

const request = (
  { organisation, agreement, person, release, programme, amount, reason, known }: RequestOf<'RequestRelease'>,
  state: BookingState,
): Decision<BookingEvent> => {
  if (state.releases.has(release)) return rejected(releaseExists(release));
  const { decimals } = known.facts;
  const point = amount.indexOf('.');
  if (!isDecimal(amount) || amount.startsWith('-') || !/[1-9]/.test(amount) || (point >= 0 && amount.length - point - 1 > decimals))
    return rejected(bookingAmount(amount, decimals));
  if (noReason(reason)) return rejected(bookingReasonMissing());
  const bookings = standingBookings(state);
  const closing = bookings.at(-1)?.rows.find((row) => row.programme === programme)?.closing ?? '0';
  // What was asked for before counts until it is dropped, or a booking has taken it.
  const taken = new Set(bookings.flatMap(({ releases }) => releases));
  const asked = [...state.releases]
    .filter(([id, { requested, status }]) => requested.programme === programme && status !== 'dropped' && !taken.has(id))
    .reduce((total, [, { requested }]) => total.plus(Rational.parse(requested.amount)), Rational.parse(amount));
  if (Rational.parse(closing).lt(asked)) return rejected(releaseAboveClosing(amount, closing));
  return events({
    type: 'ReleaseRequested',
    data: { organisation, agreement, release, programme, amount, on: known.today, reason, person },
  });
};

const decideRelease = (command: RequestOf<'ApproveRelease' | 'DropRelease'>, state: BookingState): Decision<BookingEvent> => {
  const { organisation, agreement, person, release, known } = command;
  const found = state.releases.get(release);
  if (found?.status !== 'requested') return rejected(releaseNotOpen(release));
  if (command.kind === 'DropRelease')
    return noReason(command.reason)
      ? rejected(bookingReasonMissing())
      : events({ type: 'ReleaseDropped', data: { organisation, agreement, release, reason: command.reason, person } });
  if (found.requested.person === person) return rejected(releaseByAuthor(person, release));
  const { programme, amount } = found.requested;
  return events({ type: 'AccrualReleased', data: { organisation, agreement, release, programme, amount, on: known.today, person } });
};

const decide = (command: BookingRequest, state: BookingState): Decision<BookingEvent> => {
  switch (command.kind) {
    case 'BookAccruals':
      return book(command, state);
    case 'ReverseBooking':
      return reverse(command, state);
    case 'RequestRelease':
      return request(command, state);
    case 'ApproveRelease':
    case 'DropRelease':
      return decideRelease(command, state);
    default:
      return command satisfies never;
  }
};

/** A party's own accrual account of one agreement. */
export const bookingDecider: Decider<BookingRequest, BookingState, BookingEvent> = { initial: noBookings, evolve: evolveBookings, decide };
