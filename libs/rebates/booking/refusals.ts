import type { Rejection } from '#kernel';

/** Refusals of a party's own accrual account and accounts. */
export const bookingBefore = (through: string, booked: string): Rejection => ({
  code: 'BOOKING_NOT_LATER',
  message: `Accruals are booked through ${booked}; ${through} is not later.`,
  place: 'through',
  value: through,
  wayOut: 'Give a later day, or reverse the last booking first.',
});
export const bookingAhead = (through: string, today: string): Rejection => ({
  code: 'BOOKING_AHEAD',
  message: `${through} has not come: it is ${today}.`,
  place: 'through',
  value: through,
  wayOut: 'Book a period once it is over.',
});
export const bookingUnknown = (booking: string): Rejection => ({
  code: 'BOOKING_NOT_LAST',
  message: `${booking} is not the last booking that stands.`,
  place: 'booking',
  value: booking,
  wayOut: 'Reverse bookings from the last one backwards: each opening is the closing before it.',
});
export const bookingTooLarge = (bytes: number, limit: number): Rejection => ({
  code: 'BOOKING_TOO_LARGE',
  message: `The booking is ${bytes} bytes long; ${limit} is the most that one event holds.`,
  place: 'through',
  value: String(bytes),
  wayOut: 'Book shorter periods, so that fewer settlements fall into each.',
});
export const releaseExists = (release: string): Rejection => ({
  code: 'RELEASE_EXISTS',
  message: `There is a release ${release} already.`,
  place: 'release',
  value: release,
  wayOut: 'Choose another id.',
});
export const releaseNotOpen = (release: string): Rejection => ({
  code: 'RELEASE_NOT_OPEN',
  message: `Release ${release} does not wait for an approval.`,
  place: 'release',
  value: release,
  wayOut: 'Ask for it first, or look up its id.',
});
export const releaseByAuthor = (person: string, release: string): Rejection => ({
  code: 'RELEASE_BY_AUTHOR',
  message: `${person} asked for release ${release}, so ${person} cannot approve it.`,
  place: 'person',
  value: person,
  wayOut: 'Let somebody else of the organisation approve it.',
});
export const releaseAboveClosing = (amount: string, closing: string): Rejection => ({
  code: 'RELEASE_ABOVE_ACCRUED',
  message: `${amount} would be released, and ${closing} is accrued.`,
  place: 'amount',
  value: amount,
  wayOut: 'Release at most what the last booking left.',
});
export const bookingReasonMissing = (): Rejection => ({
  code: 'BOOKING_REASON_MISSING',
  message: 'A reason is missing.',
  place: 'reason',
  wayOut: 'Say why, in 1 to 2000 characters.',
});
export const bookingAmount = (amount: string, decimals: number): Rejection => ({
  code: 'BOOKING_AMOUNT_NOT_ALLOWED',
  message: `"${amount}" is no amount above 0 of at most ${decimals} decimals.`,
  place: 'amount',
  value: amount,
  wayOut: 'Give a decimal in quotes.',
});
