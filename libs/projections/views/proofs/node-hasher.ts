import { hash } from 'node:crypto';
import { type TreeHasher, treeHasher } from '#audit';

/** The hashes of the tree by the platform's SHA-256, several times as fast as the portable one, with the same answers. */
export const nodeHasher: TreeHasher = treeHasher((bytes) => hash('sha256', bytes, 'buffer'));
