import type { Database, SqlValue, Statement } from '#event-store';

/** Rows one after the other in one flat list: `columns.length` values a row. */
export type BulkInsert = (values: readonly SqlValue[]) => void;

// The call from JavaScript costs more than the row: many rows a call. Two sizes, so that few statements are kept.
const ROWS_PER_CALL = 64;

export function bulkInsert(db: Database, table: string, columns: readonly string[], onConflict = ''): BulkInsert {
  const row = `(${columns.map(() => '?').join(',')})`;
  const prepare = (rows: number): Statement<unknown> =>
    db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES ${Array<string>(rows).fill(row).join(',')} ${onConflict}`);
  const [many, one] = [prepare(ROWS_PER_CALL), prepare(1)];
  const [width, block] = [columns.length, columns.length * ROWS_PER_CALL];
  return (values) => {
    if (values.length % width !== 0) throw new RangeError(`${table}: ${values.length} values do not fill rows of ${width}`);
    let at = 0;
    for (; at + block <= values.length; at += block) many.run(...values.slice(at, at + block));
    for (; at < values.length; at += width) one.run(...values.slice(at, at + width));
  };
}
