import { afterAll, beforeAll, describe } from '@jest/globals';
import { appending, repeating } from './contract/appending.contract.ts';
import { closing, following } from './contract/following.contract.ts';
import type { Context } from './contract/given.contract.ts';
import { readingStreams, readingTheLog } from './contract/reading.contract.ts';
import { refusing } from './contract/refusing.contract.ts';
import type { EventStore } from './port.ts';

/**
 * What every store does. The log may hold the events of others and of earlier runs: nothing here assumes an empty store,
 * and every stream has a name of its own.
 */
export function eventStoreContract(name: string, open: () => EventStore | Promise<EventStore>): void {
  describe(`${name} keeps the contract of an event store`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await open();
    });
    afterAll(async () => {
      await store.close();
    });
    const context: Context = { store: () => store, open };
    appending(context);
    repeating(context);
    refusing(context);
    readingStreams(context);
    readingTheLog(context);
    following(context);
    closing(context);
  });
}
