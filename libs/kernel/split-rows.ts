/**
 * Cuts CSV text (RFC 4180) into rows. Written for a ledger rather than taken from a lenient parser: every physical line
 * ends up in exactly one row, a row with too few cells never swallows the next one, and each row knows its line.
 */

export type RowFault = 'COLUMNS_COUNT' | 'QUOTES_BROKEN';
/** `number` is the row's first line in the file, the header being line 1. */
export type Row = { readonly number: number; readonly cells: readonly string[]; readonly fault?: RowFault };

/** The longest record that may run over several lines; beyond it a quote was not closed. */
export const MAX_RECORD_CHARS = 64 * 1024;

type Quoted =
  | { readonly kind: 'row'; readonly cells: string[]; /** Where the record ends, its line end included. */ readonly end: number }
  | { readonly kind: 'open' }
  | { readonly kind: 'broken' };

const QUOTE = 34;
const LF = 10;
const CR = 13;

/** Reads one record that holds quotes, from `start`. `open`: the text ends within quotes. */
const readQuoted = (text: string, start: number, delimiter: string): Quoted => {
  const cells: string[] = [];
  const separator = delimiter.charCodeAt(0);
  let at = start;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const from = at + 1;
      let close = text.indexOf('"', from);
      let hasEscapes = false;
      while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) {
        hasEscapes = true;
        close = text.indexOf('"', close + 2);
      }
      if (close < 0) return { kind: 'open' };
      const cell = text.slice(from, close);
      cells.push(hasEscapes ? cell.replaceAll('""', '"') : cell);
      at = close + 1;
    } else {
      const from = at;
      while (at < text.length && text.charCodeAt(at) !== separator && text.charCodeAt(at) !== LF) at += 1;
      cells.push(text.slice(from, at > from && text.charCodeAt(at - 1) === CR && text.charCodeAt(at) !== separator ? at - 1 : at));
    }
    if (at >= text.length) return { kind: 'row', cells, end: at };
    const next = text.charCodeAt(at);
    if (next === separator) at += 1;
    else if (next === LF) return { kind: 'row', cells, end: at + 1 };
    else if (next === CR && (text.charCodeAt(at + 1) === LF || at + 1 === text.length))
      return { kind: 'row', cells, end: Math.min(at + 2, text.length) };
    else return { kind: 'broken' };
  }
};

const countLines = (text: string, from: number, to: number): number => {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
};

export class RowSplitter {
  readonly #delimiter: string;
  #width: number | undefined;
  #rest = '';
  #line: number;

  /** `width` is the number of cells that each row must have; any where left out. */
  constructor(delimiter: string, firstLine: number, width?: number) {
    this.#delimiter = delimiter;
    this.#line = firstLine;
    this.#width = width;
  }

  /** The rows of the text so far; a record that may go on in the next block is kept for it, unless this is the last. */
  push(block: string, isLast: boolean): Row[] {
    const text = this.#rest === '' ? block : this.#rest + block;
    const rows: Row[] = [];
    const delimiter = this.#delimiter;
    let at = 0;
    this.#rest = '';
    while (at < text.length) {
      const end = text.indexOf('\n', at);
      const stop = end < 0 ? text.length : end;
      if (end < 0 && !isLast) {
        this.#rest = text.slice(at);
        break;
      }
      // Asked of the line alone: V8 hoists a search through the block into every turn of this loop.
      const line = text.slice(at, stop);
      if (line.includes('"')) {
        const next = this.#quoted(text, at, stop, isLast, rows);
        if (next < 0) {
          this.#rest = text.slice(at);
          break;
        }
        at = next;
        continue;
      }
      const last = stop > at && text.charCodeAt(stop - 1) === CR ? line.slice(0, -1) : line;
      // Blank lines are no rows, but they are lines.
      if (last !== '') this.#add(rows, last.split(delimiter));
      this.#line += 1;
      at = stop + 1;
    }
    return rows;
  }

  #add(rows: Row[], cells: string[]): void {
    rows.push(
      this.#width === undefined || cells.length === this.#width
        ? { number: this.#line, cells }
        : { number: this.#line, cells, fault: 'COLUMNS_COUNT' },
    );
  }

  /** Adds the record at `at`; returns where the next one begins, or -1 where more text is needed. */
  #quoted(text: string, at: number, stop: number, isLast: boolean, rows: Row[]): number {
    const record = readQuoted(text, at, this.#delimiter);
    // At the end of a block a closing quote may be the first of a doubled one, and a cell may go on.
    const isCut = record.kind === 'open' || (record.kind === 'row' && record.end === text.length && text.charCodeAt(record.end - 1) !== LF);
    if (isCut && !isLast && text.length - at <= MAX_RECORD_CHARS) return -1;
    if (record.kind === 'row' && record.end - at <= MAX_RECORD_CHARS) {
      this.#add(rows, record.cells);
      this.#line += stop < record.end - 1 ? countLines(text, at, record.end) : 1;
      return record.end;
    }
    // Only this line is given up: a forgotten quote must not take the good lines behind it along.
    rows.push({ number: this.#line, cells: text.slice(at, stop).replace(/\r$/, '').split(this.#delimiter), fault: 'QUOTES_BROKEN' });
    this.#line += 1;
    return stop + 1;
  }
}
