import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EXIT } from '../exit-codes.ts';
import { failure } from '../failure.ts';

/** The file of exported lines that a claim stands on, and the lines that it names. */

type ClaimedLine = { readonly document: string; readonly line: string; readonly amount: string };
export type Evidence = { readonly sha256: string; readonly lines: number };

const read = async (file: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (error) {
    throw failure(
      'FILE_UNREADABLE',
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      'Give a file that is there: rebate claim lines --csv writes one.',
      { value: file },
      EXIT.refused,
    );
  }
};

/** Cells of one line of CSV, quotes undone. */
const cellsOf = (row: string): string[] => {
  const cells: string[] = [];
  for (const match of `,${row}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)) cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  return cells;
};

const withoutMark = (text: string): string => (/^'[=+@-]/.test(text) ? text.slice(1) : text);
const rowsOf = (text: string): string[] => text.split(/\r?\n/).filter((row) => row !== '');

export const evidenceOf = async (file: string): Promise<Evidence> => {
  const bytes = await read(file);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), lines: Math.max(0, rowsOf(bytes.toString('utf8')).length - 1) };
};

/** Lines to claim: `document`, `line`, and `amount`, or else what the export says is `left`. */
export const linesOf = async (file: string): Promise<ClaimedLine[]> => {
  const [header = '', ...rows] = rowsOf((await read(file)).toString('utf8').replace(/^\uFEFF/, ''));
  const names = cellsOf(header);
  const place = (name: string): number => names.indexOf(name);
  const amount = place('amount') < 0 ? place('left') : place('amount');
  if (place('document') < 0 || place('line') < 0 || amount < 0) {
    throw failure(
      'HEADER_MISSING',
      `${file} lacks a column: document, line, and amount or left.`,
      'Export the lines with rebate claim lines --csv, and keep its header.',
      { value: file },
      EXIT.refused,
    );
  }
  return rows
    .map(cellsOf)
    .map((cells) => ({
      document: withoutMark(cells[place('document')] ?? ''),
      line: withoutMark(cells[place('line')] ?? ''),
      amount: cells[amount] ?? '',
    }))
    .filter((line) => /[1-9]/.test(line.amount));
};
