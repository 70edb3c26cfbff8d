import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Database, StoreError, openDatabase } from '#event-store';

/**
 * Webhooks have a file of their own beside the ledger's. A signature needs the secret itself, so secrets are in it, and it
 * is for the server's own user only. Times are ISO texts in UTC, so that they compare as texts.
 */
const TABLES = [
  `CREATE TABLE endpoints (
     id TEXT PRIMARY KEY, organisation TEXT NOT NULL, url TEXT NOT NULL, kinds TEXT NOT NULL, partnerships TEXT NOT NULL, vouched_by TEXT NOT NULL,
     created_at TEXT NOT NULL, secret TEXT NOT NULL, secret_since TEXT NOT NULL, old_secret TEXT, old_until TEXT) WITHOUT ROWID`,
  'CREATE INDEX endpoints_by_organisation ON endpoints (organisation, created_at, id)',
  // How far each partnership was told: moved in the transaction that keeps what is to be sent, so nothing is lost between.
  `CREATE TABLE places (
     endpoint TEXT NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE, partnership TEXT NOT NULL, position INTEGER NOT NULL, day TEXT,
     PRIMARY KEY (endpoint, partnership)) WITHOUT ROWID`,
  `CREATE TABLE deliveries (
     number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, endpoint TEXT NOT NULL REFERENCES endpoints (id) ON DELETE CASCADE, partnership TEXT NOT NULL,
     position INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL, status TEXT NOT NULL, attempts INTEGER NOT NULL, created_at TEXT NOT NULL, due_at TEXT,
     last_attempt_at TEXT, last_status INTEGER, last_error TEXT)`,
  'CREATE INDEX deliveries_by_endpoint ON deliveries (endpoint, status, number)',
  "CREATE INDEX deliveries_due ON deliveries (endpoint, due_at) WHERE status = 'pending'",
];
/** What each later version added. */
const ADDED: readonly string[] = [
  // Which of several servers tells, and until when the others leave it to it.
  'CREATE TABLE lease (one INTEGER PRIMARY KEY CHECK (one = 1), holder TEXT NOT NULL, until TEXT NOT NULL)',
];
const VERSION = 1 + ADDED.length;

/** The clock and chance come from outside, so that tests hold both. */
export type Parts = {
  readonly db: Database;
  readonly clock: () => Date;
  readonly chance: (bytes: number) => Uint8Array;
};

export const openWebhooksDatabase = (file: string): Database => {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const db = openDatabase(file, { synchronous: 'FULL' });
  try {
    db.exec('PRAGMA secure_delete = ON');
    const version = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
    if (version > VERSION)
      throw new StoreError('STORE_NEWER', `${file} was written by a newer version.`, 'Use that version, or one after it.');
    if (version < VERSION) {
      db.transaction(() => {
        if (version === 0) for (const table of TABLES) db.exec(table);
        for (const table of ADDED.slice(Math.max(0, version - 1))) db.exec(table);
        db.exec(`PRAGMA user_version = ${VERSION}`);
      });
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};
