import { formatScaled, scaled } from '#kernel';
import { LINE_COLUMNS } from '../sales/columns.ts';
import type { KnownDocument } from '../sales/fold.ts';
import type { SaleLine, SalesDocument } from '../sales/line.ts';
import type { AgreedLine, VarianceEvent } from './events.ts';

export type VarianceKindName = VarianceEvent['data']['kind'];

/** A variance seen from one record: its own line, the other side's in the same words, and the other's amounts less its own. */
export type SeenFrom = {
  readonly kind: VarianceKindName;
  readonly own?: SaleLine | undefined;
  readonly other?: SaleLine | undefined;
  /** In the unit of the record's line. */
  readonly quantity: string;
  readonly value: string;
};

/** What a line is worth as recorded. */
export const netOf = (line: SaleLine): string => line.net ?? formatScaled((scaled(line.quantity) * scaled(line.unitPrice)) / scaled('1'));
const plus = (a: string, b: string): string => formatScaled(scaled(a) + scaled(b));

/** Keys in the order of a recorded line; what is undefined is left out. */
const lineOf = (content: { readonly [Key in keyof SaleLine]?: SaleLine[Key] | undefined }): SaleLine => {
  const line: Record<string, string> = {};
  for (const key of LINE_COLUMNS) {
    const value = content[key];
    if (value !== undefined) line[key] = value;
  }
  return line as SaleLine;
};

/** The record's line as the other side says it, in the one way in which the variance says that they differ. */
const asOtherSays = ({ kind, quantity, value }: SeenFrom, own: SaleLine, other: SaleLine): SaleLine => {
  const net = plus(netOf(own), value);
  switch (kind) {
    case 'quantity':
      return lineOf({ ...own, quantity: plus(own.quantity, quantity), net });
    case 'price':
      return lineOf({ ...own, unitPrice: other.unitPrice, net });
    case 'unit':
      return lineOf({ ...own, quantity: other.quantity, unit: other.unit ?? own.unit, unitPrice: other.unitPrice, net });
    case 'currency':
      return lineOf({
        ...own,
        currency: other.currency ?? own.currency,
        unitPrice: other.unitPrice,
        net: netOf({ ...other, quantity: own.quantity }),
      });
    case 'product':
      return lineOf({ ...own, product: other.product, category: other.category ?? own.category, brand: other.brand ?? own.brand, net });
    case 'member':
      return lineOf({ ...own, member: other.member ?? own.member });
    case 'date':
      return lineOf({ ...own, date: other.date });
    case 'missing':
    case 'duplicate':
      return own;
    default:
      return kind satisfies never;
  }
};

/** What the record's line is to be for the variance to end as the other side says; `void` where it is to be struck out. */
export const otherSays = (seen: SeenFrom): SaleLine | 'void' => {
  const { own, other } = seen;
  if (own === undefined) {
    if (other === undefined) throw new Error('a variance has a line of one side at least');
    return other;
  }
  return other === undefined ? 'void' : asOtherSays(seen, own, other);
};

/** A figure that both agree on. Where only the quantity or the price is said, the net amount follows from both. */
export const agreedSays = ({ own, other }: SeenFrom, agreed: AgreedLine): SaleLine => {
  const base = own ?? other;
  if (base === undefined) throw new Error('a variance has a line of one side at least');
  const isRepriced = agreed.quantity !== undefined || agreed.unitPrice !== undefined;
  const { net, ...rest } = base;
  const kept = isRepriced || net === undefined ? rest : base;
  return lineOf({ ...kept, ...agreed });
};

const freeNumber = (known: KnownDocument, line: string): string => {
  for (let more = 1; ; more += 1) {
    const name = more === 1 ? line : `${line}-${more}`;
    if (known.get(name) === undefined || known.get(name) === 'void') return name;
  }
};

/** The document that makes the record so; undefined where it is so already. A new line takes a number that is free. */
export const correctionOf = (
  place: Pick<SalesDocument, 'reporter' | 'stage' | 'document'>,
  known: KnownDocument,
  own: SaleLine | undefined,
  wanted: SaleLine | 'void',
): SalesDocument | undefined => {
  if (wanted === 'void') return own === undefined ? undefined : { ...place, action: 'void', lines: [own] };
  if (own !== undefined) return { ...place, action: 'correct', lines: [{ ...wanted, line: own.line }] };
  const line = freeNumber(known, wanted.line);
  return { ...place, action: known.get(line) === 'void' ? 'correct' : 'record', lines: [lineOf({ ...wanted, line })] };
};
