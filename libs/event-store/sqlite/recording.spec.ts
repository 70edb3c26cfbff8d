import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { canonicalJson } from '#kernel';
import { codeOf, collect, collectBatches, follow, newEvents, newStream } from '../contract/given.contract.ts';
import { openDatabase } from './database.ts';
import { canonicalTextsOf } from './recent-events.ts';
import { openSqliteEventReader, openSqliteEventStore } from './sqlite-event-store.ts';

/** How the file records: durably, in groups, with a time that never goes back, and for good. */

const folder = mkdtempSync(join(tmpdir(), 'event-store-recording-'));
let files = 0;
const newFile = (): string => {
  files += 1;
  return join(folder, `${files}.db`);
};
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the settings of the database', () => {
  const durability = (file: string, synchronous: 'FULL' | 'NORMAL') => {
    const database = openDatabase(file, { synchronous });
    const found = [
      database.prepare<{ synchronous: number }>('PRAGMA synchronous').get()?.synchronous,
      database.prepare<{ journal_mode: string }>('PRAGMA journal_mode').get()?.journal_mode,
    ];
    database.close();
    return found;
  };

  it('are the asked ones every time it is opened', () => {
    const file = newFile();
    expect(durability(file, 'FULL')).toEqual([2, 'wal']);
    expect(durability(file, 'NORMAL')).toEqual([1, 'wal']);
    expect(durability(file, 'FULL')).toEqual([2, 'wal']);
  });

  it('are refused where SQLite does not take them', () => {
    expect(() => openDatabase(':memory:', { synchronous: 'FULL' })).toThrow('did not take the settings');
  });
});

describe('a transaction', () => {
  it('is all or nothing', () => {
    const database = openDatabase(newFile(), { synchronous: 'NORMAL' });
    database.exec('CREATE TABLE rows (value INTEGER)');
    const insert = database.prepare('INSERT INTO rows VALUES (?)');
    expect(() =>
      database.transaction(() => {
        insert.run(1);
        throw new Error('not this');
      }),
    ).toThrow('not this');
    expect(database.transaction(() => insert.run(2).changes)).toBe(1);
    expect([...database.prepare<{ value: number }>('SELECT value FROM rows').iterate()].map(({ value }) => value)).toEqual([2]);
    database.close();
  });
});

describe('the recorded time', () => {
  it('never goes back, not in a run and not over a restart', async () => {
    const file = newFile();
    const stream = newStream();
    const record = async (clock: readonly string[]): Promise<void> => {
      const times = clock.map((time) => Date.parse(time))[Symbol.iterator]();
      let left = clock.length;
      const store = openSqliteEventStore({ file, now: () => times.next().value ?? 0 });
      while (left > 0) {
        left -= 1;
        await store.append(stream, 'any', newEvents(1));
      }
      await store.close();
    };
    await record(['2026-03-01T10:00:00.000Z', '2026-03-01T09:00:00.000Z', '2026-03-01T10:00:00.001Z']);
    await record(['2026-02-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z']);
    const store = openSqliteEventReader({ file });
    expect((await collect(store.readStream(stream))).map(({ recordedAt }) => recordedAt)).toEqual([
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T10:00:00.000Z',
      '2026-03-01T10:00:00.001Z',
      '2026-03-01T10:00:00.001Z',
      '2026-03-02T00:00:00.000Z',
    ]);
    await store.close();
  });
});

describe('appends that arrive together', () => {
  it('are committed together, in the order in which they came', async () => {
    let commits = 0;
    const store = openSqliteEventStore({
      file: newFile(),
      now: () => {
        commits += 1;
        return commits;
      },
    });
    const streams = Array.from({ length: 50 }, newStream);
    await Promise.all(streams.map((stream) => store.append(stream, 'noStream', newEvents(2))));
    expect(commits).toBe(1);
    const events = await collectBatches(store.readAll());
    expect(events.map(({ token }) => Number(token))).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(events.filter(({ revision }) => revision === 0).map(({ stream }) => stream)).toEqual(streams);
    await store.close();
  });

  it('do not fail for the reused id of one of them, which leaves no trace', async () => {
    const store = openSqliteEventStore({ file: newFile() });
    const [known] = newEvents(1);
    if (known === undefined) throw new Error('There is one event.');
    await store.append('old-1', 'noStream', [known]);
    const [good, bad, better] = await Promise.allSettled([
      store.append('new-1', 'noStream', newEvents(2)),
      store.append('new-2', 'noStream', [...newEvents(2), known, ...newEvents(1)]),
      store.append('new-2', 'noStream', newEvents(2)),
    ]);
    expect(good).toMatchObject({ status: 'fulfilled', value: { kind: 'appended', revision: 1 } });
    expect(bad).toEqual({ status: 'rejected', reason: codeOf('EVENT_ID_REUSED') });
    expect(better).toMatchObject({ status: 'fulfilled', value: { kind: 'appended', revision: 1 } });
    expect((await collectBatches(store.readAll())).map(({ token }) => Number(token))).toEqual([1, 2, 3, 4, 5]);
    await store.close();
  });

  it('are committed early when they are many and nobody waits', async () => {
    const store = openSqliteEventStore({ file: newFile() });
    const large = () => newEvents(16, () => ({ text: 'x'.repeat(60_000) }));
    const sent = Array.from({ length: 8 }, (_, index) => store.append(`large-${index}`, 'noStream', large()));
    // The fifth has filled the queue: what came before is committed although no turn of the event loop has passed.
    expect(await store.lastToken()).not.toBeUndefined();
    await Promise.all(sent);
    await store.close();
  });
});

describe('who follows the log', () => {
  /** In order, out of order, and in the order into which JavaScript puts what looks like an index. */
  const DATA = [{ a: { b: 1, c: ['x', { d: null, e: 'é' }] } }, { b: 1, a: 2 }, { 9: 1, 10: 2 }];
  const events = () => newEvents(3, (index) => ({ ...DATA[index] })).map((event) => ({ ...event, metadata: { actor: 'a', schema: 1 } }));

  it('gets what stands in the file, though it comes from memory', async () => {
    const store = openSqliteEventStore({ file: newFile() });
    const stream = newStream();
    await store.append(stream, 'noStream', events());
    const following = follow(store.subscribe(), stream, 9);
    await store.append(stream, 2, events());
    await Promise.all([store.append(newStream(), 'noStream', events()), store.append(stream, 5, events())]);
    const followed = await following;
    expect(followed).toEqual(await collect(store.readStream(stream)));
    const texts = followed.map((event) => canonicalTextsOf(event));
    // What came last was surely not read: its texts are at hand, where they are canonical.
    expect(texts.slice(-3)).toEqual([{ data: canonicalJson(DATA[0]), metadata: '{"actor":"a","schema":1}' }, undefined, undefined]);
    await store.close();
  });

  it('gets all of it in order when it falls behind what memory keeps', async () => {
    const store = openSqliteEventStore({ file: newFile() });
    const stream = newStream();
    const subscription = store.subscribe({ batchSize: 7 });
    const batches = subscription[Symbol.asyncIterator]();
    await store.append(stream, 'noStream', newEvents(1));
    const first = await batches.next();
    for (let last = 0; last < 200; last += 20)
      await store.append(
        stream,
        last,
        newEvents(20, () => ({ text: 'x'.repeat(50_000) })),
      );
    const seen = first.done === true ? [] : [...first.value];
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      seen.push(...next.value);
      if (seen.length === 201) break;
    }
    expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: 201 }, (_, index) => index));
    await subscription.close();
    await store.close();
  });
});

describe('a closed store', () => {
  it('has everything in its one file', async () => {
    const file = newFile();
    const store = openSqliteEventStore({ file });
    await store.append(newStream(), 'noStream', newEvents(1_000));
    await store.close();
    copyFileSync(file, `${file}.copy`);
    const copy = openSqliteEventStore({ file: `${file}.copy` });
    expect(await copy.lastToken()).toBe('1000');
    await copy.close();
  });
});

describe('what is recorded', () => {
  it('cannot be changed or removed through SQL', async () => {
    const file = newFile();
    const store = openSqliteEventStore({ file });
    await store.append(newStream(), 'noStream', newEvents(1));
    await store.close();
    const database = openDatabase(file, { synchronous: 'FULL' });
    expect(() => {
      database.exec(`UPDATE events SET data = '{}'`);
    }).toThrow('an event is never changed');
    expect(() => {
      database.exec('DELETE FROM events');
    }).toThrow('an event is never removed');
    database.close();
  });

  it('is seen by a reader of the file, which cannot write', async () => {
    const file = newFile();
    const store = openSqliteEventStore({ file });
    const reader = openSqliteEventReader({ file });
    expect(await reader.lastToken()).toBeUndefined();
    await store.append(newStream(), 'noStream', newEvents(3));
    expect(await reader.lastToken()).toBe('3');
    expect('append' in reader).toBe(false);
    await reader.close();
    await store.close();
  });
});
