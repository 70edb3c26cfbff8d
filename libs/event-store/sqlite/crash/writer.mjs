import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import process from 'node:process';
import { openSqliteEventStore } from '../sqlite-event-store.ts';

/** Appends until it is killed, and says what has been acknowledged: `opened`, `refused <code>`, or `acknowledged <revision>`. */

const [file, stream] = process.argv.slice(2);
const EVENTS_PER_APPEND = [1, 40, 3, 200];

// Written at once: a line that stays in a buffer would be lost with the process.
const say = (line) => writeSync(1, `${line}\n`);

function open() {
  try {
    const store = openSqliteEventStore({ file });
    say('opened');
    return store;
  } catch (error) {
    say(`refused ${error.code}`);
    process.exit(1);
  }
}

const store = open();
const current = await store.streamRevision(stream);
let revision = current === 'noStream' ? -1 : current;
for (let round = 0; ; round += 1) {
  const count = EVENTS_PER_APPEND[round % EVENTS_PER_APPEND.length];
  const events = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    type: 'SomethingHappened',
    data: { index: revision + 1 + index, padding: 'x'.repeat(300) },
    metadata: { last: index === count - 1 },
  }));
  const result = await store.append(stream, revision === -1 ? 'noStream' : revision, events);
  if (result.kind !== 'appended') throw new Error('There is no other writer.');
  revision = result.revision;
  say(`acknowledged ${revision}`);
}
