import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventReader } from '#event-store';
import { documentsView } from '../views/documents/documents.view.ts';
import { historyView } from '../views/history/history.view.ts';
import { importsView } from '../views/imports/imports.view.ts';
import { WAIT_MS, type World, caughtUp, listView, newEvent, newWorld, sale, someHistory } from './given.contract.ts';
import { digest, rebuild } from './rebuild.ts';
import { type Advanced, startRunner } from './runner.ts';
import type { View } from './view.ts';

const VIEWS: readonly View[] = [historyView, documentsView, importsView];

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(async () => {
  await world.close();
});

/** The log as it would be if it ended after so many events: a process that is killed at any batch has seen just that. */
function endingAfter(store: EventReader, events: number, batchSize: number): EventReader {
  return {
    ...store,
    subscribe: () => {
      const batches = async function* () {
        let left = events;
        for await (const batch of store.readAll({ batchSize })) {
          if (left <= 0) return;
          yield batch.slice(0, left);
          left -= batch.length;
        }
      };
      return Object.assign(batches(), { close: () => Promise.resolve() });
    },
  };
}

describe('positions', () => {
  it('count the events of each partnership in the order of the log', async () => {
    await someHistory(world, 6);
    const readModel = world.open();
    const runner = await caughtUp({ store: world.store, readModel, views: [listView('list')] });
    await runner.stop();
    const rows = readModel.db
      .prepare<{ place: string }>(
        "SELECT coalesce(partnership, 'private') || ' ' || coalesce(position, '-') AS place FROM list_list ORDER BY CAST(token AS INTEGER)",
      )
      .all();
    expect(rows.map(({ place }) => place)).toEqual([
      'acme~a 0',
      'acme~a 1',
      'acme~a 2',
      'private -',
      'acme~b 0',
      'acme~c 0',
      'acme~a 3',
      'acme~b 1',
      'acme~c 1',
    ]);
  });

  it('and all tables are the same whatever the batches', async () => {
    await someHistory(world);
    const digests = [];
    for (const batchSize of [1, 7, 1_000]) {
      const readModel = world.open(`by-${batchSize}`);
      const runner = await caughtUp({ store: world.store, readModel, views: VIEWS, batchSize });
      await runner.stop();
      digests.push(digest(readModel.db, VIEWS));
    }
    expect(digests[1]).toEqual(digests[0]);
    expect(digests[2]).toEqual(digests[0]);
    expect(digests[0]?.tables.find(({ table }) => table === 'history_events')?.rows).toBe(62);
  });

  it('go with recorded times that never go back', async () => {
    await someHistory(world, 3);
    const backwards: EventReader = {
      ...world.store,
      readAll: async function* (options) {
        for await (const batch of world.store.readAll(options)) {
          yield batch.map((event, index) => ({
            ...event,
            recordedAt: index === 1 ? '2026-05-01T00:00:00.000Z' : '2026-04-01T00:00:00.000Z',
          }));
        }
      },
    };
    const readModel = world.open();
    await rebuild({ store: backwards, readModel, views: [listView('list')] });
    const times = readModel.db.prepare<{ recorded_at: string }>('SELECT recorded_at FROM list_list ORDER BY CAST(token AS INTEGER)').all();
    expect(times.map(({ recorded_at }) => recorded_at.slice(5, 7))).toEqual(['04', '05', '05', '05', '05', '05']);
  });
});

describe('following the log', () => {
  it.each([1, 13, 40, 61])('goes on exactly where it was killed, after %d events', async (events) => {
    await someHistory(world);
    const whole = world.open('whole');
    await (await caughtUp({ store: world.store, readModel: whole, views: VIEWS })).stop();
    const readModel = world.open();
    const first = await startRunner({ store: endingAfter(world.store, events, 5), readModel, views: VIEWS });
    await first.stop();
    readModel.close();
    const again = world.open();
    await (await caughtUp({ store: world.store, readModel: again, views: VIEWS, batchSize: 3 })).stop();
    expect(digest(again.db, VIEWS)).toEqual(digest(whole.db, VIEWS));
  });

  it('lets a writer read its own write, and tells who advanced', async () => {
    const readModel = world.open();
    const runner = await startRunner({ store: world.store, readModel, views: VIEWS });
    const notices: Advanced[] = [];
    runner.onBatch(() => {
      throw new Error('a listener that fails');
    });
    const stopListening = runner.onBatch((notice) => notices.push(notice));
    const token = await world.append('sales-acme~a.acme', sale('acme~a', '1', ['2026-01-01']), sale('acme~a', '2', ['2026-01-01']));
    await runner.caughtUpTo(token, WAIT_MS);
    expect(notices).toEqual([{ partnership: 'acme~a', position: 1 }]);
    expect(runner.lag()).toEqual(VIEWS.map(({ name }) => ({ view: name, token, stopped: null })));
    await expect(runner.ready()).resolves.toBeUndefined();
    stopListening();
    await runner.caughtUpTo(await world.append('sales-acme~a.acme', sale('acme~a', '3', ['2026-01-01'])), WAIT_MS);
    expect(notices).toHaveLength(1);
    await expect(runner.caughtUpTo('999999', 1)).rejects.toMatchObject({ code: 'VIEW_BEHIND' });
    const waiting = runner.caughtUpTo('999999', WAIT_MS);
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'RUNNER_STOPPED' }), runner.stop()]);
    await expect(runner.ready()).rejects.toMatchObject({ code: 'RUNNER_STOPPED' });
  });

  it('says so when the store is closed under it', async () => {
    const other = newWorld();
    const runner = await startRunner({ store: other.store, readModel: world.open(), views: VIEWS });
    const waiting = runner.caughtUpTo('999999', WAIT_MS);
    await Promise.all([expect(waiting).rejects.toMatchObject({ code: 'RUNNER_STOPPED' }), other.close()]);
    await runner.stop();
  });

  it('folds anew, and says so, when the read model was folded from another log', async () => {
    await someHistory(world);
    const readModel = world.open();
    await (await caughtUp({ store: world.store, readModel, views: VIEWS })).stop();
    const other = newWorld();
    await someHistory(other, 9);
    const runner = await caughtUp({ store: other.store, readModel, views: VIEWS });
    await runner.stop();
    expect(runner.notices).toEqual([expect.stringContaining('another log')]);
    const clean = world.open('clean');
    await rebuild({ store: other.store, readModel: clean, views: VIEWS });
    expect(digest(readModel.db, VIEWS)).toEqual(digest(clean.db, VIEWS));
    await other.close();
  });
});

describe('a view that cannot take an event', () => {
  const poisoned = [listView('good'), listView('bad', { poison: 'Poison' })];
  const count = (db: ReturnType<World['open']>['db'], view: string): number =>
    db.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${view}_list`).get()?.n ?? -1;

  it.each([1, 4, 1_000])('stops there, loudly; the others go on (batches of %d)', async (batchSize) => {
    await someHistory(world, 5);
    const before = await world.store.lastToken();
    const token = await world.append('note-acme.x', newEvent('Poison', {}), newEvent('NoteWritten', {}));
    const readModel = world.open();
    const runner = await startRunner({ store: world.store, readModel, views: poisoned, batchSize });
    await runner.caughtUpTo(token, WAIT_MS, ['good']);
    await expect(runner.caughtUpTo(token, WAIT_MS)).rejects.toMatchObject({
      code: 'VIEW_STOPPED',
      message: expect.stringContaining('cannot take Poison (note-acme.x, revision 0): poison'),
    });
    await expect(runner.caughtUpTo(before ?? '', WAIT_MS)).resolves.toBeUndefined();
    await expect(runner.ready()).rejects.toMatchObject({ code: 'VIEW_STOPPED' });
    expect(runner.lag()[1]).toMatchObject({ view: 'bad', token: before, stopped: expect.stringContaining('poison') });
    expect([count(readModel.db, 'good'), count(readModel.db, 'bad')]).toEqual([10, 8]);
    await runner.stop();
  });

  it('stops there again, or goes on once it can take it, and joins the others', async () => {
    await someHistory(world, 5);
    await world.append('note-acme.x', newEvent('Poison', {}), newEvent('NoteWritten', {}));
    const readModel = world.open();
    const last = await world.append('sales-acme~b.acme', sale('acme~b', '9', ['2026-01-01']));
    for (let start = 0; start < 2; start += 1) {
      const runner = await startRunner({ store: world.store, readModel, views: poisoned });
      await runner.caughtUpTo(last, WAIT_MS, ['good']);
      await expect(runner.caughtUpTo(last, WAIT_MS, ['bad'])).rejects.toMatchObject({ code: 'VIEW_STOPPED' });
      await runner.stop();
    }
    const repaired = [listView('good'), listView('bad')];
    const runner = await caughtUp({ store: world.store, readModel, views: repaired, batchSize: 2 });
    await runner.caughtUpTo(await world.append('note-acme.x', newEvent('NoteWritten', {})), WAIT_MS);
    await runner.ready();
    await runner.stop();
    const { tables } = digest(readModel.db, repaired);
    expect(tables[0]?.sha256).toBe(tables[1]?.sha256);
  });
});

describe('a view that is new, or of a new version', () => {
  it('folds the log by itself while the others go on, and then stands where they stand', async () => {
    await someHistory(world, 30);
    const readModel = world.open();
    await (await caughtUp({ store: world.store, readModel, views: [listView('a'), listView('b')] })).stop();
    const views = [listView('a'), listView('b', { version: 2 }), listView('c')];
    const runner = await startRunner({ store: world.store, readModel, views, batchSize: 4 });
    await expect(runner.ready()).rejects.toMatchObject({ code: 'VIEW_REBUILDING', message: 'Still folding the log: b, c.' });
    const token = await someHistory({ ...world, append: (stream, ...events) => world.append(stream, ...events) }, 10);
    await runner.caughtUpTo(token, WAIT_MS);
    await runner.ready();
    await runner.stop();
    const [a, b, c] = digest(readModel.db, views).tables;
    expect(a?.rows).toBe(48);
    expect([b?.sha256, c?.sha256]).toEqual([a?.sha256, a?.sha256]);
  });
});
