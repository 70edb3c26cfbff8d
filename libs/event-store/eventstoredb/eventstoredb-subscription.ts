import { type AllStreamSubscription, type EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client';
import type { EventSubscription, RecordedEvent } from '../port.ts';
import { tokenAhead } from '../limits.ts';
import { StoreError } from '../store-error.ts';
import { classify, unreachable } from './failures.ts';
import type { Pages } from './pages.ts';
import { toRecorded } from './recorded.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * A subscription that outlives its server. The client's ends at the first trouble; this one begins it again after the last
 * event that it holds, so that its consumer sees no gap and no repetition. The server's checkpoints are not used: they run
 * ahead of what has been consumed.
 */
export type SubscriptionOptions = {
  readonly after: bigint | undefined;
  readonly batchSize: number;
  readonly timeoutMs: number;
  /** Told of every interruption; the subscription goes on by itself. */
  readonly onTrouble: (error: StoreError) => void;
  readonly onClosed: () => void;
};

const FIRST_PAUSE_MS = 50;
const MAX_PAUSE_MS = 5_000;
const UNSUBSCRIBE_TIMEOUT_MS = 2_000;
const OURS = streamNameFilter({ regex: '^[^$]' });

export function followServer(client: EventStoreDBClient, reads: Pages, options: SubscriptionOptions): EventSubscription {
  const follower = new Follower(client, reads, options);
  const batches = follower.batches();
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => batches.next(),
      return: async () => {
        await follower.close();
        return batches.return(undefined);
      },
    }),
    close: async () => {
      await follower.close();
      await batches.return(undefined);
    },
  };
}

class Follower {
  private readonly client: EventStoreDBClient;
  private readonly reads: Pages;
  private readonly options: SubscriptionOptions;
  /** Received and not yet taken. Past this many the server's stream is paused, and the connection pushes back. */
  private readonly queue: RecordedEvent[] = [];
  private readonly maxQueued: number;
  private position: bigint | undefined;
  private source: AllStreamSubscription | undefined;
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private failure: { readonly error: unknown } | undefined;
  private closed = false;
  private wake = (): void => undefined;

  constructor(client: EventStoreDBClient, reads: Pages, options: SubscriptionOptions) {
    this.client = client;
    this.reads = reads;
    this.options = options;
    this.position = options.after;
    this.maxQueued = 2 * options.batchSize;
  }

  async *batches(): AsyncGenerator<readonly RecordedEvent[]> {
    await this.refuseAhead();
    if (!this.closed) this.connect();
    while (!this.closed) {
      if (this.queue.length === 0) {
        // What was received before the failure is good, and comes first.
        if (this.failure !== undefined) throw this.failure.error;
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
        continue;
      }
      const batch = this.queue.splice(0, this.options.batchSize);
      if (this.queue.length < this.options.batchSize) this.source?.resume();
      yield batch;
    }
  }

  /** The server would wait in silence for a position that it may never reach. */
  private async refuseAhead(): Promise<void> {
    const { after, onTrouble } = this.options;
    if (after === undefined) return;
    try {
      // Reading is inclusive: the event that has this token comes first.
      if ((await this.reads.ofAll(after, 'forwards', 1)).length === 0) throw tokenAhead(String(after));
    } catch (error) {
      // Without a server there is nothing to compare with; then the subscription waits for it.
      if (!(error instanceof StoreError) || error.code !== 'STORE_UNREACHABLE') throw error;
      onTrouble(error);
    }
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.options.onClosed();
    clearTimeout(this.timer);
    const { source } = this;
    this.source = undefined;
    this.wake();
    if (source !== undefined) await letGo(source);
  }

  private connect(): void {
    const { position } = this;
    const fromPosition = position === undefined ? START : { commit: position, prepare: position };
    const source = this.client.subscribeToAll({ fromPosition, filter: OURS });
    this.source = source;
    const interrupted = (error: unknown): void => {
      if (this.source === source) this.interrupted(source, error);
    };
    // A server that takes the call and then says nothing is no better than none.
    this.timer = setTimeout(() => {
      interrupted(new Error('The subscription was not confirmed in time.'));
    }, this.options.timeoutMs);
    source.on('confirmation', () => {
      if (this.source !== source) return;
      clearTimeout(this.timer);
      this.pauseMs = FIRST_PAUSE_MS;
    });
    source.on('data', (resolved) => {
      if (this.source !== source) return;
      try {
        this.take(toRecorded(resolved));
      } catch (error) {
        interrupted(error);
      }
    });
    source.on('error', interrupted);
    const ended = (): void => {
      interrupted(new Error('The server ended the subscription.'));
    };
    source.on('end', ended);
    source.on('close', ended);
  }

  private take(event: RecordedEvent | undefined): void {
    if (event === undefined) return;
    this.position = BigInt(event.token);
    this.queue.push(event);
    if (this.queue.length >= this.maxQueued) this.source?.pause();
    this.wake();
  }

  private interrupted(source: AllStreamSubscription, error: unknown): void {
    this.source = undefined;
    clearTimeout(this.timer);
    void letGo(source);
    const failure = classify(error);
    if (failure.kind === 'refused') {
      this.failure = { error: failure.error };
      this.wake();
      return;
    }
    this.options.onTrouble(unreachable(error));
    this.timer = setTimeout(() => {
      this.connect();
    }, this.pauseMs);
    this.pauseMs = Math.min(2 * this.pauseMs, MAX_PAUSE_MS);
  }
}

/** Unsubscribing asks a server that may be gone: it is given a limited time, and its failure means nothing any more. */
async function letGo(source: AllStreamSubscription): Promise<void> {
  source.on('error', () => undefined);
  source.resume();
  await withTimeLimit(source.unsubscribe(), UNSUBSCRIBE_TIMEOUT_MS).catch(() => undefined);
  source.destroy();
}
