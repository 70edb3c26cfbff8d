import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreError } from '../store-error.ts';
import { type SqlValue, type Statement, openWithDriver } from './driver.ts';
import { storeErrorFromSqlite } from './sqlite-errors.ts';

/** One SQLite file as this product opens it: WAL, and the durability that was asked for, asserted. */

export type { SqlValue, Statement };

export type DatabaseOptions = {
  /** FULL: a commit is on the disk when it returns. NORMAL: for what can be rebuilt. */
  readonly synchronous: 'FULL' | 'NORMAL';
  readonly readOnly?: boolean;
  readonly busyTimeoutMs?: number;
  readonly cacheKib?: number;
};

export type Database = {
  readonly file: string;
  readonly isOpen: boolean;
  exec(sql: string): void;
  prepare<Row = unknown>(sql: string): Statement<Row>;
  /** All of `work` or none of it; `work` is synchronous. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
};

const SYNCHRONOUS = { NORMAL: 1, FULL: 2 } as const;
const DEFAULT_BUSY_TIMEOUT_MS = 2_000;
const DEFAULT_CACHE_KIB = 16_384;
/** Fewer, larger checkpoints: random pages of the indexes are written once for many commits. */
const PAGES_BEFORE_CHECKPOINT = 4_000;
const MAX_JOURNAL_BYTES_LEFT = 64 * 1_024 * 1_024;

export function openDatabase(file: string, options: DatabaseOptions): Database {
  const readOnly = options.readOnly ?? false;
  try {
    if (!readOnly) mkdirSync(dirname(file), { recursive: true });
    const opened = openWithDriver(file, {
      readOnly,
      timeout: options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS,
      enableForeignKeyConstraints: true,
    });
    const database: Database = {
      file,
      get isOpen() {
        return opened.isOpen;
      },
      exec: (sql) => {
        opened.exec(sql);
      },
      prepare: <Row>(sql: string) => opened.prepare(sql) as Statement<Row>,
      transaction: (work) => inTransaction(opened, work),
      close: () => {
        if (!opened.isOpen) return;
        if (!readOnly) emptyJournal(opened);
        opened.close();
      },
    };
    try {
      configure(database, options);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  } catch (error) {
    throw storeErrorFromSqlite(error, file);
  }
}

function configure(database: Database, options: DatabaseOptions): void {
  database.exec(`PRAGMA cache_size = -${options.cacheKib ?? DEFAULT_CACHE_KIB}; PRAGMA temp_store = MEMORY`);
  if (options.readOnly === true) return;
  const mode = database.prepare<{ journal_mode: string }>('PRAGMA journal_mode = WAL').get()?.journal_mode;
  // A WAL database can come back at NORMAL whatever it had before: set on every open, and believed only when read back.
  database.exec(`PRAGMA synchronous = ${options.synchronous}`);
  const synchronous = database.prepare<{ synchronous: number }>('PRAGMA synchronous').get()?.synchronous;
  if (mode !== 'wal' || synchronous !== SYNCHRONOUS[options.synchronous]) {
    throw new StoreError(
      'STORE_FAILED',
      `SQLite did not take the settings that keep ${database.file} safe (journal ${mode ?? 'unknown'}, synchronous ${synchronous ?? 'unknown'}).`,
      'Put the file on a local disk: network folders do not support what it needs.',
    );
  }
  database.exec(`PRAGMA wal_autocheckpoint = ${PAGES_BEFORE_CHECKPOINT}; PRAGMA journal_size_limit = ${MAX_JOURNAL_BYTES_LEFT}`);
}

/**
 * The package on Node 20 leaves a closed file open until its last statement is collected, with its newest events in the
 * write-ahead log beside it: a copy of the file would lack them.
 */
function emptyJournal(database: { exec(sql: string): void }): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk, or a reader that is still at work: what was committed is safe in the log.
  }
}

function inTransaction<Result>(database: { exec(sql: string): void }, work: () => Result): Result {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      database.exec('ROLLBACK');
    } catch {
      // A full disk makes SQLite roll back by itself; then there is no transaction left to end.
    }
    throw error;
  }
}
