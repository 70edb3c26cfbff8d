import type { AppendResult } from '../port.ts';
import { StoreError } from '../store-error.ts';
import type { Database } from './database.ts';
import type { CheckedAppend, EventWriter } from './event-writer.ts';
import type { RecentEvents } from './recent-events.ts';
import { storeErrorFromSqlite } from './sqlite-errors.ts';

/**
 * Group commit: what arrives in one turn of the event loop is written in one transaction, and one wait for the disk
 * serves it all. Each append is judged by itself; nothing is acknowledged before the commit.
 */
export type CommitQueue = {
  add(append: CheckedAppend, bytes: number): Promise<AppendResult>;
  /** Commits what waits, now. */
  flush(): void;
  /** Set once the disk has failed: what is in memory can no longer be trusted to match it. */
  failure(): StoreError | undefined;
};

type Waiting = {
  readonly append: CheckedAppend;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
};

/** Reached early when callers do not wait for their answers: committing at once keeps the queue small. */
const MAX_WAITING_BYTES = 4 * 1_024 * 1_024;

export function commitQueue(
  database: Database,
  writer: EventWriter,
  recordedNow: () => number,
  recent: RecentEvents,
  committed: () => void,
): CommitQueue {
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let failure: StoreError | undefined;

  const write = (group: readonly Waiting[]): (AppendResult | StoreError)[] => {
    const recordedAt = recordedNow();
    const results = database.transaction(() => group.map(({ append }) => writer.write(append, recordedAt)));
    group.forEach(({ append: { stream, events } }, index) => {
      const result = results[index];
      if (result === undefined || result instanceof StoreError || result.kind !== 'appended' || result.repeated) return;
      recent.add(stream, events, { last: Number(result.token), revision: result.revision, recordedAt });
    });
    return results;
  };
  const flush = (): void => {
    if (waiting.length === 0) return;
    const group = waiting;
    waiting = [];
    waitingBytes = 0;
    let results: (AppendResult | StoreError)[];
    try {
      results = write(group);
    } catch (cause) {
      const error = storeErrorFromSqlite(cause, database.file);
      if (error.code === 'DISK_FAILED' || error.code === 'STORE_DAMAGED') failure = error;
      else writer.forget();
      for (const { reject } of group) reject(error);
      return;
    }
    group.forEach(({ resolve, reject }, index) => {
      const result = results[index];
      if (result === undefined || result instanceof StoreError) reject(result);
      else resolve(result);
    });
    committed();
  };
  return {
    flush,
    failure: () => failure,
    add: (append, bytes) =>
      new Promise((resolve, reject) => {
        if (failure !== undefined) {
          reject(failure);
          return;
        }
        if (waiting.length === 0) setImmediate(flush);
        waiting.push({ append, resolve, reject });
        waitingBytes += bytes;
        if (waitingBytes >= MAX_WAITING_BYTES) flush();
      }),
  };
}
