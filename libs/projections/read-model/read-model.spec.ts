import { closeSync, existsSync, openSync, readdirSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type World, caughtUp, newWorld, someHistory } from '../runner/given.contract.ts';
import { digest } from '../runner/rebuild.ts';
import { documentsView } from '../views/documents/documents.view.ts';
import { historyView } from '../views/history/history.view.ts';

const VIEWS = [historyView, documentsView];

let world: World;
beforeEach(async () => {
  world = newWorld();
  await someHistory(world);
});
afterEach(async () => {
  await world.close();
});

async function folded(name?: string) {
  const readModel = world.open(name);
  const runner = await caughtUp({ store: world.store, readModel, views: VIEWS });
  await runner.stop();
  const result = { file: readModel.file, notices: readModel.notices, digest: digest(readModel.db, VIEWS).sha256 };
  readModel.close();
  return result;
}

function overwriteMiddle(file: string): void {
  const descriptor = openSync(file, 'r+');
  const { size } = statSync(file);
  for (let at = 4_096; at < size; at += 4_096) writeSync(descriptor, Buffer.alloc(200, 0xab), 0, 200, at);
  closeSync(descriptor);
}

describe('a read model that is damaged', () => {
  it.each([
    [
      'cut off',
      (file: string) => {
        truncateSync(file, Math.floor(statSync(file).size / 2));
      },
    ],
    ['overwritten', overwriteMiddle],
    [
      'something else',
      (file: string) => {
        writeFileSync(file, 'this is a letter, not a database, and it goes on for a while');
      },
    ],
  ])('is moved aside and folded anew: %s', async (_, damage) => {
    const before = await folded();
    damage(before.file);
    const after = await folded();
    expect(after.notices).toEqual([expect.stringContaining(`moved to ${before.file}.aside-1`)]);
    expect(existsSync(`${before.file}.aside-1`)).toBe(true);
    expect(after.digest).toBe(before.digest);
    expect((await folded()).notices).toEqual([]);
  });

  it('is moved aside at the next start when it showed only in use', async () => {
    const before = await folded();
    const readModel = world.open();
    readModel.markDamaged('a page could not be read');
    readModel.close();
    expect((await folded()).notices).toEqual([expect.stringContaining('while it was used')]);
    expect(readdirSync(world.folder).filter((name) => name.endsWith('.damaged'))).toEqual([]);
    expect((await folded()).digest).toBe(before.digest);
  });
});
