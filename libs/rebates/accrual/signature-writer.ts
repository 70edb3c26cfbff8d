import type { Agreement } from '../agreement/resolve.ts';
import type { SaleLine } from '../sales/line.ts';
import { formatSignature } from './cell.ts';

/** What parts sums beside the tests that lines pass. */
export type Scopes = { readonly member: boolean; readonly product: boolean; readonly document: boolean; readonly place: boolean };

export const scopesOf = ({ programmes }: Agreement): Scopes => {
  const used = programmes.flatMap(({ timeline }) => timeline.map((stretch) => stretch.programme));
  const scopes = new Set(used.map(({ terms }) => terms.scope));
  return {
    member: scopes.has('member') || scopes.has('higherOf') || used.some(({ baseline }) => baseline?.baseline === 'asNow'),
    product: scopes.has('product'),
    document: used.some(({ terms }) => terms.period === 'document'),
    place: used.some(({ ordered }) => ordered),
  };
};

/** `document#line`, parted at its last mark: a document's number may hold one. */
const parted = (reference: string): { readonly document: string; readonly line: string } => {
  const mark = reference.lastIndexOf('#');
  return { document: reference.slice(0, mark), line: reference.slice(mark + 1) };
};

/** A few thousand members or products come again and again; more are written anew. */
const MAX_KEPT_SCOPES = 20_000;

/** Signatures by member or product, for agreements that part sums by nothing else. */
const scopeWriter = (scopes: Scopes) => {
  const kept = new Map<string, Map<bigint, string>>();
  return (bits: bigint, { member: ofLine = '', product }: SaleLine): string => {
    const member = scopes.member ? ofLine : '';
    const known = kept.get(scopes.product ? product : member);
    const text = known?.get(bits);
    if (text !== undefined) return text;
    const written = formatSignature({ bits, member, product: scopes.product ? product : '' });
    if (known !== undefined) known.set(bits, written);
    else if (kept.size < MAX_KEPT_SCOPES) kept.set(scopes.product ? product : member, new Map([[bits, written]]));
    return written;
  };
};

/** Writes the signature of the tests that a line passes; the plain one of an agreement is a handful of texts. `priced` is the line as of the day that prices it. */
export const signatureWriter = ({ terms, marks }: Agreement, scopes: Scopes) => {
  const plain = new Map<bigint, string>();
  const parts = scopes.member || scopes.product || scopes.document || scopes.place || terms.exchange !== undefined;
  const byOneScope =
    scopes.member !== scopes.product && !scopes.document && !scopes.place && terms.exchange === undefined ? scopeWriter(scopes) : undefined;
  return (bits: bigint, line: SaleLine, document: string, priced: SaleLine): string => {
    if (bits === 0n) return '';
    if (!parts) {
      const known = plain.get(bits) ?? formatSignature({ bits, member: '', product: '' });
      plain.set(bits, known);
      return known;
    }
    if (byOneScope !== undefined) return byOneScope(bits, line);
    const foreign = line.currency !== undefined && line.currency !== terms.currency;
    // A return stands at the place of the line that it takes back.
    const named = scopes.place ? (line.returns === undefined ? { document, line: line.line } : parted(line.returns)) : undefined;
    return formatSignature({
      bits,
      member: scopes.member ? (line.member ?? '') : '',
      product: scopes.product ? line.product : '',
      ...(foreign ? { currency: line.currency } : {}),
      ...(scopes.document ? { document } : {}),
      ...(named === undefined ? {} : { place: { date: line.date, ...named, marks: marks.map((mark) => mark(priced)) } }),
    });
  };
};
