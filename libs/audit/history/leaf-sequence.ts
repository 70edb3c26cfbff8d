import type { Rejection } from '#kernel';
import type { Leaf } from '../leaf.ts';
import { auditRefusal } from '../refusals.ts';

/**
 * What the events of one history say of their own order: positions and revisions without gaps, recorded times that never
 * go back, one partnership. It finds what was dropped or put in even where the whole tree was signed anew.
 */
export class LeafSequence {
  readonly #partnershipId: string | undefined;
  readonly #revisions = new Map<string, number>();
  #recordedAt = '';

  /** With a partnership, each event must be of it. */
  constructor(partnershipId?: string) {
    this.#partnershipId = partnershipId;
  }

  /** Why this leaf cannot stand at this index, after those that were given before it. */
  whyNotNext(index: number, { position, stream, revision, recordedAt, metadata }: Leaf): Rejection | undefined {
    if (position !== index) return auditRefusal('LEAF_POSITION', { index, position });
    const expected = this.#revisions.get(stream) ?? 0;
    if (revision !== expected) return auditRefusal('LEAF_REVISION', { revision, stream, expected });
    this.#revisions.set(stream, revision + 1);
    if (recordedAt !== undefined) {
      if (recordedAt < this.#recordedAt) return auditRefusal('LEAF_TIME_BACK', { recordedAt, before: this.#recordedAt });
      this.#recordedAt = recordedAt;
    }
    const found = metadata['partnershipId'];
    if (this.#partnershipId === undefined || found === this.#partnershipId) return undefined;
    return auditRefusal('LEAF_OF_OTHER_PARTNERSHIP', { found: typeof found === 'string' ? found : 'none', expected: this.#partnershipId });
  }
}
