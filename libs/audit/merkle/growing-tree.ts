import { portableHasher, type TreeHasher } from './hashing.ts';
import { foldSubtrees, perfectSubtrees } from './subtrees.ts';

/** What must be kept of a tree to let it grow: one hash for each bit set in its size, the largest subtree first. */
export type Frontier = { readonly size: number; readonly hashes: readonly Uint8Array[] };

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** Told of each perfect subtree at the moment it is complete, the leaf itself first. */
export type NodeListener = (level: number, index: number, hash: Uint8Array) => void;

/** A tree that grows by leaf hashes and keeps only its frontier: memory of O(log n), on average one node hash a leaf. */
export class GrowingTree {
  readonly #hasher: TreeHasher;
  readonly #hashes: Uint8Array[];
  readonly #onNode: NodeListener | undefined;
  #size: number;

  /** Requires a frontier that another tree gave. */
  constructor(hasher: TreeHasher = portableHasher, from: Frontier = EMPTY_FRONTIER, onNode?: NodeListener) {
    if (perfectSubtrees(0, from.size).length !== from.hashes.length)
      throw new RangeError(`a frontier of ${from.size} entries does not have ${from.hashes.length} hashes`);
    this.#hasher = hasher;
    this.#hashes = [...from.hashes];
    this.#size = from.size;
    this.#onNode = onNode;
  }

  get size(): number {
    return this.#size;
  }

  append(leafHash: Uint8Array): void {
    let hash = leafHash;
    let index = this.#size;
    let level = 0;
    this.#onNode?.(level, index, hash);
    // A right child completes its parent, which may complete the one above, and so on.
    while (index % 2 === 1) {
      hash = this.#hasher.node(this.#hashes.pop() ?? this.#hasher.empty, hash);
      index = (index - 1) / 2;
      level += 1;
      this.#onNode?.(level, index, hash);
    }
    this.#hashes.push(hash);
    this.#size += 1;
  }

  root(): Uint8Array {
    return foldSubtrees(this.#hasher, this.#hashes);
  }

  frontier(): Frontier {
    return { size: this.#size, hashes: [...this.#hashes] };
  }
}
