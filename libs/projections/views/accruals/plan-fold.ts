import type { RecordedEvent } from '#event-store';
import { type Day, toDay } from '#kernel';
import { causeOf, type Cell, highWaterAfter, LINE_CAUSES, type MeasuredChange, measureChange, type Plan, type SalesData } from '#rebates';
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

  /** The cells of `measure`, those of one day, cause and signature summed: without an object for each line. */
  sum(event: RecordedEvent, position: number): readonly Cell[] {
    if (event.type !== 'SalesRecorded' || this.plan.returnsInSalePeriod) return this.measure(event, position).flatMap(({ cells }) => cells);
    if (event.data['reporter'] !== this.plan.reporter) return [];
    const { lines, stage } = event.data as unknown as SalesData;
    const sums: SummedCell[] = [];
    let sum: SummedCell | undefined;
    let [date, day] = ['', 0];
    for (const line of lines) {
      const measured = this.plan.measure(line, stage);
      if (measured.kind !== 'counts') continue;
      if (line.date !== date) [date, day] = [line.date, toDay(line.date)];
      const cause = causeOf(line, this.highWater, day);
      if (this.highWater === undefined || day > this.highWater) this.highWater = day;
      const { signature } = measured;
      if (sum?.on !== day || sum.cause !== cause || sum.signature !== signature) {
        sum = sums.find((one) => one.on === day && one.cause === cause && one.signature === signature);
        if (sum === undefined) {
          sum = { signature, countedOn: day, on: day, cause, value: 0n, quantity: 0n, weight: 0n, lines: 0 };
          sums.push(sum);
        }
      }
      sum.value += measured.value;
      sum.quantity += measured.quantity;
      if (measured.weight !== 0n) sum.weight += measured.weight;
      sum.lines += 1;
    }
    return sums;
  }
}

type SummedCell = { -readonly [Key in keyof Cell]: Cell[Key] };

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
