import { type HistoryCheck, openHistory } from '../history/verify-history.ts';
import type { Leaf } from '../leaf.ts';
import { auditRefusal } from '../refusals.ts';
import { entriesIn } from '../tiles/entry-bundle.ts';
import { entryBundles } from '../tiles/tile-layout.ts';
import { TILE_WIDTH, type Tile, tilePath } from '../tiles/tile-path.ts';
import { type BundleClaim, type BundleFault, faultOf, type OpenedBundle } from './open-bundle.ts';

/** Checks the whole history of a bundle entry by entry, in the memory of one tile. */
export class WholeCheck {
  readonly #bundle: OpenedBundle;
  readonly #check: HistoryCheck;
  #fault: BundleFault | undefined;

  private constructor(bundle: OpenedBundle, check: HistoryCheck) {
    this.#bundle = bundle;
    this.#check = check;
  }

  /** Requires a bundle without `part`. */
  static begin(bundle: OpenedBundle, { older, engine }: Pick<BundleClaim, 'older' | 'engine'>): WholeCheck | BundleFault {
    const opened = openHistory({
      checkpoint: bundle.checkpointText,
      policy: bundle.policy,
      tiles: (tile) => bundle.files.read(tilePath(tile)),
      partnershipId: bundle.manifest.partnership,
      ...(older === undefined ? {} : { older }),
      ...(engine === undefined ? {} : { engine }),
    });
    return opened.ok ? new WholeCheck(bundle, opened.value) : faultOf('wrong', opened.rejections);
  }

  /** The events in their order, each one checked by itself; they end at the first that is wrong. Call `finish` after the last. */
  *leaves(): Generator<Leaf> {
    for (const tile of entryBundles(this.#bundle.manifest.size)) {
      yield* this.#leavesOf(tile);
      if (this.#fault !== undefined || this.#check.fault !== undefined) return;
    }
  }

  /** Undefined where the history holds: signatures, every leaf, the tree, and its consistency with the older checkpoint. */
  finish(): BundleFault | undefined {
    if (this.#fault !== undefined) return this.#fault;
    const verdict = this.#check.finish();
    if (verdict.kind === 'verified') return undefined;
    const file = verdict.rejection.details?.['tile'];
    return file === undefined ? verdict : { ...verdict, file };
  }

  *#leavesOf(tile: Tile): Generator<Leaf> {
    const file = tilePath(tile);
    const from = tile.index * TILE_WIDTH;
    const bytes = this.#bundle.files.read(file);
    if (bytes === undefined) {
      this.#fault = faultOf('wrong', [auditRefusal('TILE_MISSING', { tile: file })], { file, entries: { from, to: from + tile.width } });
      return;
    }
    const reading = entriesIn(bytes);
    let count = 0;
    for (let next = reading.next(); ; next = reading.next()) {
      const isOver = next.done === true;
      if (isOver && next.value === 0 && count === tile.width) return;
      if (isOver || count === tile.width) {
        this.#fault = faultOf(
          'wrong',
          [auditRefusal('ENTRY_BUNDLE_MALFORMED', { count: isOver ? count : count + 1, expected: tile.width })],
          { file, entries: { from: from + count, to: Math.max(from + count + 1, from + tile.width) } },
        );
        return;
      }
      const leaf = this.#check.take(next.value as Uint8Array);
      if (leaf === undefined) return;
      count += 1;
      yield leaf;
    }
  }
}
