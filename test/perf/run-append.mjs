import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { newCommandId } from '#ledger';
import { answer, options, percentiles } from './measure.mjs';

/** One event after the other, each on the disk before the next: what a single command waits for. */
const APPENDS = 1_000;
const { dir } = options();
const store = openSqliteEventStore({ file: join(dir, 'append.db') });
const times = [];
for (let index = 0; index < APPENDS; index += 1) {
  const event = { id: newCommandId(), type: 'NoteWritten', data: { note: 'x'.repeat(200) }, metadata: { actor: 'bench', schema: 1 } };
  const start = performance.now();
  await store.append('note-bench.1', index === 0 ? 'noStream' : index - 1, [event]);
  times.push(performance.now() - start);
}
await store.close();
answer(percentiles(times));
