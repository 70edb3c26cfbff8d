import { type Rejection, type Result, type Row, RowSplitter } from '#kernel';
import { FileRefused } from './file-refused.ts';
import { type Mapping, type Table, tableOf } from './mapping.ts';
import { type SalesSource, textBlocks } from './source.ts';

export type RowBatch = { readonly table: Table; readonly rows: readonly Row[] };

/** Rows that are decided on together, and recorded in one commit: of usual lines as many as one append takes. */
const ROWS_PER_BATCH = 3_000;
const MAX_HEADER_CHARS = 64 * 1024;

const combined = (rejections: readonly Rejection[]): FileRefused => {
  const [first] = rejections;
  if (first === undefined) throw new RangeError('a refused header has a reason');
  const messages = rejections.map((one) => one.message).join(' ');
  return new FileRefused({ ...first, message: messages });
};

const headerCells = (line: string, delimiter: ',' | ';'): string[] => {
  const [row] = new RowSplitter(delimiter, 1).push(line, true);
  return (row?.cells ?? []).map((cell) => cell.trim());
};

/** The delimiter is the one under which the header has all it needs; under neither, the likelier one says what is missing. */
const readHeader = (line: string, mapping: Mapping | undefined): Table => {
  const tables = ([',', ';'] as const).map((delimiter): Result<Table> => tableOf(headerCells(line, delimiter), delimiter, mapping));
  const [comma, semicolon] = tables;
  if (comma === undefined || semicolon === undefined) throw new RangeError('two delimiters are tried');
  if (comma.ok && semicolon.ok) {
    throw new FileRefused({
      code: 'DELIMITER_AMBIGUOUS',
      message: 'The header can be read with commas and with semicolons.',
      wayOut: 'Use only one of them in the header.',
      place: 'line 1',
      value: line.slice(0, 200),
    });
  }
  if (comma.ok) return comma.value;
  if (semicolon.ok) return semicolon.value;
  throw combined(line.split(';').length > line.split(',').length ? semicolon.rejections : comma.rejections);
};

const EMPTY: Rejection = {
  code: 'FILE_EMPTY',
  message: 'The file has no header.',
  wayOut: 'Send a CSV file whose first line names its columns.',
  place: 'line 1',
};
const LONG: Rejection = {
  code: 'HEADER_TOO_LONG',
  message: `The first line is longer than ${MAX_HEADER_CHARS} characters.`,
  wayOut: 'Send a CSV file whose first line names its columns.',
  place: 'line 1',
};

/**
 * The rows of a sales file, plain or gzip, in batches that are pulled by the consumer, so memory stays constant. Throws
 * FileRefused where the file cannot be read on, behind the rows that come before.
 */
export const readRows = async function* (source: SalesSource, mapping?: Mapping): AsyncGenerator<RowBatch> {
  let head = '';
  let table: Table | undefined;
  let splitter: RowSplitter | undefined;
  let rows: Row[] = [];
  try {
    for await (const block of textBlocks(source)) {
      let text = block;
      if (table === undefined || splitter === undefined) {
        head += block;
        const end = head.indexOf('\n');
        if ((end < 0 ? head.length : end) > MAX_HEADER_CHARS) throw new FileRefused(LONG);
        if (end < 0) continue;
        table = readHeader(head.slice(0, end).replace(/\r$/, ''), mapping);
        splitter = new RowSplitter(table.delimiter, 2, table.header.length);
        text = head.slice(end + 1);
      }
      for (const row of splitter.push(text, false)) rows.push(row);
      if (rows.length < ROWS_PER_BATCH) continue;
      const full = rows;
      rows = [];
      yield { table, rows: full };
    }
  } catch (error) {
    if (table !== undefined && rows.length > 0) yield { table, rows };
    throw error;
  }
  if (table === undefined || splitter === undefined) {
    if (head.trim() === '') throw new FileRefused(EMPTY);
    yield { table: readHeader(head, mapping), rows: [] };
    return;
  }
  for (const row of splitter.push('', true)) rows.push(row);
  yield { table, rows };
};
