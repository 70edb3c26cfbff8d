import { compareTokens, type Database, type EventReader } from '#event-store';
import { SALES_EVENT_TYPES } from '#rebates';
import type { PositionedEvent } from '../../runner/view.ts';
import { historyOf } from '../history/history.ts';
import type { Planned } from './agreement-versions.ts';
import { blockOf } from './blocks.ts';
import { PlanFold, RowSums } from './plan-fold.ts';
import { MemoryBook } from './sale-book.ts';
import { WaitSums } from './waits.ts';

const SALES = new Set<string>(SALES_EVENT_TYPES);

/** Positions of the partnership's sales events up to the agreement event: those indexed, and those of this batch. */
const positionsOf = (db: Database, planned: Planned, stream: string, batch: readonly PositionedEvent[]): ReadonlyMap<number, number> => {
  const positions = new Map<number, number>();
  for (const { revision, position } of historyOf(db).placesIn(planned.partnership, stream, 0, planned.position))
    positions.set(revision, position);
  for (const { event, position } of batch) if (event.stream === stream && position !== undefined) positions.set(event.revision, position);
  return positions;
};

/** Measures all sales that were recorded before an agreement event under the plan that it puts in force. */
export const backfill = async (db: Database, store: EventReader, planned: Planned, batch: readonly PositionedEvent[]) => {
  const stream = `sales-${planned.partnership}.${planned.plan.reporter}`;
  const positions = positionsOf(db, planned, stream, batch);
  const book = planned.plan.looksUpSales ? new MemoryBook() : undefined;
  if (positions.size === 0) return { rows: new RowSums(), book, waits: [] };
  const until =
    batch.find(({ position, partnership }) => partnership === planned.partnership && position === planned.position)?.event.token ?? '0';
  const rows = new RowSums();
  const waits = new WaitSums();
  const fold = new PlanFold(planned.plan, undefined, book, waits);
  for await (const event of store.readStream(stream)) {
    if (compareTokens(event.token, until) >= 0) break;
    const position = positions.get(event.revision);
    if (!SALES.has(event.type)) continue;
    if (position === undefined) throw new Error(`revision ${event.revision} of ${stream} has no position`);
    for (const cell of fold.sum(event, position)) rows.add(blockOf(position), cell);
  }
  return { rows, book, waits: waits.all() };
};
