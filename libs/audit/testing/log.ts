import { type Leaf, leafBytes } from '../leaf.ts';
import { GrowingTree } from '../merkle/growing-tree.ts';
import { portableHasher } from '../merkle/hashing.ts';
import type { HashReader } from '../merkle/subtrees.ts';
import { formatCheckpoint } from '../notes/checkpoint.ts';
import { formatNote, parseNote } from '../notes/note.ts';
import { parsePolicy, type Policy } from '../notes/policy.ts';
import { cosign, signNote, withSignature } from '../notes/sign-note.ts';
import { ed25519Signer } from '../notes/signer.ts';
import { formatVerifierKey } from '../notes/verifier-key.ts';
import { writeHashTile } from '../tiles/hash-tile.ts';
import { hashTiles } from '../tiles/tile-layout.ts';
import { tilePath } from '../tiles/tile-path.ts';

/** A small log to test against: its keys, its entries, every hash of its tree, and what it signs. */

export const ORIGIN = 'ledger.example/partnerships/acme~baumarkt';
export const logSigner = ed25519Signer(ORIGIN, 'ed25519', new Uint8Array(32).fill(1));
export const otherLogSigner = ed25519Signer(ORIGIN, 'ed25519', new Uint8Array(32).fill(2));
export const witnessOne = ed25519Signer('acme.example/witness', 'cosignature', new Uint8Array(32).fill(3));
export const witnessTwo = ed25519Signer('baumarkt.example/witness', 'cosignature', new Uint8Array(32).fill(4));

export const valueOf = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly { readonly message: string }[] },
): T => {
  if (!result.ok) throw new Error(result.rejections.map(({ message }) => message).join(' '));
  return result.value;
};

export const policy: Policy = valueOf(
  parsePolicy(
    [
      `log ${formatVerifierKey(logSigner.key)}`,
      `witness acme ${formatVerifierKey(witnessOne.key)}`,
      `witness baumarkt ${formatVerifierKey(witnessTwo.key)}`,
      'group both all acme baumarkt',
      'quorum both\n',
    ].join('\n'),
  ),
);
export const logOnly: Policy = { ...policy, quorum: 'none' };

export const leafAt = (position: number, changed: Partial<Leaf> = {}): Leaf => ({
  id: `01900000-0000-7000-8000-${position.toString(16).padStart(12, '0')}`,
  stream: 'sales-acme~baumarkt.acme',
  revision: position,
  position,
  type: 'SalesRecorded',
  data: { document: `INV-${position}`, lines: [{ line: '1', quantity: '12', net: '126.5' }] },
  metadata: { actor: 'importer', partnershipId: 'acme~baumarkt', schema: 1 },
  recordedAt: '2026-01-31T12:00:00.000Z',
  ...changed,
});

export const entriesOf = (count: number): Uint8Array[] => Array.from({ length: count }, (_, position) => leafBytes(leafAt(position)));

export type TestLog = {
  readonly size: number;
  readonly root: Uint8Array;
  readonly read: HashReader;
  readonly tiles: ReadonlyMap<string, Uint8Array>;
  /** The checkpoint at the end, signed by the log and by both witnesses. */
  readonly checkpoint: string;
};

export const signedCheckpoint = (size: number, root: Uint8Array, signer = logSigner): string => {
  const note = valueOf(parseNote(signNote(formatCheckpoint({ origin: ORIGIN, size, root, extensions: [] }), signer)));
  return formatNote(
    [witnessOne, witnessTwo].reduce((signed, witness) => withSignature(signed, cosign(signed.text, witness, 1_770_000_000)), note),
  );
};

export const logOf = (entries: readonly Uint8Array[]): TestLog => {
  const nodes = new Map<string, Uint8Array>();
  const tree = new GrowingTree(portableHasher, undefined, (level, index, hash) => nodes.set(`${level}/${index}`, hash));
  for (const entry of entries) tree.append(portableHasher.leaf(entry));
  const read: HashReader = (level, index) => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined) throw new Error(`no hash ${level}/${index}`);
    return hash;
  };
  const tiles = new Map([...hashTiles(entries.length)].map((tile) => [tilePath(tile), writeHashTile(tile, read)]));
  return { size: entries.length, root: tree.root(), read, tiles, checkpoint: signedCheckpoint(entries.length, tree.root()) };
};
