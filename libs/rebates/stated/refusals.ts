import type { Rejection } from '#kernel';

/** Refusals of a side's own figures. */
export const statedEmpty = (): Rejection => ({
  code: 'STATED_EMPTY',
  message: 'No figure is stated.',
  place: 'figures',
  wayOut: 'Give what each programme earned in the period: the programme and an amount.',
});
export const statedAmountNotAllowed = (programme: string, value: string): Rejection => ({
  code: 'STATED_AMOUNT_NOT_ALLOWED',
  message: `${value} is no amount.`,
  place: `figures.${programme}`,
  value,
  wayOut: 'Give an exact decimal with a point, without a thousands separator or an exponent.',
});
export const statedUnknown = (party: string, period: string, programme: string): Rejection => ({
  code: 'STATED_UNKNOWN',
  message: `The ${party} states nothing of ${programme} in ${period}.`,
  place: 'programme',
  value: programme,
  wayOut: 'Look up the statements of both sides, and name one of their figures.',
});
export const statedNotYours = (accept: string, party: string): Rejection => ({
  code: 'STATED_NOT_YOURS',
  message: `That the figure ${accept} holds is for the ${party} to say, whose own figure gives way.`,
  place: 'accept',
  value: accept,
  wayOut: 'Ask the other side, pass the difference over with a reason, or open a dispute on it.',
});
export const statedReasonMissing = (): Rejection => ({
  code: 'STATED_REASON_MISSING',
  message: 'A difference that is passed over needs a reason.',
  place: 'reason',
  wayOut: 'Say why, in 1 to 2000 characters.',
});
export const statedOtherwise = (period: string, party: string, said: string, sent: string): Rejection => ({
  code: 'STATED_OTHERWISE',
  message: `The ${party} has stated other figures of ${period}: ${said}; sent is ${sent}.`,
  place: 'period',
  value: period,
  wayOut: 'If the new figures are right, say that they correct: corrects.',
});
