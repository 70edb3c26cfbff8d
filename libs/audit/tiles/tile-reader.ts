import { accepted, type Rejection, type Result } from '#kernel';
import { portableHasher, type TreeHasher } from '../merkle/hashing.ts';
import { type HashReader, pairs, requireInTree } from '../merkle/subtrees.ts';
import { readHashTile } from './hash-tile.ts';
import { hashesOnLevel, tileOf } from './tile-layout.ts';
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath } from './tile-path.ts';

/** Gives the bytes of a tile, or undefined where there is none. */
export type TileSource = (tile: Tile) => Uint8Array | undefined;

/** The hashes of a tile; of a partial one, those of the full tile that may have taken its place. */
export const hashesOfTile = (source: TileSource, tile: Tile): Result<readonly Uint8Array[]> => {
  const bytes = source(tile);
  const full = bytes === undefined && tile.width < TILE_WIDTH ? source({ ...tile, width: TILE_WIDTH }) : undefined;
  return full === undefined ? readHashTile(tile, bytes) : readHashTile({ ...tile, width: TILE_WIDTH }, full);
};

/** A tile that is missing or too short, met in the middle of a proof. */
class TileFault extends Error {
  readonly rejections: readonly Rejection[];
  constructor(rejections: readonly Rejection[]) {
    super(rejections.map(({ message }) => message).join(' '));
    this.rejections = rejections;
  }
}

/** Tiles kept at hand: a proof reads a few on each level, and the next proof mostly the same ones. */
const KEPT_TILES = 64;

/**
 * Reads any hash of a tree of `size` entries from its tiles; hashes between the levels of tiles are computed. A partial
 * tile may be given by the full one that replaced it. Call it inside `overTiles`: a faulty tile is thrown.
 */
export const tileHashReader = (source: TileSource, size: number, hasher: TreeHasher = portableHasher): HashReader => {
  /** Of each tile its hashes, and above them the rows of nodes inside the tile that were asked for. */
  const kept = new Map<string, (readonly Uint8Array[])[]>();
  const rowsOf = (tile: Tile): (readonly Uint8Array[])[] => {
    const path = tilePath(tile);
    const known = kept.get(path);
    if (known !== undefined) return known;
    const read = hashesOfTile(source, tile);
    if (!read.ok) throw new TileFault(read.rejections);
    if (kept.size === KEPT_TILES) kept.clear();
    const rows = [read.value];
    kept.set(path, rows);
    return rows;
  };
  return (level, index) => {
    const [tileLevel, height] = [Math.floor(level / TILE_HEIGHT), level % TILE_HEIGHT];
    const count = 2 ** height;
    requireInTree((index + 1) * count - 1, hashesOnLevel(tileLevel, size));
    const rows = rowsOf(tileOf(tileLevel, index * count, size));
    while (rows.length <= height) rows.push(pairs(hasher, rows.at(-1) ?? []));
    return rows[height]?.[index % (TILE_WIDTH / count)] ?? hasher.empty;
  };
};

/** What is computed over tiles, or what is wrong with the first tile that cannot be read. */
export const overTiles = <T>(compute: () => T): Result<T> => {
  try {
    return accepted(compute());
  } catch (error) {
    if (error instanceof TileFault) return { ok: false, rejections: error.rejections };
    throw error;
  }
};
