import type { Database, EventReader, RecordedEvent } from '#event-store';
import {
  type Agreement,
  agreementInForce,
  type AgreementState,
  type Cell,
  earnedTotal,
  type MeasuredChange,
  Overlay,
  type Plan,
  planOf,
  ratesOf,
  type FoldedLine,
  Sums,
  waitingForRates,
  type WaitingLines,
} from '#rebates';
import type { Day, Rational } from '#kernel';
import { historyOf } from '../history/history.ts';
import { blockOf, firstOf } from './blocks.ts';
import { readCells } from './open-plans.ts';
import { KeptLines } from './kept-lines.ts';
import { PlanFold, type SalesRead } from './plan-fold.ts';
import { planRows, type PlanRows } from './plan-rows.ts';
import { MemoryBook } from './sale-book.ts';
import { OtherRecord, type ReadAs, type Step } from './other-record.ts';
import { sumsOfTried, type TriedPlan } from './tried-plans.ts';
import { newestRates, ratePositions, ratesAt } from './rates.ts';
import { waitsAt } from './waits.ts';
import { perDatabase } from '../../read-model/per-database.ts';

/** An agreement as it was in force at a position, with the sums' plan. */
export type InForce = {
  readonly state: AgreementState;
  readonly agreement: Agreement;
  readonly plan: Plan;
  readonly planId: number;
  readonly partnership: string;
};

const MAX_KEPT = 500;

const statements = perDatabase((db: Database) => ({
  stateAt: db.prepare<{ state: string; position: number }>(
    'SELECT state, position FROM accrual_versions WHERE agreement = ? AND position <= ? ORDER BY position DESC LIMIT 1',
  ),
  versions: db.prepare<{ position: number }>(
    'SELECT position FROM accrual_versions WHERE agreement = ? AND position > ? AND position <= ? ORDER BY position',
  ),
  newest: db.prepare<{ position: number }>('SELECT max(position) AS position FROM accrual_versions WHERE agreement = ? AND position <= ?'),
  plan: db.prepare<{ id: number; partnership: string }>(
    'SELECT id, partnership FROM accrual_plans WHERE agreement = ? AND from_position <= ? AND (to_position IS NULL OR to_position > ?)',
  ),
}));

/** Reads what the accruals view holds, as known at any position of a partnership's history. */
export class AccrualQueries {
  private readonly db: Database;
  private readonly store: EventReader;
  private readonly inForce = new Map<string, InForce>();
  private readonly planRows = new Map<number, PlanRows>();
  private readonly rates = new Map<string, NonNullable<Agreement['rates']>>();
  private readonly others: OtherRecord;
  private readonly lines = new KeptLines();
  private readonly whole = new Map<number, { readonly through: number; readonly sums: Sums }>();

  constructor(db: Database, store: EventReader) {
    this.db = db;
    this.store = store;
    this.others = new OtherRecord(db, store);
  }

  /** The state of an agreement at a position; undefined before its first event. */
  stateAt(agreement: string, position: number): { readonly state: AgreementState; readonly position: number } | undefined {
    const row = statements(this.db).stateAt.get(agreement, position);
    return row === undefined ? undefined : { state: JSON.parse(row.state) as AgreementState, position: row.position };
  }

  /** What was in force at a position; undefined where nothing was. */
  inForceAt(agreement: string, position: number): InForce | undefined {
    const row = statements(this.db).newest.get(agreement, position);
    const found = this.versionInForce(agreement, position, `${agreement}@${row?.position ?? -1}`);
    return found?.agreement.terms.exchange === undefined ? found : this.withRates(found, position);
  }

  /** Rates are known by themselves: the same version of the terms may convert with more of them later. */
  private withRates(inForce: InForce, position: number): InForce {
    const newest = newestRates(this.db, inForce.partnership, position);
    const key = `${inForce.planId} rates ${newest}`;
    const rates = this.rates.get(key) ?? ratesOf(inForce.agreement.terms, ratesAt(this.db, inForce.partnership, newest));
    if (rates !== undefined) this.rates.set(key, rates);
    if (this.rates.size >= MAX_KEPT) this.rates.clear();
    return { ...inForce, agreement: { ...inForce.agreement, rates } };
  }

  private versionInForce(agreement: string, position: number, key: string): InForce | undefined {
    const known = this.inForce.get(key);
    if (known !== undefined) return known;
    const version = this.stateAt(agreement, position);
    const resolved = version === undefined ? undefined : agreementInForce(version.state);
    const plan = statements(this.db).plan.get(agreement, position, position);
    if (version === undefined || resolved === undefined || plan === undefined) return undefined;
    const found: InForce = {
      state: version.state,
      agreement: resolved,
      plan: planOf(resolved),
      planId: plan.id,
      partnership: plan.partnership,
    };
    if (this.inForce.size >= MAX_KEPT) this.inForce.clear();
    this.inForce.set(key, found);
    return found;
  }

  /** Sums of every line recorded up to a position, that included. */
  async sumsAt(inForce: InForce, position: number): Promise<Sums> {
    const { planId, plan, partnership } = inForce;
    const last = historyOf(this.db).lastPosition(partnership) ?? -1;
    const rows = this.rowsOf(planId, last);
    if (position >= last) return this.wholeSums(planId, last, rows);
    if (plan.looksUpSales) {
      const folded = new Sums();
      for (const { cells } of await this.foldWhole(inForce, position)) for (const cell of cells) folded.add(cell);
      return folded;
    }
    const sums = rows.sumsBefore(blockOf(position + 1));
    for (const cell of await this.cellsOfLastBlock(inForce, rows, position)) sums.add(cell);
    return sums;
  }

  /**
   * What counted on a run of days as known at a position, summed by signature, day and cause: the cost does not grow with
   * lines. Undefined for a plan of which one line may add to sums of several days: these are told line by line only.
   */
  async cellsIn(inForce: InForce, days: { readonly from: Day; readonly to: Day }, position: number): Promise<Cell[] | undefined> {
    const { plan } = inForce;
    if (plan.looksUpSales || plan.countsPayments) return undefined;
    return (await this.cellsAt(inForce, position)).filter(({ on }) => on >= days.from && on <= days.to);
  }

  /** Lines that wait for a conversion or a rate, as known at a position: no sale is read for them. */
  async waitingAt(inForce: InForce, position: number): Promise<WaitingLines[]> {
    const forConversions = waitsAt(this.db, inForce.planId, position);
    if (inForce.agreement.terms.exchange === undefined) return forConversions;
    return [...forConversions, ...waitingForRates(inForce.agreement, await this.cellsAt(inForce, position))];
  }

  /** All that counted as known at a position, as sums of blocks and of what is known of the last one. */
  private async cellsAt(inForce: InForce, position: number): Promise<Cell[]> {
    const { planId, plan, partnership } = inForce;
    const last = historyOf(this.db).lastPosition(partnership) ?? -1;
    const rows = this.rowsOf(planId, last);
    if (position >= last) return rows.all.map(({ cell }) => cell);
    if (plan.looksUpSales) return (await this.foldWhole(inForce, position)).flatMap(({ cells }) => cells);
    const whole = blockOf(position + 1);
    const tail = await this.cellsOfLastBlock(inForce, rows, position);
    return [...rows.all.flatMap(({ block, cell }) => (block < whole ? [cell] : [])), ...tail];
  }

  /** Of the block that a position lies in, what is known there; nothing where the position is the last of its block. */
  private async cellsOfLastBlock({ plan, partnership }: InForce, rows: PlanRows, position: number): Promise<Cell[]> {
    const block = blockOf(position + 1);
    if (firstOf(block) > position) return [];
    const fold = new PlanFold(plan, rows.highWaterBefore(block), undefined);
    return (await this.salesBetween(partnership, plan, firstOf(block), position)).flatMap(({ event, at }) => fold.sum(event, at));
  }

  /** The changes to lines whose valid day is in a run of days, in position order, as known at a position. */
  async changesIn(inForce: InForce, days: { readonly from: Day; readonly to: Day }, position: number): Promise<MeasuredChange[]> {
    const { planId, plan, partnership } = inForce;
    if (plan.looksUpSales) return (await this.foldWhole(inForce, position)).filter((measured) => touches(measured, days));
    const rows = this.rowsOf(planId, historyOf(this.db).lastPosition(partnership) ?? -1);
    const blocks = new Set(rows.all.filter(({ cell }) => cell.on >= days.from && cell.on <= days.to).map((row) => row.block));
    const found: MeasuredChange[] = [];
    for (const block of [...blocks].sort((a, b) => a - b)) {
      if (firstOf(block) > position) break;
      const fold = new PlanFold(plan, rows.highWaterBefore(block), undefined);
      for (const { event, at } of await this.salesBetween(partnership, plan, firstOf(block), Math.min(position, firstOf(block + 1) - 1))) {
        found.push(...fold.measure(event, at).filter((measured) => touches(measured, days)));
      }
    }
    return found;
  }

  /** Every line recorded up to a position as it stands there; kept, so that the next question reads only what is new. */
  linesAt({ planId, plan, partnership }: InForce, position: number): Promise<readonly FoldedLine[]> {
    return this.lines.at(planId, plan, position, (from) => this.salesBetween(partnership, plan, from, position));
  }

  /** The changes that the events of one position made, in their order. */
  changesAt(inForce: InForce, position: number): Promise<MeasuredChange[]> {
    return this.changesBetween(inForce, position - 1, position);
  }

  /** What events about sales would do to the printed total of a day if they came next; the lines so far are read only where a plan looks up sales. */
  async wouldChange(
    inForce: InForce,
    at: { readonly position: number; readonly on: Day },
    events: readonly SaleEvent[],
  ): Promise<Rational> {
    const { plan, partnership, agreement } = inForce;
    const sums = await this.sumsAt(inForce, at.position);
    const fold = new PlanFold(plan, undefined, plan.looksUpSales ? new MemoryBook() : undefined);
    if (plan.looksUpSales)
      for (const { event, at: position } of await this.salesBetween(partnership, plan, 0, at.position)) fold.measure(event, position);
    const overlay = new Overlay(sums);
    for (const event of events) for (const { cells } of fold.measure(event, at.position + 1)) for (const cell of cells) overlay.add(cell);
    return earnedTotal(agreement, overlay, at.on).minus(earnedTotal(agreement, sums, at.on));
  }

  /** Sums of another reporter's lines under the terms of an agreement, as `read` says them in the agreement's words. */
  sumsCountingFrom(
    inForce: InForce,
    reporter: string,
    position: number,
    read: ReadAs,
  ): Promise<{ readonly agreement: Agreement; readonly sums: Sums }> {
    return this.others.sumsAt(inForce, reporter, position, read);
  }

  /** The changes to lines recorded after one position and up to another, in position order. */
  async changesBetween(inForce: InForce, after: number, through: number): Promise<MeasuredChange[]> {
    const { planId, plan, partnership } = inForce;
    const isAfter = ({ change }: MeasuredChange): boolean => change.position > after;
    if (plan.looksUpSales) return (await this.foldWhole(inForce, through)).filter(isAfter);
    const block = blockOf(after + 1);
    const rows = this.rowsOf(planId, historyOf(this.db).lastPosition(partnership) ?? -1);
    const fold = new PlanFold(plan, rows.highWaterBefore(block), undefined);
    const sales = await this.salesBetween(partnership, plan, firstOf(block), through);
    return sales.flatMap(({ event, at }) => fold.measure(event, at)).filter(isAfter);
  }

  /**
   * The positions after one and up to another at which what is in force changed, or the rates that it converts with: at
   * all others only lines can have changed a figure.
   */
  turnsBetween(agreement: string, after: number, through: number): number[] {
    const versions = statements(this.db)
      .versions.all(agreement, after, through)
      .map(({ position }) => position);
    const inForce = this.inForceAt(agreement, through);
    const exchange = inForce?.agreement.terms.exchange;
    const rates =
      inForce === undefined || exchange === undefined ? [] : ratePositions(this.db, inForce.partnership, exchange.table, after, through);
    return [...new Set([...versions, ...rates])].sort((a, b) => a - b);
  }

  /** What the event of one position, which is another reporter's, did to that reporter's sums. */
  stepCountingFrom(inForce: InForce, reporter: string, position: number, read: ReadAs): Promise<Step> {
    return this.others.stepAt(inForce, reporter, position, read);
  }

  /** Sums of every line recorded up to a position under plans that are only tried, in their order; the cost is that of the lines. */
  sumsOfTried(partnership: string, position: number, tried: readonly TriedPlan[]): Promise<Sums[]> {
    return sumsOfTried(this.db, this.store, partnership, position, tried);
  }

  /** Terms that are only tried, with the rates known at a position. */
  tried(agreement: Agreement, partnership: string, position: number): Agreement {
    if (agreement.terms.exchange === undefined) return agreement;
    return { ...agreement, rates: ratesOf(agreement.terms, ratesAt(this.db, partnership, newestRates(this.db, partnership, position))) };
  }

  private rowsOf(planId: number, through: number): PlanRows {
    const known = this.planRows.get(planId);
    if (known?.through === through) return known;
    const fromBlock = known === undefined ? 0 : blockOf(known.through + 1);
    const kept = known === undefined ? [] : known.all.filter((row) => row.block < fromBlock);
    const rows = planRows(through, [...kept, ...readCells(this.db, planId, fromBlock, Number.MAX_SAFE_INTEGER)]);
    if (this.planRows.size >= MAX_KEPT) this.planRows.clear();
    this.planRows.set(planId, rows);
    return rows;
  }

  private wholeSums(planId: number, through: number, rows: PlanRows): Sums {
    const known = this.whole.get(planId);
    if (known?.through === through) return known.sums;
    const sums = new Sums();
    for (const row of rows.all) sums.add(row.cell);
    if (this.whole.size >= MAX_KEPT) this.whole.clear();
    this.whole.set(planId, { through, sums });
    return sums;
  }

  /**
   * Where returns count in the period of their sale, a return hangs on lines recorded long before it or after: what was
   * known at a position is folded from the first line. It costs time with lines; other agreements never pay it.
   */
  private async foldWhole({ plan, partnership }: InForce, position: number): Promise<MeasuredChange[]> {
    const fold = new PlanFold(plan, undefined, new MemoryBook());
    return (await this.salesBetween(partnership, plan, 0, position)).flatMap(({ event, at }) => fold.measure(event, at));
  }

  private async salesBetween(partnership: string, plan: Plan, from: number, to: number): Promise<SalesRead> {
    const stream = `sales-${partnership}.${plan.reporter}`;
    const places = [...historyOf(this.db).placesIn(partnership, stream, from, to)];
    const [first, last] = [places[0], places.at(-1)];
    if (first === undefined || last === undefined) return [];
    // Revisions of one stream follow each other in the order of positions, so one read serves them all.
    const events: RecordedEvent[] = [];
    for await (const event of this.store.readStream(stream, { from: first.revision, max: last.revision - first.revision + 1 }))
      events.push(event);
    return events.map((event, index) => ({ event, at: places[index]?.position ?? -1 }));
  }
}

/** What a plan measures of an event. */
export type SaleEvent = Pick<RecordedEvent, 'type' | 'data'>;

const touches = (measured: MeasuredChange, days: { readonly from: Day; readonly to: Day }): boolean =>
  measured.cells.some((cell) => cell.on >= days.from && cell.on <= days.to);
