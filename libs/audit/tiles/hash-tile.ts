import { accepted, type Result, refused } from '#kernel';
import { HASH_BYTES } from '../merkle/hashing.ts';
import type { HashReader } from '../merkle/subtrees.ts';
import { auditRefusal } from '../refusals.ts';
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath } from './tile-path.ts';

/** The bytes of a hash tile. Requires that the reader covers it. */
export const writeHashTile = ({ level, index, width }: Tile & { readonly level: number }, read: HashReader): Uint8Array => {
  const bytes = new Uint8Array(width * HASH_BYTES);
  for (let at = 0; at < width; at += 1) bytes.set(read(level * TILE_HEIGHT, index * TILE_WIDTH + at), at * HASH_BYTES);
  return bytes;
};

/** The hashes of a tile that came from elsewhere; only the length can be wrong in it, what it says is for the root to judge. */
export const readHashTile = (tile: Tile, bytes: Uint8Array | undefined): Result<readonly Uint8Array[]> => {
  if (bytes === undefined) return refused(auditRefusal('TILE_MISSING', { tile: tilePath(tile) }));
  const expected = tile.width * HASH_BYTES;
  if (bytes.length !== expected) return refused(auditRefusal('TILE_LENGTH', { tile: tilePath(tile), length: bytes.length, expected }));
  return accepted(Array.from({ length: tile.width }, (_, at) => bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)));
};
