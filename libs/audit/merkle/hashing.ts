import { sha256 } from '@noble/hashes/sha2.js';

export const HASH_BYTES = 32;

/** SHA-256 of some bytes. It must not keep or change them. */
export type HashFunction = (bytes: Uint8Array) => Uint8Array;

/** The three hashes of RFC 6962, section 2.1. The prefix byte keeps an entry from ever being read as a node. */
export type TreeHasher = {
  readonly leaf: (entry: Uint8Array) => Uint8Array;
  readonly node: (left: Uint8Array, right: Uint8Array) => Uint8Array;
  readonly empty: Uint8Array;
};

const LEAF_PREFIX = 0;
const NODE_PREFIX = 1;

/** Most entries fit; memory taken anew for each entry and node would cost more than half as much again as the hashes. */
const SCRATCH_BYTES = 4_096;

/** The platform's SHA-256 can be passed where it is faster; the answers are the same. */
export const treeHasher = (hash: HashFunction = sha256): TreeHasher => {
  const scratch = new Uint8Array(SCRATCH_BYTES);
  const nodeInput = new Uint8Array(1 + 2 * HASH_BYTES);
  return {
    leaf: (entry) => {
      const length = 1 + entry.length;
      const input = length > SCRATCH_BYTES ? new Uint8Array(length) : scratch.subarray(0, length);
      input[0] = LEAF_PREFIX;
      input.set(entry, 1);
      return hash(input);
    },
    // Requires two hashes of 32 bytes.
    node: (left, right) => {
      nodeInput[0] = NODE_PREFIX;
      nodeInput.set(left, 1);
      nodeInput.set(right, 1 + HASH_BYTES);
      return hash(nodeInput);
    },
    empty: hash(new Uint8Array(0)),
  };
};

export const portableHasher: TreeHasher = treeHasher();
