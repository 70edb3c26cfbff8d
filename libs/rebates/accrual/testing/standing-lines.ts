import { type Day, Rational, toDay } from '#kernel';
import type { AgreementTerms } from '../../agreement/terms.ts';
import type { RateRecord } from '../../currency/rates.ts';
import type { SaleLine, SalesDocument } from '../../sales/line.ts';

/** A line that stands after all that was recorded, as the slow reference reads it. */
export type Line = {
  readonly on: Day;
  readonly countedOn: Day;
  readonly product: string;
  readonly brand: string | undefined;
  readonly category: string | undefined;
  readonly member: string | undefined;
  readonly value: Rational;
  readonly quantity: Rational;
  readonly inTerm: boolean;
  readonly isMember: boolean;
  /** The document that it counts in, and the line whose place it has: those of the line that it is about. */
  readonly document: string;
  readonly place: string;
  /** The day of the sale that a return names; else its own. */
  readonly soldOn: Day;
  readonly cost: Rational;
  readonly isPriceCredit: boolean;
  /** Its money was converted. */
  readonly isForeign: boolean;
};

/** What is known beside terms and documents. */
export type Beside = { readonly terminatedOn?: Day | undefined; readonly rates?: readonly RateRecord[] };

/** The newest rate of a day that is not too old; undefined where there is none, and where nothing is converted. */
const rateOn = (
  { exchange, currency: own }: AgreementTerms,
  rates: readonly RateRecord[],
  currency: string | undefined,
  day: Day,
): Rational | undefined => {
  if (currency === undefined || currency === own) return Rational.one;
  if (exchange === undefined) return undefined;
  const known = rates.filter((rate) => rate.table === exchange.table && rate.currency === currency && toDay(rate.from) <= day);
  const newest = known.reduce<RateRecord | undefined>(
    (best, rate) => (best === undefined || rate.from >= best.from ? rate : best),
    undefined,
  );
  return newest === undefined || day - toDay(newest.from) > exchange.maxAgeDays ? undefined : Rational.parse(newest.rate);
};

/** Whether a member is one on a day; lines of no member where there is no list. */
export const isMember = (terms: AgreementTerms, id: string | undefined, day: Day): boolean =>
  terms.members?.some(
    (member) => member.id === id && toDay(member.from ?? '0001-01-01') <= day && day <= toDay(member.to ?? '9999-12-31'),
  ) ?? true;

const documentOf = (key: string): string => key.slice(0, key.lastIndexOf('#'));

/** The last word on every line: the first record of it, unless corrected or struck out; only a correction brings it back. */
export const standing = (terms: AgreementTerms, documents: readonly SalesDocument[], { terminatedOn, rates = [] }: Beside): Line[] => {
  const last = Math.min(toDay(terms.to), terminatedOn ?? toDay(terms.to));
  const lines = new Map<string, SaleLine>();
  const struckOut = new Set<string>();
  for (const { document, action, lines: own } of documents) {
    for (const line of own) {
      const key = `${document}#${line.line}`;
      if (action === 'void') {
        lines.delete(key);
        struckOut.add(key);
      } else if (action === 'correct' || (!lines.has(key) && !struckOut.has(key))) lines.set(key, line);
    }
  }
  return [...lines].flatMap(([key, line]): Line[] => {
    const sale = line.returns === undefined || line.returns === key || !line.quantity.startsWith('-') ? undefined : lines.get(line.returns);
    const inSalePeriod = terms.returns === 'salePeriod' && sale !== undefined;
    const date = inSalePeriod ? sale.date : line.date;
    const quantity = Rational.parse(line.quantity);
    // A line of a day without a rate waits: it is in no figure, not even by quantity.
    const rate = rateOn(terms, rates, line.currency, toDay(date));
    if (rate === undefined) return [];
    return [
      {
        on: toDay(line.date),
        countedOn: toDay(date),
        product: line.product,
        brand: line.brand,
        category: line.category,
        member: line.member,
        value: quantity.times(Rational.parse(line.unitPrice)).times(rate),
        quantity: line.kind === 'price' ? Rational.zero : quantity,
        inTerm: date >= terms.from && toDay(date) <= last,
        isMember: isMember(terms, line.member, toDay(date)),
        document: documentOf(line.returns ?? key),
        place: line.returns ?? key,
        soldOn: toDay(sale?.date ?? line.date),
        cost: Rational.parse(line.cost ?? line.unitPrice),
        isPriceCredit: line.kind === 'price',
        isForeign: line.currency !== undefined && line.currency !== terms.currency,
      },
    ];
  });
};
