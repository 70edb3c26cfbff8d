import type { Booking, BookingEvent, BookingEventOf } from './events.ts';

type Requested = BookingEventOf<'ReleaseRequested'>['data'];
export type Release = {
  readonly requested: Requested;
  readonly status: 'requested' | 'released' | 'dropped';
  readonly releasedOn: string | undefined;
};

/** A booking, and why it was undone where it was. */
export type KnownBooking = { readonly booked: Booking; readonly reversed: string | undefined };

/** A party's accrual account, folded. */
export type BookingState = { readonly bookings: readonly KnownBooking[]; readonly releases: ReadonlyMap<string, Release> };

export const noBookings: BookingState = { bookings: [], releases: new Map() };

/** Those that stand, in order: each closing is the next opening. */
export const standingBookings = ({ bookings }: BookingState): Booking[] =>
  bookings.filter(({ reversed }) => reversed === undefined).map(({ booked }) => booked);

const withRelease = (state: BookingState, id: string, change: Partial<Release>): BookingState => {
  const release = state.releases.get(id);
  return release === undefined ? state : { ...state, releases: new Map(state.releases).set(id, { ...release, ...change }) };
};

export const evolveBookings = (state: BookingState, event: BookingEvent): BookingState => {
  switch (event.type) {
    case 'AccrualBooked':
      return { ...state, bookings: [...state.bookings, { booked: event.data, reversed: undefined }] };
    case 'AccrualBookingReversed':
      return {
        ...state,
        bookings: state.bookings.map((one) => (one.booked.booking === event.data.booking ? { ...one, reversed: event.data.reason } : one)),
      };
    case 'ReleaseRequested':
      return {
        ...state,
        releases: new Map(state.releases).set(event.data.release, { requested: event.data, status: 'requested', releasedOn: undefined }),
      };
    case 'AccrualReleased':
      return withRelease(state, event.data.release, { status: 'released', releasedOn: event.data.on });
    case 'ReleaseDropped':
      return withRelease(state, event.data.release, { status: 'dropped' });
    default:
      return event satisfies never;
  }
};
