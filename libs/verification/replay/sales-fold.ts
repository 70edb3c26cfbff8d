import type { Leaf } from '#audit';
import { type Day, type Rejection, toDay } from '#kernel';
import { highWaterAfter, type LineChange, measureChange, type MeasuredChange, type Plan, Sums } from '#rebates';
import { textAt } from './check-event.ts';
import { StandingLines } from './standing-lines.ts';

/** The sums of one agreement, measured line by line from the events. */
export class MeasuredSums {
  readonly plan: Plan;
  readonly sums = new Sums();
  /** Told of each change, where lines are asked for and not only their sums. */
  onMeasured: ((measured: MeasuredChange) => void) | undefined;
  #highWater: Day | undefined;

  constructor(plan: Plan, onMeasured?: (measured: MeasuredChange) => void) {
    this.plan = plan;
    this.onMeasured = onMeasured;
  }

  add(change: LineChange, lines: StandingLines): void {
    const { stage, document } = change;
    // A line that names itself names no sale.
    const own = (): string => `${document}#${(change.line ?? change.was)?.line ?? ''}`;
    const measured = measureChange(this.plan, change, {
      highWater: this.#highWater,
      saleDay: (reference) => {
        const sale = reference === own() ? undefined : lines.find(stage, reference);
        return sale === undefined ? undefined : toDay(sale.date);
      },
      returnsNaming: (reference) => lines.naming(stage, reference).filter((one) => `${one.document}#${one.line.line}` !== own()),
    });
    for (const cell of measured.cells) this.sums.add(cell);
    this.onMeasured?.(measured);
    this.#highWater = highWaterAfter(this.#highWater, measured);
  }
}

/** The sales of a partnership, reporter by reporter, and what each agreement measures of them. */
export class SalesFold {
  readonly #at: (position: number) => Leaf;
  readonly #lines = new Map<string, StandingLines>();

  /** @param at an event before the one that is taken, by its position. */
  constructor(at: (position: number) => Leaf) {
    this.#at = at;
  }

  /** Requires an event of sales in the stream of its reporter. Says what the event says wrongly. */
  take(leaf: Leaf, measured: Iterable<MeasuredSums>): Rejection | undefined {
    const reporter = textAt(leaf.data, 'reporter');
    const own = [...measured].filter(({ plan }) => plan.reporter === reporter);
    const lines = this.#lines.get(reporter) ?? new StandingLines(this.#at);
    this.#lines.set(reporter, lines);
    const changes = lines.changes(leaf);
    for (let next = changes.next(); ; next = changes.next()) {
      if (next.done === true) return next.value;
      for (const one of own) one.add(next.value, lines);
    }
  }
}
