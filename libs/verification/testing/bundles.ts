import { sha256 } from '@noble/hashes/sha2.js';
import {
  BUNDLE_FILES,
  bundlePaths,
  cosign,
  ed25519Signer,
  entryBundles,
  formatCheckpoint,
  formatManifest,
  formatNote,
  formatSums,
  formatVerifierKey,
  GrowingTree,
  type HashReader,
  hashTiles,
  type Leaf,
  leafBytes,
  type Manifest,
  parseNote,
  parseManifest,
  portableHasher,
  type Signer,
  signNote,
  tilePath,
  toHex,
  textOf,
  utf8,
  withSignature,
  writeEntryBundle,
  writeHashTile,
} from '#audit';
import { type Claims, formatClaims } from '../claims/claims.ts';
import { Replay } from '../replay/replay.ts';

/** Bundles in memory, as an export writes them. */

export type Files = Map<string, Uint8Array>;
export const textIn = (files: Files, path: string): string => textOf(files.get(path) ?? new Uint8Array(0)) ?? '';

export const ORIGIN = 'ledger.example/partnerships/acme~buildco';
export const logSigner = ed25519Signer(ORIGIN, 'ed25519', new Uint8Array(32).fill(1));
/** Somebody else, who takes the log's name. */
export const strangerSigner = ed25519Signer(ORIGIN, 'ed25519', new Uint8Array(32).fill(2));
const witness = ed25519Signer('buildco.example/witness', 'cosignature', new Uint8Array(32).fill(3));
export const policyOf = ({ key }: Signer): string =>
  `# who may sign\nlog ${formatVerifierKey(key)}\nwitness buildco ${formatVerifierKey(witness.key)}\nquorum buildco\n`;

const WITNESSED_AT = 1_770_000_000;
const hasher = portableHasher;
const WIDTH = 256;

export const entriesOf = (leaves: readonly Leaf[]): Uint8Array[] => leaves.map(leafBytes);

const treeOf = (entries: readonly Uint8Array[]) => {
  const nodes = new Map<string, Uint8Array>();
  const tree = new GrowingTree(hasher, undefined, (level, index, node) => nodes.set(`${level}/${index}`, node));
  for (const entry of entries) tree.append(hasher.leaf(entry));
  return { root: tree.root(), read: (level: number, index: number): Uint8Array => nodes.get(`${level}/${index}`) ?? hasher.empty };
};

/** Every hash of the tree over these entries. */
export const hashesOf = (entries: readonly Uint8Array[]): HashReader => treeOf(entries).read;

export const checkpointOf = (entries: readonly Uint8Array[], signer: Signer = logSigner): string => {
  const note = signNote(formatCheckpoint({ origin: ORIGIN, size: entries.length, root: treeOf(entries).root, extensions: [] }), signer);
  const parsed = parseNote(note);
  if (!parsed.ok) throw new Error('not a note');
  return formatNote(withSignature(parsed.value, cosign(parsed.value.text, witness, WITNESSED_AT)));
};

/** What an honest ledger claims of these events. */
export const claimsOf = (partnership: string, leaves: readonly Leaf[]): Claims => {
  const at = (position: number): Leaf => {
    const leaf = leaves[position];
    if (leaf === undefined) throw new Error(`there is no event ${position}`);
    return leaf;
  };
  const replay = new Replay(partnership, { before: (position) => leaves.slice(0, position), at }, sha256);
  for (const leaf of leaves) {
    const why = replay.take(leaf);
    if (why !== undefined) throw new Error(`event ${leaf.position}: ${why.message}`);
  }
  return replay.claims();
};

/** Sums of the files as they are: what one writes who changes a bundle and covers it up. */
export const withSums = (files: Files): Files => {
  const manifest = manifestIn(files);
  return files.set(
    BUNDLE_FILES.sums,
    utf8(
      formatSums(
        new Map(
          [...bundlePaths(manifest)].flatMap((path) =>
            files.has(path) ? [[path, toHex(sha256(files.get(path) ?? new Uint8Array(0)))]] : [],
          ),
        ),
      ),
    ),
  );
};
const manifestIn = (files: Files): Manifest => {
  const manifest = parseManifest(files.get(BUNDLE_FILES.manifest) ?? new Uint8Array(0));
  if (!manifest.ok) throw new Error('the bundle has no manifest');
  return manifest.value;
};

export type Made = {
  readonly partnership: string;
  readonly entries: readonly Uint8Array[];
  readonly claims: Claims;
  readonly signer?: Signer;
  readonly checker?: Uint8Array;
};

export const bundleOf = ({ partnership, entries, claims, signer = logSigner, checker = utf8('// the checker\n') }: Made): Files => {
  const files: Files = new Map();
  const { read } = treeOf(entries);
  for (const tile of hashTiles(entries.length)) files.set(tilePath(tile), writeHashTile(tile, read));
  for (const tile of entryBundles(entries.length))
    files.set(tilePath(tile), writeEntryBundle(entries.slice(tile.index * WIDTH, tile.index * WIDTH + tile.width)));
  files.set(BUNDLE_FILES.manifest, utf8(formatManifest({ partnership, size: entries.length })));
  files.set(BUNDLE_FILES.checkpoint, utf8(checkpointOf(entries, signer)));
  files.set(BUNDLE_FILES.policy, utf8(policyOf(signer)));
  files.set(BUNDLE_FILES.keys, utf8('[]\n'));
  files.set(BUNDLE_FILES.index, utf8('# A bundle\n'));
  files.set(BUNDLE_FILES.checker, checker);
  files.set(BUNDLE_FILES.claims, utf8(formatClaims(claims)));
  return withSums(files);
};
