import type { Rejection } from '#kernel';
import type { CliFailure } from '../failure.ts';
import { type Io, printJson } from './io.ts';

const MAX_SHOWN = 50;
// Sent values are shown as text: control characters in them must not steer the terminal.
const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, ' ');

export const refusalText = (one: Rejection): string =>
  [
    plain(`${one.code}: ${one.message}`),
    ...(one.place === undefined ? [] : [plain(`  at      ${one.place}`)]),
    ...(one.value === undefined ? [] : [plain(`  value   ${one.value}`)]),
    plain(`  way out ${one.wayOut}`),
  ].join('\n');

/** The words on stderr; with --json also the data, on stdout. */
export const printFailure = (io: Io, failed: CliFailure, json: boolean): void => {
  const { rejections } = failed;
  for (const one of rejections.slice(0, MAX_SHOWN)) io.err(refusalText(one));
  if (rejections.length > MAX_SHOWN) io.err(`… and ${rejections.length - MAX_SHOWN} more`);
  if (!json) return;
  const [first] = rejections;
  printJson(io, {
    error: {
      code: first?.code,
      message: first?.message,
      ...(first?.place === undefined ? {} : { place: first.place }),
      ...(first?.value === undefined ? {} : { value: first.value }),
      wayOut: first?.wayOut,
    },
    rejections,
  });
};
