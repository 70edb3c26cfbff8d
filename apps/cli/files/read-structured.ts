import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { LineCounter, parseDocument } from 'yaml';
import type { Rejection } from '#kernel';
import { EXIT } from '../exit-codes.ts';
import { CliFailure } from '../failure.ts';

/** A file, or stdin where it is named `-`. */
export const readText = (file: string): Promise<string> => (file === '-' ? readAll(process.stdin) : readFile(file, 'utf8'));

const jsonOf = (content: string): { readonly value: unknown } | undefined => {
  try {
    return { value: JSON.parse(content) };
  } catch {
    return undefined;
  }
};

const notRead = (
  file: string,
  problems: readonly { readonly message: string; readonly line: number; readonly column: number; readonly value: string }[],
): CliFailure =>
  new CliFailure(
    problems.map(({ message, line, column, value }): Rejection => ({
      code: 'FILE_NOT_PARSED',
      message: `The file is neither JSON nor YAML: ${message}`,
      place: `${file}: line ${line}, column ${column}`,
      value,
      wayOut: 'Mend this place and try again.',
    })),
    EXIT.refused,
  );

/** Reads JSON or YAML alike. Syntax errors name line and column, and a key given twice is one. */
export const parseStructured = (content: string, file: string): unknown => {
  const lineCounter = new LineCounter();
  const document = parseDocument(content, { lineCounter, prettyErrors: false, uniqueKeys: true });
  if (document.errors.length > 0) {
    // YAML forbids a tab where JSON allows one; a key given twice is refused in both.
    const json = document.errors.some((error) => error.code === 'DUPLICATE_KEY') ? undefined : jsonOf(content);
    if (json !== undefined) return json.value;
    throw notRead(
      file,
      document.errors.map(({ message, pos: [offset] }) => {
        const { line, col } = lineCounter.linePos(offset);
        return { message, line, column: col, value: (content.split('\n')[line - 1] ?? '').trim().slice(0, 120) };
      }),
    );
  }
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown;
  } catch (error) {
    throw notRead(file, [{ message: error instanceof Error ? error.message : 'unknown error', line: 1, column: 1, value: '' }]);
  }
};

export const readStructured = async (file: string): Promise<unknown> => parseStructured(await readText(file), file);
