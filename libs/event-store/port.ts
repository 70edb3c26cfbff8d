/** The event store as the rest of the product sees it; every adapter passes event-store.contract.ts. */

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };
export type JsonObject = Readonly<Record<string, JsonValue>>;

/** Not to be changed once it is appended: who follows the log can be given the same objects. */
export type EventToAppend = {
  /** A uuid; time-ordered ones (v7, or derived with a time-ordered head) keep the unique index of SQLite fast. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
};

export type RecordedEvent = EventToAppend & {
  readonly stream: string;
  /** Index in its stream, from 0, without gaps. */
  readonly revision: number;
  /**
   * When the store recorded it, ISO-8601 UTC with milliseconds. SQLite clamps it so that it never goes back, also
   * across restarts. EventStoreDB gives the clock of its server: a reader that needs order clamps along the log.
   */
  readonly recordedAt: string;
  /** The store's own position as an opaque decimal string; order with `compareTokens`. */
  readonly token: string;
};

/** A number is the revision of the stream's last event. */
export type ExpectedRevision = number | 'noStream' | 'any';

export type AppendResult =
  | {
      readonly kind: 'appended';
      /** Of the last event of the append. */
      readonly revision: number;
      /** A reader that has passed this token has seen every event of the append. */
      readonly token: string;
      /** These very event ids were already there: an earlier attempt had arrived. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'conflict'; readonly expected: ExpectedRevision; readonly actual: number | 'noStream' };

export type ReadStreamOptions = {
  /** First revision to give, inclusive. Default: the start, or the end when reading backwards. */
  readonly from?: number;
  readonly direction?: 'forwards' | 'backwards';
  readonly max?: number;
};

export type ReadAllOptions = {
  /** Give only what comes after this token. Default: from the start of the log. */
  readonly after?: string;
  /** The most events in one batch. */
  readonly batchSize?: number;
};

/** What reads: the store itself, or a read-only reader of the same file in another thread. */
export type EventReader = {
  /** A stream that does not exist has no events. */
  readStream(stream: string, options?: ReadStreamOptions): AsyncIterable<RecordedEvent>;
  streamRevision(stream: string): Promise<number | 'noStream'>;
  /** Batches are read when they are pulled; system streams are left out; ends at the end of the log. */
  readAll(options?: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>;
  /** Catches up, then goes on live; ends only when it, or the store, is closed. */
  subscribe(options?: ReadAllOptions): EventSubscription;
  /** Token of the last event of the log. */
  lastToken(): Promise<string | undefined>;
  /** Rejects with a StoreError when the store cannot serve. */
  check(): Promise<void>;
  close(): Promise<void>;
};

export type EventStore = EventReader & {
  /**
   * All of the events or none. When their ids already stand in the stream, in this order and side by side, this is the
   * retry of an append that had arrived: `repeated: true`, whatever revision is expected now.
   */
  append(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<AppendResult>;
};

/** One consumer. Leaving the loop, or `close`, ends it. */
export type EventSubscription = AsyncIterable<readonly RecordedEvent[]> & { close(): Promise<void> };

/** Negative when `a` comes before `b` in the log of the store that gave both. */
export function compareTokens(a: string, b: string): number {
  const [left, right] = [BigInt(a), BigInt(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

export const DEFAULT_BATCH_SIZE = 500;
/** Bounds what a batch can hold in memory: this many of the largest events are 131 MB, of usual ones less than 1 MB. */
export const MAX_BATCH_SIZE = 2_000;
