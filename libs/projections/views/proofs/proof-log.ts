import type { Database } from '#event-store';
import { HASH_BYTES, type HashReader, requireInTree, rootAt, type Tile, tileHashReader, type TileSource } from '#audit';
import { nodeHasher } from './node-hasher.ts';
import { type TileRows, tileRows } from './tile-rows.ts';

export type ProofLog = {
  /** Events in the partnership's tree; 0 for a partnership that has none. */
  size(partnership: string): number;
  /** A hash tile, cut to its width; undefined for one that the tree does not reach, and for bundles of entries. */
  hashTile(partnership: string, tile: Tile): Uint8Array | undefined;
  tiles(partnership: string): TileSource;
  /** Every hash of the tree as it was with so many entries. Requires a size that the tree has reached. */
  hashes(partnership: string, size: number): HashReader;
  /** The root that the tree had with so many entries. Requires a size that it has reached. */
  rootAt(partnership: string, size: number): Uint8Array;
  /** Those that have a tree, in the order in which the log first speaks of them. */
  partnerships(): readonly string[];
  /** The position of the last event that a checkpoint shall follow soon. */
  lastOccasion(partnership: string): number | undefined;
};

/** The tables must be there: ask after the runner has started. */
export function proofsOf(db: Database): ProofLog {
  // Asked for anew each time: after a rollback the fold forgets what it held of rows that are gone.
  const rows = (): TileRows => tileRows(db);
  const idOf = (partnership: string): number => rows().partnerships.find(partnership) ?? 0;
  const size = (partnership: string): number => rows().of(idOf(partnership)).hashesOn(0);
  const hashTile = (partnership: string, { level, index, width }: Tile): Uint8Array | undefined => {
    if (level === 'entries') return undefined;
    const hashes = rows().of(idOf(partnership)).read(level, index);
    return hashes === undefined || hashes.length < width * HASH_BYTES ? undefined : hashes.subarray(0, width * HASH_BYTES);
  };
  const tiles =
    (partnership: string): TileSource =>
    (tile) =>
      hashTile(partnership, tile);
  /** Asked for anew each time, the tiles at the top would be hashed again for every proof. What a tree of one size holds never changes. */
  let last: { readonly partnership: string; readonly entries: number; readonly read: HashReader } | undefined;
  const hashes = (partnership: string, entries: number): HashReader => {
    requireInTree(entries, size(partnership) + 1);
    if (last?.partnership !== partnership || last.entries !== entries)
      last = { partnership, entries, read: tileHashReader(tiles(partnership), entries, nodeHasher) };
    return last.read;
  };
  return {
    size,
    hashTile,
    tiles,
    hashes,
    rootAt: (partnership, entries) => rootAt(hashes(partnership, entries), nodeHasher, entries),
    partnerships: () => rows().names(),
    lastOccasion: (partnership) => rows().lastOccasion(idOf(partnership)),
  };
}
