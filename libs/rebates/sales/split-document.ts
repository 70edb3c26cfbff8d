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

/** No character of a text takes more bytes in JSON: a backslash, u, and four digits. */
export const MOST_BYTES_PER_CHAR = 6;
/** Quotes, colon and comma of a member; brackets and comma of a line. */
const MEMBER_BYTES = 6;

/** More bytes than a line can take, told without writing it out: that costs more than deciding on it. */
const mostBytesOf = (line: SaleLine): number => {
  let bytes = MEMBER_BYTES;
  for (const name in line) bytes += name.length + MEMBER_BYTES + MOST_BYTES_PER_CHAR * (line[name as keyof SaleLine] ?? '').length;
  return bytes;
};

/** More bytes than lines can take in an event. */
export const mostBytesOfLines = (lines: readonly SaleLine[]): number =>
  lines.reduce((bytes, line) => bytes + mostBytesOf(line), MEMBER_BYTES);

const bytesOf = (value: unknown): number => utf8Length(JSON.stringify(value));

/**
 * Cuts a document into pieces whose events stay within MAX_LEAF_BYTES: as many lines as fit, in order. It looks at
 * nothing but its arguments, so a command sent again is cut the same way. A line alone always fits, because a checked
 * line has at most 26 texts of 200 characters.
 */
export const splitDocument = (partnership: string, document: SalesDocument): readonly SalesDocument[] => {
  const { reporter, stage } = document;
  const budget = MAX_LEAF_BYTES - ENVELOPE_BYTES - bytesOf({ document: document.document, lines: [], partnership, reporter, stage });
  if (mostBytesOfLines(document.lines) <= budget || bytesOf(document.lines) <= budget) return [document];
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
