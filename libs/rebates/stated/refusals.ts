import type { Rejection } from '#kernel';

/** Refusals of a side's own figures. */
export const statedEmpty = (): Rejection => ({
  code: 'STATED_EMPTY', message: 'No figure is stated.', place: 'figures', wayOut: 'Give what each programme earned in the period: the programme and an amount.',
});
export const statedAmountNotAllowed = (programme: string, value: string): Rejection => ({
  code: 'STATED_AMOUNT_NOT_ALLOWED', message: `${value} is no amount.`, place: `figures.${programme}`, value, wayOut: 'Give an exact decimal with a point, without a thousands separator or an exponent.',
});
export const statedOtherwise = (period: string, party: string, said: string, sent: string): Rejection => ({
  code: 'STATED_OTHERWISE', message: `The ${party} has stated other figures of ${period}: ${said}; sent is ${sent}.`, place: 'period', value: period, wayOut: 'If the new figures are right, say that they correct: corrects.',
});
