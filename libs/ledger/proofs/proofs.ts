import { type HashReader, type Tile, TILE_WIDTH, writeEntryBundle } from '#audit';
import type { ProofLog } from '#projections';
import { entriesOf, type Indexed, indexOf, type LogParts } from './log-entries.ts';

/** What is needed to prove the history of a partnership: its Merkle tree, tile by tile, and the entries below it. */
export type Proofs = {
  /** Events in the partnership's tree; 0 where there is none. */
  size(partnership: string): number;
  /** The root that the tree had with so many entries. Requires a size that it has reached. */
  rootAt(partnership: string, size: number): Uint8Array;
  /** Every hash of the tree as it was with so many entries. Requires a size that it has reached. */
  hashes(partnership: string, size: number): HashReader;
  /** A hash tile or a bundle of entries; undefined for one that the tree does not reach. */
  tile(partnership: string, tile: Tile): Promise<Uint8Array | undefined>;
  /** The canonical bytes of the entries from index `from` to before `to`. */
  entries(partnership: string, from: number, to: number): AsyncIterable<Uint8Array>;
  indexOf(stream: string, revision: number): Promise<Indexed | undefined>;
};

export const proofsOfLedger = (parts: LogParts & { readonly proofs: ProofLog }): Proofs => {
  const { proofs } = parts;
  const bundle = async (partnership: string, { index, width }: Tile): Promise<Uint8Array | undefined> => {
    const from = index * TILE_WIDTH;
    if (from + width > proofs.size(partnership)) return undefined;
    const entries: Uint8Array[] = [];
    for await (const entry of entriesOf(parts, partnership, from, from + width)) entries.push(entry);
    return writeEntryBundle(entries);
  };
  return {
    size: (partnership) => proofs.size(partnership),
    rootAt: (partnership, size) => proofs.rootAt(partnership, size),
    hashes: (partnership, size) => proofs.hashes(partnership, size),
    tile: (partnership, tile) => (tile.level === 'entries' ? bundle(partnership, tile) : Promise.resolve(proofs.hashTile(partnership, tile))),
    entries: (partnership, from, to) => entriesOf(parts, partnership, from, to),
    indexOf: (stream, revision) => indexOf(parts, stream, revision),
  };
};
