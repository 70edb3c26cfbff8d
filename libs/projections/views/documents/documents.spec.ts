import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WAIT_MS, type World, newWorld, sale } from '../../runner/given.contract.ts';
import { startRunner } from '../../runner/runner.ts';
import { documentIndexOf } from './document-index.ts';
import { DocumentOverlay } from './document-overlay.ts';
import { documentsView } from './documents.view.ts';

const STREAM = 'sales-acme~shop.acme';
let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(async () => {
  await world.close();
});

const one = (document: string, type?: string) => sale('acme~shop', document, ['2026-01-01'], type);

it('finds all pieces of a document', async () => {
  const readModel = world.open();
  const runner = await startRunner({ store: world.store, readModel, views: [documentsView] });
  const index = documentIndexOf(readModel.db);
  expect(index.indexedRevision(STREAM)).toBe(-1);
  await runner.caughtUpTo(await world.append(STREAM, one('1'), one('2'), one('1'), one('1', 'SalesVoided')), WAIT_MS);
  expect(index.indexedRevision(STREAM)).toBe(3);
  expect(index.revisionsOf(STREAM, 'invoiced', '1')).toEqual([0, 2, 3]);
  expect(index.revisionsOf(STREAM, 'invoiced', '2')).toEqual([1]);
  expect([...index.revisionsOfAll(STREAM, 'invoiced', ['2', '3', '1'])]).toEqual([
    ['1', [0, 2, 3]],
    ['2', [1]],
  ]);
  expect(index.revisionsOf(STREAM, 'ordered', '1')).toEqual([]);
  expect(index.revisionsOf('sales-acme~inn.acme', 'invoiced', '1')).toEqual([]);
  await runner.stop();
});

describe('an overlay', () => {
  it('adds to the index what it does not hold yet, once', () => {
    const overlay = new DocumentOverlay(3);
    overlay.add(4, 'invoiced', '1');
    overlay.add(5, 'invoiced', '2');
    overlay.add(6, 'invoiced', '1');
    expect(overlay.revisionsOf([0, 2], 'invoiced', '1')).toEqual([0, 2, 4, 6]);
    expect(overlay.revisionsOf([0, 2, 4], 'invoiced', '1')).toEqual([0, 2, 4, 6]);
    expect(overlay.revisionsOf([], 'ordered', '1')).toEqual([]);
    expect([overlay.covers(3, 6), overlay.covers(2, 6), overlay.covers(3, 7), overlay.covers(7, 7)]).toEqual([true, false, false, true]);
  });

  it('forgets what the index holds by now', () => {
    const overlay = new DocumentOverlay(-1);
    overlay.add(0, 'invoiced', '1');
    overlay.add(1, 'invoiced', '1');
    overlay.dropUpTo(0);
    expect([overlay.size, overlay.revisionsOf([0], 'invoiced', '1')]).toEqual([1, [0, 1]]);
    overlay.dropUpTo(5);
    expect([overlay.size, overlay.lastRevision, overlay.revisionsOf([], 'invoiced', '1')]).toEqual([0, 5, []]);
    expect(() => {
      overlay.add(5, 'invoiced', '1');
    }).toThrow(RangeError);
  });
});
