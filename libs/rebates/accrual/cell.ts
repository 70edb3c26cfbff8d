import type { Day, Scaled } from '#kernel';

/** What a line is, as a cause of change (domain.md §4). */
export const LINE_CAUSES = ['sale', 'late sale', 'return', 'price credit', 'correction'] as const;
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
  readonly lines: number;
};

export type Signature = { readonly bits: bigint; readonly member: string; readonly product: string };

/** Text form, for keys and tables: tests passed as hex, then the member and product where they part sums. */
export const formatSignature = ({ bits, member, product }: Signature): string => `${bits.toString(16)}|${escaped(member)}|${product}`;

/** A member may have any name, also one that holds the mark between the pieces. */
const escaped = (text: string): string => (/[%|]/.test(text) ? text.replaceAll('%', '%25').replaceAll('|', '%7C') : text);
const unescaped = (text: string): string => (text.includes('%') ? text.replaceAll('%7C', '|').replaceAll('%25', '%') : text);

export const parseSignature = (text: string): Signature => {
  const first = text.indexOf('|');
  const second = text.indexOf('|', first + 1);
  return { bits: BigInt(`0x${text.slice(0, first)}`), member: unescaped(text.slice(first + 1, second)), product: text.slice(second + 1) };
};

export const passes = (signature: Signature, test: number): boolean => ((signature.bits >> BigInt(test)) & 1n) === 1n;
