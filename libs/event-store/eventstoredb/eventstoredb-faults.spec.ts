import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf, collect, collectBatches, newEvents, newStream, revisions, upTo } from '../contract/given.contract.ts';
import type { EventStore, RecordedEvent } from '../port.ts';
import type { StoreError } from '../store-error.ts';
import { openEventStoreDb } from './eventstoredb-event-store.ts';
import { ScriptedServer } from './scripted-server.contract.ts';

/** What the adapter makes of a server, or of a connection, that fails. */

let server: ScriptedServer;
let store: EventStore;
let troubles: StoreError[];

beforeEach(async () => {
  server = new ScriptedServer();
  await server.start();
  troubles = [];
  store = open();
});
afterEach(async () => {
  await store.close();
  server.stop();
});

/** Where a server says nothing the limit is waited for; everywhere else a busy machine must not look like a silent server. */
const SILENCE_MS = 800;
const PATIENCE_MS = 10_000;

function open({ maxInFlight = 32, timeoutMs = PATIENCE_MS } = {}): EventStore {
  return openEventStoreDb({
    connectionString: server.connectionString,
    appendTimeoutMs: timeoutMs,
    readTimeoutMs: timeoutMs,
    maxInFlight,
    retryPausesMs: [10, 20],
    onTrouble: (error) => troubles.push(error),
  });
}

const impatient = async (): Promise<void> => {
  await store.close();
  store = open({ timeoutMs: SILENCE_MS });
};

describe('an append whose answer does not come', () => {
  beforeEach(impatient);

  it.each(['silent', 'silent-after-commit', 'lost-answer', 'lost-request'] as const)('is recorded once (%s)', async (script) => {
    const stream = newStream();
    await store.append(stream, 'noStream', newEvents(1));
    server.appends = [script];
    expect(await store.append(stream, 0, newEvents(2))).toEqual({ kind: 'appended', revision: 2, token: '120', repeated: false });
    server.appends = [script];
    expect(await store.append(stream, 'any', newEvents(2))).toMatchObject({ kind: 'appended', revision: 4, repeated: false });
    expect(server.log.ofStream(stream)).toHaveLength(5);
  });

  it('is a conflict when another writer was first', async () => {
    const stream = newStream();
    server.appends = ['lost-request'];
    const append = store.append(stream, 'noStream', newEvents(2));
    server.log.append(stream, 'noStream', [
      { id: newEvents(1)[0]?.id ?? '', type: 'Other', data: Buffer.from('{}'), metadata: Buffer.from('{}') },
    ]);
    expect(await append).toEqual({ kind: 'conflict', expected: 'noStream', actual: 0 });
  });

  it('is told as unknown when the server cannot be asked, and can be sent again', async () => {
    const stream = newStream();
    await store.append(stream, 'noStream', newEvents(1));
    const events = newEvents(2);
    server.appends = ['silent-after-commit'];
    server.readsAnswered = false;
    await expect(store.append(stream, 0, events)).rejects.toEqual(codeOf('OUTCOME_UNKNOWN'));
    server.readsAnswered = true;
    expect(await store.append(stream, 0, events)).toMatchObject({ kind: 'appended', revision: 2 });
    expect(server.log.ofStream(stream)).toHaveLength(3);
  });

  it('is told as unknown when it is lost again and again', async () => {
    const stream = newStream();
    server.appends = ['lost-request', 'lost-request', 'lost-request'];
    await expect(store.append(stream, 'noStream', newEvents(1))).rejects.toEqual(codeOf('OUTCOME_UNKNOWN'));
    expect(server.log.ofStream(stream)).toHaveLength(0);
  });
});

describe('a retry that expects the newest revision', () => {
  it('is recognised by a process that has not seen the stream before', async () => {
    const stream = newStream();
    const events = newEvents(2);
    await store.append(stream, 'noStream', events);
    const other = open();
    expect(await other.append(stream, 1, events)).toEqual({ kind: 'appended', revision: 1, token: '110', repeated: true });
    await other.close();
    expect(server.log.ofStream(stream)).toHaveLength(2);
  });

  it('is recognised when another process wrote it meanwhile', async () => {
    const stream = newStream();
    const events = newEvents(2);
    await store.append(stream, 'noStream', newEvents(1));
    const other = open();
    await other.append(stream, 0, events);
    await other.close();
    expect(await store.append(stream, 2, events)).toMatchObject({ kind: 'appended', revision: 2 });
    expect(server.log.ofStream(stream)).toHaveLength(3);
  });
});

describe('a server that is not there', () => {
  it('is told as unreachable, and used again when it is back', async () => {
    const stream = newStream();
    await store.append(stream, 'noStream', newEvents(1));
    server.stop();
    await expect(store.check()).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await expect(store.append(stream, 0, newEvents(1))).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await expect(collect(store.readStream(stream))).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await expect(collectBatches(store.readAll())).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await server.start();
    await store.check();
    expect(await store.append(stream, 0, newEvents(1))).toMatchObject({ kind: 'appended', revision: 1 });
  });

  it('is not waited for when it takes a read and says nothing', async () => {
    await impatient();
    server.readsAnswered = false;
    await expect(store.check()).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await expect(store.streamRevision(newStream())).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await expect(store.append(newStream(), 'any', newEvents(1))).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
  });

  it('is told as refusing when it refuses', async () => {
    server.appends = ['deny'];
    await expect(store.append(newStream(), 'any', newEvents(1))).rejects.toEqual(codeOf('STORE_REFUSED'));
  });

  it('is not asked when the connection string cannot be read', () => {
    expect(() => openEventStoreDb({ connectionString: 'http://nowhere' })).toThrow('cannot be read');
  });
});

describe('a subscription', () => {
  const interruptions: readonly (readonly [string, () => Promise<void> | void])[] = [
    ['the server restarts', async () => {
      server.stop();
      await server.start();
    }],
    ['the server drops it', () => {
      server.endSubscriptions('error');
    }],
    ['the server ends it', () => {
      server.endSubscriptions('end');
    }],
  ]; // prettier-ignore

  it.each(interruptions)('goes on without gap or repetition when %s', async (_, interrupt) => {
    const stream = newStream();
    await store.append(stream, 'noStream', newEvents(5));
    const subscription = store.subscribe({ batchSize: 2 });
    const seen: RecordedEvent[] = [];
    for await (const batch of subscription) {
      const before = seen.length;
      seen.push(...batch);
      // The second event is in the consumer's hands when the trouble comes, later ones wait in the queue.
      if (before < 2 && seen.length >= 2) await interrupt();
      if (seen.length >= 5 && before < 5) await store.append(stream, 4, newEvents(5));
      if (seen.length >= 10) break;
    }
    await subscription.close();
    expect(revisions(seen)).toEqual(upTo(10));
    expect(troubles).toEqual([codeOf('STORE_UNREACHABLE')]);
    expect(server.subscriptionsStarted).toBe(2);
  });

  it('waits for a server that is not there yet', async () => {
    const stream = newStream();
    await store.append(stream, 'noStream', newEvents(1));
    server.stop();
    const subscription = store.subscribe();
    const batches = subscription[Symbol.asyncIterator]();
    const first = batches.next();
    await expect(store.check()).rejects.toEqual(codeOf('STORE_UNREACHABLE'));
    await server.start();
    expect(revisions(((await first).value ?? []) as RecordedEvent[])).toEqual([0]);
    await subscription.close();
  });

  it('gives a long history whole, in batches of the size that was asked for', async () => {
    const stream = newStream();
    for (let round = 0; round < 4; round += 1) await store.append(stream, 'any', newEvents(500));
    const subscription = store.subscribe({ batchSize: 10 });
    const seen: RecordedEvent[] = [];
    for await (const batch of subscription) {
      expect(batch.length).toBeLessThanOrEqual(10);
      seen.push(...batch);
      if (seen.length >= 2_000) break;
    }
    expect(revisions(seen)).toEqual(upTo(2_000));
  });

  it('stops loudly at an event that this program did not write', async () => {
    server.log.append('foreign-1', 'noStream', [
      { id: newEvents(1)[0]?.id ?? '', type: 'Foreign', data: Buffer.from('{broken'), metadata: Buffer.from('') },
    ]);
    await expect(collectBatches(store.subscribe())).rejects.toEqual(codeOf('EVENT_NOT_OURS'));
    await expect(collectBatches(store.readAll())).rejects.toEqual(codeOf('EVENT_NOT_OURS'));
  });

  it('leaves out what belongs to the server', async () => {
    server.log.append('$stats-1', 'noStream', [
      { id: newEvents(1)[0]?.id ?? '', type: '$stats', data: Buffer.from('{}'), metadata: Buffer.from('') },
    ]);
    expect(await store.lastToken()).toBeUndefined();
    await store.append(newStream(), 'noStream', newEvents(2));
    server.log.append('$stats-1', 0, [
      { id: newEvents(1)[0]?.id ?? '', type: '$stats', data: Buffer.from('{}'), metadata: Buffer.from('') },
    ]);
    expect(revisions(await collectBatches(store.readAll({ batchSize: 1 })))).toEqual([0, 1]);
    expect(await store.lastToken()).toBe('120');
  });
});

describe('many appends', () => {
  it('are sent a limited number at a time, those of one stream one after the other', async () => {
    const limited = open({ maxInFlight: 4 });
    let openGate = (): void => undefined;
    server.gate = new Promise((resolve) => {
      openGate = resolve;
    });
    const streams = Array.from({ length: 12 }, newStream);
    const sent = streams.flatMap((stream) => [limited.append(stream, 'any', newEvents(1)), limited.append(stream, 'any', newEvents(1))]);
    await limited.check();
    openGate();
    const results = await Promise.all(sent);
    expect(results.map((result) => result.kind === 'appended' && result.revision)).toEqual(streams.flatMap(() => [0, 1]));
    expect(server.mostInFlight).toBeLessThanOrEqual(4);
    await limited.close();
  });
});
