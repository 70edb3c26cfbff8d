import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Database } from '#event-store';
import { openWebhooksDatabase } from './database.ts';
import { leaseIn } from './lease.ts';
import { openWebhooks, type Webhooks } from './open-webhooks.ts';
import type { NoticeSource } from './words.ts';

/** Servers that share the file of webhooks: one of them tells. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lease-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const SECOND = 1_000;

test('one of them tells; another goes on at once where it ends, and within a minute where it falls silent', () => {
  let now = Date.UTC(2026, 2, 1, 8);
  const db: Database = openWebhooksDatabase(join(folder, 'webhooks.db'));
  const [one, other] = [1, 2].map((chance) =>
    leaseIn({ db, clock: () => new Date(now), chance: (bytes) => new Uint8Array(bytes).fill(chance) }),
  );
  expect([one?.take(), other?.take(), one?.take()]).toEqual([true, false, true]);
  one?.release();
  expect([other?.take(), one?.take()]).toEqual([true, false]);
  now += 30 * SECOND;
  expect([other?.take(), one?.take()]).toEqual([true, false]);
  now += 60 * SECOND;
  expect([one?.take(), other?.take()]).toEqual([true, false]);
  db.close();
});

test('a message comes once, from one of two, and from the other when the one has ended', async () => {
  const history: number[] = [];
  const heard: [server: number, position: number][] = [];
  const notices: NoticeSource = {
    partnershipsOf: async function* () {
      yield await Promise.resolve('acme~buildco');
    },
    after: ({ after }) => {
      const from = 'time' in after ? -1 : after.position;
      const items = history
        .filter((position) => position > from)
        .map((position) => ({
          partnership: 'acme~buildco',
          position,
          kind: 'signed',
          event: 'AgreementSigned',
          recordedAt: '2026-03-01T08:00:00.000Z',
          about: {},
        }));
      return Promise.resolve({ items, through: { position: Math.max(from, ...history) }, more: false });
    },
  };
  const servers: Webhooks[] = [0, 1].map((server) =>
    openWebhooks({
      dataDir: folder,
      addresses: { open: false, networks: [] },
      mayHear: () => true,
      isKind: () => true,
      transport: ({ body }) => {
        heard.push([server, (JSON.parse(body) as { data: { position: number } }).data.position]);
        return Promise.resolve({ status: 200, error: null, retryAfterSeconds: null });
      },
    }),
  );
  servers[0]?.add({ organisation: 'acme', url: 'https://erp.acme.example/hook', by: 'u-1' });
  const [first, second] = servers.map((server) =>
    server.run(notices, (error) => {
      throw error as Error;
    }),
  );
  const happened = async (position: number): Promise<void> => {
    history.push(position);
    for (const one of [second, first]) one?.note('acme~buildco');
    while (heard.length < history.length) await new Promise((resolve) => setImmediate(resolve));
  };
  for (const position of [0, 1]) await happened(position);
  await first?.stop();
  await happened(2);
  await second?.stop();
  for (const server of servers) server.close();
  expect(heard).toEqual([
    [0, 0],
    [0, 1],
    [1, 2],
  ]);
});
