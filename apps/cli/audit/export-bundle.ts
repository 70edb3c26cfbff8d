import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE_FILES, bundlePaths, type BundlePart, type Checkpoint, formatManifest, formatSums, type Manifest, parseManifest, provenPaths, utf8 } from '#audit';
import { canonicalJson } from '#kernel';
import type { LogKeys } from '#ledger';
import { indexPage, parseClaims, policyOf } from '#verification';
import { EXIT } from '../exit-codes.ts';
import { accept, type CliFailure, failure, valueOf } from '../failure.ts';
import { checkerFile } from './checker-file.ts';
import { proofsFrom } from './part-proofs.ts';
import { checkpointIn } from './prove-event.ts';
import type { ProofSource } from './source.ts';

export type ExportRequest = {
  readonly source: ProofSource;
  readonly partnership: string;
  readonly folder: string;
  /** Chooses the entries of a part, once it is known how many there are. */
  readonly part?: (size: number) => Promise<BundlePart>;
  readonly onFile?: (done: { readonly files: number; readonly of: number }) => void;
};
export type Exported = { readonly folder: string; readonly manifest: Manifest; readonly checkpoint: Checkpoint; readonly keys: readonly string[]; /** It was there already, at this very checkpoint. */ readonly unchanged: boolean };

const bytesIn = (folder: string, path: string): Uint8Array | undefined => (existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined);

/** Under another name until it is whole, so that what has its name is whole. */
const write = (folder: string, path: string, bytes: Uint8Array | string): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
};

const taken = (folder: string): CliFailure =>
  failure('EXPORT_FOLDER_TAKEN', `${folder} holds something else than an export of this partnership that was begun.`, 'Name a folder that is new or empty: a bundle is never changed.', { place: '--to', value: folder }, EXIT.refused);

/** The checkpoint at which an export in this folder was begun, so that it goes on there; undefined in an empty folder. */
const begun = (folder: string, partnership: string, isPart: boolean): string | undefined => {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  if (found.length === 0) return undefined;
  const [note, manifestBytes] = [bytesIn(folder, BUNDLE_FILES.checkpoint), bytesIn(folder, BUNDLE_FILES.manifest)];
  const manifest = manifestBytes === undefined ? undefined : parseManifest(manifestBytes);
  if (note === undefined || manifest?.ok !== true || manifest.value.partnership !== partnership || (manifest.value.part !== undefined) !== isPart) throw taken(folder);
  return Buffer.from(note).toString('utf8');
};

/** Of a part, the same entries must be asked for as when it was begun. */
const sameManifest = (folder: string, manifest: Manifest): boolean => Buffer.from(bytesIn(folder, BUNDLE_FILES.manifest) ?? []).toString('utf8') === formatManifest(manifest);

const sumsOf = (folder: string, manifest: Manifest): string =>
  formatSums(new Map([...bundlePaths(manifest)].map((path) => [path, createHash('sha256').update(readFileSync(join(folder, path))).digest('hex')])));

const writeProven = async ({ source, partnership, folder, onFile }: ExportRequest, manifest: Manifest, note: string): Promise<void> => {
  const paths = [...provenPaths(manifest)];
  const proofs = manifest.part === undefined ? undefined : await proofsFrom(source, manifest, note);
  for (const [index, path] of paths.entries()) {
    if (!existsSync(join(folder, path))) {
      const bytes = proofs === undefined ? await source.tile(partnership, path) : proofs.get(path);
      if (bytes === undefined) throw failure('EXPORT_TILE_MISSING', `The ledger does not give ${path}.`, 'Check that the ledger is the one that signed the checkpoint; then export again, into the same folder.', { value: path }, EXIT.unavailable);
      write(folder, path, bytes);
    }
    onFile?.({ files: index + 1, of: paths.length });
  }
};

/**
 * Writes a bundle. An export that was broken off goes on where it was; the same checkpoint gives the same bytes; the sums
 * come last, so that a folder that has them is whole.
 */
export const exportBundle = async (request: ExportRequest): Promise<Exported> => {
  const { source, partnership, folder, part } = request;
  const before = begun(folder, partnership, part !== undefined);
  const isWhole = existsSync(join(folder, BUNDLE_FILES.sums));
  const newest = before === undefined || isWhole ? valueOf(await source.checkpoint(partnership)) : before;
  // What has its sums is never changed: the history has grown since, or was cosigned.
  if (isWhole && before !== newest) throw taken(folder);
  const checkpoint = checkpointIn(newest);
  const chosen = part === undefined ? undefined : await part(checkpoint.size);
  const manifest: Manifest = { partnership, size: checkpoint.size, ...(chosen === undefined ? {} : { part: chosen }) };
  if (before !== undefined && !sameManifest(folder, manifest)) throw taken(folder);
  const keys = valueOf(await source.keys(partnership));
  const lines = keys.keys.map(({ key }) => key);
  if (isWhole) return { folder, manifest, checkpoint, keys: lines, unchanged: true };
  write(folder, BUNDLE_FILES.manifest, formatManifest(manifest));
  write(folder, BUNDLE_FILES.checkpoint, newest);
  await writeProven(request, manifest, newest);
  await writeAround(request, manifest, checkpoint, keys);
  write(folder, BUNDLE_FILES.sums, sumsOf(folder, manifest));
  return { folder, manifest, checkpoint, keys: lines, unchanged: false };
};

const writeAround = async ({ source, partnership, folder }: ExportRequest, manifest: Manifest, checkpoint: Checkpoint, keys: LogKeys): Promise<void> => {
  const text = manifest.part === undefined ? valueOf(await source.claims(partnership, manifest.size)) : undefined;
  const claims = text === undefined ? undefined : accept(parseClaims(text));
  if (text !== undefined) write(folder, BUNDLE_FILES.claims, utf8(text));
  write(folder, BUNDLE_FILES.policy, policyOf(keys));
  write(folder, BUNDLE_FILES.keys, `${canonicalJson(keys)}\n`);
  write(folder, BUNDLE_FILES.index, indexPage({ manifest, checkpoint, keys: keys.keys.map(({ key }) => key), ...(claims === undefined ? {} : { claims }) }));
  write(folder, BUNDLE_FILES.checker, checkerFile());
};
