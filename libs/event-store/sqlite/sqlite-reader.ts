import { setImmediate as nextTurn } from 'node:timers/promises';
import { checkBatchSize, checkCount, checkStreamName, checkToken, tokenAhead } from '../limits.ts';
import { DEFAULT_BATCH_SIZE, type EventReader, type ReadAllOptions, type ReadStreamOptions, type RecordedEvent } from '../port.ts';
import { StoreError } from '../store-error.ts';
import type { Database } from './database.ts';
import { type EventRows, eventRows } from './event-rows.ts';
import type { RecentEvents } from './recent-events.ts';
import { followLog } from './sqlite-subscription.ts';
import { storeErrorFromSqlite } from './sqlite-errors.ts';
import type { WakeUp } from './wake-up.ts';

/** Everything that reads, for the store itself and for readers in other threads. */

/** @param recent what the writer of the file has just appended; a reader in another thread has none. */
export function sqliteReader(database: Database, wake: WakeUp, recent?: RecentEvents): EventReader {
  const rows = guarded(database, eventRows(database));
  return {
    readStream: (stream, options = {}) => readStream(rows, stream, options),
    readAll: (options = {}) => readAll(rows, options),
    subscribe: (options = {}) => {
      const batchSize = checkBatchSize(options.batchSize);
      const start = startAfter(options.after);
      const readAfter = (position: number): RecordedEvent[] => {
        if (position === start) refuseAhead(rows, start);
        return recent?.take(position, batchSize) ?? rows.after(position, batchSize);
      };
      return followLog({ readAfter, start, batchSize, wake, isOpen: () => database.isOpen, ...(recent === undefined ? {} : { recent }) });
    },
    streamRevision: (stream) =>
      settled(() => {
        checkStreamName(stream);
        return rows.streamRevision(stream);
      }),
    lastToken: () =>
      settled(() => {
        const position = rows.lastPosition();
        return position === 0 ? undefined : String(position);
      }),
    check: () =>
      settled(() => {
        rows.lastPosition();
      }),
    close: () =>
      settled(() => {
        wake.close();
        database.close();
      }),
  };
}

/** Whatever a query fails with leaves as a StoreError. */
function guarded(database: Database, rows: EventRows): EventRows {
  const guard =
    <Parameters extends unknown[], Result>(query: (...parameters: Parameters) => Result) =>
    (...parameters: Parameters): Result => {
      if (!database.isOpen) throw new StoreError('STORE_CLOSED', `The store of ${database.file} is closed.`, 'Open it again.');
      try {
        return query(...parameters);
      } catch (error) {
        throw storeErrorFromSqlite(error, database.file);
      }
    };
  return {
    after: guard(rows.after),
    ofStream: guard(rows.ofStream),
    streamRevision: guard(rows.streamRevision),
    lastPosition: guard(rows.lastPosition),
    lastRecordedAt: guard(rows.lastRecordedAt),
  };
}

async function* readStream(rows: EventRows, stream: string, options: ReadStreamOptions): AsyncGenerator<RecordedEvent> {
  checkStreamName(stream);
  const direction = options.direction ?? 'forwards';
  const forwards = direction === 'forwards';
  let from = checkCount('The revision to read from', options.from ?? (forwards ? 0 : Number.MAX_SAFE_INTEGER), 0);
  let left = checkCount('The number of events to read', options.max ?? Number.MAX_SAFE_INTEGER, 0);
  while (left > 0 && from >= 0) {
    const limit = Math.min(left, DEFAULT_BATCH_SIZE);
    const page = rows.ofStream(stream, from, direction, limit);
    yield* page;
    const last = page.at(-1);
    if (last === undefined) return;
    left -= page.length;
    from = forwards ? last.revision + 1 : last.revision - 1;
    // Reading is synchronous: the rest of the process gets its turn between two full pages.
    if (page.length === limit) await nextTurn();
  }
}

async function* readAll(rows: EventRows, options: ReadAllOptions): AsyncGenerator<readonly RecordedEvent[]> {
  const batchSize = checkBatchSize(options.batchSize);
  let position = startAfter(options.after);
  refuseAhead(rows, position);
  for (;;) {
    const page = rows.after(position, batchSize);
    const last = page.at(-1);
    if (last === undefined) return;
    position = Number(last.token);
    yield page;
    await nextTurn();
  }
}

function startAfter(token: string | undefined): number {
  return token === undefined ? 0 : Number(checkToken(token));
}

function refuseAhead(rows: EventRows, start: number): void {
  if (start > rows.lastPosition()) throw tokenAhead(String(start));
}

/** SQLite answers at once, the port does not: failures too must arrive as rejections. */
function settled<Result>(work: () => Result): Promise<Result> {
  return new Promise((resolve) => {
    resolve(work());
  });
}
