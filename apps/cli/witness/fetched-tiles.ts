import { type Tile, tilePath, type TileSource } from '#audit';

/** Gives the bytes of a tile, or undefined where there is none. */
export type TileFetch = (tile: Tile) => Promise<Uint8Array | undefined>;

/**
 * Computes over tiles that must be fetched first: what is found missing is fetched, and the computation begins again. A
 * proof touches a few tiles on each level, so that it does so a few times.
 */
export const overFetchedTiles = async <T>(fetchTile: TileFetch, compute: (tiles: TileSource) => T): Promise<T> => {
  const held = new Map<string, Uint8Array | undefined>();
  for (;;) {
    const missing: Tile[] = [];
    const result = compute((tile) => {
      const path = tilePath(tile);
      if (!held.has(path)) missing.push(tile);
      return held.get(path);
    });
    if (missing.length === 0) return result;
    for (const tile of missing) held.set(tilePath(tile), await fetchTile(tile));
  }
};
