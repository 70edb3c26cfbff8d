import { accepted, type Rejection, type Result, refused } from '#kernel';
import { equalBytes } from '../encoding/bytes.ts';
import { isSize } from '../encoding/whole-number.ts';
import { auditRefusal } from '../refusals.ts';
import { HASH_BYTES, portableHasher, type TreeHasher } from './hashing.ts';

/** RFC 9162, sections 2.1.3.2 and 2.1.4.2. Both take what a stranger sent, answer with data, and never throw. */

export type InclusionClaim = {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
};

export type ConsistencyClaim = {
  readonly olderSize: number;
  readonly newerSize: number;
  readonly olderRoot: Uint8Array;
  readonly newerRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
};

const badHash = (hashes: readonly Uint8Array[]): Rejection | undefined => {
  const bad = hashes.find((hash) => hash.length !== HASH_BYTES);
  return bad === undefined ? undefined : auditRefusal('HASH_LENGTH', { length: bad.length });
};

const badSize = (...sizes: readonly number[]): Rejection | undefined => {
  const bad = sizes.find((size) => !isSize(size));
  return bad === undefined ? undefined : auditRefusal('TREE_SIZE_NOT_ALLOWED', { size: bad });
};

const isOdd = (value: number): boolean => value % 2 === 1;
const half = (value: number): number => Math.floor(value / 2);

/** Where the proof stands: the node of the entry and the last node of the tree, both on the level reached. */
type Place = { readonly node: number; readonly last: number };
const isRightChild = ({ node, last }: Place): boolean => isOdd(node) || node === last;
const parent = ({ node, last }: Place): Place => ({ node: half(node), last: half(last) });
/** The last node of a level can be the only child up to a level where it is a right child. */
const aboveRightChild = (place: Place): Place => {
  let at = place;
  while (!isOdd(at.node) && at.node !== 0) at = parent(at);
  return parent(at);
};

/** That the leaf stands at this index of the tree with this root; the value is the root. */
export const verifyInclusion = (claim: InclusionClaim, hasher: TreeHasher = portableHasher): Result<Uint8Array> => {
  const { index, size, leafHash, proof, root } = claim;
  const bad = badSize(size) ?? badHash([leafHash, root, ...proof]);
  if (bad !== undefined) return refused(bad);
  if (!isSize(index) || index >= size) return refused(auditRefusal('INDEX_NOT_IN_TREE', { index, size }));
  let place: Place = { node: index, last: size - 1 };
  let hash = leafHash;
  for (const sibling of proof) {
    if (place.last === 0) return refused(auditRefusal('PROOF_LENGTH', { length: proof.length }));
    if (isRightChild(place)) {
      hash = hasher.node(sibling, hash);
      place = aboveRightChild(place);
    } else {
      hash = hasher.node(hash, sibling);
      place = parent(place);
    }
  }
  if (place.last !== 0) return refused(auditRefusal('PROOF_LENGTH', { length: proof.length }));
  return equalBytes(hash, root) ? accepted(root) : refused(auditRefusal('ROOT_DIFFERS'));
};

/** That the newer tree begins with all entries of the older one, in their order; the value is the newer root. */
export const verifyConsistency = (claim: ConsistencyClaim, hasher: TreeHasher = portableHasher): Result<Uint8Array> => {
  const { olderSize, newerSize, olderRoot, newerRoot, proof } = claim;
  const bad = badSize(olderSize, newerSize) ?? badHash([olderRoot, newerRoot, ...proof]);
  if (bad !== undefined) return refused(bad);
  if (olderSize > newerSize) return refused(auditRefusal('SIZES_BACKWARDS', { older: olderSize, newer: newerSize }));
  if (olderSize === 0 && !equalBytes(olderRoot, hasher.empty)) return refused(auditRefusal('OLDER_ROOT_DIFFERS'));
  if (olderSize === newerSize || olderSize === 0) {
    if (proof.length > 0) return refused(auditRefusal('PROOF_LENGTH', { length: proof.length }));
    if (olderSize === newerSize && !equalBytes(olderRoot, newerRoot)) return refused(auditRefusal('NOT_CONSISTENT', { size: newerSize }));
    return accepted(newerRoot);
  }
  return growsFrom(claim, hasher);
};

/** Both roots from one proof. Requires 0 < olderSize < newerSize and hashes of the right length. */
const growsFrom = ({ olderSize, newerSize, olderRoot, newerRoot, proof }: ConsistencyClaim, hasher: TreeHasher): Result<Uint8Array> => {
  const wrongLength = refused(auditRefusal('PROOF_LENGTH', { length: proof.length }));
  let place: Place = { node: olderSize - 1, last: newerSize - 1 };
  while (isOdd(place.node)) place = parent(place);
  // An older tree of a power of two is itself the first node, so the proof leaves it out.
  const nodes = place.node === 0 ? [olderRoot, ...proof] : proof;
  const [first, ...others] = nodes;
  if (first === undefined || proof.length === 0) return wrongLength;
  let older = first;
  let newer = first;
  for (const sibling of others) {
    if (place.last === 0) return wrongLength;
    if (isRightChild(place)) {
      older = hasher.node(sibling, older);
      newer = hasher.node(sibling, newer);
      place = aboveRightChild(place);
    } else {
      newer = hasher.node(newer, sibling);
      place = parent(place);
    }
  }
  if (place.last !== 0) return wrongLength;
  if (!equalBytes(older, olderRoot)) return refused(auditRefusal('OLDER_ROOT_DIFFERS'));
  return equalBytes(newer, newerRoot) ? accepted(newerRoot) : refused(auditRefusal('ROOT_DIFFERS'));
};
