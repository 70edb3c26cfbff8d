import type { Rejection } from '#kernel';
import { equalBytes } from '../encoding/bytes.ts';
import type { TreeHasher } from '../merkle/hashing.ts';
import { perfectRoot, rootAt } from '../merkle/subtrees.ts';
import { auditRefusal } from '../refusals.ts';
import { tileOf } from '../tiles/tile-layout.ts';
import { TILE_HEIGHT, TILE_WIDTH, type Tile, tilePath } from '../tiles/tile-path.ts';
import { hashesOfTile, overTiles, type TileSource, tileHashReader } from '../tiles/tile-reader.ts';

type HashTile = Tile & { readonly level: number };
/** What is wrong with a tile, and the entries that it covers: from the first to before the last. */
type TileFinding = { readonly from: number; readonly to: number; readonly rejection: Rejection };

/**
 * Compares hashes of entries with the hash tiles that came with them. Where they differ, the tile decides only if it
 * leads to the root that was signed: else it is the tile that is in doubt.
 */
export class TileComparison {
  readonly #source: TileSource;
  readonly #size: number;
  readonly #root: Uint8Array;
  readonly #hasher: TreeHasher;
  /** The last tile read of each level; entries come in order, so that no other is needed again. */
  readonly #current: { readonly path: string; readonly hashes: readonly Uint8Array[] | undefined }[] = [];
  #fault: TileFinding | undefined;
  #edge: boolean | undefined;

  constructor(source: TileSource, size: number, root: Uint8Array, hasher: TreeHasher) {
    this.#source = source;
    this.#size = size;
    this.#root = root;
    this.#hasher = hasher;
  }

  /** The first tile that is missing, or of the wrong length, or in doubt. */
  get fault(): TileFinding | undefined {
    return this.#fault;
  }

  /** Whether a tile that leads to the signed root has another hash for this node. Requires a level of tiles. */
  contradicts(level: number, index: number, hash: Uint8Array): boolean {
    const tile = tileOf(level / TILE_HEIGHT, index, this.#size);
    const found = this.#hashesOf(tile)?.[index % TILE_WIDTH];
    if (found === undefined || equalBytes(found, hash)) return false;
    if (this.#leadsToRoot(tile)) return true;
    this.#note(tile, auditRefusal('TILE_DIFFERS', { tile: tilePath(tile), index: firstEntryOf(tile) }));
    return false;
  }

  #hashesOf(tile: HashTile): readonly Uint8Array[] | undefined {
    const path = tilePath(tile);
    const current = this.#current[tile.level];
    if (current?.path === path) return current.hashes;
    const read = hashesOfTile(this.#source, tile);
    for (const rejection of read.ok ? [] : read.rejections) this.#note(tile, rejection);
    const hashes = read.ok ? read.value : undefined;
    this.#current[tile.level] = { path, hashes };
    return hashes;
  }

  /** A partial tile does if the right edge does; a full one if it has the hash that its parent says, and the parent does. */
  #leadsToRoot(tile: HashTile): boolean {
    if (tile.width < TILE_WIDTH) return this.#edgeLeadsToRoot();
    const hashes = this.#hashesOf(tile);
    const parent = tileOf(tile.level + 1, tile.index, this.#size);
    const said = this.#hashesOf(parent)?.[tile.index % TILE_WIDTH];
    return hashes !== undefined && said !== undefined && equalBytes(perfectRoot(this.#hasher, hashes), said) && this.#leadsToRoot(parent);
  }

  /** The root of the whole is computed from the partial tiles alone: each of their hashes goes into it. */
  #edgeLeadsToRoot(): boolean {
    if (this.#edge === undefined) {
      const root = overTiles(() => rootAt(tileHashReader(this.#source, this.#size, this.#hasher), this.#hasher, this.#size));
      this.#edge = root.ok && equalBytes(root.value, this.#root);
    }
    return this.#edge;
  }

  #note(tile: HashTile, rejection: Rejection): void {
    const from = firstEntryOf(tile);
    this.#fault ??= { from, to: Math.min(this.#size, from + TILE_WIDTH ** (tile.level + 1)), rejection };
  }
}

const firstEntryOf = ({ level, index }: HashTile): number => index * TILE_WIDTH ** (level + 1);
