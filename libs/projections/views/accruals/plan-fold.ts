import type { RecordedEvent } from '#event-store';
import { type Day, toDay } from '#kernel';
import { type Cell, highWaterAfter, LINE_CAUSES, type MeasuredChange, measureChange, type Plan, type SalesData } from '#rebates';
import { lineChangesOf } from './line-changes.ts';

/** Where the day of a sale is looked up, for returns that count in its period. */
export type SaleDays = { get(reference: string): Day | undefined; set(reference: string, day: Day): void };

export const noSaleDays: SaleDays = { get: () => undefined, set: () => undefined };

const referenceOf = (stage: string, document: string, line: string): string => `${stage}\n${document}#${line}`;

/** Measures the sales events of one partnership for one plan, in the order of their positions. */
export class PlanFold {
  readonly plan: Plan;
  highWater: Day | undefined;
  private readonly saleDays: SaleDays;

  constructor(plan: Plan, highWater: Day | undefined, saleDays: SaleDays) {
    this.plan = plan;
    this.highWater = highWater;
    this.saleDays = saleDays;
  }

  measure(event: RecordedEvent, position: number): MeasuredChange[] {
    if (event.data['reporter'] !== this.plan.reporter) return [];
    const { stage } = event.data as unknown as SalesData;
    return lineChangesOf(event, position).map((change) => {
      if (this.plan.returnsInSalePeriod && change.line !== undefined && !change.line.quantity.startsWith('-')) {
        this.saleDays.set(referenceOf(stage, change.document, change.line.line), toDay(change.line.date));
      }
      const measured = measureChange(this.plan, change, { highWater: this.highWater, saleDay: (reference) => this.saleDays.get(`${stage}\n${reference}`) });
      this.highWater = highWaterAfter(this.highWater, measured);
      return measured;
    });
  }
}

/** Sums of cells under one key of the table. */
export type SumRow = { readonly block: number; readonly cell: Cell };

export class RowSums {
  private readonly rows = new Map<string, { block: number; cell: Cell }>();

  add(block: number, cell: Cell): void {
    const key = `${block} ${cell.on} ${cell.countedOn} ${cell.cause} ${cell.signature}`;
    const known = this.rows.get(key);
    if (known === undefined) {
      this.rows.set(key, { block, cell });
      return;
    }
    const sum = known.cell;
    known.cell = { ...sum, value: sum.value + cell.value, quantity: sum.quantity + cell.quantity, weight: sum.weight + cell.weight, lines: sum.lines + cell.lines };
  }

  copy(): RowSums {
    const copy = new RowSums();
    for (const { block, cell } of this.rows.values()) copy.add(block, cell);
    return copy;
  }

  all(): Iterable<SumRow> {
    return this.rows.values();
  }

  /** Closed blocks are in the table and change no more. */
  dropBefore(block: number): void {
    for (const [key, row] of this.rows) if (row.block < block) this.rows.delete(key);
  }
}

export const causeNumber = (cell: Cell): number => LINE_CAUSES.indexOf(cell.cause);
