import type { Leaf } from '#audit';
import { type Day, type Rejection, toDay } from '#kernel';
import { highWaterAfter, type LineChange, measureChange, type Plan, Sums } from '#rebates';
import { textAt } from './check-event.ts';
import { referenceKey, StandingLines } from './standing-lines.ts';

/** The sums of one agreement, measured line by line from the events. */
export class MeasuredSums {
  readonly plan: Plan;
  readonly sums = new Sums();
  #highWater: Day | undefined;

  constructor(plan: Plan) {
    this.plan = plan;
  }

  add(change: LineChange, lines: StandingLines): void {
    const own = referenceKey(change.stage, `${change.document}#${(change.line ?? change.was)?.line ?? ''}`);
    const measured = measureChange(this.plan, change, {
      highWater: this.#highWater,
      // A line that names itself names no sale.
      saleDay: (reference) => {
        const key = referenceKey(change.stage, reference);
        const sale = key === own ? undefined : lines.find(key);
        return sale === undefined ? undefined : toDay(sale.date);
      },
      returnsNaming: (reference) => lines.naming(referenceKey(change.stage, reference)).filter(({ key }) => key !== own),
    });
    for (const cell of measured.cells) this.sums.add(cell);
    this.#highWater = highWaterAfter(this.#highWater, measured);
  }
}

/** The sales of a partnership, reporter by reporter, and what each agreement measures of them. */
export class SalesFold {
  readonly #lines = new Map<string, StandingLines>();

  /** Requires an event of sales in the stream of its reporter. Says what the event says wrongly. */
  take(leaf: Leaf, measured: Iterable<MeasuredSums>): Rejection | undefined {
    const reporter = textAt(leaf.data, 'reporter');
    const own = [...measured].filter(({ plan }) => plan.reporter === reporter);
    const lines = this.#lines.get(reporter) ?? new StandingLines();
    this.#lines.set(reporter, lines);
    const changes = lines.changes(leaf);
    for (let next = changes.next(); ; next = changes.next()) {
      if (next.done === true) return next.value;
      for (const one of own) one.add(next.value, lines);
    }
  }
}
