import { type BundleFiles, entriesIn, entryBundles, type Leaf, readLeafAgain, TILE_WIDTH, type Tile, tilePath } from '#audit';

/** Events that were checked once already, read again. */
export type ProvenEvents = {
  /** Those before a position, in their order. */
  readonly before: (position: number) => Iterable<Leaf>;
  readonly at: (position: number) => Leaf;
};

/** Tiles whose bytes are kept for events that are asked for one by one: what is returned or corrected was mostly sold of late. */
const KEPT_TILES = 64;

const leafOf = (entry: Uint8Array, position: number): Leaf => {
  try {
    return readLeafAgain(entry);
  } catch {
    throw new Error(`the entry ${position} changed while it was read`);
  }
};

/** Those of a bundle of so many events. */
export const provenEvents = (files: BundleFiles, size: number): ProvenEvents => {
  const tiles: readonly Tile[] = [...entryBundles(size)];
  const kept = new Map<number, readonly Uint8Array[]>();
  const entriesOf = (tile: Tile): Iterable<Uint8Array> => entriesIn(files.read(tilePath(tile)) ?? new Uint8Array(0));
  const keptEntries = (index: number): readonly Uint8Array[] => {
    const tile = tiles[index];
    const entries = kept.get(index) ?? (tile === undefined ? [] : [...entriesOf(tile)]);
    // What was asked for last goes last.
    kept.delete(index);
    kept.set(index, entries);
    if (kept.size > KEPT_TILES) kept.delete([...kept.keys()][0] ?? -1);
    return entries;
  };
  return {
    before: function* (position) {
      let at = 0;
      for (const tile of tiles) {
        for (const entry of entriesOf(tile)) {
          if (at === position) return;
          yield leafOf(entry, at);
          at += 1;
        }
      }
    },
    at: (position) => leafOf(keptEntries(Math.floor(position / TILE_WIDTH))[position % TILE_WIDTH] ?? new Uint8Array(0), position),
  };
};
