import { formatScaled, Rational, scaled } from '#kernel';
import type { ReadAs } from '#projections';
import { type MatchingAgreed, netOf, type Party, type SaleLine, type SalesData } from '#rebates';
import type { ComparedLine } from '#reconciliation';
import { OURS, theirDocumentOf, theirProductOf } from './rules.ts';

/** One side's words in the other's: the products, units and documents that the rules of matching read alike. */

const read = (words: ReadonlyMap<string, string>, word: string): string => words.get(word) ?? word;

/** A unit price that gives an amount exactly where there is one; else any, and the net amount decides. */
const unitPriceFor = (net: string, quantity: string, otherwise: string): string => {
  if (scaled(quantity) === 0n) return otherwise;
  const price = Rational.parse(net).over(Rational.parse(quantity));
  const text = price.toDecimal();
  return Rational.parse(text).equals(price) && scaled(text) >= 0n ? text : otherwise;
};

/** A line with another product code, quantity and unit, worth the same. */
const retold = (line: SaleLine, product: string, unit: string | undefined, quantity: string): SaleLine => {
  if (quantity === line.quantity && unit === line.unit) return { ...line, product };
  const net = netOf(line);
  return {
    ...line,
    product,
    quantity,
    net,
    unitPrice: unitPriceFor(net, quantity, line.unitPrice),
    ...(unit === undefined ? {} : { unit }),
  };
};

/** The line of one side as the other would have recorded it; units in the base that both compare in. */
export const inWordsOf = (party: Party, agreed: MatchingAgreed, line: SaleLine, { compared }: ComparedLine): SaleLine => {
  const product = party === OURS ? compared.product : theirProductOf(agreed, compared.product);
  return retold(line, product, compared.unit ?? line.unit, compared.quantity);
};

export const documentInWordsOf = (party: Party, agreed: MatchingAgreed, { compared }: ComparedLine): string =>
  party === OURS ? compared.document : theirDocumentOf(agreed, compared.document);

/** The record's own line in the base unit, so that differences told in it can be added. */
export const inBaseUnit = (line: SaleLine, { compared }: ComparedLine): SaleLine =>
  compared.unit === undefined || compared.unit === line.unit ? line : retold(line, line.product, compared.unit, compared.quantity);

/** A line of the supplier's that the customer's record is to say too: its own line where there is one, else a new one. */
export const supplierLineFor = (agreed: MatchingAgreed, line: SaleLine, own: SaleLine | undefined): SaleLine => {
  const { date, quantity, unitPrice, unit, member, currency } = line;
  return {
    ...(own ?? line),
    date,
    quantity,
    unitPrice,
    product: theirProductOf(agreed, line.product),
    // Said in full, so that nothing of the line before stays.
    net: netOf(line),
    ...(unit === undefined ? {} : { unit }),
    ...(member === undefined ? {} : { member }),
    ...(currency === undefined ? {} : { currency }),
  };
};

/** The customer's documents as the supplier, whose words the agreement speaks, would say them. */
export const customerReadAs = (agreed: MatchingAgreed): ReadAs => ({
  key: `matching ${agreed.version}`,
  read: (data: SalesData): SalesData => {
    const line = (one: SaleLine): SaleLine => ({ ...one, product: read(agreed.products, one.product) });
    const stage = data.stage === agreed.stages.customer ? agreed.stages.supplier : data.stage;
    return { ...data, stage, lines: data.lines.map(line), ...(data.was === undefined ? {} : { was: data.was.map(line) }) };
  },
});

/** A text of an amount with its sign turned. */
export const negated = (text: string): string => formatScaled(-scaled(text));
