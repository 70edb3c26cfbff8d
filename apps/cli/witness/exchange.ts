import {
  auditRefusal,
  consistencyProof,
  decideAddCheckpoint,
  equalBytes,
  type Evidence,
  firstDifference,
  formatAddCheckpoint,
  HASH_BYTES,
  hashTiles,
  overTiles,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  readHashTile,
  rootAt,
  type Signer,
  TILE_WIDTH,
  tileHashReader,
  type TileSource,
  type Witness,
  type WitnessDecision,
} from '#audit';
import type { Rejection } from '#kernel';
import { appendHashes, type HashRows, nodeHasher } from '#projections';
import { overFetchedTiles, type TileFetch } from './fetched-tiles.ts';
import type { WitnessedLog, WitnessStore } from './witness-store.ts';

/** The log as it shows itself to the witness. */
export type LogSource = { checkpoint(): Promise<string>; readonly tile: TileFetch };

export type Exchanged =
  | { readonly kind: 'cosigned'; readonly from: number; readonly size: number; /** The signature line to hand in. */ readonly line: string }
  /** Two checkpoints that one history does not explain. `index`: the first event that is not the same, where the tiles tell it. */
  | { readonly kind: 'caught'; readonly evidence: Evidence; readonly rejection: Rejection; readonly index: number | null }
  | { readonly kind: 'refused'; readonly rejection: Rejection };

type Head = { readonly size: number; readonly root: Uint8Array };

/** What a signed note says of its tree; undefined where it is no checkpoint. */
export const headOf = (text: string): Head | undefined => {
  const note = parseNote(text);
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  return checkpoint.ok ? checkpoint.value : undefined;
};

/** Hash tiles as they are kept; a partial one is cut out of what there is by now. */
const keptTiles =
  (rows: HashRows): TileSource =>
  ({ level, index, width }) => {
    const hashes = level === 'entries' ? undefined : rows.read(level, index);
    return hashes === undefined || hashes.length < width * HASH_BYTES ? undefined : hashes.subarray(0, width * HASH_BYTES);
  };

/** Every hash of an entry from `from` to before `to`, out of the tiles of level 0. */
const fetchLeaves = async (fetchTile: TileFetch, from: number, to: number): Promise<readonly Uint8Array[] | Rejection> => {
  const leaves: Uint8Array[] = [];
  for (const tile of hashTiles(to, from)) {
    if (tile.level > 0) break;
    const read = readHashTile(tile, await fetchTile(tile));
    if (!read.ok) return read.rejections[0] ?? auditRefusal('TILE_MISSING', { tile: '0' });
    const begin = tile.index * TILE_WIDTH;
    leaves.push(...read.value.slice(Math.max(0, from - begin)));
  }
  return leaves;
};

/** The trees are compared from the top; only tiles that lead to the root that was signed can tell where they part. */
const partingIndex = async (rows: HashRows, fetchTile: TileFetch, kept: Head, offered: Head): Promise<number | null> => {
  const found = await overFetchedTiles(fetchTile, (tiles) =>
    overTiles(() => {
      const read = tileHashReader(tiles, offered.size, nodeHasher);
      if (!equalBytes(rootAt(read, nodeHasher, offered.size), offered.root)) return null;
      // What was cosigned for others who brought their own proofs has no tiles here.
      const size = Math.min(kept.size, rows.hashesOn(0));
      const own = { read: tileHashReader(keptTiles(rows), size, nodeHasher), size };
      return firstDifference(own, { read, size: offered.size }) ?? (size === kept.size ? Math.min(size, offered.size) : null);
    }),
  );
  return found.ok ? found.value : null;
};

class NotCosigned extends Error {}

/** One transaction: what is remembered, and the hashes below it, are on the disk before the cosignature is known to anybody. */
const decide = (
  store: WitnessStore,
  signer: Signer,
  log: WitnessedLog,
  request: (rows: HashRows) => string,
  leaves: readonly Uint8Array[],
  seconds: number,
): WitnessDecision => {
  let decision: WitnessDecision | undefined;
  const keys = log.keys.map(parseVerifierKey).flatMap((key) => (key.ok ? [key.value] : []));
  const witness: Witness = { logs: keys, signer, lastOf: () => log.note ?? undefined, engine: { hasher: nodeHasher } };
  try {
    store.db.transaction(() => {
      const rows = store.hashes(log.id);
      appendHashes(rows, nodeHasher, 0, leaves);
      decision = decideAddCheckpoint(witness, request(rows), seconds);
      if (decision.kind !== 'cosigned') throw new NotCosigned();
      store.remember(log.id, decision.remember, new Date(seconds * 1_000).toISOString());
    });
  } catch (error) {
    if (!(error instanceof NotCosigned) || decision === undefined) throw error;
  }
  if (decision === undefined) throw new Error('the witness decided nothing');
  return decision;
};

/** Looks at the log once: checks that its newest checkpoint grew out of the last one, and cosigns it. */
export const exchange = async (
  store: WitnessStore,
  signer: Signer,
  log: WitnessedLog,
  source: LogSource,
  seconds: number,
): Promise<Exchanged> => {
  const checkpoint = await source.checkpoint();
  const offered = headOf(checkpoint);
  const last = log.note === null ? { size: 0, root: nodeHasher.empty } : (headOf(log.note) ?? { size: 0, root: nodeHasher.empty });
  const oldSize = Math.min(last.size, offered?.size ?? 0);
  const held = store.hashes(log.id).hashesOn(0);
  const leaves = offered === undefined || offered.size <= held ? [] : await fetchLeaves(source.tile, held, offered.size);
  if ('code' in leaves) return { kind: 'refused', rejection: leaves };
  const request = (rows: HashRows): string => {
    const isGrown = offered !== undefined && oldSize > 0 && oldSize < offered.size;
    const proof = isGrown
      ? consistencyProof(tileHashReader(keptTiles(rows), offered.size, nodeHasher), oldSize, offered.size, nodeHasher)
      : [];
    return formatAddCheckpoint({ oldSize, proof, checkpoint });
  };
  const decision = decide(store, signer, log, request, leaves, seconds);
  if (decision.kind === 'cosigned') return { kind: 'cosigned', from: last.size, size: decision.size, line: decision.body };
  const { rejection, evidence } = decision;
  if (evidence === undefined || offered === undefined) return { kind: 'refused', rejection };
  return { kind: 'caught', rejection, evidence, index: await partingIndex(store.hashes(log.id), source.tile, last, offered) };
};
