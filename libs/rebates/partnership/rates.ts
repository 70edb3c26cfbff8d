import { isDecimal, parseDay, type Rejection } from '#kernel';
import { refusal } from '../agreement/refusals.ts';

export type GivenRate = { readonly currency: string; readonly from: string; readonly rate: string };

/** An event's leaf holds 65,535 bytes, and a rate at most some sixty. */
const RATES_IN_AN_EVENT = 500;
const MOST_RATES = 100_000;

export const rateKey = (table: string, to: string, { currency, from }: GivenRate): string => `${table}\n${to}\n${currency}\n${from}`;

export const inPieces = (rates: readonly GivenRate[]): GivenRate[][] =>
  Array.from({ length: Math.ceil(rates.length / RATES_IN_AN_EVENT) }, (_, index) =>
    rates.slice(index * RATES_IN_AN_EVENT, (index + 1) * RATES_IN_AN_EVENT),
  );

const isCurrency = (text: string): boolean => /^[A-Z]{3}$/.test(text);
const isRate = (text: string): boolean => isDecimal(text) && text.length <= 40 && !text.startsWith('-') && /[1-9]/.test(text);

/** What is wrong with rates that are given, each with its place in the list. */
export const checkRates = ({
  table,
  to,
  rates,
}: {
  readonly table: string;
  readonly to: string;
  readonly rates: readonly GivenRate[];
}): Rejection[] => {
  const wrong = (place: string, value: string, allowed: string): Rejection =>
    refusal('RATE_NOT_ALLOWED', { what: place, value, allowed }, { place, value });
  return [
    ...(table.length > 0 && table.length <= 200 ? [] : [wrong('table', table, 'a name of 1 to 200 characters')]),
    ...(isCurrency(to) ? [] : [wrong('to', to, 'a currency of three capital letters')]),
    ...(rates.length > 0 && rates.length <= MOST_RATES ? [] : [wrong('rates', String(rates.length), `1 to ${MOST_RATES} rates`)]),
    ...rates.flatMap(({ currency, from, rate }, index) => [
      ...(isCurrency(currency) && currency !== to
        ? []
        : [wrong(`rates[${index}].currency`, currency, `a currency of three capital letters other than ${to}`)]),
      ...(parseDay(from) === undefined ? [wrong(`rates[${index}].from`, from, 'a day of the calendar as YYYY-MM-DD')] : []),
      ...(isRate(rate) ? [] : [wrong(`rates[${index}].rate`, rate, 'a decimal above 0')]),
    ]),
  ];
};
