import type { Database, SqlValue } from '#event-store';
import { bulkInsert } from '../../read-model/bulk-insert.ts';
import { perDatabase } from '../../read-model/per-database.ts';
import type { PositionedEvent, View } from '../../runner/view.ts';
import { type ImportCounts, type ImportEvent, importEventOf } from './import-events.ts';

/** The log of imports, out of the private streams of each organisation. */

const STREAM = 'import-';

const TABLES = [
  // Ids follow the log: the newest import has the largest.
  `CREATE TABLE imports (
     id INTEGER PRIMARY KEY, stream TEXT NOT NULL UNIQUE, org TEXT NOT NULL, import TEXT NOT NULL, by TEXT NOT NULL, file TEXT NOT NULL,
     supplier TEXT, mapping TEXT, started_at TEXT NOT NULL, completed INTEGER NOT NULL DEFAULT 0, rows_done INTEGER NOT NULL DEFAULT 0,
     sent INTEGER NOT NULL DEFAULT 0, recorded INTEGER NOT NULL DEFAULT 0, repeated INTEGER NOT NULL DEFAULT 0,
     refused INTEGER NOT NULL DEFAULT 0, not_addressed INTEGER NOT NULL DEFAULT 0, listed INTEGER NOT NULL DEFAULT 0)`,
  'CREATE INDEX imports_by_import ON imports (import)',
  // `number` counts rows of the file, of which one can be refused for two reasons: the key counts refusals.
  `CREATE TABLE imports_refused (
     import INTEGER NOT NULL, listed INTEGER NOT NULL, number INTEGER NOT NULL, line TEXT NOT NULL, column_name TEXT NOT NULL,
     value TEXT NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, way_out TEXT NOT NULL,
     PRIMARY KEY (import, listed)) WITHOUT ROWID`,
];

const REFUSED_COLUMNS = ['import', 'listed', 'number', 'line', 'column_name', 'value', 'code', 'reason', 'way_out'];

const folds = perDatabase((db: Database) => ({
  start: db.prepare('INSERT INTO imports (stream, org, import, by, file, supplier, mapping, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)'),
  find: db.prepare<{ id: number; listed: number }>('SELECT id, listed FROM imports WHERE stream = ?'),
  count: db.prepare('UPDATE imports SET sent = ?, recorded = ?, repeated = ?, refused = ?, not_addressed = ? WHERE id = ?'),
  rowsDone: db.prepare('UPDATE imports SET rows_done = ? WHERE id = ?'),
  complete: db.prepare('UPDATE imports SET completed = 1 WHERE id = ?'),
  listed: db.prepare('UPDATE imports SET listed = ? WHERE id = ?'),
  insertRefused: bulkInsert(db, 'imports_refused', REFUSED_COLUMNS),
}));

type Fold = ReturnType<typeof folds>;

export const importsView: View = {
  name: 'imports',
  version: 1,
  tables: TABLES,
  handle: (batch, db) => {
    const fold = folds(db);
    for (const item of batch) if (item.event.stream.startsWith(STREAM)) take(fold, item);
  },
  reset: (db) => {
    folds.forget(db);
  },
};

function take(fold: Fold, { event, recordedAt }: PositionedEvent): void {
  const fact = importEventOf(event);
  if (fact === undefined) return;
  if (fact.type === 'ImportStarted') {
    const org = event.stream.slice(STREAM.length, event.stream.indexOf('.'));
    fold.start.run(event.stream, org, fact.import, fact.by, fact.file, fact.supplier ?? null, fact.mapping ?? null, recordedAt);
    return;
  }
  const known = fold.find.get(event.stream);
  if (known === undefined) throw new RangeError('the import has not started');
  takeMore(fold, known, fact);
}

function takeMore(
  fold: Fold,
  { id, listed }: { readonly id: number; readonly listed: number },
  fact: Exclude<ImportEvent, { type: 'ImportStarted' }>,
): void {
  switch (fact.type) {
    case 'ImportProgressed':
      saveCounts(fold, id, fact);
      fold.rowsDone.run(fact.rowsDone, id);
      return;
    case 'ImportCompleted':
      saveCounts(fold, id, fact);
      fold.complete.run(id);
      return;
    case 'LinesRefused':
      fold.insertRefused(
        fact.lines.flatMap(({ number, line, column, value, code, reason, wayOut }, index): SqlValue[] => [
          id,
          listed + index,
          number,
          line,
          column,
          value,
          code,
          reason,
          wayOut,
        ]),
      );
      fold.listed.run(listed + fact.lines.length, id);
      return;
    default:
      fact satisfies never;
  }
}

function saveCounts(fold: Fold, id: number, { sent, recorded, repeated, refused, notAddressed }: ImportCounts): void {
  fold.count.run(sent, recorded, repeated, refused, notAddressed, id);
}
