import { BACKWARDS, END, type EventStoreDBClient, FORWARDS, type ResolvedEvent, START } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { classify, unreachable } from './failures.ts';
import { TimeLimitPassed } from './time-limit.ts';

/** Reads of a bounded number of events. A page that got no answer is asked for again: reading changes nothing. */

type Direction = 'forwards' | 'backwards';

export type Pages = {
  /** Inclusive; 'end' only backwards. A stream that does not exist has no events. */
  ofStream(stream: string, from: number | 'end', direction: Direction, count: number): Promise<ResolvedEvent[]>;
  /** System events too: the server does not filter here. Inclusive. */
  ofAll(from: bigint | 'start' | 'end', direction: Direction, count: number): Promise<ResolvedEvent[]>;
  /** One attempt, for the check of readiness. */
  probe(): Promise<void>;
};

type Reading = ReturnType<EventStoreDBClient['readAll']> | ReturnType<EventStoreDBClient['readStream']>;

export function pages(client: EventStoreDBClient, readTimeoutMs: number, pausesMs: readonly number[]): Pages {
  const ofAll = (from: bigint | 'start' | 'end', direction: Direction, count: number): Promise<ResolvedEvent[]> => {
    const fromPosition = from === 'start' ? START : from === 'end' ? END : { commit: from, prepare: from };
    const read = client.readAll({
      fromPosition,
      direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
      maxCount: count,
      requiresLeader: true,
    });
    return gather(read, readTimeoutMs);
  };
  const ofStream = (stream: string, from: number | 'end', direction: Direction, count: number): Promise<ResolvedEvent[]> => {
    const fromRevision = from === 'end' ? END : BigInt(from);
    const read = client.readStream(stream, {
      fromRevision,
      direction: direction === 'forwards' ? FORWARDS : BACKWARDS,
      maxCount: count,
      requiresLeader: true,
    });
    return gather(read, readTimeoutMs);
  };
  return {
    ofAll: (from, direction, count) => persistently(pausesMs, () => ofAll(from, direction, count)),
    ofStream: (stream, from, direction, count) => persistently(pausesMs, () => ofStream(stream, from, direction, count)),
    probe: async () => {
      try {
        await ofAll('end', 'backwards', 1);
      } catch (error) {
        throw meaning(error);
      }
    },
  };
}

async function persistently(pausesMs: readonly number[], read: () => Promise<ResolvedEvent[]>): Promise<ResolvedEvent[]> {
  for (const milliseconds of pausesMs) {
    try {
      return await read();
    } catch (error) {
      const failure = classify(error);
      if (failure.kind === 'no-stream') return [];
      // A time limit has been waited for once; waiting for it again and again would hold up whoever asks.
      if (failure.kind === 'refused' || error instanceof TimeLimitPassed) throw meaning(error);
      await pause(milliseconds);
    }
  }
  try {
    return await read();
  } catch (error) {
    throw meaning(error);
  }
}

function meaning(error: unknown): unknown {
  const failure = classify(error);
  return failure.kind === 'refused' ? failure.error : unreachable(error);
}

/** Listens rather than loops: a loop over a stream that has lost its server may never end. */
function gather(read: Reading, timeoutMs: number): Promise<ResolvedEvent[]> {
  return new Promise((resolve, reject) => {
    const events: ResolvedEvent[] = [];
    const timer = setTimeout(() => {
      reject(new TimeLimitPassed(`There was no answer within ${timeoutMs} ms.`));
      void read.cancel().catch(() => undefined);
    }, timeoutMs);
    read.on('data', (event: ResolvedEvent) => {
      events.push(event);
    });
    read.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    read.on('end', () => {
      clearTimeout(timer);
      resolve(events);
    });
  });
}
