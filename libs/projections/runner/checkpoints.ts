import type { Database } from '#event-store';
import { ProjectionError } from '../read-model/projection-error.ts';
import type { View } from './view.ts';

/** What the runner itself keeps: which views stand where, which tables are theirs, and the numbering of partnerships. */

const OWN_TABLES = `
  CREATE TABLE IF NOT EXISTS checkpoints (view TEXT PRIMARY KEY, version INTEGER NOT NULL, token TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS view_tables (name TEXT PRIMARY KEY, view TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS partnership_counts (partnership TEXT PRIMARY KEY, events INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS log_cursor (
    id INTEGER PRIMARY KEY CHECK (id = 1), token TEXT NOT NULL, stream TEXT NOT NULL, revision INTEGER NOT NULL,
    event TEXT NOT NULL, recorded_at TEXT NOT NULL)`;

/** The last event that the numbering has passed: enough to see that a log is the one that was folded. */
export type LogCursor = {
  readonly token: string;
  readonly stream: string;
  readonly revision: number;
  readonly event: string;
  readonly recordedAt: string;
};

export function prepareOwnTables(db: Database): void {
  db.exec(OWN_TABLES);
}

/** Makes the tables that are missing and drops those of another version. Gives each view's checkpoint. */
export function prepareViews(db: Database, views: readonly View[]): ReadonlyMap<string, string | undefined> {
  return db.transaction(() => {
    db.exec(OWN_TABLES);
    const tokens = new Map<string, string | undefined>();
    for (const view of views) {
      if (tokens.has(view.name)) throw new ProjectionError('BAD_VIEW', `Two views are named ${view.name}.`, 'Rename one of them.');
      tokens.set(view.name, prepareView(db, view));
    }
    // Where no view has a place in the log, the numbering starts with them, and one pass serves all.
    if ([...tokens.values()].every((token) => token === undefined)) db.exec('DELETE FROM log_cursor; DELETE FROM partnership_counts');
    return tokens;
  });
}

function prepareView(db: Database, view: View): string | undefined {
  const row = db.prepare<{ version: number; token: string | null }>('SELECT version, token FROM checkpoints WHERE view = ?').get(view.name);
  if (row?.version === view.version) return row.token ?? undefined;
  dropTables(db, tablesOf(db, [view.name]));
  db.prepare('DELETE FROM view_tables WHERE view = ?').run(view.name);
  for (const statement of view.tables) {
    const table = /^\s*CREATE\s+TABLE\s+"?(\w+)"?/i.exec(statement)?.[1];
    db.exec(statement);
    if (table !== undefined) db.prepare('INSERT INTO view_tables (name, view) VALUES (?, ?)').run(table, view.name);
  }
  db.prepare(
    'INSERT INTO checkpoints (view, version, token) VALUES (?, ?, NULL) ON CONFLICT (view) DO UPDATE SET version = excluded.version, token = NULL',
  ).run(view.name, view.version);
  view.reset?.(db);
  return undefined;
}

/** Names of the tables of these views, in order. */
export const tablesOf = (db: Database, views: readonly string[]): string[] =>
  db
    .prepare<{ name: string; view: string }>('SELECT name, view FROM view_tables ORDER BY name')
    .all()
    .filter(({ view }) => views.includes(view))
    .map(({ name }) => name);

function dropTables(db: Database, tables: readonly string[]): void {
  for (const table of tables) db.exec(`DROP TABLE IF EXISTS "${table}"`);
}

/** Empties the read model: every view starts from the first event. Tables of views that are no more go too. */
export function dropEverything(db: Database, views: readonly View[]): void {
  db.transaction(() => {
    db.exec(OWN_TABLES);
    dropTables(
      db,
      db
        .prepare<{ name: string }>('SELECT name FROM view_tables')
        .all()
        .map(({ name }) => name),
    );
    db.exec('DELETE FROM view_tables; DELETE FROM checkpoints; DELETE FROM log_cursor; DELETE FROM partnership_counts');
  });
  for (const view of views) view.reset?.(db);
}

export type Checkpoints = {
  saveView(view: string, token: string): void;
  saveCursor(cursor: LogCursor): void;
  cursor(): LogCursor | undefined;
};

export function checkpoints(db: Database): Checkpoints {
  const updateView = db.prepare('UPDATE checkpoints SET token = ? WHERE view = ?');
  const upsertCursor = db.prepare(
    `INSERT INTO log_cursor (id, token, stream, revision, event, recorded_at) VALUES (1, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET
     token = excluded.token, stream = excluded.stream, revision = excluded.revision, event = excluded.event, recorded_at = excluded.recorded_at`,
  );
  const select = db.prepare<LogCursor>('SELECT token, stream, revision, event, recorded_at AS recordedAt FROM log_cursor');
  return {
    saveView: (view, token) => {
      updateView.run(token, view);
    },
    saveCursor: ({ token, stream, revision, event, recordedAt }) => {
      upsertCursor.run(token, stream, revision, event, recordedAt);
    },
    cursor: () => select.get(),
  };
}
