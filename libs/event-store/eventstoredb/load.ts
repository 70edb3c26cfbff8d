import type { EventStore } from '../port.ts';
import type { EventStoreDbOptions } from './eventstoredb-event-store.ts';

/** Loads the client only for those who use a server: it and gRPC are two fifths of what a command line would load. */
export const loadEventStoreDb = async (options: EventStoreDbOptions): Promise<EventStore> =>
  (await import('./eventstoredb-event-store.ts')).openEventStoreDb(options);
