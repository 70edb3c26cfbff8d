import type { SaleLine, SalesDocument } from './line.ts';

/** Of an event's whole leaf; the tile entry's own limit is 65,535. */
export const MAX_LEAF_BYTES = 60_000;
/** Set aside for what a leaf holds beside the data: type, ids, metadata. */
export const ENVELOPE_BYTES = 4_000;

/** UTF-8 bytes of a text. */
export const utf8Length = (text: string): number => {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x80) continue;
    // A surrogate pair is two units and four bytes; any other unit from 0x800 on takes three.
    bytes += code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 1 : 2;
  }
  return bytes;
};

const bytesOf = (value: unknown): number => utf8Length(JSON.stringify(value));

/**
 * Cuts a document into pieces whose events stay within MAX_LEAF_BYTES: as many lines as fit, in order. It looks at
 * nothing but its arguments, so a command sent again is cut the same way. A line alone always fits, because a checked
 * line has at most 26 texts of 200 characters.
 */
export const splitDocument = (partnership: string, document: SalesDocument): readonly SalesDocument[] => {
  const { reporter, stage } = document;
  const budget = MAX_LEAF_BYTES - ENVELOPE_BYTES - bytesOf({ document: document.document, lines: [], partnership, reporter, stage });
  if (bytesOf(document.lines) <= budget) return [document];
  const pieces: SalesDocument[] = [];
  let lines: SaleLine[] = [];
  let size = 0;
  for (const line of document.lines) {
    const bytes = bytesOf(line) + 1;
    if (lines.length > 0 && size + bytes > budget) {
      pieces.push({ ...document, lines });
      lines = [];
      size = 0;
    }
    lines.push(line);
    size += bytes;
  }
  pieces.push({ ...document, lines });
  return pieces;
};
