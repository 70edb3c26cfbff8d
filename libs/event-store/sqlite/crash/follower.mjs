import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteEventReader } from '../sqlite-event-store.ts';

/** Follows a file from a worker thread and passes on the revisions that it sees of one stream, until it has seen enough. */

const { file, stream, count } = workerData;
const reader = openSqliteEventReader({ file });
const subscription = reader.subscribe();
parentPort.postMessage('following');
let seen = 0;
for await (const batch of subscription) {
  for (const event of batch) {
    if (event.stream !== stream) continue;
    parentPort.postMessage(event.revision);
    seen += 1;
  }
  if (seen >= count) break;
}
await reader.close();
parentPort.close();
