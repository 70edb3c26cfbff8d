import { auditRefusal } from '../refusals.ts';
import type { TreeHasher } from './hashing.ts';

/** The hash of the perfect subtree over the entries from `index * 2^level` to before `(index + 1) * 2^level`. */
export type HashReader = (level: number, index: number) => Uint8Array;

/** A node of the tree: it covers the entries from `index * 2^level` to before `(index + 1) * 2^level`. */
export type TreeNode = { readonly level: number; readonly index: number };

/** The largest power of two below `count`, where RFC 6962 parts a tree. Requires count >= 2. */
export const splitOf = (count: number): number => {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
};

/**
 * The perfect subtrees that make up the entries from `begin` to before `end`, from left to right, largest first.
 * Requires that `begin` is a multiple of the smallest power of two that is at least `end - begin`.
 */
export const perfectSubtrees = (begin: number, end: number): readonly TreeNode[] => {
  const nodes: TreeNode[] = [];
  let at = begin;
  while (at < end) {
    let level = 0;
    let width = 1;
    while (width * 2 <= end - at) {
      width *= 2;
      level += 1;
    }
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
};

/** The root of hashes of perfect subtrees that stand side by side, largest first. */
export const foldSubtrees = (hasher: TreeHasher, hashes: readonly Uint8Array[]): Uint8Array => {
  let root = hashes.at(-1);
  if (root === undefined) return hasher.empty;
  for (let at = hashes.length - 2; at >= 0; at -= 1) root = hasher.node(hashes[at] ?? hasher.empty, root);
  return root;
};

/** The root of the subtree over hashes of one level. Requires a power of two of them. */
export const perfectRoot = (hasher: TreeHasher, hashes: readonly Uint8Array[]): Uint8Array => {
  let row = hashes;
  while (row.length > 1) row = pairs(hasher, row);
  return row[0] ?? hasher.empty;
};

/** The nodes above a row of hashes; one that has no other beside it has none yet. */
export const pairs = (hasher: TreeHasher, row: readonly Uint8Array[]): readonly Uint8Array[] =>
  Array.from({ length: Math.floor(row.length / 2) }, (_, at) => hasher.node(row[2 * at] ?? hasher.empty, row[2 * at + 1] ?? hasher.empty));

/** The root of the entries from `begin` to before `end`; requires what `perfectSubtrees` does. */
export const rangeRoot = (read: HashReader, hasher: TreeHasher, begin: number, end: number): Uint8Array =>
  foldSubtrees(
    hasher,
    perfectSubtrees(begin, end).map(({ level, index }) => read(level, index)),
  );

/** The root of the tree when it had `size` entries. Requires that the reader covers them. */
export const rootAt = (read: HashReader, hasher: TreeHasher, size: number): Uint8Array => rangeRoot(read, hasher, 0, size);

/** For callers that pass sizes and indexes of their own making: a wrong one is a bug. */
export const requireInTree = (index: number, size: number): void => {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    throw new RangeError(auditRefusal('INDEX_NOT_IN_TREE', { index, size }).message);
};
