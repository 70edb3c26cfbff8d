import {
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf, collect, collectBatches, newEvents, revisions, upTo } from '../contract/given.contract.ts';
import { openDatabase } from './database.ts';
import { lockFile } from './file-lock.ts';
import { SCHEMA_VERSION, prepareSchema } from './schema.ts';
import { openSqliteEventReader, openSqliteEventStore, storeOn } from './sqlite-event-store.ts';

/** Files that are not what they were, and disks that are full. */

const folder = mkdtempSync(join(tmpdir(), 'event-store-damage-'));
const good = join(folder, 'good.db');
const STREAM = 'partnership-1';

beforeAll(async () => {
  const store = openSqliteEventStore({ file: good });
  await store.append(
    STREAM,
    'noStream',
    newEvents(1_000, (index) => ({ index, padding: 'x'.repeat(200) })),
  );
  await store.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function copyOfGood(name: string): string {
  const file = join(folder, `${name}.db`);
  copyFileSync(good, file);
  return file;
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Whether it shows when the file is opened or when it is read, it must show, and never as fewer events. */
async function openAndRead(file: string): Promise<unknown> {
  let store;
  try {
    store = openSqliteEventStore({ file });
    return await collectBatches(store.readAll());
  } catch (error) {
    return error;
  } finally {
    await store?.close();
  }
}

describe('a damaged file', () => {
  it.each([0.3, 0.5, 0.9])('is known when only %d of it is left', async (part) => {
    const file = copyOfGood(`truncated-${part}`);
    truncateSync(file, Math.floor(statSync(file).size * part));
    expect(await openAndRead(file)).toEqual(codeOf('STORE_DAMAGED'));
  });

  it('is known when nothing of it is left', async () => {
    const file = copyOfGood('emptied');
    truncateSync(file, 0);
    expect(await openAndRead(file)).toEqual(codeOf('STORE_DAMAGED'));
    expect(statSync(file).size).toBe(0);
  });

  it('is known by a header that is not one', async () => {
    const file = join(folder, 'text.db');
    writeFileSync(file, 'This is a letter and no database.'.repeat(1_000));
    expect(await openAndRead(file)).toEqual(codeOf('STORE_DAMAGED'));
  });

  it.each([
    ['zeros', 0],
    ['noise', 0xa5],
  ])('is known when pages in its middle have become %s', async (name, byte) => {
    const file = copyOfGood(name);
    const size = statSync(file).size;
    const descriptor = openSync(file, 'r+');
    writeSync(descriptor, Buffer.alloc(Math.floor(size / 2), byte), 0, Math.floor(size / 2), 4_096 * 4);
    closeSync(descriptor);
    expect(await openAndRead(file)).toEqual(codeOf('STORE_DAMAGED'));
  });

  it('is known when the text of an event is not JSON any more', async () => {
    const file = copyOfGood('text-changed');
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('{"index":500')] = 'x'.charCodeAt(0);
    writeFileSync(file, bytes);
    expect(await openAndRead(file)).toEqual(codeOf('STORE_DAMAGED'));
  });
});

describe('a file of another kind', () => {
  it('is refused when a newer version wrote it, and not touched', () => {
    const file = copyOfGood('newer');
    const database = openDatabase(file, { synchronous: 'FULL' });
    database.exec(`PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    database.close();
    const before = readFileSync(file);
    expect(thrownBy(() => openSqliteEventStore({ file }))).toEqual(codeOf('STORE_NEWER'));
    expect(thrownBy(() => openSqliteEventReader({ file }))).toEqual(codeOf('STORE_NEWER'));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is refused when another program wrote it, and not touched', () => {
    const file = join(folder, 'other.db');
    const database = openDatabase(file, { synchronous: 'FULL' });
    database.exec('CREATE TABLE recipes (name TEXT)');
    database.close();
    const before = readFileSync(file);
    expect(thrownBy(() => openSqliteEventStore({ file }))).toEqual(codeOf('STORE_NOT_OURS'));
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it('is refused when it is a folder, or lies below a file', () => {
    const directory = join(folder, 'directory');
    mkdirSync(directory);
    expect(thrownBy(() => openSqliteEventStore({ file: directory }))).toEqual(codeOf('STORE_FAILED'));
    expect(thrownBy(() => openSqliteEventStore({ file: join(good, 'below.db') }))).toEqual(codeOf('STORE_FAILED'));
    expect(thrownBy(() => openSqliteEventReader({ file: join(folder, 'missing.db') }))).toEqual(codeOf('STORE_FAILED'));
  });

  it('leaves no lock behind when it is refused', async () => {
    const file = copyOfGood('refused-then-good');
    truncateSync(file, 5_000);
    expect(thrownBy(() => openSqliteEventStore({ file }))).toEqual(codeOf('STORE_DAMAGED'));
    copyFileSync(good, file);
    await openSqliteEventStore({ file }).close();
  });
});

describe('a full disk', () => {
  it('refuses what has no room, keeps what was acknowledged, and goes on when there is room', async () => {
    const file = join(folder, 'full.db');
    const lock = lockFile(file);
    const database = openDatabase(file, { synchronous: 'FULL' });
    prepareSchema(database);
    const store = storeOn(database, lock, Date.now);
    const large = (count: number) => newEvents(count, (index) => ({ index, padding: 'x'.repeat(2_000) }));
    await store.append(STREAM, 'noStream', large(10));
    const pages = database.prepare<{ page_count: number }>('PRAGMA page_count').get()?.page_count ?? 0;
    database.exec(`PRAGMA max_page_count = ${pages + 4}`);

    const second = large(100);
    await expect(store.append(STREAM, 9, second)).rejects.toEqual(codeOf('DISK_FULL'));
    // What was sent together shares the transaction: none of it is acknowledged, all of it can be sent again.
    const small = newEvents(1);
    const together = await Promise.allSettled([store.append('other-1', 'noStream', small), store.append(STREAM, 9, second)]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(revisions(await collect(store.readStream(STREAM)))).toEqual(upTo(10));
    await store.check();

    database.exec('PRAGMA max_page_count = 1000000');
    expect(await store.append(STREAM, 9, second)).toMatchObject({ kind: 'appended', revision: 109, repeated: false });
    expect(await store.append('other-1', 'noStream', small)).toMatchObject({ kind: 'appended', repeated: false });
    await store.close();

    const again = openSqliteEventStore({ file });
    expect(revisions(await collect(again.readStream(STREAM)))).toEqual(upTo(110));
    await again.close();
  });
});
