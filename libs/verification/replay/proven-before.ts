import { type BundleFiles, entriesIn, entryBundles, type Leaf, parseLeaf, tilePath } from '#audit';

/** The events before a position, read again from a bundle. Requires that they were checked once already. */
export const provenBefore = function* (files: BundleFiles, size: number, position: number): Generator<Leaf> {
  let at = 0;
  for (const tile of entryBundles(size)) {
    for (const entry of entriesIn(files.read(tilePath(tile)) ?? new Uint8Array(0))) {
      if (at === position) return;
      const leaf = parseLeaf(entry);
      if (!leaf.ok) throw new Error(`the entry ${at} changed while it was read`);
      yield leaf.value;
      at += 1;
    }
  }
};
