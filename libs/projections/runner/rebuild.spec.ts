import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { documentsView } from '../views/documents/documents.view.ts';
import { historyView } from '../views/history/history.view.ts';
import { importsView } from '../views/imports/imports.view.ts';
import { type World, caughtUp, listView, newEvent, newWorld, someHistory } from './given.contract.ts';
import { digest, rebuild, rebuildCheck } from './rebuild.ts';
import { startRunner } from './runner.ts';

const VIEWS = [historyView, documentsView, importsView];

let world: World;
beforeEach(async () => {
  world = newWorld();
  await someHistory(world);
});
afterEach(async () => {
  await world.close();
});

it('gives the same bytes again, and tells how far it is', async () => {
  const readModel = world.open();
  await (await caughtUp({ store: world.store, readModel, views: VIEWS, batchSize: 7 })).stop();
  const before = digest(readModel.db, VIEWS);
  const seen: number[] = [];
  const rebuilt = await rebuild({ store: world.store, readModel, views: VIEWS, batchSize: 30, onProgress: (events) => seen.push(events) });
  expect(rebuilt).toEqual({ events: 68, ...before });
  expect(seen).toEqual([30, 60, 68]);
  // And a runner goes on from there.
  await world.append(
    'partnership-acme~z',
    newEvent('PartnershipOpened', { partnership: 'acme~z', supplier: 'acme', customer: 'z' }, 'acme~z'),
  );
  await (await caughtUp({ store: world.store, readModel, views: VIEWS })).stop();
  expect(await rebuildCheck({ store: world.store, readModel, views: VIEWS })).toMatchObject({ kind: 'same', events: 69 });
});

it('finds the row that is not what the log says', async () => {
  const readModel = world.open();
  await (await caughtUp({ store: world.store, readModel, views: VIEWS })).stop();
  readModel.db.exec(
    "UPDATE history_events SET lines = 7 WHERE partnership = 2 AND position = 3; DELETE FROM partnership_counts WHERE partnership = 'acme~a'",
  );
  const checked = await rebuildCheck({ store: world.store, readModel, views: VIEWS });
  expect(checked).toMatchObject({
    kind: 'different',
    tables: ['history_events', 'partnership_counts'],
    first: { table: 'history_events', row: 25 },
  });
  if (checked.kind === 'different') expect(checked.first.left).not.toBe(checked.first.right);
});

it('compares what was folded, not what came since', async () => {
  const readModel = world.open();
  await (await caughtUp({ store: world.store, readModel, views: VIEWS })).stop();
  await someHistory(world, 5);
  expect(await rebuildCheck({ store: world.store, readModel, views: VIEWS, batchSize: 9 })).toMatchObject({ kind: 'same', events: 68 });
});

it('does not compare a view that is stopped', async () => {
  const readModel = world.open();
  const views = [...VIEWS, listView('bad', { poison: 'AgreementProposed' })];
  const runner = await startRunner({ store: world.store, readModel, views });
  await runner.caughtUpTo((await world.store.lastToken()) ?? '', 10_000, ['history']);
  await runner.stop();
  expect(await rebuildCheck({ store: world.store, readModel, views })).toEqual({ kind: 'not comparable', views: ['bad'] });
  await expect(rebuild({ store: world.store, readModel, views })).rejects.toMatchObject({ code: 'VIEW_STOPPED' });
});
