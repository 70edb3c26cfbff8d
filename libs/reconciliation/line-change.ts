import { formatScaled, scaled } from '#kernel';
import type { ComparedLine, LineKey } from './line.ts';
import type { Variance } from './variance.ts';

/** A line of our record in our words; `net` decides its value. */
export type OurLine = {
  readonly key: LineKey;
  readonly date: string;
  readonly product: string;
  readonly unit?: string;
  readonly quantity: string;
  readonly net: string;
  readonly member?: string;
  readonly currency?: string;
};

/**
 * What our record would have to change for this variance to end as the other side says: no `before` is a line to add, no
 * `after` one to strike out. What the variance means in rebate is what the agreement earns after the change less before:
 * the caller asks the engine, which alone knows.
 */
export type LineChange = { readonly before?: OurLine; readonly after?: OurLine };

const inOurWords = ({ key, date, member, currency, compared }: ComparedLine): OurLine => ({
  key: { document: compared.document, line: key.line },
  date,
  product: compared.product,
  ...(compared.unit === undefined ? {} : { unit: compared.unit }),
  quantity: compared.quantity,
  net: compared.value,
  ...(member === undefined ? {} : { member }),
  ...(currency === undefined ? {} : { currency }),
});

const plus = (a: string, b: string): string => formatScaled(scaled(a) + scaled(b));

/** Of several variances of one pair each changes its own aspect; their amounts add up to the other side's line. */
export const lineChangeOf = ({ kind, ours, theirs, quantity, value }: Variance): LineChange => {
  const before = ours === undefined ? undefined : inOurWords(ours);
  const said = theirs === undefined ? undefined : inOurWords(theirs);
  if (before === undefined) return said === undefined ? {} : { after: said };
  if (said === undefined) return { before };
  const after: OurLine = { ...before, quantity: plus(before.quantity, quantity), net: plus(before.net, value) };
  switch (kind) {
    case 'product':
      return { before, after: { ...after, product: said.product } };
    case 'member':
      return { before, after: { ...after, ...(said.member === undefined ? {} : { member: said.member }) } };
    case 'currency':
      return { before, after: { ...after, net: said.net, ...(said.currency === undefined ? {} : { currency: said.currency }) } };
    case 'date':
      return { before, after: { ...after, date: said.date } };
    case 'unit':
      return { before, after: { ...after, quantity: said.quantity, ...(said.unit === undefined ? {} : { unit: said.unit }) } };
    case 'quantity':
    case 'price':
    case 'missing':
    case 'duplicate':
      return { before, after };
    default:
      return kind satisfies never;
  }
};
