import { HASH_BYTES, perfectRoot, type TreeHasher, TILE_WIDTH } from '#audit';

/** The hash tiles of one tree, wherever they are kept: of each level the full ones, and the last one as far as it goes. */
export type HashRows = {
  /** How many hashes stand on a level; on level 0 one for each entry. */
  hashesOn(level: number): number;
  read(level: number, tile: number): Uint8Array | undefined;
  write(level: number, tile: number, hashes: Uint8Array): void;
};

const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

/**
 * Appends hashes to a level of tiles, and to the level above the root of each tile that they fill. Nodes between the
 * levels are computed when they are asked for, so that most entries cost the hash of their leaf and nothing more.
 */
export function appendHashes(rows: HashRows, hasher: TreeHasher, level: number, added: readonly Uint8Array[]): void {
  let at = rows.hashesOn(level);
  const roots: Uint8Array[] = [];
  for (let taken = 0; taken < added.length;) {
    const [tile, held] = [Math.floor(at / TILE_WIDTH), at % TILE_WIDTH];
    const next = added.slice(taken, taken + TILE_WIDTH - held);
    const bytes = new Uint8Array((held + next.length) * HASH_BYTES);
    const before = held === 0 ? undefined : rows.read(level, tile);
    if (before !== undefined) bytes.set(before);
    for (const [index, hash] of next.entries()) bytes.set(hash, (held + index) * HASH_BYTES);
    rows.write(level, tile, bytes);
    if (bytes.length === TILE_BYTES) roots.push(rootOf(hasher, bytes));
    taken += next.length;
    at += next.length;
  }
  if (roots.length > 0) appendHashes(rows, hasher, level + 1, roots);
}

const rootOf = (hasher: TreeHasher, tile: Uint8Array): Uint8Array =>
  perfectRoot(
    hasher,
    Array.from({ length: TILE_WIDTH }, (_, at) => tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)),
  );
