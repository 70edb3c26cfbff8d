import type { Rejection } from '#kernel';

/** Every refusal of the rules of matching: a stable code, a sentence and what to do. */
const REFUSALS = {
  TOLERANCE_DAYS_NOT_ALLOWED: {
    reason: 'The tolerance in days is not a whole number from 0 to 366.',
    wayOut: 'Give whole days from 0 to 366.',
  },
  TOLERANCE_NOT_ALLOWED: {
    reason: 'A tolerance is not an exact decimal from 0 up.',
    wayOut: 'Give a decimal text from 0 up, such as "0.01".',
  },
  CONVERSION_FACTOR_NOT_ALLOWED: {
    reason: 'The factor of a unit conversion is not an exact decimal above 0.',
    wayOut: 'Give how many of the second unit one of the first is, such as "12".',
  },
  CONVERSION_TWICE: { reason: 'A unit of a product is converted twice.', wayOut: 'Keep one conversion of the unit for the product.' },
  CONVERSION_IN_CIRCLE: { reason: 'The unit conversions run in a circle.', wayOut: 'Convert each unit towards one base unit.' },
} as const satisfies Readonly<Record<string, { readonly reason: string; readonly wayOut: string }>>;

export type MatchingRefusalCode = keyof typeof REFUSALS;

export const matchingRefusal = (code: MatchingRefusalCode, place: string, value: string): Rejection => {
  const { reason, wayOut } = REFUSALS[code];
  return { code, message: reason, place, value, wayOut };
};
