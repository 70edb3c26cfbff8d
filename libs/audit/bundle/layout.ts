import { entryBundles, hashTiles } from '../tiles/tile-layout.ts';
import { tilePath } from '../tiles/tile-path.ts';
import type { Manifest } from './manifest.ts';

/** The files of a bundle beside its tiles and proofs. Every path is relative, with `/` between its parts. */
export const BUNDLE_FILES = {
  manifest: 'bundle.json',
  checkpoint: 'checkpoint',
  policy: 'policy',
  keys: 'keys.json',
  claims: 'claims.json',
  index: 'index.md',
  checker: 'verify-proofs.mjs',
  sums: 'SHA256SUMS',
} as const;

const PROOF_DIGITS = 9;
const GROUP = /\d{3}(?=.)/g;

/** `proofs/000/000/012.tlog-proof`: the proof of one entry, which it holds as its extra data. */
export const proofPath = (position: number): string =>
  `proofs/${String(position).padStart(PROOF_DIGITS, '0').replaceAll(GROUP, '$&/')}.tlog-proof`;

/** The proven part of a bundle: tiles and entries of a whole history, or the proofs of some of its entries. */
export const provenPaths = function* ({ size, part }: Manifest): Generator<string> {
  if (part === undefined) {
    for (const tile of hashTiles(size)) yield tilePath(tile);
    for (const tile of entryBundles(size)) yield tilePath(tile);
  } else {
    for (const position of part.positions) yield proofPath(position);
  }
};

/** Every file of a bundle but the sums, which cover them all. Only a whole history can be recomputed, so a part claims no figures. */
export const bundlePaths = function* (manifest: Manifest): Generator<string> {
  const { manifest: own, checkpoint, policy, keys, index, checker, claims } = BUNDLE_FILES;
  yield* [own, checkpoint, policy, keys, index, checker];
  if (manifest.part === undefined) yield claims;
  yield* provenPaths(manifest);
};
