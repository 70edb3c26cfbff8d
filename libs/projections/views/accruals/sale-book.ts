import type { Database } from '#event-store';
import type { SaleLine, Stage } from '#rebates';
import { perDatabase } from '../../read-model/per-database.ts';

export type BookedLine = { readonly key: string; readonly stage: Stage; readonly line: SaleLine };

/**
 * The lines as they stand, for agreements whose returns count in the period of their sale: a return is looked up with
 * its sale, and a sale with the returns that came before it.
 */
export type SaleBook = {
  find(key: string): SaleLine | undefined;
  naming(key: string): readonly BookedLine[];
  /** Undefined strikes the line out. */
  put(key: string, stage: Stage, line: SaleLine | undefined): void;
};

export const keyOf = (stage: string, reference: string): string => `${stage}\n${reference}`;
/** The document of a key: of `document#line` the part before the last mark. */
export const documentOf = (key: string): string => key.slice(key.indexOf('\n') + 1, key.lastIndexOf('#'));

export class MemoryBook implements SaleBook {
  readonly lines = new Map<string, BookedLine>();
  private readonly names = new Map<string, Set<string>>();

  find(key: string): SaleLine | undefined {
    return this.lines.get(key)?.line;
  }

  naming(key: string): readonly BookedLine[] {
    return [...(this.names.get(key) ?? [])]
      .flatMap((name) => this.lines.get(name) ?? [])
      .filter(({ line, stage }) => keyOf(stage, line.returns ?? '') === key);
  }

  put(key: string, stage: Stage, line: SaleLine | undefined): void {
    if (line === undefined) {
      this.lines.delete(key);
      return;
    }
    this.lines.set(key, { key, stage, line });
    if (line.returns === undefined) return;
    const named = keyOf(stage, line.returns);
    this.names.set(named, (this.names.get(named) ?? new Set()).add(key));
  }
}

const statements = perDatabase((db: Database) => ({
  find: db.prepare<{ line: string }>('SELECT line FROM accrual_sale_lines WHERE plan = ? AND key = ?'),
  naming: db.prepare<{ key: string; stage: string; line: string }>(
    'SELECT key, stage, line FROM accrual_sale_lines WHERE plan = ? AND names = ? ORDER BY key',
  ),
  put: db.prepare(
    'INSERT INTO accrual_sale_lines (plan, key, names, stage, line) VALUES (?, ?, ?, ?, ?) ON CONFLICT (plan, key) DO UPDATE SET names = excluded.names, stage = excluded.stage, line = excluded.line',
  ),
  strike: db.prepare('DELETE FROM accrual_sale_lines WHERE plan = ? AND key = ?'),
}));

/** The same in the view's own table. */
export const storedBook = (db: Database, plan: number): SaleBook => {
  const sql = statements(db);
  return {
    find: (key) => {
      const row = sql.find.get(plan, key);
      return row === undefined ? undefined : (JSON.parse(row.line) as SaleLine);
    },
    naming: (key) =>
      sql.naming.all(plan, key).map((row) => ({ key: row.key, stage: row.stage as Stage, line: JSON.parse(row.line) as SaleLine })),
    put: (key, stage, line) => {
      if (line === undefined) sql.strike.run(plan, key);
      else sql.put.run(plan, key, line.returns === undefined ? null : keyOf(stage, line.returns), stage, JSON.stringify(line));
    },
  };
};
