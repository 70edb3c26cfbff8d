import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventSubscription, RecordedEvent } from '../port.ts';
import type { WakeUp } from './wake-up.ts';

/**
 * Follows the log by reading the table: what was just committed lies in SQLite's cache, so nothing is kept beside it that
 * could differ from what was stored. Pulled: while the consumer works, nothing is read ahead.
 */
export function followLog(readAfter: (position: number) => RecordedEvent[], start: number, wake: WakeUp, isOpen: () => boolean): EventSubscription {
  let closed = false;
  const mayGoOn = (): boolean => !closed && isOpen();
  async function* follow(): AsyncGenerator<readonly RecordedEvent[]> {
    let position = start;
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
      await nextTurn();
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
