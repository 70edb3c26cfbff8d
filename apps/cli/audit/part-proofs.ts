import {
  entryBundles,
  formatProofFile,
  hashTiles,
  inclusionProof,
  readEntryBundle,
  TILE_WIDTH,
  tileHashReader,
  tilePath,
  utf8,
} from '#audit';
import { accept } from '../failure.ts';
import { engine } from './engine.ts';
import type { ProofSource } from './source.ts';
import { tileFrom } from './tile-from.ts';

/** The bytes of some entries, by their positions. */
export const entriesAt = async (
  source: ProofSource,
  partnership: string,
  size: number,
  positions: readonly number[],
): Promise<ReadonlyMap<number, Uint8Array>> => {
  const wanted = new Set(positions);
  const found = new Map<number, Uint8Array>();
  for (const tile of entryBundles(size)) {
    const from = tile.index * TILE_WIDTH;
    if (!positions.some((position) => position >= from && position < from + tile.width)) continue;
    const entries = accept(readEntryBundle(await tileFrom(source, partnership, tilePath(tile)), tile.width));
    entries.forEach((entry, index) => {
      if (wanted.has(from + index)) found.set(from + index, entry);
    });
  }
  return found;
};

/** The proof file of one entry under a checkpoint, with the entry as its extra data. */
export const proofFrom = async (
  source: ProofSource,
  {
    partnership,
    size,
    index,
    checkpoint,
  }: { readonly partnership: string; readonly size: number; readonly index: number; readonly checkpoint: string },
): Promise<{ readonly file: Uint8Array; readonly entry: Uint8Array }> => {
  const tiles = new Map<string, Uint8Array>();
  // Hashes are 32 bytes an event: small beside the events, of which only the chosen one is asked for.
  for (const tile of hashTiles(size)) tiles.set(tilePath(tile), await tileFrom(source, partnership, tilePath(tile)));
  const read = tileHashReader((tile) => tiles.get(tilePath(tile)), size, engine.hasher);
  const entry = (await entriesAt(source, partnership, size, [index])).get(index);
  if (entry === undefined) throw new Error(`no entry at position ${index}`);
  return {
    entry,
    file: utf8(formatProofFile({ index, proof: inclusionProof(read, index, size, engine.hasher), checkpoint, extra: entry })),
  };
};
