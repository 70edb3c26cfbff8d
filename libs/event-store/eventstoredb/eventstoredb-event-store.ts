import { EventStoreDBClient } from '@eventstore/db-client';
import { checkAppend, checkBatchSize, checkCount, checkStreamName, checkToken, tokenAhead } from '../limits.ts';
import {
  DEFAULT_BATCH_SIZE,
  type EventStore,
  type EventSubscription,
  type ReadAllOptions,
  type ReadStreamOptions,
  type RecordedEvent,
} from '../port.ts';
import { StoreError } from '../store-error.ts';
import { admission } from './admission.ts';
import { appender } from './appender.ts';
import { followServer } from './eventstoredb-subscription.ts';
import { type Pages, pages } from './pages.ts';
import { positionOf, toRecorded } from './recorded.ts';
import { withTimeLimit } from './time-limit.ts';

export type EventStoreDbOptions = {
  /** Such as `esdb://127.0.0.1:2113?tls=false`. */
  readonly connectionString: string;
  readonly appendTimeoutMs?: number;
  readonly readTimeoutMs?: number;
  /** How long to wait before each further attempt; as many attempts as there are pauses, and one. */
  readonly retryPausesMs?: readonly number[];
  /** Streams that are appended to at the same time. */
  readonly maxInFlight?: number;
  /** Told when a subscription was interrupted; it goes on by itself. */
  readonly onTrouble?: (error: StoreError) => void;
};

const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_RETRY_PAUSES_MS = [50, 250, 1_000];
const DEFAULT_IN_FLIGHT = 32;
const DISPOSE_TIMEOUT_MS = 2_000;

/** Connects when it is first used: a server that is not there yet shows in `check`. */
export function openEventStoreDb(options: EventStoreDbOptions): EventStore {
  const { connectionString, appendTimeoutMs = DEFAULT_TIMEOUT_MS, readTimeoutMs = DEFAULT_TIMEOUT_MS } = options;
  const pausesMs = options.retryPausesMs ?? DEFAULT_RETRY_PAUSES_MS;
  const client = connect(connectionString);
  const reads = pages(client, readTimeoutMs, pausesMs);
  const append = appender(client, reads, appendTimeoutMs, pausesMs);
  const admitted = admission(options.maxInFlight ?? DEFAULT_IN_FLIGHT);
  const subscriptions = new Set<EventSubscription>();
  let closed = false;
  const assertOpen = (): void => {
    if (closed) throw new StoreError('STORE_CLOSED', 'The connection to the event store is closed.', 'Open it again.');
  };
  return {
    append: async (stream, expected, events) => {
      assertOpen();
      const checked = checkAppend(stream, expected, events);
      const bytes = checked.reduce((sum, event) => sum + event.bytes, 0);
      const sent = events.map((event, index) => ({ ...event, id: checked[index]?.id ?? event.id }));
      return admitted.run(stream, bytes, () => append(stream, expected, sent));
    },
    readStream: (stream, how = {}) => readStream(reads, assertOpen, stream, how),
    readAll: (how = {}) => readAll(reads, assertOpen, how),
    subscribe: (how = {}) => {
      assertOpen();
      const subscription: EventSubscription = followServer(client, reads, {
        after: how.after === undefined ? undefined : checkToken(how.after),
        batchSize: checkBatchSize(how.batchSize),
        timeoutMs: readTimeoutMs,
        onTrouble: options.onTrouble ?? (() => undefined),
        onClosed: () => subscriptions.delete(subscription),
      });
      subscriptions.add(subscription);
      return subscription;
    },
    streamRevision: async (stream) => {
      checkStreamName(stream);
      assertOpen();
      const [last] = await reads.ofStream(stream, 'end', 'backwards', 1);
      return last?.event === undefined ? 'noStream' : Number(last.event.revision);
    },
    lastToken: async () => {
      assertOpen();
      return lastToken(reads);
    },
    check: async () => {
      assertOpen();
      await reads.probe();
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await admitted.idle();
      await Promise.all([...subscriptions].map((subscription) => subscription.close()));
      // Disposing can wait for a server that will not answer any more.
      await withTimeLimit(client.dispose(), DISPOSE_TIMEOUT_MS).catch(() => undefined);
    },
  };
}

function connect(connectionString: string): EventStoreDBClient {
  let client: EventStoreDBClient;
  try {
    client = EventStoreDBClient.connectionString(connectionString);
  } catch (error) {
    throw new StoreError(
      'OPTION_INVALID',
      'The connection string of the event store cannot be read.',
      'Write it like esdb://host:2113?tls=false.',
      error,
    );
  }
  // The client's batched append keeps the answers that it waits for in one place for all clients of the process: trouble of
  // one forgets the calls of all, and an answer that then comes ends the process. One call for each append has no such
  // state, and a deadline besides. The client takes it when the server is said not to support batches.
  (client as unknown as { supports: () => Promise<boolean> }).supports = () => Promise.resolve(false);
  return client;
}

async function* readStream(
  reads: Pages,
  assertOpen: () => void,
  stream: string,
  options: ReadStreamOptions,
): AsyncGenerator<RecordedEvent> {
  checkStreamName(stream);
  const direction = options.direction ?? 'forwards';
  const forwards = direction === 'forwards';
  if (options.from !== undefined) checkCount('The revision to read from', options.from, 0);
  let from: number | 'end' = options.from ?? (forwards ? 0 : 'end');
  let left = checkCount('The number of events to read', options.max ?? Number.MAX_SAFE_INTEGER, 0);
  while (left > 0) {
    assertOpen();
    const count = Math.min(left, DEFAULT_BATCH_SIZE);
    const page = await reads.ofStream(stream, from, direction, count);
    const events = page.map(toRecorded).filter((event) => event !== undefined);
    yield* events;
    const last = events.at(-1);
    if (last === undefined || page.length < count || (!forwards && last.revision === 0)) return;
    left -= page.length;
    from = forwards ? last.revision + 1 : last.revision - 1;
  }
}

async function* readAll(reads: Pages, assertOpen: () => void, options: ReadAllOptions): AsyncGenerator<readonly RecordedEvent[]> {
  const batchSize = checkBatchSize(options.batchSize);
  let position = options.after === undefined ? undefined : checkToken(options.after);
  for (;;) {
    assertOpen();
    // Reading begins with the event at the position itself, which has been given already.
    const count = position === undefined ? batchSize : batchSize + 1;
    const page = await reads.ofAll(position ?? 'start', 'forwards', count);
    if (position !== undefined && page.length === 0) throw tokenAhead(String(position));
    const fresh = page.filter(({ event }) => event !== undefined && (position === undefined || (positionOf(event) ?? 0n) > position));
    const batch = fresh
      .slice(0, batchSize)
      .map(toRecorded)
      .filter((event) => event !== undefined);
    if (batch.length > 0) yield batch;
    if (page.length < count) return;
    const last = fresh.slice(0, batchSize).at(-1)?.event;
    position = last === undefined ? position : positionOf(last);
  }
}

/** The newest event may be the server's own: looks further back each time. */
async function lastToken(reads: Pages): Promise<string | undefined> {
  let from: bigint | 'end' = 'end';
  for (let count = 10; ; count = Math.min(10 * count, 1_000)) {
    const page = await reads.ofAll(from, 'backwards', count);
    for (const resolved of page) {
      const event = toRecorded(resolved);
      if (event !== undefined) return event.token;
    }
    const last = page.at(-1)?.event;
    if (page.length < count || last === undefined) return undefined;
    from = positionOf(last) ?? 'end';
  }
}
