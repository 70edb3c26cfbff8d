import { checkAppend } from '../limits.ts';
import type { EventReader, EventStore } from '../port.ts';
import { StoreError } from '../store-error.ts';
import { commitQueue } from './commit-queue.ts';
import { type Database, openDatabase } from './database.ts';
import { eventRows } from './event-rows.ts';
import { eventWriter } from './event-writer.ts';
import { type FileLock, lockFile } from './file-lock.ts';
import { checkSchema, prepareSchema, refuseOthers } from './schema.ts';
import { recentEvents } from './recent-events.ts';
import { sqliteReader } from './sqlite-reader.ts';
import { storeErrorFromSqlite } from './sqlite-errors.ts';
import { wakeUp } from './wake-up.ts';

export type SqliteEventStoreOptions = {
  readonly file: string;
  /** The clock of the store, in milliseconds since 1970. */
  readonly now?: () => number;
};

/** The one writer of a file. Synchronous, since SQLite is; throws a StoreError that says what to do. */
export function openSqliteEventStore({ file, now = Date.now }: SqliteEventStoreOptions): EventStore {
  const lock = lockFile(file);
  try {
    refuseOthers(file);
    const database = openDatabase(file, { synchronous: 'FULL' });
    try {
      prepareSchema(database);
      return storeOn(database, lock, now);
    } catch (error) {
      database.close();
      throw storeErrorFromSqlite(error, file);
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Reads a file beside its writer, which may be in another thread; it sees what has been committed. */
export function openSqliteEventReader({ file }: { readonly file: string }): EventReader {
  const database = openDatabase(file, { synchronous: 'FULL', readOnly: true });
  try {
    checkSchema(database);
    return sqliteReader(database, wakeUp(file));
  } catch (error) {
    database.close();
    throw storeErrorFromSqlite(error, file);
  }
}

/** For the specs, which need a database that they have prepared. */
export function storeOn(database: Database, lock: FileLock, now: () => number): EventStore {
  const rows = eventRows(database);
  const wake = wakeUp(database.file);
  const recent = recentEvents();
  const reader = sqliteReader(database, wake, recent);
  let recordedAt = rows.lastRecordedAt();
  const recordedNow = (): number => {
    // A clock that was set back must not make the record go back.
    recordedAt = Math.max(recordedAt, now());
    return recordedAt;
  };
  const queue = commitQueue(database, eventWriter(database, rows), recordedNow, recent, () => {
    wake.ring();
  });
  let closed = false;
  return {
    ...reader,
    append: async (stream, expected, events) => {
      if (closed) throw new StoreError('STORE_CLOSED', `The store of ${database.file} is closed.`, 'Open it again.');
      const checked = checkAppend(stream, expected, events);
      const bytes = checked.reduce((sum, event) => sum + event.bytes, 0);
      return queue.add({ stream, expected, events: checked }, bytes);
    },
    check: async () => {
      const failure = queue.failure();
      if (failure !== undefined) throw failure;
      await reader.check();
    },
    close: async () => {
      if (closed) return;
      closed = true;
      queue.flush();
      await reader.close();
      lock.release();
    },
  };
}
