import type { Row } from '#kernel';
import { checkCells, type CheckedLine } from '#rebates';
import type { RefusedLine } from '../ledger.ts';
import { REPORT_COLUMNS, type Table } from './mapping.ts';

/** A row that is not recorded, with what is wrong and its cells as they were sent. */
export type RefusedRow = {
  readonly number: number;
  readonly line: string;
  readonly cells: readonly string[];
  readonly refusals: readonly RefusedLine[];
};

export const cellOf = (row: Row, position: number): string => (position < 0 ? '' : (row.cells[position] ?? ''));

/** Checks a row. `line` is its number within the document where the file has none. */
export const checkRow = (row: Row, table: Table, line: string | undefined): CheckedLine => checkCells(row.cells, table.layout, line);

const FAULTS = {
  COLUMNS_COUNT: {
    reason: 'This row has another number of cells than the header.',
    wayOut: 'Put quotes around values that hold the delimiter, and fill missing cells with nothing between delimiters.',
  },
  QUOTES_BROKEN: {
    reason: 'The quotes of this row are not closed, or text follows a closing quote.',
    wayOut: 'Close each quote, and double a quote within a value.',
  },
} as const;

/** The row as the file said it, for a person: what follows from a broken row cannot be told by column. */
export const refuseBroken = (row: Row, fault: keyof typeof FAULTS, table: Table, line: string): RefusedRow => ({
  number: row.number,
  line,
  cells: row.cells,
  refusals: [
    { number: row.number, line, column: '', value: row.cells.join(table.delimiter).slice(0, 1000), code: fault, ...FAULTS[fault] },
  ],
});

type CellRefusal = Omit<RefusedLine, 'number' | 'line'>;

/** The column is named as the file names it. */
export const refuseRow = (row: Row, table: Table, line: string, refusals: readonly CellRefusal[]): RefusedRow => ({
  number: row.number,
  line,
  cells: row.cells,
  refusals: refusals.map((one) => {
    const position = table.layout.slots.find((slot) => slot.name === one.column)?.position;
    return { ...one, number: row.number, line, column: position === undefined ? one.column : (table.header[position] ?? one.column) };
  }),
});

const MUST_QUOTE = /[",;\r\n]/;
const written = (cell: string): string => (MUST_QUOTE.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/**
 * The refused rows as a file that can be mended and sent again with the same mapping: the original columns, then the
 * line number they were given, and why. The columns that say why are ignored when the file comes back.
 */
export const formatRefused = (table: Table, rows: readonly RefusedRow[], withHeader = true): string => {
  const { layout, header, delimiter } = table;
  const lineAt = table.hasLine ? layout.line : -1;
  const used = new Set(layout.slots.map((slot) => slot.position));
  const kept = header
    .map((_, position) => position)
    .filter((position) => used.has(position) || (!REPORT_COLUMNS.includes(header[position] ?? '') && header[position] !== 'line'));
  const extra = lineAt < 0 ? ['line', ...REPORT_COLUMNS] : REPORT_COLUMNS;
  const lines = withHeader ? [[...kept.map((position) => header[position] ?? ''), ...extra]] : [];
  for (const row of rows) {
    const all = (pick: (one: RefusedLine) => string): string => row.refusals.map(pick).join(' | ');
    const cells = kept.map((position) => (position === lineAt ? row.line : (row.cells[position] ?? '')));
    if (lineAt < 0) cells.push(row.line);
    cells.push(
      String(row.number),
      all((one) => one.column),
      all((one) => one.value),
      all((one) => one.code),
      all((one) => one.reason),
      all((one) => one.wayOut),
    );
    lines.push(cells);
  }
  return lines.map((cells) => `${cells.map(written).join(delimiter)}\n`).join('');
};
