import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE_FILES, type BundleFiles, bundlePaths, type Manifest, parseManifest } from '#audit';
import type { BundleRequest } from '#ledger';
import { EXIT } from '../exit-codes.ts';
import { accept, failure, valueOf } from '../failure.ts';
import { withArchive } from './bundle-files.ts';
import { type Exported, taken, writeFile } from './export-bundle.ts';
import { checkpointIn } from './prove-event.ts';
import type { ProofSource } from './source.ts';

const received = async (pieces: AsyncIterable<Uint8Array>, file: string): Promise<void> => {
  mkdirSync(dirname(file), { recursive: true });
  const opened = openSync(file, 'w');
  try {
    for await (const piece of pieces) writeSync(opened, piece);
  } finally {
    closeSync(opened);
  }
};

const CHUNK = 1 << 20;

const isSameFile = (one: string, other: string): boolean => {
  const size = statSync(one).size;
  if (statSync(other).size !== size) return false;
  const opened = [openSync(one, 'r'), openSync(other, 'r')] as const;
  try {
    const [left, right] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
    for (let at = 0; at < size; at += CHUNK) {
      const length = readSync(opened[0], left, 0, CHUNK, at);
      if (readSync(opened[1], right, 0, CHUNK, at) !== length || !left.subarray(0, length).equals(right.subarray(0, length))) return false;
    }
    return true;
  } finally {
    for (const one of opened) closeSync(one);
  }
};

const textIn = (files: BundleFiles, path: string): string => Buffer.from(files.read(path) ?? []).toString('utf8');

/** What is in an archive, once all of it is there: the sums come last. */
const readBack = (files: BundleFiles): Omit<Exported, 'to' | 'unchanged'> => {
  const manifest = accept(parseManifest(files.read(BUNDLE_FILES.manifest) ?? new Uint8Array(0)));
  for (const path of [...bundlePaths(manifest), BUNDLE_FILES.sums]) {
    if (files.read(path) === undefined)
      throw failure('EXPORT_TILE_MISSING', `The ledger does not give ${path}.`, 'Export again.', { value: path }, EXIT.unavailable);
  }
  const { keys } = JSON.parse(textIn(files, BUNDLE_FILES.keys)) as { readonly keys: readonly { readonly key: string }[] };
  return { manifest, checkpoint: checkpointIn(textIn(files, BUNDLE_FILES.checkpoint)), keys: keys.map(({ key }) => key) };
};

/** Fills a folder that is new, empty, or begun with this very export; only what the manifest names is written, whatever else came. True where all of it was there. */
const unpack = (files: BundleFiles, manifest: Manifest, folder: string): boolean => {
  const isThere = (path: string): boolean =>
    existsSync(join(folder, path)) && readFileSync(join(folder, path)).equals(files.read(path) ?? new Uint8Array(0));
  const isBegun = existsSync(folder) && readdirSync(folder).length > 0;
  if (isBegun && !(isThere(BUNDLE_FILES.manifest) && isThere(BUNDLE_FILES.checkpoint))) throw taken(folder);
  const missing = [...bundlePaths(manifest), BUNDLE_FILES.sums].filter((path) => !isThere(path));
  for (const path of missing) writeFile(folder, { path, bytes: files.read(path) ?? new Uint8Array(0) });
  return missing.length === 0;
};

type ArchiveRequest = { readonly source: ProofSource; readonly request: BundleRequest; readonly to: string };

/** The bundle is received beside its place and looked through before it takes it, so that what has its name is whole. */
const receiveBeside = async <T>({ source, request, to }: ArchiveRequest, use: (archive: string) => T): Promise<T> => {
  const archive = `${to.replace(/\/+$/, '')}.part`;
  try {
    await received(valueOf(await source.bundle(request)), archive);
    return use(archive);
  } finally {
    rmSync(archive, { force: true });
  }
};

/** Writes a bundle as one file: that which the ledger sent. */
export const exportArchive = (asked: ArchiveRequest): Promise<Exported> =>
  receiveBeside(asked, (archive) => {
    const { to } = asked;
    const found = withArchive(archive, readBack);
    const unchanged = existsSync(to);
    if (unchanged && !isSameFile(archive, to)) throw taken(to);
    renameSync(archive, to);
    return { ...found, to, unchanged };
  });

/** Writes a bundle of some events into a folder. */
export const exportPart = (asked: ArchiveRequest): Promise<Exported> =>
  receiveBeside(asked, (archive) =>
    withArchive(archive, (files) => {
      const found = readBack(files);
      return { ...found, to: asked.to, unchanged: unpack(files, found.manifest, asked.to) };
    }),
  );
