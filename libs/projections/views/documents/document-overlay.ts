/**
 * What was appended to one sales stream and is not indexed yet. Pure: it holds a run of revisions without gaps, so that
 * index and overlay together either know all events up to a revision or say that they do not.
 */
export class DocumentOverlay {
  readonly #pieces = new Map<string, number[]>();
  #first: number;
  #last: number;

  /** Starts empty behind a revision (-1: the start of the stream). */
  constructor(afterRevision: number) {
    this.#first = afterRevision + 1;
    this.#last = afterRevision;
  }

  /** Of the last event that is overlaid; that of the start where none is. */
  get lastRevision(): number {
    return this.#last;
  }

  /** It knows the stream from its start: the index has nothing to add. */
  get isWhole(): boolean {
    return this.#first === 0;
  }

  get size(): number {
    return this.#last - this.#first + 1;
  }

  /** The next event of the stream. Throws on a gap, because that is a bug of the caller. */
  add(revision: number, stage: string, document: string): void {
    if (revision !== this.#last + 1) throw new RangeError(`revision ${revision} does not follow ${this.#last}`);
    this.#last = revision;
    const key = keyOf(stage, document);
    const known = this.#pieces.get(key);
    if (known === undefined) this.#pieces.set(key, [revision]);
    else known.push(revision);
  }

  /** Whether an index that has come to `indexedRevision`, and this overlay, know every event up to `streamRevision`. */
  covers(indexedRevision: number, streamRevision: number): boolean {
    if (indexedRevision >= streamRevision) return true;
    return this.#first <= indexedRevision + 1 && this.#last >= streamRevision;
  }

  /** What the index says, and what is newer, in order and without repetition. */
  revisionsOf(indexed: readonly number[], stage: string, document: string): readonly number[] {
    const newer = this.#pieces.get(keyOf(stage, document));
    if (newer === undefined) return indexed;
    const lastIndexed = indexed.at(-1) ?? -1;
    return [...indexed, ...newer.filter((revision) => revision > lastIndexed)];
  }

  /** The index has come this far: forget what it holds. */
  dropUpTo(indexedRevision: number): void {
    if (indexedRevision < this.#first) return;
    if (indexedRevision >= this.#last) this.#pieces.clear();
    for (const [key, revisions] of this.#pieces) {
      const left = revisions.filter((revision) => revision > indexedRevision);
      if (left.length === 0) this.#pieces.delete(key);
      else this.#pieces.set(key, left);
    }
    this.#first = indexedRevision + 1;
    this.#last = Math.max(this.#last, indexedRevision);
  }
}

// A line feed cannot stand in the name of a stage.
const keyOf = (stage: string, document: string): string => `${stage}\n${document}`;
