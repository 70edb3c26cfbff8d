import { existsSync, statSync } from 'node:fs';
import { StoreError } from '../store-error.ts';
import { type Database, openDatabase } from './database.ts';
import { storeErrorFromSqlite } from './sqlite-errors.ts';

/** The tables of the event file, and how a file is told from a foreign, a newer or an emptied one. */

/** Written into the header of the file, so that it is known for what it is: "RBEV". */
const APPLICATION_ID = 0x52_42_45_56;
export const SCHEMA_VERSION = 1;

const TABLES = `
  CREATE TABLE streams (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE event_types (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    event_id BLOB NOT NULL UNIQUE,
    type INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;
  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
  CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never removed'); END;
`;

/** Looks at a file without touching it: opening it to write changes its header, whosever it is. */
export function refuseOthers(file: string): void {
  if (!existsSync(file)) return;
  if (!statSync(file).isFile())
    throw new StoreError('STORE_FAILED', `${file} is not a file.`, 'Name a file, in a folder that this user may write.');
  // SQLite takes a file of no bytes for a new database.
  if (statSync(file).size === 0) {
    throw new StoreError(
      'STORE_DAMAGED',
      `The file ${file} is there but empty: its events have been lost, or it was never a ledger.`,
      'Restore the last copy, or remove the empty file to begin a new ledger.',
    );
  }
  const database = openDatabase(file, { synchronous: 'FULL', readOnly: true });
  try {
    if (!isNew(database)) checkSchema(database);
  } catch (error) {
    throw storeErrorFromSqlite(error, file);
  } finally {
    database.close();
  }
}

export function prepareSchema(database: Database): void {
  if (isNew(database)) {
    database.transaction(() => {
      database.exec(TABLES);
      database.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`);
    });
  }
  checkSchema(database);
}

export function checkSchema(database: Database): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw new StoreError('STORE_NOT_OURS', `The file ${database.file} is a database of another program.`, 'Name another file.');
  }
  const version = pragma(database, 'user_version');
  if (version === SCHEMA_VERSION) return;
  throw new StoreError(
    'STORE_NEWER',
    `The file ${database.file} was written by a newer version (its schema is ${version}, this program knows ${SCHEMA_VERSION}).`,
    'Install that version, or a later one; the file has not been touched.',
  );
}

function isNew(database: Database): boolean {
  const tables = database.prepare<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema').get()?.count;
  return tables === 0 && pragma(database, 'application_id') === 0;
}

function pragma(database: Database, name: 'application_id' | 'user_version'): number | undefined {
  return database.prepare<Record<string, number>>(`PRAGMA ${name}`).get()?.[name];
}
