import { accepted, type Rejection, type Result, refused } from '#kernel';
import { equalBytes } from '../encoding/bytes.ts';
import { type Leaf, parseLeaf } from '../leaf.ts';
import { GrowingTree } from '../merkle/growing-tree.ts';
import { portableHasher, type TreeHasher } from '../merkle/hashing.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../notes/open-checkpoint.ts';
import { NO_QUORUM, type Policy } from '../notes/policy.ts';
import type { ProofEngine } from '../proofs/verify-proof.ts';
import { auditRefusal } from '../refusals.ts';
import { TILE_HEIGHT } from '../tiles/tile-path.ts';
import type { TileSource } from '../tiles/tile-reader.ts';
import { LeafSequence } from './leaf-sequence.ts';
import { TileComparison } from './tile-comparison.ts';

/** What a history is held against. */
export type HistoryClaim = {
  /** The signed note of the checkpoint that covers the whole history. */
  readonly checkpoint: string;
  readonly policy: Policy;
  /** A checkpoint of the same log that the auditor kept; its quorum is not asked again. */
  readonly older?: string;
  /** Hash tiles, by which a changed entry can be named; without them only where it lies between two checkpoints. */
  readonly tiles?: TileSource;
  /** The partnership that each event must belong to. */
  readonly partnershipId?: string;
  readonly engine?: ProofEngine;
};

/**
 * The first that is wrong: one entry where `to` is `from + 1`, else one of those from the first to before the last. Of a
 * tile that is wrong by itself, the entries that it covers. None where a checkpoint was refused.
 */
export type HistoryFault = {
  readonly kind: 'wrong';
  readonly rejection: Rejection;
  readonly entries?: { readonly from: number; readonly to: number };
};
export type HistoryVerdict =
  | { readonly kind: 'verified'; readonly checkpoint: OpenedCheckpoint; readonly older?: OpenedCheckpoint }
  | HistoryFault;

const wrong = (rejection: Rejection, from: number, to: number): HistoryFault => ({ kind: 'wrong', rejection, entries: { from, to } });

/** Entries are given one after the other, so that a history of any length is checked in little memory. */
export class HistoryCheck {
  readonly #checkpoint: OpenedCheckpoint;
  readonly #older: OpenedCheckpoint | undefined;
  readonly #hasher: TreeHasher;
  readonly #tree: GrowingTree;
  readonly #sequence: LeafSequence;
  readonly #tiles: TileComparison | undefined;
  #olderRoot: Uint8Array | undefined;
  #fault: HistoryFault | undefined;

  /** Requires checkpoints that were opened by the policy. */
  constructor(checkpoint: OpenedCheckpoint, older: OpenedCheckpoint | undefined, { tiles, partnershipId, engine }: HistoryClaim) {
    this.#checkpoint = checkpoint;
    this.#older = older;
    this.#hasher = engine?.hasher ?? portableHasher;
    this.#tiles = tiles === undefined ? undefined : new TileComparison(tiles, checkpoint.size, checkpoint.root, this.#hasher);
    this.#tree = new GrowingTree(this.#hasher, undefined, (level, index, hash) => {
      this.#compareNode(level, index, hash);
    });
    this.#sequence = new LeafSequence(partnershipId);
    this.#keepOlderRoot();
  }

  /** Known as soon as an entry is wrong by itself; the others are found by `finish`. */
  get fault(): HistoryFault | undefined {
    return this.#fault;
  }

  /** The event of the next entry; undefined once something is wrong. */
  take(entry: Uint8Array): Leaf | undefined {
    if (this.#fault !== undefined) return undefined;
    const index = this.#tree.size;
    const { size } = this.#checkpoint;
    if (index >= size) {
      this.#fault = wrong(auditRefusal('ENTRIES_BEYOND_CHECKPOINT', { size }), size, size + 1);
      return undefined;
    }
    const leaf = parseLeaf(entry);
    const why = leaf.ok ? this.#sequence.whyNotNext(index, leaf.value) : leaf.rejections[0];
    if (why !== undefined || !leaf.ok) {
      this.#fault = wrong(why ?? auditRefusal('LEAF_NOT_CANONICAL'), index, index + 1);
      return undefined;
    }
    this.#tree.append(this.#hasher.leaf(entry));
    this.#keepOlderRoot();
    return this.fault === undefined ? leaf.value : undefined;
  }

  finish(): HistoryVerdict {
    if (this.#fault !== undefined) return this.#fault;
    const { size, root } = this.#checkpoint;
    const count = this.#tree.size;
    const older = this.#older;
    const olderDiffers = older !== undefined && this.#olderRoot !== undefined && !equalBytes(this.#olderRoot, older.root);
    if (count === size && !equalBytes(this.#tree.root(), root)) {
      const from = older === undefined || olderDiffers ? 0 : older.size;
      const to = olderDiffers ? older.size : size;
      return wrong(auditRefusal('HISTORY_CHANGED', { from, to: to - 1 }), from, to);
    }
    if (olderDiffers) return wrong(auditRefusal('OLDER_CHECKPOINT_DIFFERS', { size: older.size }), 0, older.size);
    if (count < size) return wrong(auditRefusal('HISTORY_TRUNCATED', { size, count }), count, size);
    const tile = this.#tiles?.fault;
    if (tile !== undefined) return wrong(tile.rejection, tile.from, tile.to);
    return { kind: 'verified', checkpoint: this.#checkpoint, ...(older === undefined ? {} : { older }) };
  }

  #keepOlderRoot(): void {
    if (this.#older?.size === this.#tree.size) this.#olderRoot = this.#tree.root();
  }

  #compareNode(level: number, index: number, hash: Uint8Array): void {
    if (this.#tiles === undefined || level % TILE_HEIGHT !== 0 || !this.#tiles.contradicts(level, index, hash)) return;
    const from = index * 2 ** level;
    const to = from + 2 ** level;
    this.#fault ??= wrong(level === 0 ? auditRefusal('ENTRY_CHANGED') : auditRefusal('HISTORY_CHANGED', { from, to: to - 1 }), from, to);
  }
}

/** Opens both checkpoints by the policy and is then ready for the entries. */
export const openHistory = (claim: HistoryClaim): Result<HistoryCheck> => {
  const checkpoint = openCheckpoint(claim.checkpoint, claim.policy, claim.engine?.verifies);
  if (!checkpoint.ok) return checkpoint;
  if (claim.older === undefined) return accepted(new HistoryCheck(checkpoint.value, undefined, claim));
  const older = openCheckpoint(claim.older, { ...claim.policy, quorum: NO_QUORUM }, claim.engine?.verifies);
  if (!older.ok) return older;
  if (older.value.origin !== checkpoint.value.origin)
    return refused(auditRefusal('ORIGINS_DIFFER', { older: older.value.origin, newer: checkpoint.value.origin }));
  if (older.value.size > checkpoint.value.size)
    return refused(auditRefusal('HISTORY_REWOUND', { older: older.value.size, newer: checkpoint.value.size }));
  return accepted(new HistoryCheck(checkpoint.value, older.value, claim));
};

/** Checks a whole history: verified up to its checkpoint, or the first entry that is wrong and how. */
export const verifyHistory = (entries: Iterable<Uint8Array>, claim: HistoryClaim): HistoryVerdict => {
  const opened = openHistory(claim);
  if (!opened.ok) return { kind: 'wrong', rejection: opened.rejections[0] ?? auditRefusal('SIGNATURE_MISSING') };
  const check = opened.value;
  for (const entry of entries) {
    check.take(entry);
    if (check.fault !== undefined) break;
  }
  return check.finish();
};
