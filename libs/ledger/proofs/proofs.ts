import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatVerifierKey, type HashReader, type Tile, TILE_WIDTH, writeEntryBundle } from '#audit';
import type { ProofLog } from '#projections';
import type { Answer } from '../asking.ts';
import { Checkpoints, type CheckpointUses } from './checkpoints.ts';
import { entriesOf, type Indexed, indexOf, type LogParts } from './log-entries.ts';
import { openProofKeys, type ProofKeys, type Validity } from './proof-keys.ts';
import { openProofStore, type ProofStore } from './proof-store.ts';
import { partnershipUnknown } from '../rejections.ts';
import { type Consistency, consistencyOf, proofFileOf } from './prove.ts';
import { noSuchSize } from './refusals.ts';
import { Witnesses, type WitnessUses } from './witnesses.ts';

/** The ledger's public keys, under its own name: what its logs' keys can be compared with by another way. */
export type LedgerKeys = { readonly ledger: string; readonly keys: readonly (Validity & { readonly key: string })[] };

/** What is needed to prove the history of a partnership: its Merkle tree, tile by tile, the entries below it, and what was signed of it. */
export type Proofs = {
  /** Events in the partnership's tree; 0 where there is none. */
  size(partnership: string): number;
  /** Partnerships that have a tree. */
  partnerships(): readonly string[];
  /** The root that the tree had with so many entries. Requires a size that it has reached. */
  rootAt(partnership: string, size: number): Uint8Array;
  /** Every hash of the tree as it was with so many entries. Requires a size that it has reached. */
  hashes(partnership: string, size: number): HashReader;
  /** A hash tile or a bundle of entries; undefined for one that the tree does not reach. */
  tile(partnership: string, tile: Tile): Promise<Uint8Array | undefined>;
  /** The canonical bytes of the entries from index `from` to before `to`. */
  entries(partnership: string, from: number, to: number): AsyncIterable<Uint8Array>;
  /** The bytes of one entry. */
  entry(partnership: string, position: number): Promise<Answer<Uint8Array>>;
  indexOf(stream: string, revision: number): Promise<Indexed | undefined>;
  /** The `.tlog-proof` file of the event at a position. */
  proofFile(partnership: string, position: number): Answer<string>;
  consistency(partnership: string, from: number, to: number): Answer<Consistency>;
  readonly checkpoints: CheckpointUses;
  readonly witnesses: WitnessUses;
  ledgerKeys(): LedgerKeys;
  /** Throws a StoreError where the keys come from the environment. */
  rotateKeys(now: string): LedgerKeys;
};

export type ProofOptions = {
  /** The content of a key file, instead of the file in the folder. */
  readonly proofKeys?: string;
  /** The ledger's name in the origins of its logs; for a ledger that has no keys yet. */
  readonly ledgerName?: string;
};

type Parts = LogParts & { readonly proofs: ProofLog; readonly dataDir: string; readonly options: ProofOptions; readonly now: () => string };

const KEYS_FILE = 'proof-keys.json';
const STORE_FILE = 'proofs.db';

/** Opened when it is first needed, or at once where it is there already: what is wrong with it is said at the start. */
const onDemand = <T>(open: () => T, isThere: boolean): { readonly get: () => T; readonly opened: () => T | undefined } => {
  let opened = isThere ? open() : undefined;
  return { get: () => (opened ??= open()), opened: () => opened };
};

const bundleOf = async (parts: Parts, partnership: string, { index, width }: Tile): Promise<Uint8Array | undefined> => {
  const from = index * TILE_WIDTH;
  if (from + width > parts.proofs.size(partnership)) return undefined;
  const entries: Uint8Array[] = [];
  for await (const entry of entriesOf(parts, partnership, from, from + width)) entries.push(entry);
  return writeEntryBundle(entries);
};

const entryAt = async (parts: Parts, partnership: string, position: number): Promise<Answer<Uint8Array>> => {
  for await (const value of entriesOf(parts, partnership, position, position + 1)) return { kind: 'answer', value };
  const size = parts.proofs.size(partnership);
  return { kind: 'rejected', rejections: [size === 0 ? partnershipUnknown(partnership) : noSuchSize('position', position + 1, size)] };
};

export const proofsOfLedger = (parts: Parts): Proofs & { close(): void } => {
  const { proofs: log, dataDir, options } = parts;
  const [keysFile, storeFile] = [join(dataDir, KEYS_FILE), join(dataDir, STORE_FILE)];
  const { proofKeys: given, ledgerName: name } = options;
  const keys = onDemand<ProofKeys>(
    () =>
      openProofKeys({
        file: keysFile,
        now: parts.now(),
        ...(given === undefined ? {} : { given }),
        ...(name === undefined ? {} : { name }),
      }),
    given !== undefined || existsSync(keysFile),
  );
  const store = onDemand<ProofStore>(() => openProofStore(storeFile), existsSync(storeFile));
  const checkpoints = new Checkpoints({ log, keys: keys.get, store: store.get });
  const ledgerKeys = (): LedgerKeys => {
    const ring = keys.get();
    return {
      ledger: ring.name,
      keys: ring.verifiersOf(ring.name).map(({ key, from, until }) => ({ key: formatVerifierKey(key), from, until })),
    };
  };
  return {
    size: (partnership) => log.size(partnership),
    partnerships: () => log.partnerships(),
    rootAt: (partnership, size) => log.rootAt(partnership, size),
    hashes: (partnership, size) => log.hashes(partnership, size),
    tile: (partnership, tile) =>
      tile.level === 'entries' ? bundleOf(parts, partnership, tile) : Promise.resolve(log.hashTile(partnership, tile)),
    entries: (partnership, from, to) => entriesOf(parts, partnership, from, to),
    entry: (partnership, position) => entryAt(parts, partnership, position),
    indexOf: (stream, revision) => indexOf(parts, stream, revision),
    proofFile: (partnership, position) => proofFileOf(log, checkpoints, partnership, position),
    consistency: (partnership, from, to) => consistencyOf(log, partnership, from, to),
    checkpoints,
    witnesses: new Witnesses({
      store: store.get,
      checkpoints,
      consistency: (partnership, from, to) => consistencyOf(log, partnership, from, to),
    }),
    ledgerKeys,
    rotateKeys: (now) => {
      keys.get().rotate(now);
      return ledgerKeys();
    },
    close: () => {
      store.opened()?.close();
    },
  };
};
