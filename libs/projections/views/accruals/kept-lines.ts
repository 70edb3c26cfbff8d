import { type Plan, type FoldedLine, FoldedLines, wholeLine } from '#rebates';
import { PlanFold, type SalesRead } from './plan-fold.ts';
import { MemoryBook } from './sale-book.ts';

/** Lines that are kept in memory in all: what finance asks line by line of large partnerships is folded anew. */
const MOST_LINES = 250_000;

/** Up to `through`: the fold that goes on from there, and the lines that stood. */
type Kept = { through: number; readonly fold: PlanFold; readonly lines: FoldedLines };
type Read = (from: number) => Promise<SalesRead>;

/**
 * The lines of a plan as they stand, folded from the first event once and then only by what is new. Asked as known at an
 * earlier position they are folded anew.
 */
export class KeptLines {
  private readonly kept = new Map<number, Kept>();

  /** @param read the sales from a position up to the one that is asked about. */
  async at(planId: number, plan: Plan, position: number, read: Read): Promise<readonly FoldedLine[]> {
    const known = this.kept.get(planId);
    if (known === undefined || known.through > position) {
      const fresh: Kept = {
        through: -1,
        fold: new PlanFold(plan, undefined, plan.looksUpSales ? new MemoryBook() : undefined),
        lines: new FoldedLines(wholeLine),
      };
      fold(fresh, await read(0), position);
      if (known === undefined) this.keep(planId, fresh);
      return fresh.lines.all();
    }
    const from = known.through;
    const sales = from === position ? [] : await read(from + 1);
    // Another question may have gone on meanwhile.
    if (known.through !== from) return this.at(planId, plan, position, read);
    fold(known, sales, position);
    return known.lines.all();
  }

  private keep(planId: number, fresh: Kept): void {
    if (fresh.lines.size > MOST_LINES) return;
    this.kept.set(planId, fresh);
    let lines = [...this.kept.values()].reduce((total, one) => total + one.lines.size, 0);
    for (const [
      oldest,
      {
        lines: { size },
      },
    ] of this.kept) {
      if (lines <= MOST_LINES) return;
      this.kept.delete(oldest);
      lines -= size;
    }
  }
}

const fold = (kept: Kept, sales: SalesRead, through: number): void => {
  for (const { event, at } of sales) for (const measured of kept.fold.measure(event, at)) kept.lines.take(measured);
  kept.through = through;
};
