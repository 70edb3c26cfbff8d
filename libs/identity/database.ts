import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Database, StoreError, openDatabase } from '#event-store';

/**
 * Identities have a file of their own beside the ledger's: they can be erased, and events cannot. Times are ISO texts in
 * UTC, so that they compare as texts.
 */
const TABLES = [
  'CREATE TABLE organisations (id TEXT PRIMARY KEY, name TEXT NOT NULL, kinds TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID',
  `CREATE TABLE users (
     id TEXT PRIMARY KEY, name TEXT, email TEXT UNIQUE, password_hash TEXT, operator INTEGER NOT NULL DEFAULT 0,
     created_at TEXT NOT NULL, disabled_at TEXT, erased_at TEXT) WITHOUT ROWID`,
  `CREATE TABLE subjects (
     issuer TEXT NOT NULL, subject TEXT NOT NULL, user TEXT NOT NULL REFERENCES users (id), PRIMARY KEY (issuer, subject)) WITHOUT ROWID`,
  `CREATE TABLE memberships (
     user TEXT NOT NULL REFERENCES users (id), organisation TEXT NOT NULL REFERENCES organisations (id), roles TEXT NOT NULL,
     limit_amount TEXT, limit_currency TEXT, PRIMARY KEY (user, organisation)) WITHOUT ROWID`,
  'CREATE INDEX memberships_by_organisation ON memberships (organisation)',
  `CREATE TABLE keys (
     id TEXT PRIMARY KEY, hash TEXT NOT NULL, name TEXT NOT NULL, organisation TEXT REFERENCES organisations (id), roles TEXT NOT NULL,
     created_by TEXT NOT NULL, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT) WITHOUT ROWID`,
  `CREATE TABLE grants (
     id TEXT PRIMARY KEY, auditor TEXT NOT NULL REFERENCES organisations (id), partnership TEXT NOT NULL, agreement TEXT, first_day TEXT NOT NULL,
     last_day TEXT NOT NULL, granted_for TEXT NOT NULL, granted_by TEXT NOT NULL, created_at TEXT NOT NULL, revoked_at TEXT) WITHOUT ROWID`,
  'CREATE INDEX grants_by_auditor ON grants (auditor)',
  `CREATE TABLE families (
     id TEXT PRIMARY KEY, user TEXT NOT NULL REFERENCES users (id), created_at TEXT NOT NULL, expires_at TEXT NOT NULL, revoked_at TEXT) WITHOUT ROWID`,
  'CREATE INDEX families_by_user ON families (user)',
  // Only the hash of a token is kept: who reads this file cannot sign in with it.
  `CREATE TABLE refresh_tokens (
     hash TEXT PRIMARY KEY, family TEXT NOT NULL REFERENCES families (id) ON DELETE CASCADE, used_at TEXT) WITHOUT ROWID`,
  'CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family)',
  `CREATE TABLE links (
     hash TEXT PRIMARY KEY, purpose TEXT NOT NULL, email TEXT, user TEXT REFERENCES users (id), organisation TEXT REFERENCES organisations (id),
     roles TEXT, limit_amount TEXT, limit_currency TEXT, created_at TEXT NOT NULL, expires_at TEXT NOT NULL, used_at TEXT) WITHOUT ROWID`,
];
/** What each later version added. */
const ADDED: readonly (readonly string[])[] = [
  [
    // What auditors looked at. The path names what was asked for; what was answered follows from the history.
    `CREATE TABLE looks (
       id INTEGER PRIMARY KEY, partnership TEXT NOT NULL, auditor TEXT NOT NULL, user TEXT NOT NULL, path TEXT NOT NULL, looked_at TEXT NOT NULL)`,
    'CREATE INDEX looks_by_partnership ON looks (partnership, id)',
  ],
];
const VERSION = 1 + ADDED.length;

/** The clock and chance come from outside, so that tests hold both. */
export type Parts = {
  readonly db: Database;
  readonly clock: () => Date;
  readonly chance: (bytes: number) => Uint8Array;
};

/** Names, addresses and hashes of passwords are for the server's own user only; SQLite gives the files beside it the same mode. */
const makePrivate = (file: string): void => {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
};

export const openIdentityDatabase = (file: string): Database => {
  makePrivate(file);
  const db = openDatabase(file, { synchronous: 'FULL' });
  try {
    // Who is erased must not be left in pages that are free.
    db.exec('PRAGMA secure_delete = ON');
    const version = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
    if (version > VERSION)
      throw new StoreError('STORE_NEWER', `${file} was written by a newer version.`, 'Use that version, or one after it.');
    if (version < VERSION) {
      db.transaction(() => {
        if (version === 0) for (const table of TABLES) db.exec(table);
        for (const tables of ADDED.slice(Math.max(0, version - 1))) for (const table of tables) db.exec(table);
        db.exec(`PRAGMA user_version = ${VERSION}`);
      });
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};
