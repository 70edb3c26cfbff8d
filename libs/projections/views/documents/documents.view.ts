import type { Database, SqlValue } from '#event-store';
import { bulkInsert } from '../../read-model/bulk-insert.ts';
import { interned } from '../../read-model/interned.ts';
import { perDatabase } from '../../read-model/per-database.ts';
import type { View } from '../../runner/view.ts';

/** Where the pieces of each source document are: what the decision about a sale has to read. */

const STREAM = 'sales-';

const TABLES = [
  // `revision` is that of the last event of the stream that is indexed.
  'CREATE TABLE documents_streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, revision INTEGER NOT NULL DEFAULT -1)',
  'CREATE TABLE documents_stages (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)',
  // The stream is of one reporter: it needs no column.
  `CREATE TABLE documents_pieces (
     stream INTEGER NOT NULL, document TEXT NOT NULL, stage INTEGER NOT NULL, revision INTEGER NOT NULL,
     PRIMARY KEY (stream, document, stage, revision)) WITHOUT ROWID`,
];

const folds = perDatabase((db: Database) => ({
  streams: interned(db, 'documents_streams'),
  stages: interned(db, 'documents_stages'),
  insert: bulkInsert(db, 'documents_pieces', ['stream', 'document', 'stage', 'revision']),
  advance: db.prepare('UPDATE documents_streams SET revision = ? WHERE id = ?'),
}));

export const documentsView: View = {
  name: 'documents',
  version: 1,
  tables: TABLES,
  handle: (batch, db) => {
    const fold = folds(db);
    const rows: SqlValue[] = [];
    const revisions = new Map<number, number>();
    for (const { event } of batch) {
      if (!event.stream.startsWith(STREAM)) continue;
      const { stage, document } = event.data;
      const stream = fold.streams.idOf(event.stream);
      revisions.set(stream, event.revision);
      if (typeof stage === 'string' && typeof document === 'string') {
        rows.push(stream, document, fold.stages.idOf(stage), event.revision);
      } else if (event.type.startsWith('Sales')) throw new TypeError('stage and document must be texts');
    }
    fold.insert(rows);
    for (const [stream, revision] of revisions) fold.advance.run(revision, stream);
  },
  reset: (db) => {
    folds.forget(db);
  },
};
