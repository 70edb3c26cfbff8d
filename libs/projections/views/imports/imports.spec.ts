import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { WAIT_MS, type World, caughtUp, newEvent, newWorld } from '../../runner/given.contract.ts';
import { startRunner } from '../../runner/runner.ts';
import { importLogOf } from './import-log.ts';
import { importsView } from './imports.view.ts';

let world: World;
beforeEach(() => {
  world = newWorld(() => Date.parse('2026-03-01T00:00:00.000Z'));
});
afterEach(async () => {
  await world.close();
});

const refused = (number: number) => ({
  number,
  line: `l${number}`,
  column: 'quantity',
  value: 'x',
  code: 'NOT_DECIMAL',
  reason: 'not a number',
  wayOut: 'Write 1.5.',
});
const counts = (sent: number) => ({ sent, recorded: sent - 2, repeated: 1, refused: 1, notAddressed: 0 });
const start = (id: string, more = {}) => newEvent('ImportStarted', { import: id, by: 'ann', file: `${id}.csv`, ...more });

it('lists imports, newest first, and the lines that were refused', async () => {
  await world.append('import-acme.i1', start('i1', { supplier: 'acme', mapping: { line: 'Pos' } }));
  await world.append('import-acme.i1', newEvent('LinesRefused', { import: 'i1', lines: [refused(3), refused(3)] }));
  await world.append('import-acme.i1', newEvent('ImportProgressed', { import: 'i1', rowsDone: 10, ...counts(10) }));
  await world.append('import-shop.i2', start('i2'));
  await world.append('import-acme.i1', newEvent('LinesRefused', { import: 'i1', lines: [refused(12)] }));
  await world.append('import-acme.i1', newEvent('ImportCompleted', { import: 'i1', ...counts(20) }));
  const readModel = world.open();
  await (await caughtUp({ store: world.store, readModel, views: [importsView], batchSize: 2 })).stop();
  const log = importLogOf(readModel.db);
  const first = log.imports({ limit: 1 });
  expect(first.items.map((row) => `${row.import} ${row.status}`)).toEqual(['i2 running']);
  expect(log.imports({ limit: 1, cursor: first.nextCursor ?? '' })).toEqual({
    items: [
      {
        import: 'i1',
        org: 'acme',
        by: 'ann',
        file: 'i1.csv',
        supplier: 'acme',
        mapping: '{"line":"Pos"}',
        startedAt: '2026-03-01T00:00:00.000Z',
        status: 'completed',
        rowsDone: 10,
        ...counts(20),
      },
    ],
    nextCursor: null,
  });
  expect(log.imports({ orgs: ['shop'] }).items).toHaveLength(1);
  const lines = log.refusedLines({ import: 'i1', limit: 2 });
  expect(lines.items).toEqual([refused(3), refused(3)]);
  expect(log.refusedLines({ import: 'i1', limit: 2, cursor: lines.nextCursor ?? '' })).toEqual({ items: [refused(12)], nextCursor: null });
  expect(log.refusedLines({ import: 'unknown' }).items).toEqual([]);
  expect(log.find('unknown')).toBeUndefined();
});

it.each([
  ['an import that has not started', newEvent('ImportCompleted', { import: 'i9', ...counts(3) })],
  ['a count that is no number', newEvent('ImportProgressed', { import: 'i9', rowsDone: '10', ...counts(3) })],
])('stops at %s', async (_, event) => {
  const token = await world.append('import-acme.i9', event);
  const runner = await startRunner({ store: world.store, readModel: world.open(), views: [importsView] });
  await expect(runner.caughtUpTo(token, WAIT_MS)).rejects.toMatchObject({ code: 'VIEW_STOPPED' });
  await runner.stop();
});
