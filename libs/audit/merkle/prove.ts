import { portableHasher, type TreeHasher } from './hashing.ts';
import { type HashReader, rangeRoot, requireInTree, splitOf } from './subtrees.ts';

/** The audit path of RFC 6962, section 2.1.1: from the leaf's sibling up. Requires `0 <= index < size`. */
export const inclusionProof = (
  read: HashReader,
  index: number,
  size: number,
  hasher: TreeHasher = portableHasher,
): readonly Uint8Array[] => {
  requireInTree(index, size);
  const path = (begin: number, end: number): Uint8Array[] => {
    if (end - begin === 1) return [];
    const middle = begin + splitOf(end - begin);
    return index < middle
      ? [...path(begin, middle), rangeRoot(read, hasher, middle, end)]
      : [...path(middle, end), rangeRoot(read, hasher, begin, middle)];
  };
  return path(0, size);
};

/** The consistency proof of RFC 6962, section 2.1.2; empty from no entries. Requires `0 <= older <= newer`. */
export const consistencyProof = (
  read: HashReader,
  older: number,
  newer: number,
  hasher: TreeHasher = portableHasher,
): readonly Uint8Array[] => {
  requireInTree(older, newer + 1);
  /** `known`: whether the verifier has the root of this part already, because it is the older tree itself. */
  const subProof = (begin: number, end: number, known: boolean): Uint8Array[] => {
    if (older === end) return known ? [] : [rangeRoot(read, hasher, begin, end)];
    const middle = begin + splitOf(end - begin);
    return older <= middle
      ? [...subProof(begin, middle, known), rangeRoot(read, hasher, middle, end)]
      : [...subProof(middle, end, false), rangeRoot(read, hasher, begin, middle)];
  };
  return older === 0 ? [] : subProof(0, newer, true);
};
