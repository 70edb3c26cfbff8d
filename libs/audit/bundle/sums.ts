import { accepted, type Rejection, type Result, refused } from '#kernel';
import { textOf } from '../encoding/bytes.ts';
import { toHex } from '../encoding/hex.ts';
import type { HashFunction } from '../merkle/hashing.ts';
import { auditRefusal } from '../refusals.ts';
import type { BundleFiles } from './files.ts';
import { BUNDLE_FILES } from './layout.ts';

/** SHA-256 of each file in hex, as `sha256sum` writes and checks it. */
export type Sums = ReadonlyMap<string, string>;

/** Paths in the order of their UTF-16 code units, so that the same files always give the same bytes. */
export const formatSums = (sums: Sums): string =>
  [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sum]) => `${sum}  ${path}\n`)
    .join('');

const LINE = /^([0-9a-f]{64}) {2}(\S.*)$/;

export const parseSums = (bytes: Uint8Array): Result<Sums> => {
  const text = textOf(bytes);
  const malformed = (line: number): Result<never> => refused(auditRefusal('SUMS_MALFORMED', { line }));
  if (text?.endsWith('\n') !== true) return malformed(1);
  const sums = new Map<string, string>();
  for (const [index, line] of text.slice(0, -1).split('\n').entries()) {
    const [, sum, path] = LINE.exec(line) ?? [];
    if (sum === undefined || path === undefined || sums.has(path)) return malformed(index + 1);
    sums.set(path, sum);
  }
  return accepted(sums);
};

/** What is wrong with a file by its sum, and which file. */
export type FileFault = { readonly file: string; readonly rejection: Rejection };

/** Files whose sums are taken when they are read first, so that none is read once for its proof and once for its sum. */
export type SummedFiles = BundleFiles & { readonly sumOf: (path: string) => string | undefined };

export const summedFiles = (files: BundleFiles, hash: HashFunction): SummedFiles => {
  const sums = new Map<string, Uint8Array>();
  const read = (path: string): Uint8Array | undefined => {
    const bytes = files.read(path);
    if (bytes !== undefined && !sums.has(path)) sums.set(path, hash(bytes));
    return bytes;
  };
  const sumOf = (path: string): string | undefined => {
    if (!sums.has(path)) read(path);
    const sum = sums.get(path);
    return sum === undefined ? undefined : toHex(sum);
  };
  return { read, sumOf };
};

/**
 * Compares the files of a bundle with its sums: damage of a copy, in whatever no signature covers. Both lists must be
 * the same; files that lie beside them in a folder are nobody's concern.
 */
export const whyNotSummed = (files: SummedFiles, paths: Iterable<string>): FileFault | undefined => {
  const bytes = files.read(BUNDLE_FILES.sums);
  const fault = (file: string, rejection: Rejection): FileFault => ({ file, rejection });
  if (bytes === undefined) return fault(BUNDLE_FILES.sums, auditRefusal('BUNDLE_FILE_MISSING', { file: BUNDLE_FILES.sums }));
  const sums = parseSums(bytes);
  if (!sums.ok) return fault(BUNDLE_FILES.sums, sums.rejections[0] ?? auditRefusal('SUMS_MALFORMED', { line: 1 }));
  const left = new Set(sums.value.keys());
  for (const path of paths) {
    const sum = files.sumOf(path);
    if (sum === undefined) return fault(path, auditRefusal('BUNDLE_FILE_MISSING', { file: path }));
    if (!left.delete(path) || sums.value.get(path) !== sum) return fault(path, auditRefusal('SUM_DIFFERS', { file: path }));
  }
  const [more] = left;
  return more === undefined ? undefined : fault(BUNDLE_FILES.sums, auditRefusal('SUM_OF_NOTHING', { file: more }));
};
