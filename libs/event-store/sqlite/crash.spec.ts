import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { collect, newEvents, newStream, revisions, upTo } from '../contract/given.contract.ts';
import { openSqliteEventStore } from './sqlite-event-store.ts';

/** Real processes and threads on one file: what a lock, a kill and another thread really do. */

const folder = mkdtempSync(join(tmpdir(), 'event-store-crash-'));
const hooks = new URL('./crash/typescript-hooks.mjs', import.meta.url).href;
const writerPath = new URL('./crash/writer.mjs', import.meta.url).pathname;
const children = new Set<ChildProcess>();

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Writer = { readonly lines: AsyncIterator<string>; readonly kill: () => Promise<string[]> };

function startWriter(file: string, stream: string): Writer {
  const child = spawn(process.execPath, ['--no-warnings', '--import', hooks, writerPath, file, stream], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    lines,
    /** Gives the lines that were still on their way. */
    kill: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
      const rest: string[] = [];
      for (let line = await lines.next(); line.done !== true; line = await lines.next()) rest.push(line.value);
      return rest;
    },
  };
}

const nextLine = async ({ lines }: Writer): Promise<string> => String((await lines.next()).value);

describe('a second process', () => {
  it('is refused while the first runs, and let in as soon as that is killed', async () => {
    const file = join(folder, 'locked.db');
    const writer = startWriter(file, newStream());
    expect(await nextLine(writer)).toBe('opened');
    expect(() => openSqliteEventStore({ file })).toThrow('Another process has');
    await writer.kill();
    await openSqliteEventStore({ file }).close();
  });

  it('says why it is refused', async () => {
    const file = join(folder, 'ours.db');
    const store = openSqliteEventStore({ file });
    expect(await nextLine(startWriter(file, newStream()))).toBe('refused STORE_LOCKED');
    expect(() => openSqliteEventStore({ file: join(folder, '.', 'ours.db') })).toThrow('Another process has');
    await store.close();
    expect(await nextLine(startWriter(file, newStream()))).toBe('opened');
  });
});

describe('a killed process', () => {
  it.each([1, 2, 7, 30, 61])('loses nothing that it acknowledged, nor half of an append (killed after %i answers)', async (answers) => {
    const file = join(folder, 'killed.db');
    const stream = 'events-of-all-rounds';
    const writer = startWriter(file, stream);
    const heard: string[] = [];
    while (heard.length <= answers) heard.push(await nextLine(writer));
    heard.push(...(await writer.kill()));
    const acknowledged = Number(
      heard
        .filter((line) => line.startsWith('acknowledged '))
        .at(-1)
        ?.split(' ')[1],
    );

    const store = openSqliteEventStore({ file });
    const events = await collect(store.readStream(stream));
    expect(events.length).toBeGreaterThan(acknowledged);
    expect(revisions(events)).toEqual(upTo(events.length));
    expect(events.map(({ data }) => data['index'])).toEqual(upTo(events.length));
    expect(events.at(-1)?.metadata).toEqual({ last: true });
    await store.check();
    await store.close();
  });
});

describe('a reader in another thread', () => {
  it('sees what is committed, and is woken by later commits', async () => {
    const file = join(folder, 'followed.db');
    const stream = newStream();
    const store = openSqliteEventStore({ file });
    await store.append(stream, 'noStream', newEvents(2));
    const worker = new Worker(new URL('./crash/follower.mjs', import.meta.url), {
      workerData: { file, stream, count: 5 },
      execArgv: ['--no-warnings', '--import', hooks],
    });
    const seen: unknown[] = [];
    worker.on('message', (message) => {
      seen.push(message);
      // Sent only when all before it has arrived there: the reader waits, and has to be woken.
      if (typeof message === 'number' && message >= 1 && message < 4) void store.append(stream, message, newEvents(1));
    });
    await once(worker, 'exit');
    expect(seen).toEqual(['following', 0, 1, 2, 3, 4]);
    await store.close();
  });
});
