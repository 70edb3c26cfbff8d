import { sha256 } from '@noble/hashes/sha2.js';
import { utf8 } from '../encoding/bytes.ts';
import { toHex } from '../encoding/hex.ts';
import { bundlePaths, BUNDLE_FILES, proofPath } from '../bundle/layout.ts';
import { type BundlePart, formatManifest, type Manifest } from '../bundle/manifest.ts';
import { formatSums } from '../bundle/sums.ts';
import { inclusionProof } from '../merkle/prove.ts';
import { formatVerifierKey } from '../notes/verifier-key.ts';
import { formatProofFile } from '../proofs/proof-file.ts';
import { writeEntryBundle } from '../tiles/entry-bundle.ts';
import { entryBundles } from '../tiles/tile-layout.ts';
import { TILE_WIDTH, tilePath } from '../tiles/tile-path.ts';
import { logOf, logSigner, type TestLog } from './log.ts';

export type TestBundle = Map<string, Uint8Array>;

/** Sums of the files as they are: what one writes who changes a bundle and covers it up. */
export const withSums = (files: TestBundle, manifest: Manifest): TestBundle => {
  const sums = new Map([...bundlePaths(manifest)].map((path) => [path, toHex(sha256(files.get(path) ?? new Uint8Array(0)))]));
  return files.set(BUNDLE_FILES.sums, utf8(formatSums(sums)));
};

export const manifestOf = (size: number, part?: BundlePart): Manifest => ({
  partnership: 'acme~baumarkt',
  size,
  ...(part === undefined ? {} : { part }),
});

const around = (files: TestBundle, log: TestLog, manifest: Manifest): TestBundle => {
  files.set(BUNDLE_FILES.manifest, utf8(formatManifest(manifest)));
  files.set(BUNDLE_FILES.checkpoint, utf8(log.checkpoint));
  files.set(BUNDLE_FILES.policy, utf8(`log ${formatVerifierKey(logSigner.key)}\nquorum none\n`));
  for (const path of [BUNDLE_FILES.keys, BUNDLE_FILES.index, BUNDLE_FILES.checker, BUNDLE_FILES.claims])
    files.set(path, utf8(`what ${path} holds\n`));
  return withSums(files, manifest);
};

export const bundleOf = (entries: readonly Uint8Array[]): TestBundle => {
  const log = logOf(entries);
  const files: TestBundle = new Map(log.tiles);
  for (const tile of entryBundles(entries.length))
    files.set(tilePath(tile), writeEntryBundle(entries.slice(tile.index * TILE_WIDTH, tile.index * TILE_WIDTH + tile.width)));
  return around(files, log, manifestOf(entries.length));
};

export const partOf = (entries: readonly Uint8Array[], positions: readonly number[]): TestBundle => {
  const log = logOf(entries);
  const files: TestBundle = new Map();
  for (const position of positions) {
    const extra = entries[position] ?? new Uint8Array(0);
    files.set(
      proofPath(position),
      utf8(formatProofFile({ index: position, proof: inclusionProof(log.read, position, log.size), checkpoint: log.checkpoint, extra })),
    );
  }
  return around(files, log, manifestOf(entries.length, { positions, agreements: [] }));
};
