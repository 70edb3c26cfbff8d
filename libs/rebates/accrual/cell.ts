import type { Day, Scaled } from '#kernel';

/** What a line is, as a cause of change (domain.md §4). */
export const LINE_CAUSES = ['sale', 'late sale', 'return', 'price credit', 'correction', 'dispute'] as const;
export type LineCause = (typeof LINE_CAUSES)[number];

/**
 * Sums of lines that no rule of the agreement can tell apart: they pass the same tests, for the same member and product
 * where the scope asks for these, and stand on the same days. `countedOn` is the day that places the lines in their
 * measurement period (the sale's, for a return that counts there); `on` is their own valid day, which a question about
 * a day D compares with D.
 */
export type Cell = {
  readonly signature: string;
  readonly countedOn: Day;
  readonly on: Day;
  readonly cause: LineCause;
  readonly value: Scaled;
  readonly quantity: Scaled;
  readonly weight: Scaled;
  /** What kinds measure themselves (special prices), by the agreement's list of such measures; none where it has none. */
  readonly own: readonly Scaled[];
  readonly lines: number;
};

export const NO_OWN: readonly never[] = [];

/** Where a line stands among the lines of its period, for kinds that take them one after the other. */
export type LinePlace = {
  readonly date: string;
  readonly document: string;
  readonly line: string;
  /** What ordered kinds asked to know of the line, in the agreement's list of such marks. */ readonly marks: readonly string[];
};

/**
 * What lines that no rule can tell apart have in common. Most agreements part sums by tests passed alone; scopes part
 * them by member or product, foreign money by currency, document periods by document, ordered kinds by line.
 */
export type Signature = {
  readonly bits: bigint;
  readonly member: string;
  readonly product: string;
  /** The currency of the lines where it is not the agreement's: converted when read. */
  readonly currency?: string;
  readonly document?: string;
  readonly place?: LinePlace;
};

/** Text form, for keys and tables: tests passed as hex, then what parts sums, each piece after its mark. */
export const formatSignature = ({ bits, member, product, currency, document, place }: Signature): string => {
  const base = `${bits.toString(16)}|${escaped(member)}|${escaped(product)}`;
  if (currency === undefined && document === undefined && place === undefined) return base;
  const pieces = [currency ?? '', document ?? '', ...(place === undefined ? [] : [place.date, place.document, place.line, ...place.marks])];
  return `${base}|${pieces.map(escaped).join('|')}`;
};

/** Any piece may hold the mark between the pieces. */
const escaped = (text: string): string => (/[%|]/.test(text) ? text.replaceAll('%', '%25').replaceAll('|', '%7C') : text);
const unescaped = (text: string): string => (text.includes('%') ? text.replaceAll('%7C', '|').replaceAll('%25', '%') : text);

export const parseSignature = (text: string): Signature => {
  const [bits = '0', member = '', product = '', currency = '', document = '', date, lineDocument = '', line = '', ...marks] = text
    .split('|')
    .map(unescaped);
  return {
    bits: BigInt(`0x${bits}`),
    member,
    product,
    ...(currency === '' ? {} : { currency }),
    ...(document === '' ? {} : { document }),
    ...(date === undefined ? {} : { place: { date, document: lineDocument, line, marks } }),
  };
};

export const passes = (signature: Signature, test: number): boolean => ((signature.bits >> BigInt(test)) & 1n) === 1n;
