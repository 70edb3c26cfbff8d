import type { RecordedEvent } from '#event-store';
import { type Day, toDay } from '#kernel';
import {
  addOwn,
  causeOf,
  type Cell,
  type ChangeContext,
  highWaterAfter,
  LINE_CAUSES,
  type LineChange,
  type MeasuredChange,
  measureChange,
  NO_OWN,
  type Plan,
  type SalesData,
  type Stage,
} from '#rebates';
import { lineChangesOf } from './line-changes.ts';
import { documentOf, keyOf, type SaleBook } from './sale-book.ts';
import type { WaitSums } from './waits.ts';

/** Events about sales with their positions, in order. */
export type SalesRead = readonly { readonly event: RecordedEvent; readonly at: number }[];

/** Measures the sales events of one partnership for one plan, in the order of their positions. */
export class PlanFold {
  readonly plan: Plan;
  highWater: Day | undefined;
  private readonly book: SaleBook | undefined;
  private readonly waits: WaitSums | undefined;

  /**
   * @param book kept by a plan whose returns are measured by the day of their sale; no other needs one.
   * @param waits where what waits is added, for those who keep it.
   */
  constructor(plan: Plan, highWater: Day | undefined, book: SaleBook | undefined, waits?: WaitSums) {
    this.plan = plan;
    this.highWater = highWater;
    this.book = book;
    this.waits = waits;
  }

  measure(event: Pick<RecordedEvent, 'type' | 'data'>, position: number): MeasuredChange[] {
    if (event.data['reporter'] !== this.plan.reporter) return [];
    const { stage } = event.data as unknown as SalesData;
    return lineChangesOf(event, position).map((change) => {
      const measured = measureChange(this.plan, change, { highWater: this.highWater, ...this.lookUps(change, stage) });
      this.highWater = highWaterAfter(this.highWater, measured);
      for (const waiting of measured.waiting) this.waits?.add({ position, ...waiting });
      return measured;
    });
  }

  private lookUps(change: LineChange, stage: Stage): Pick<ChangeContext, 'saleDay' | 'returnsNaming'> {
    const { book } = this;
    if (book === undefined) return { saleDay: () => undefined };
    const own = keyOf(stage, `${change.document}#${(change.line ?? change.was)?.line ?? ''}`);
    book.put(own, stage, change.line);
    return {
      // A line that names itself names no sale.
      saleDay: (reference) => {
        const key = keyOf(stage, reference);
        const sale = key === own ? undefined : book.find(key);
        return sale === undefined ? undefined : toDay(sale.date);
      },
      returnsNaming: (reference) =>
        book
          .naming(keyOf(stage, reference))
          .flatMap(({ key, stage: recorded, line }) => (key === own ? [] : [{ line, stage: recorded, document: documentOf(key) }])),
    };
  }

  /** The cells of `measure`, those of one day, cause and signature summed: without an object for each line. */
  sum(event: Pick<RecordedEvent, 'type' | 'data'>, position: number): readonly Cell[] {
    if (event.type !== 'SalesRecorded' || this.plan.looksUpSales || this.plan.countsPayments)
      return this.measure(event, position).flatMap(({ cells }) => cells);
    if (event.data['reporter'] !== this.plan.reporter) return [];
    const { lines, stage, document } = event.data as unknown as SalesData;
    const sums: SummedCell[] = [];
    let sum: SummedCell | undefined;
    let [date, day] = ['', 0];
    for (const line of lines) {
      const measured = this.plan.measure(line, stage, document);
      if (measured.kind === 'waits') this.waits?.add({ position, on: toDay(line.date), reason: measured.reason, lines: 1 });
      if (measured.kind !== 'counts') continue;
      if (line.date !== date) [date, day] = [line.date, toDay(line.date)];
      const cause = causeOf(line, this.highWater, day);
      if (this.highWater === undefined || day > this.highWater) this.highWater = day;
      const { signature } = measured;
      if (sum?.on !== day || sum.cause !== cause || sum.signature !== signature) {
        sum = alikeIn(sums, signature, day, cause);
        if (sum === undefined) {
          sum = { signature, countedOn: day, on: day, cause, value: 0n, quantity: 0n, weight: 0n, own: NO_OWN, lines: 0 };
          sums.push(sum);
        }
      }
      sum.value += measured.value;
      sum.quantity += measured.quantity;
      if (measured.weight !== 0n) sum.weight += measured.weight;
      if (measured.own.length > 0) sum.own = addOwn(sum.own, measured.own);
      sum.lines += 1;
    }
    return sums;
  }
}

/** A document has few sums and many lines: a loop over them is faster than any key. */
const alikeIn = (sums: readonly SummedCell[], signature: string, day: Day, cause: Cell['cause']): SummedCell | undefined => {
  for (const one of sums) if (one.signature === signature && one.on === day && one.cause === cause) return one;
  return undefined;
};

type SummedCell = { -readonly [Key in keyof Cell]: Cell[Key] };

/** Sums of cells under one key of the table. */
export type SumRow = { readonly block: number; readonly cell: Cell };

export class RowSums {
  private readonly rows = new Map<string, { block: number; cell: Cell }>();
  private readonly changed = new Set<SumRow>();

  add(block: number, cell: Cell): void {
    const key = `${block} ${cell.on} ${cell.countedOn} ${cell.cause} ${cell.signature}`;
    const known = this.rows.get(key);
    if (known === undefined) {
      const row = { block, cell };
      this.rows.set(key, row);
      this.changed.add(row);
      return;
    }
    this.changed.add(known);
    const sum = known.cell;
    known.cell = {
      ...sum,
      value: sum.value + cell.value,
      quantity: sum.quantity + cell.quantity,
      weight: sum.weight + cell.weight,
      own: addOwn(sum.own, cell.own),
      lines: sum.lines + cell.lines,
    };
  }

  copy(): RowSums {
    const copy = new RowSums();
    for (const { block, cell } of this.rows.values()) copy.add(block, cell);
    return copy;
  }

  all(): Iterable<SumRow> {
    return this.rows.values();
  }

  /** What was added, or added to, since this was asked last. */
  takeChanged(): readonly SumRow[] {
    const changed = [...this.changed];
    this.changed.clear();
    return changed;
  }

  /** Closed blocks are in the table and change no more. */
  dropBefore(block: number): void {
    for (const [key, row] of this.rows) if (row.block < block) this.rows.delete(key);
  }
}

export const causeNumber = (cell: Cell): number => LINE_CAUSES.indexOf(cell.cause);
