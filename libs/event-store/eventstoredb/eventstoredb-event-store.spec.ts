import { it } from '@jest/globals';
import { eventStoreContract } from '../event-store.contract.ts';
import { openEventStoreDb } from './eventstoredb-event-store.ts';

const url = process.env['EVENTSTORE_URL'];

if (url === undefined) {
  it('is held to the contract where EVENTSTORE_URL names a server', () => {
    process.stdout.write(
      'EventStoreDB: contract skipped. To run it: EVENTSTORE_URL="esdb://127.0.0.1:2113?tls=false" npm run jest -- libs/event-store\n',
    );
  });
} else {
  eventStoreContract('EventStoreDB', () => openEventStoreDb({ connectionString: url }));
}
