import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { EventSubscription, RecordedEvent } from '../port.ts';
import type { RecentEvents } from './recent-events.ts';
import type { WakeUp } from './wake-up.ts';

/** So many events at once are an import's. What comes within the pause is taken together: pages of an index are then written once for many events. */
const BULK_EVENTS = 100;
const BULK_PAUSE_MS = 20;

type Followed = {
  readonly readAfter: (position: number) => RecordedEvent[];
  readonly start: number;
  readonly batchSize: number;
  readonly wake: WakeUp;
  readonly isOpen: () => boolean;
  readonly recent?: RecentEvents;
};

/** Follows the log. Pulled: while the consumer works, nothing is read ahead. */
export function followLog({ readAfter, start, batchSize, wake, isOpen, recent }: Followed): EventSubscription {
  let closed = false;
  const mayGoOn = (): boolean => !closed && isOpen();
  async function* follow(): AsyncGenerator<readonly RecordedEvent[]> {
    let position = start;
    recent?.follow();
    try {
      while (mayGoOn()) {
        const page = readAfter(position);
        const last = page.at(-1);
        if (last === undefined) {
          // Between looking and waiting nothing else runs in this thread, so no call to wake up can be missed.
          await wake.next();
          continue;
        }
        position = Number(last.token);
        yield page;
        // Reading is synchronous: the rest of the process gets its turn between two pages.
        await (page.length < BULK_EVENTS || page.length === batchSize ? nextTurn() : pause(BULK_PAUSE_MS));
      }
    } finally {
      recent?.unfollow();
    }
  }
  const events = follow();
  return {
    [Symbol.asyncIterator]: () => events,
    close: async () => {
      closed = true;
      wake.ringHere();
      await events.return(undefined);
    },
  };
}
