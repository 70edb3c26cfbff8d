import type { Database } from '#event-store';
import { type PageOf, type PageQuery, cursorOf, limitOf, pageOf } from '../../read-model/paging.ts';
import { perDatabase } from '../../read-model/per-database.ts';
import type { ImportCounts, RefusedLine } from './import-events.ts';

export type ImportRow = {
  readonly import: string;
  readonly org: string;
  readonly by: string;
  readonly file: string;
  readonly supplier: string | null;
  readonly mapping: string | null;
  readonly startedAt: string;
  /** Whether a running one still has somebody who runs it is known to the process that does, not to the log. */
  readonly status: 'running' | 'completed';
  readonly rowsDone: number;
} & ImportCounts;

export type ImportLog = {
  /** Newest first; those of some organisations where they are named. */
  imports(query: PageQuery & { readonly orgs?: readonly string[] }): PageOf<ImportRow>;
  find(id: string): ImportRow | undefined;
  /** In the order in which they were refused; empty for an import that is not known. */
  refusedLines(query: PageQuery & { readonly import: string }): PageOf<RefusedLine>;
};

type Row = {
  readonly id: number;
  readonly import: string;
  readonly org: string;
  readonly by: string;
  readonly file: string;
  readonly supplier: string | null;
  readonly mapping: string | null;
  readonly started_at: string;
  readonly completed: number;
  readonly rows_done: number;
  readonly sent: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly not_addressed: number;
};

type RefusedRow = RefusedLine & { readonly listed: number };

const statements = perDatabase((db: Database) => ({
  list: db.prepare<Row>(
    'SELECT * FROM imports WHERE id < ?1 AND (?2 IS NULL OR org IN (SELECT value FROM json_each(?2))) ORDER BY id DESC LIMIT ?3',
  ),
  find: db.prepare<Row>('SELECT * FROM imports WHERE import = ? ORDER BY id LIMIT 1'),
  refused: db.prepare<RefusedRow>(
    `SELECT listed, number, line, column_name AS "column", value, code, reason, way_out AS wayOut
     FROM imports_refused WHERE import = ? AND listed > ? ORDER BY listed LIMIT ?`,
  ),
}));

/** The tables must be there: ask after the runner has started. */
export function importLogOf(db: Database): ImportLog {
  const sql = statements(db);
  return {
    imports: (query) => {
      const limit = limitOf(query);
      const rows = sql.list.all(
        cursorOf(query, Number.MAX_SAFE_INTEGER),
        query.orgs === undefined ? null : JSON.stringify(query.orgs),
        limit + 1,
      );
      return pageOf(rows, limit, ({ id }) => id, toImport);
    },
    find: (id) => {
      const row = sql.find.get(id);
      return row === undefined ? undefined : toImport(row);
    },
    refusedLines: (query) => {
      const limit = limitOf(query);
      const rows = sql.refused.all(sql.find.get(query.import)?.id ?? -1, cursorOf(query, -1), limit + 1);
      return pageOf(
        rows,
        limit,
        ({ listed }) => listed,
        ({ number, line, column, value, code, reason, wayOut }) => ({ number, line, column, value, code, reason, wayOut }),
      );
    },
  };
}

function toImport(row: Row): ImportRow {
  const { by, file, org, supplier, mapping, sent, recorded, repeated, refused } = row;
  return {
    import: row.import,
    org,
    by,
    file,
    supplier,
    mapping,
    startedAt: row.started_at,
    status: row.completed === 1 ? 'completed' : 'running',
    rowsDone: row.rows_done,
    sent,
    recorded,
    repeated,
    refused,
    notAddressed: row.not_addressed,
  };
}
