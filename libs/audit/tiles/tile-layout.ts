import { TILE_HEIGHT, TILE_WIDTH, type Tile } from './tile-path.ts';

/** How many hashes stand on a level of tiles: one for each full tile below, on level 0 one for each entry. */
export const hashesOnLevel = (level: number, size: number): number => Math.floor(size / 2 ** (TILE_HEIGHT * level));

const tilesOn = function* (level: Tile['level'], olderHashes: number, hashes: number): Generator<Tile> {
  for (let index = Math.floor(olderHashes / TILE_WIDTH); index * TILE_WIDTH < hashes; index += 1) {
    yield { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) };
  }
};

/** The hash tiles of a tree, level by level from the leaves; of those, what is new since the tree had `olderSize` entries. */
export const hashTiles = function* (size: number, olderSize = 0): Generator<Tile & { readonly level: number }> {
  for (let level = 0; hashesOnLevel(level, size) > 0; level += 1) {
    if (hashesOnLevel(level, olderSize) === hashesOnLevel(level, size)) continue;
    for (const tile of tilesOn(level, hashesOnLevel(level, olderSize), hashesOnLevel(level, size))) yield { ...tile, level };
  }
};

/** The entry bundles of a log; of those, what is new since it had `olderSize` entries. */
export const entryBundles = function* (size: number, olderSize = 0): Generator<Tile> {
  if (size > olderSize) yield* tilesOn('entries', olderSize, size);
};

/** The tile of a level that holds a hash, as wide as the tree of this size makes it. */
export const tileOf = (level: number, hashIndex: number, size: number): Tile & { readonly level: number } => {
  const index = Math.floor(hashIndex / TILE_WIDTH);
  return { level, index, width: Math.min(TILE_WIDTH, hashesOnLevel(level, size) - index * TILE_WIDTH) };
};
