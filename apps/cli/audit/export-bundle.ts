import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE_FILES, type BundleFile, type Checkpoint, type Manifest, parseManifest, provenPaths } from '#audit';
import { checkerFile } from '#ledger';
import { bundleFiles, parseClaims } from '#verification';
import { EXIT } from '../exit-codes.ts';
import { accept, type CliFailure, failure, valueOf } from '../failure.ts';
import { hash } from './engine.ts';
import { checkpointIn } from './prove-event.ts';
import type { ProofSource } from './source.ts';
import { tileFrom } from './tile-from.ts';

export type ExportRequest = {
  readonly source: Omit<ProofSource, 'bundle'>;
  readonly partnership: string;
  readonly folder: string;
  readonly onFile?: (done: { readonly files: number; readonly of: number }) => void;
};
export type Exported = {
  readonly to: string;
  readonly manifest: Manifest;
  readonly checkpoint: Checkpoint;
  readonly keys: readonly string[];
  /** It was there already, at this very checkpoint. */ readonly unchanged: boolean;
};

const bytesIn = (folder: string, path: string): Uint8Array | undefined =>
  existsSync(join(folder, path)) ? readFileSync(join(folder, path)) : undefined;

/** Under another name until it is whole, so that what has its name is whole. */
export const writeFile = (folder: string, { path, bytes }: BundleFile): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, bytes);
  renameSync(`${file}.part`, file);
};

export const taken = (place: string): CliFailure =>
  failure(
    'EXPORT_FOLDER_TAKEN',
    `${place} holds something else than this export, or a begun one of it.`,
    'Name a place that is new or empty: a bundle is never changed.',
    { place: '--to', value: place },
    EXIT.refused,
  );

/** The checkpoint at which an export in this folder was begun, so that it goes on there; undefined in an empty folder. */
const begun = (folder: string, partnership: string): string | undefined => {
  const found = existsSync(folder) ? readdirSync(folder) : [];
  if (found.length === 0) return undefined;
  const [note, manifestBytes] = [bytesIn(folder, BUNDLE_FILES.checkpoint), bytesIn(folder, BUNDLE_FILES.manifest)];
  const manifest = manifestBytes === undefined ? undefined : parseManifest(manifestBytes);
  if (note === undefined || manifest?.ok !== true || manifest.value.partnership !== partnership || manifest.value.part !== undefined)
    throw taken(folder);
  return Buffer.from(note).toString('utf8');
};

/** What is in the folder already is not asked for again. */
const provenOf = async function* ({ source, partnership, folder, onFile }: ExportRequest, manifest: Manifest): AsyncGenerator<BundleFile> {
  const paths = [...provenPaths(manifest)];
  for (const [index, path] of paths.entries()) {
    yield { path, bytes: bytesIn(folder, path) ?? (await tileFrom(source, partnership, path)) };
    onFile?.({ files: index + 1, of: paths.length });
  }
};

/**
 * Writes the whole history into a folder. An export that was broken off goes on where it was; the same checkpoint gives the
 * same bytes; the sums come last, so that a folder that has them is whole.
 */
export const exportBundle = async (request: ExportRequest): Promise<Exported> => {
  const { source, partnership, folder } = request;
  const before = begun(folder, partnership);
  const isWhole = existsSync(join(folder, BUNDLE_FILES.sums));
  const note = before === undefined || isWhole ? valueOf(await source.checkpoint(partnership)) : before;
  // What has its sums is never changed: the history has grown since, or was cosigned.
  if (isWhole && before !== note) throw taken(folder);
  const checkpoint = checkpointIn(note);
  const manifest: Manifest = { partnership, size: checkpoint.size };
  const keys = valueOf(await source.keys(partnership));
  const exported = { to: folder, manifest, checkpoint, keys: keys.keys.map(({ key }) => key), unchanged: isWhole };
  if (isWhole) return exported;
  const claims = async () => {
    const text = valueOf(await source.claims(partnership, manifest.size));
    return { text, claims: accept(parseClaims(text)) };
  };
  for await (const file of bundleFiles({
    manifest,
    checkpoint,
    note,
    keys,
    proven: provenOf(request, manifest),
    claims,
    checker: checkerFile(),
    hash,
  })) {
    if (!existsSync(join(folder, file.path)) || !isProven(file)) writeFile(folder, file);
  }
  return exported;
};

const isProven = ({ path }: BundleFile): boolean => path.startsWith('tile/');
