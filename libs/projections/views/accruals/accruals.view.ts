import type { Database, EventReader, SqlValue } from '#event-store';
import { formatScaled } from '#kernel';
import { agreementEventData, SALES_EVENT_TYPES } from '#rebates';
import { type BulkInsert, bulkInsert } from '../../read-model/bulk-insert.ts';
import { type Interned, interned } from '../../read-model/interned.ts';
import type { PositionedEvent, View } from '../../runner/view.ts';
import { AgreementVersions, type Planned } from './agreement-versions.ts';
import { backfill } from './backfill.ts';
import { blockOf } from './blocks.ts';
import { OpenPlans, type OpenPlan } from './open-plans.ts';
import { causeNumber, type RowSums } from './plan-fold.ts';
import { storeRates } from './rates.ts';
import type { MemoryBook } from './sale-book.ts';
import { ACCRUAL_TABLES } from './tables.ts';
import { storeWaits, type WaitRow } from './waits.ts';

const SALES = new Set<string>(SALES_EVENT_TYPES);
const SUM_COLUMNS = ['plan', 'block', 'on_day', 'counted_on', 'signature', 'cause', 'value', 'quantity', 'weight', 'own', 'lines'];
const ADD_UP =
  'ON CONFLICT (plan, block, on_day, counted_on, signature, cause) DO UPDATE SET value = excluded.value, quantity = excluded.quantity, weight = excluded.weight, own = excluded.own, lines = excluded.lines';

type Earlier = { readonly rows: RowSums; readonly book: MemoryBook | undefined; readonly waits: readonly WaitRow[] };

/** Sums of what each agreement measures, by day and block: balances on any day, as known at any position. */
class Accruals {
  private readonly db: Database;
  private readonly store: EventReader;
  private versions: AgreementVersions;
  private plans: OpenPlans;
  private written: { readonly signatures: Interned; readonly insert: BulkInsert } | undefined;
  /** What was measured of earlier sales for an agreement event about to be handled, by event id. */
  private readonly ready = new Map<string, { readonly planned: Planned } & Earlier>();

  constructor(db: Database, store: EventReader) {
    this.db = db;
    this.store = store;
    this.versions = new AgreementVersions(db);
    this.plans = new OpenPlans(db);
  }

  /** Terms that measure lines in a new way read the partnership's earlier sales again, before the transaction. */
  async prepare(batch: readonly PositionedEvent[]): Promise<void> {
    this.ready.clear();
    const ahead = new AgreementVersions(this.db);
    for (const item of batch) {
      if (!isAgreementEvent(item)) continue;
      const planned = ahead.take(item);
      if (planned === undefined || ahead.keyInForce(planned.agreement) === planned.plan.key) continue;
      ahead.inForce(planned.agreement, planned.plan.key);
      this.ready.set(item.event.id, { planned, ...(await backfill(this.db, this.store, planned, batch)) });
    }
  }

  handle(batch: readonly PositionedEvent[]): void {
    const touched = new Set<OpenPlan>();
    for (const item of batch) {
      if (item.partnership === undefined || item.position === undefined) continue;
      if (isAgreementEvent(item)) this.replan(item, touched);
      else if (SALES.has(item.event.type)) this.addSales(item.partnership, item.position, item, touched);
      else if (item.event.type === 'RatesRecorded')
        storeRates(this.db, item.partnership, item.position, item.event.data as Parameters<typeof storeRates>[3]);
    }
    this.write(touched);
  }

  forget(): void {
    this.versions = new AgreementVersions(this.db);
    this.plans = new OpenPlans(this.db);
    this.written = undefined;
  }

  private addSales(partnership: string, position: number, { event }: PositionedEvent, touched: Set<OpenPlan>): void {
    for (const open of this.plans.of(partnership)) {
      for (const cell of open.fold.sum(event, position)) open.rows.add(blockOf(position), cell);
      open.block = blockOf(position);
      touched.add(open);
    }
  }

  private replan(item: PositionedEvent & { readonly position?: number }, touched: Set<OpenPlan>): void {
    // Plans that stand are loaded by the newest version, so before the one that another plan measures by is written.
    if (this.ready.has(item.event.id) && item.partnership !== undefined) this.plans.of(item.partnership);
    const planned = this.versions.take(item, true, this.ready.get(item.event.id)?.planned);
    if (planned === undefined) return;
    const current = this.plans.of(planned.partnership).find((open) => open.agreement === planned.agreement);
    if (current?.fold.plan.key === planned.plan.key) return;
    // What the plan that ends has summed in this batch is written before another takes its place.
    if (current !== undefined && touched.has(current)) this.write(new Set([current]));
    const earlier = this.ready.get(item.event.id);
    if (earlier === undefined) throw new Error('earlier sales were not read before the batch');
    touched.add(this.plans.replace(planned, item.position ?? 0, current, { ...earlier, rows: earlier.rows.copy() }));
    if (current !== undefined) touched.delete(current);
  }

  private write(touched: ReadonlySet<OpenPlan>): void {
    this.written ??= {
      signatures: interned(this.db, 'accrual_signatures'),
      insert: bulkInsert(this.db, 'accrual_sums', SUM_COLUMNS, ADD_UP),
    };
    const { signatures, insert } = this.written;
    const values: SqlValue[] = [];
    for (const open of touched) {
      for (const { block, cell } of open.rows.takeChanged()) {
        values.push(
          open.id,
          block,
          cell.on,
          cell.countedOn,
          signatures.idOf(cell.signature),
          causeNumber(cell),
          formatScaled(cell.value),
          formatScaled(cell.quantity),
          formatScaled(cell.weight),
          cell.own.map(formatScaled).join(' '),
          cell.lines,
        );
      }
      open.rows.dropBefore(open.block);
      storeWaits(this.db, open.id, open.waits.take());
    }
    insert(values);
  }
}

const isAgreementEvent = ({ event }: PositionedEvent): boolean => event.type in agreementEventData;

/** @param store read again where an agreement begins to measure lines in a new way. */
export const accrualsView = (store: EventReader): View => {
  const folds = new WeakMap<Database, Accruals>();
  const of = (db: Database): Accruals => {
    const known = folds.get(db) ?? new Accruals(db, store);
    folds.set(db, known);
    return known;
  };
  return {
    name: 'accruals',
    version: 6,
    tables: ACCRUAL_TABLES,
    prepare: (batch, db) => of(db).prepare(batch),
    handle: (batch, db) => {
      of(db).handle(batch);
    },
    reset: (db) => {
      of(db).forget();
    },
  };
};
