import { formatDay, toDay } from '#kernel';
import type { SaleLine } from '#rebates';
import type { Chance } from './chance.ts';
import type { TimedDocument } from './sales.ts';

/** The customer's own copy of what it bought, with the mistakes that people make. */

export type DamageKind = 'missing' | 'quantity' | 'price' | 'product' | 'date' | 'duplicate';
/** A line that the two records say otherwise, and the variance that this shows as. */
export type Damage = {
  readonly kind: DamageKind;
  readonly month: string;
  readonly document: string;
  readonly line: string;
  readonly variance: string;
};
export type Receipts = { readonly months: ReadonlyMap<string, readonly CopiedLine[]>; readonly damages: readonly Damage[] };
type CopiedLine = { readonly document: string; readonly line: SaleLine };

/** They come in turn, so that every kind is there however the chances fall. */
const KINDS: readonly DamageKind[] = ['quantity', 'price', 'missing', 'date', 'product', 'duplicate'];
const ONE_IN = 0.14;
const DAYS_LATE = 9;
/** A delivery that the supplier's invoices never mention. */
export const NOT_INVOICED = { document: 'B-20001', date: '2026-11-12', lines: ['1', '2'] } as const;

const another = (product: string): string => (product.endsWith('0') ? `${product.slice(0, -1)}5` : `${product}0`);

const damaged = (chance: Chance, line: SaleLine, kind: DamageKind): SaleLine[] => {
  switch (kind) {
    case 'missing':
      return [];
    // More than was invoiced: what a customer disputes.
    case 'quantity':
      return [{ ...line, quantity: String(Number(line.quantity) + chance.whole(4, 18)) }];
    case 'price':
      return [{ ...line, unitPrice: line.unitPrice.replace(/\.(\d)/, (_, digit: string) => `.${(Number(digit) + 3) % 10}`) }];
    case 'product':
      return [{ ...line, product: another(line.product) }];
    case 'date':
      return [{ ...line, date: formatDay(toDay(line.date) + DAYS_LATE) }];
    case 'duplicate':
      return [line, { ...line, line: `${line.line}-2` }];
    default:
      return kind satisfies never;
  }
};

const nameOf = (document: string, line: string): string => `${encodeURIComponent(document)};${encodeURIComponent(line)}`;

const varianceOf = (kind: DamageKind, document: string, copied: SaleLine | undefined, line: string): string => {
  const theirs = copied === undefined ? '' : nameOf(document, copied.line);
  return `${kind}:${kind === 'duplicate' ? '' : nameOf(document, line)}:${theirs}`;
};

/** By the month that each line is dated in, in the order of the documents. */
export const receiptsOf = (chance: Chance, documents: readonly TimedDocument[]): Receipts => {
  const months = new Map<string, CopiedLine[]>();
  const damages: Damage[] = [];
  const put = (document: string, line: SaleLine): void => {
    const month = line.date.slice(0, 'YYYY-MM'.length);
    months.set(month, [...(months.get(month) ?? []), { document, line }]);
  };
  for (const {
    document: { document, lines },
  } of documents) {
    const goods = lines.filter((line) => line.kind === undefined && lines.filter(({ product }) => product === line.product).length === 1);
    const chosen = goods.length > 0 && chance.happens(ONE_IN) ? chance.pick(goods) : undefined;
    for (const line of lines) {
      const kind = line === chosen ? KINDS[damages.length % KINDS.length] : undefined;
      const copy = kind === undefined ? [line] : damaged(chance, line, kind);
      for (const one of copy) put(document, one);
      if (kind !== undefined)
        damages.push({
          kind,
          month: line.date.slice(0, 'YYYY-MM'.length),
          document,
          line: line.line,
          variance: varianceOf(kind, document, copy.at(-1), line.line),
        });
    }
  }
  for (const line of NOT_INVOICED.lines)
    put(NOT_INVOICED.document, {
      category: 'boards',
      date: NOT_INVOICED.date,
      line,
      member: 'hamburg',
      product: line === '1' ? 'BD-12' : 'BD-18',
      quantity: '120',
      unitPrice: line === '1' ? '12.35' : '16.75',
    });
  return { months, damages };
};

const COLUMNS = ['document', 'line', 'date', 'product', 'quantity', 'unitPrice', 'category', 'member', 'kind', 'returns'] as const;

/** A file of receipts as the customer's system writes it: nothing in it needs quotes. */
export const receiptsCsv = (lines: readonly CopiedLine[]): string => {
  const rows = lines.map(({ document, line }) =>
    COLUMNS.map((column) => (column === 'document' ? document : (line[column] ?? ''))).join(','),
  );
  return `${[COLUMNS.join(','), ...rows].join('\n')}\n`;
};
