import { z } from 'zod';

/**
 * One party's accrual account of an agreement, private to it: what it booked at each of its closes, under its own policy.
 * Such events stand in their owner's stream and in no partnership's history.
 */

const amount = z.string();
const day = z.string();
const of = { organisation: z.string(), agreement: z.string() };
const by = { person: z.string().min(1).max(200) };
const release = z.string().min(1).max(100);
const booking = z.string().regex(/^[1-9]\d{0,5}$/);

/** opening + charged − used − released = closing. */
const row = z.strictObject({
  programme: z.string(),
  opening: amount,
  charged: amount,
  used: amount,
  released: amount,
  closing: amount,
  /** What the policy accrues in all at the period's end; what was given up, which is part of what was released. */
  accrued: amount,
  waived: amount,
  /** Of what was charged and not released in all: for goods still in stock; and, of an upfront payment, what the term so far has had. */
  inStock: amount.optional(),
  amortised: amount.optional(),
});
export type BookedRow = Readonly<z.infer<typeof row>>;

/** What a settlement used of one programme, or gave back where it was reversed. */
const use = z.strictObject({ settlement: z.string(), programme: z.string(), amount, reversed: z.literal(true).optional() });
export type BookedUse = Readonly<z.infer<typeof use>>;

/** The data of each type, at schema 1. */
export const bookingEventData = {
  AccrualBooked: z.strictObject({
    ...of,
    booking,
    party: z.enum(['supplier', 'customer']),
    currency: z.string(),
    period: z.strictObject({ from: day, to: day }),
    /** As known at this position, under these versions: of the rules, of the own policy, of the own accounts. */
    knownAt: z.int(),
    rules: z.int(),
    policy: z.int(),
    accounts: z.int(),
    rows: z.array(row),
    uses: z.array(use),
    /** Approved releases that are in it. */
    releases: z.array(release),
    /** Periods that final settlements in it closed, by programme: what was left of them was released. */
    final: z.array(z.strictObject({ programme: z.string(), to: day })),
    ...by,
  }),
  /** The last booking was wrong: it is undone, and the period can be booked again. */
  AccrualBookingReversed: z.strictObject({ ...of, booking, reason: z.string(), ...by }),
  ReleaseRequested: z.strictObject({ ...of, release, programme: z.string(), amount, on: day, reason: z.string(), ...by }),
  /** Approved by another person than who asked. */
  AccrualReleased: z.strictObject({ ...of, release, programme: z.string(), amount, on: day, ...by }),
  ReleaseDropped: z.strictObject({ ...of, release, reason: z.string(), ...by }),
} as const;

type Data = typeof bookingEventData;
export type BookingEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
export type BookingEventOf<Type extends BookingEvent['type']> = Extract<BookingEvent, { type: Type }>;
export type Booking = BookingEventOf<'AccrualBooked'>['data'];
