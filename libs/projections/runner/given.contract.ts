import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as timeOrderedId } from 'uuid';
import { type EventStore, type EventToAppend, type JsonObject, openSqliteEventStore } from '#event-store';
import { type ReadModel, openReadModel } from '../read-model/read-model.ts';
import { type Runner, type RunnerOptions, startRunner } from './runner.ts';
import type { View } from './view.ts';

/** What the specs are given: a store in a folder of its own, some history, and how to follow it. */

export type World = {
  readonly folder: string;
  readonly store: EventStore;
  /** A file that is not opened twice: another name is another read model. */
  readonly open: (name?: string) => ReadModel;
  readonly append: (stream: string, ...events: EventToAppend[]) => Promise<string>;
  readonly close: () => Promise<void>;
};

export function newWorld(now?: () => number): World {
  const folder = mkdtempSync(join(tmpdir(), 'projections-'));
  const store = openSqliteEventStore({ file: join(folder, 'events.db'), ...(now === undefined ? {} : { now }) });
  const opened: ReadModel[] = [];
  return {
    folder,
    store,
    open: (name = 'read-model') => {
      const readModel = openReadModel({ file: join(folder, `${name}.db`) });
      opened.push(readModel);
      return readModel;
    },
    append: async (stream, ...events) => {
      const result = await store.append(stream, 'any', events);
      if (result.kind !== 'appended') throw new Error(`${stream} is at ${result.actual}`);
      return result.token;
    },
    close: async () => {
      for (const readModel of opened) readModel.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export const newEvent = (type: string, data: JsonObject, partnership?: string): EventToAppend => ({
  id: timeOrderedId(),
  type,
  data,
  metadata: { schema: 1, ...(partnership === undefined ? {} : { partnershipId: partnership }) },
});

export const sale = (partnership: string, document: string, dates: readonly string[], type = 'SalesRecorded'): EventToAppend =>
  newEvent(
    type,
    {
      partnership,
      reporter: 'acme',
      stage: 'invoiced',
      document,
      lines: dates.map((date, index) => ({ line: String(index + 1), date, product: 'p', quantity: '1', unitPrice: '2.50' })),
    },
    partnership,
  );

/** Sales of three partnerships, an agreement, and private events, interleaved. */
export async function someHistory({ append }: World, sales = 60): Promise<string> {
  await append('partnership-acme~a', newEvent('PartnershipOpened', { partnership: 'acme~a', supplier: 'acme', customer: 'a' }, 'acme~a'));
  await append('agreement-bonus', newEvent('AgreementProposed', { agreement: 'bonus', partnership: 'acme~a', version: 1 }, 'acme~a'));
  let token = '';
  for (let index = 0; index < sales; index += 1) {
    const partnership = `acme~${'abc'.charAt(index % 3)}`;
    const days = [`2026-01-${String(1 + (index % 28)).padStart(2, '0')}`, '2026-02-01'].slice(0, 1 + (index % 2));
    token = await append(`sales-${partnership}.acme`, sale(partnership, `d${index % 20}`, days));
    if (index % 10 === 0) token = await append(`note-acme.${index}`, newEvent('NoteWritten', { note: 'private' }));
  }
  return token;
}

export const WAIT_MS = 10_000;

export async function caughtUp(options: RunnerOptions): Promise<Runner> {
  const runner = await startRunner(options);
  const last = await options.store.lastToken();
  if (last !== undefined) await runner.caughtUpTo(last, WAIT_MS);
  return runner;
}

/** Keeps every event that it is given; cannot take one of the type `poison`. */
export const listView = (name: string, more: { readonly version?: number; readonly poison?: string } = {}): View => ({
  name,
  version: more.version ?? 1,
  tables: [`CREATE TABLE ${name}_list (token TEXT PRIMARY KEY, partnership TEXT, position INTEGER, recorded_at TEXT) WITHOUT ROWID`],
  handle: (batch, db) => {
    const insert = db.prepare(`INSERT INTO ${name}_list VALUES (?, ?, ?, ?)`);
    for (const { event, partnership, position, recordedAt } of batch) {
      if (event.type === more.poison) throw new Error('poison');
      insert.run(event.token, partnership ?? null, position ?? null, recordedAt);
    }
  },
});
