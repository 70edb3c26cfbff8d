import Table from 'cli-table3';
import type { Io } from './io.ts';

export type Column = { readonly name: string; readonly align?: 'left' | 'right' };

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

// What a file or a server says must not steer the terminal, nor end a row.
const plain = (cell: string): string => cell.replaceAll(/\p{Cc}/gu, ' ');

/** A table on a terminal; one row a line with tabs between in a pipe, the names of the columns first. */
export const printTable = (io: Io, columns: readonly Column[], rows: readonly (readonly string[])[]): void => {
  const safe = rows.map((row) => row.map(plain));
  if (!io.isOutTerminal) {
    for (const row of [columns.map((column) => column.name), ...safe]) io.out(row.join('\t'));
    return;
  }
  const table = new Table({
    head: columns.map((column) => io.paint.bold(column.name)),
    colAligns: columns.map((column) => column.align ?? 'left'),
    chars: NO_LINES,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of safe) table.push(row);
  io.out(table.toString());
};

/** Thousands parted by thin groups for a reader on a terminal; untouched where a program may read. */
export const figure = (io: Io, text: string): string => {
  if (!io.isOutTerminal) return text;
  const [whole = '', rest] = text.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
};

const SHOWN_DECIMALS = 6;
/** Exact amounts can be long (or end in a period of digits): cut for the eye, with a mark that they were. */
export const short = (io: Io, text: string): string => {
  const point = text.indexOf('.');
  if (!io.isOutTerminal || point < 0 || text.length - point - 1 <= SHOWN_DECIMALS) return text;
  return `${text.slice(0, point + 1 + SHOWN_DECIMALS)}…`;
};
