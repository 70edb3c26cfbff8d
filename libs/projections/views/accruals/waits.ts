import type { Database } from '#event-store';
import { formatDay } from '#kernel';
import type { WaitingChange, WaitingLines } from '#rebates';
import { perDatabase } from '../../read-model/per-database.ts';

/** Lines that no sum holds until something is mended, by the event that recorded them: what waits is told without reading sales. */

export type WaitRow = Omit<WaitingChange, 'lines'> & { readonly position: number; readonly lines: number };

/** What waits of the events measured since this was asked last. */
export class WaitSums {
  private readonly rows = new Map<string, WaitRow>();

  add({ position, on, reason, lines }: WaitRow): void {
    const key = `${position} ${on} ${reason}`;
    this.rows.set(key, { position, on, reason, lines: (this.rows.get(key)?.lines ?? 0) + lines });
  }

  all(): readonly WaitRow[] {
    return [...this.rows.values()];
  }

  take(): readonly WaitRow[] {
    const rows = this.all();
    this.rows.clear();
    return rows;
  }
}

const statements = perDatabase((db: Database) => ({
  store: db.prepare('INSERT INTO accrual_waits (plan, position, on_day, reason, lines) VALUES (?, ?, ?, ?, ?)'),
  at: db.prepare<{ on_day: number; reason: string; lines: number }>(
    'SELECT on_day, reason, sum(lines) AS lines FROM accrual_waits WHERE plan = ? AND position <= ? GROUP BY on_day, reason HAVING sum(lines) > 0 ORDER BY on_day, reason',
  ),
}));

export const storeWaits = (db: Database, plan: number, rows: readonly WaitRow[]): void => {
  for (const { position, on, reason, lines } of rows) if (lines !== 0) statements(db).store.run(plan, position, on, reason, lines);
};

/** What waits for a conversion, as known at a position. */
export const waitsAt = (db: Database, plan: number, position: number): WaitingLines[] =>
  statements(db)
    .at.all(plan, position)
    .map(({ on_day: on, reason, lines }) => ({ date: formatDay(on), reason, lines }));
