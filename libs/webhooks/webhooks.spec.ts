import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openDatabase } from '#event-store';
import type { Result } from '#kernel';
import { deliveriesIn } from './deliveries.ts';
import { endpointsIn } from './endpoints.ts';
import { noticesOf } from './history.contract.ts';
import { openWebhooks, type Webhooks } from './open-webhooks.ts';
import { Outbox } from './outbox.ts';
import type { Attempt, Notice } from './words.ts';

/** A history of a few events, a receiver that answers as a test says, and a clock that only tests move. */
const START = Date.UTC(2026, 2, 1, 8);
const OK: Attempt = { status: 200, error: null, retryAfterSeconds: null };
const DOWN: Attempt = { status: null, error: 'the connection was refused', retryAfterSeconds: null };

let folder: string;
let now: number;
let webhooks: Webhooks;
let history: Notice[];
let heard: {
  readonly url: string;
  readonly id: string;
  readonly signature: string;
  readonly body: { readonly type: string; readonly data: Record<string, unknown> };
}[];
let answer: (url: string) => Attempt | Promise<Attempt>;
let stands: boolean;

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
const codeOf = (result: Result<unknown>): string => (result.ok ? 'done' : (result.rejections[0]?.code ?? ''));
const happened = (partnership: string, position: number, kind = 'signed'): void => {
  history.push({
    partnership,
    position,
    kind,
    event: 'AgreementSigned',
    recordedAt: new Date(now).toISOString(),
    about: { agreement: 'a-1' },
  });
};
const notices = noticesOf(() => history);
const transport = async ({
  url,
  headers,
  body,
}: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}): Promise<Attempt> => {
  const attempt = await answer(url);
  heard.push({
    url,
    id: headers['webhook-id'] ?? '',
    signature: headers['webhook-signature'] ?? '',
    body: JSON.parse(body) as { type: string; data: Record<string, unknown> },
  });
  return attempt;
};

const open = (): Webhooks =>
  openWebhooks({
    dataDir: folder,
    addresses: { open: false, networks: [] },
    mayHear: () => stands,
    isKind: (kind) => /^[a-z]+$/.test(kind),
    clock: () => new Date(now),
    transport,
  });
/** An outbox on the same file, as the server has one; each is as if the process had just started. */
const outboxOf = (mostPending?: number): { readonly turn: () => Promise<void>; readonly note: (partnership: string) => void } => {
  const db = openDatabase(join(folder, 'webhooks.db'), { synchronous: 'FULL' });
  opened.push(db);
  const parts = { db, clock: () => new Date(now), chance: (bytes: number) => new Uint8Array(bytes) };
  const outbox = new Outbox({
    endpoints: endpointsIn(parts),
    deliveries: deliveriesIn(parts),
    notices,
    transport,
    isTelling: () => true,
    ...(mostPending === undefined ? {} : { mostPending }),
    clock: parts.clock,
    mayHear: () => stands,
    onSent: (error) => {
      if (error !== undefined) throw error as Error;
    },
  });
  return {
    note: (partnership) => {
      outbox.note(partnership);
    },
    turn: async () => {
      try {
        await outbox.turn(new AbortController().signal);
      } finally {
        await outbox.idle();
      }
    },
  };
};
const opened: { close(): void }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'webhooks-'));
  [now, history, heard, answer, stands] = [START, [], [], () => OK, true];
  webhooks = open();
});
afterEach(() => {
  webhooks.close();
  for (const db of opened.splice(0)) db.close();
  rmSync(folder, { recursive: true, force: true });
});

const add = (over: Partial<Parameters<Webhooks['add']>[0]> = {}): { readonly id: string; readonly secret: string } =>
  valueOf(webhooks.add({ organisation: 'acme', url: 'https://erp.acme.example/hook', by: 'u-1', ...over }));
const told = (): unknown[] => heard.map(({ body }) => [body.data['partnership'], body.data['position']]);
const pass = (ms: number): void => {
  now += ms;
};
const SECOND = 1_000;

describe('what is told', () => {
  test('what happens after the webhook was set up, in order, once, and only in one’s own partnerships', async () => {
    happened('acme~buildco', 0);
    pass(SECOND);
    add();
    pass(SECOND);
    for (const [partnership, position] of [
      ['acme~buildco', 1],
      ['other~buildco', 0],
      ['acme~new', 0],
      ['acme~buildco', 2],
      ['acmes~x', 0],
    ] as const)
      happened(partnership, position);
    const outbox = outboxOf();
    await outbox.turn();
    expect(told()).toEqual([
      ['acme~buildco', 1],
      ['acme~buildco', 2],
      ['acme~new', 0],
    ]);
    expect(heard[0]?.body).toEqual({
      type: 'signed',
      timestamp: new Date(now).toISOString(),
      data: { partnership: 'acme~buildco', position: 1, event: 'AgreementSigned', agreement: 'a-1' },
    });
    await outbox.turn();
    happened('acme~buildco', 3);
    outbox.note('acme~buildco');
    outbox.note('other~buildco');
    await outbox.turn();
    expect(told()).toHaveLength(4);
  });

  test('only the kinds and partnerships that were asked for', async () => {
    const { id } = add({ kinds: ['amended'], partnerships: ['acme~buildco'] });
    pass(SECOND);
    for (const kind of ['signed', 'amended'])
      for (const partnership of ['acme~buildco', 'acme~other']) happened(partnership, history.length, kind);
    await outboxOf().turn();
    expect(heard.map(({ body }) => [body.type, body.data['partnership']])).toEqual([['amended', 'acme~buildco']]);
    expect(codeOf(webhooks.replay('acme', id, { partnership: 'acme~other', from: 0 }))).toBe('WEBHOOK_PARTNERSHIP_LEFT_OUT');
  });

  test('another process goes on where one was killed: before sending, nothing is lost; after it, nothing comes twice', async () => {
    add();
    pass(SECOND);
    for (const position of [0, 1, 2]) happened('acme~buildco', position);
    // Killed while it sends: what was not answered was not told.
    answer = () => new Promise<Attempt>(() => undefined);
    void outboxOf().turn();
    await new Promise((resolve) => setImmediate(resolve));
    answer = () => OK;
    await outboxOf().turn();
    expect(told()).toEqual([0, 1, 2].map((position) => ['acme~buildco', position]));
    await outboxOf().turn();
    expect(heard).toHaveLength(3);
  });
});

describe('a receiver that is away', () => {
  test('is asked once for all that waits, and not for each message', async () => {
    add();
    pass(SECOND);
    for (const position of [0, 1, 2]) happened('acme~buildco', position);
    answer = () => DOWN;
    const outbox = outboxOf();
    await outbox.turn();
    expect(told()).toEqual([['acme~buildco', 0]]);
    // It counted for each: with the next attempt, and it answers, all of them come.
    answer = () => OK;
    pass(15 * SECOND);
    await outbox.turn();
    expect(told()).toEqual([0, 0, 1, 2].map((position) => ['acme~buildco', position]));
  });

  test('is tried ever more slowly, then its message is parked and listed, and the next ones have their turn', async () => {
    const { id } = add();
    pass(SECOND);
    happened('acme~buildco', 0);
    answer = () => DOWN;
    const outbox = outboxOf();
    const tries: number[] = [];
    for (let attempt = 0; attempt < 40; attempt += 1) {
      await outbox.turn();
      const [delivery] = valueOf(webhooks.deliveries('acme', id, {})).items;
      if (delivery?.status !== 'pending') break;
      tries.push((Date.parse(delivery.dueAt ?? '') - now) / SECOND);
      now = Date.parse(delivery.dueAt ?? '');
    }
    // Chance was nothing here: half of each pause.
    expect(tries).toEqual([7.5, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 14_400, 14_400]);
    expect(valueOf(webhooks.deliveries('acme', id, { status: 'parked' })).items).toMatchObject([
      { status: 'parked', attempts: 14, lastStatus: null, lastError: DOWN.error, dueAt: null },
    ]);
    expect(webhooks.list('acme')).toMatchObject([{ pending: 0, parked: 1, lastDeliveredAt: null }]);
    answer = () => OK;
    happened('acme~buildco', 1);
    outbox.note('acme~buildco');
    await outbox.turn();
    expect(valueOf(webhooks.deliveries('acme', id, {})).items.map(({ position, status }) => [position, status])).toEqual([
      [1, 'delivered'],
      [0, 'parked'],
    ]);
  });

  test('waits as long as it asks for, and one that says it is gone is asked no more', async () => {
    const { id } = add();
    pass(SECOND);
    happened('acme~buildco', 0);
    answer = () => ({ status: 429, error: 'it answered 429', retryAfterSeconds: 3_600 });
    const outbox = outboxOf();
    await outbox.turn();
    const [delivery] = valueOf(webhooks.deliveries('acme', id, {})).items;
    expect(delivery).toMatchObject({ status: 'pending', lastStatus: 429, dueAt: new Date(now + 3_600 * SECOND).toISOString() });
    pass(3_600 * SECOND);
    answer = () => ({ status: 410, error: 'it answered 410', retryAfterSeconds: null });
    await outbox.turn();
    expect(valueOf(webhooks.deliveries('acme', id, {})).items).toMatchObject([{ status: 'parked', attempts: 2 }]);
  });

  test('keeps no other receiver waiting', async () => {
    add({ url: 'https://slow.acme.example/' });
    add({ url: 'https://quick.acme.example/' });
    pass(SECOND);
    happened('acme~buildco', 0);
    let release: (attempt: Attempt) => void = () => undefined;
    answer = (url) =>
      url.includes('slow')
        ? new Promise<Attempt>((resolve) => {
            release = resolve;
          })
        : OK;
    const outbox = outboxOf();
    const turn = outbox.turn();
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard.map(({ url }) => url)).toEqual(['https://quick.acme.example/']);
    release(OK);
    await turn;
    expect(heard).toHaveLength(2);
  });
});

test('a partnership that cannot be asked about keeps no other waiting, and is told when it can', async () => {
  add();
  pass(SECOND);
  happened('acme~broken', 0);
  happened('acme~buildco', 0);
  const standing = notices.after;
  notices.after = (query) => (query.partnership === 'acme~broken' ? Promise.reject(new Error('the view stopped')) : standing(query));
  const outbox = outboxOf();
  await expect(outbox.turn()).rejects.toThrow('the view stopped');
  await outbox.turn().catch(() => undefined);
  expect(told()).toEqual([['acme~buildco', 0]]);
  notices.after = standing;
  await outbox.turn();
  expect(told()).toEqual([
    ['acme~buildco', 0],
    ['acme~broken', 0],
  ]);
});

describe('sent again', () => {
  test('from a position, under the ids that it had, also what was never told', async () => {
    happened('acme~buildco', 0);
    happened('acme~buildco', 1);
    pass(SECOND);
    const { id } = add();
    pass(SECOND);
    happened('acme~buildco', 2);
    const outbox = outboxOf();
    await outbox.turn();
    expect(told()).toEqual([['acme~buildco', 2]]);
    valueOf(webhooks.replay('acme', id, { partnership: 'acme~buildco', from: 1 }));
    outbox.note('acme~buildco');
    await outbox.turn();
    expect(told()).toEqual([2, 1, 2].map((position) => ['acme~buildco', position]));
    expect(heard[2]?.id).toBe(heard[0]?.id);
    expect(codeOf(webhooks.replay('acme', id, { partnership: 'other~buildco', from: 0 }))).toBe('WEBHOOK_PARTNERSHIP_NOT_YOURS');
    // From a position that is not there yet nothing is passed over.
    valueOf(webhooks.replay('acme', id, { partnership: 'acme~buildco', from: 9 }));
    happened('acme~buildco', 3);
    outbox.note('acme~buildco');
    await outbox.turn();
    expect(told().at(-1)).toEqual(['acme~buildco', 3]);
  });

  test('a test is sent at once and says how it was answered', async () => {
    const { id } = add();
    expect(valueOf(await webhooks.test('acme', id))).toEqual(OK);
    answer = () => DOWN;
    expect(valueOf(await webhooks.test('acme', id))).toEqual(DOWN);
    expect(heard.map(({ body }) => body.type)).toEqual(['test', 'test']);
    expect(valueOf(webhooks.deliveries('acme', id, {})).items).toEqual([]);
  });
});

describe('who may hear', () => {
  test('nothing is told while nobody vouches; whoever rotates the secret does, and nothing was lost', async () => {
    const { id } = add();
    pass(SECOND);
    happened('acme~buildco', 0);
    stands = false;
    const outbox = outboxOf();
    await outbox.turn();
    expect([heard.length, webhooks.list('acme')[0]?.status]).toEqual([0, 'silent']);
    stands = true;
    expect(valueOf(webhooks.rotate('acme', id, 'u-2'))).toMatchObject({ by: 'u-2' });
    await outbox.turn();
    expect(told()).toEqual([['acme~buildco', 0]]);
  });

  test('both secrets hold for a day after one is rotated', async () => {
    const { id, secret } = add();
    const signatures = async (): Promise<number> => {
      valueOf(await webhooks.test('acme', id));
      return heard.at(-1)?.signature.split(' ').length ?? 0;
    };
    expect(await signatures()).toBe(1);
    const next = valueOf(webhooks.rotate('acme', id, 'u-1'));
    expect(next.secret).not.toBe(secret);
    expect(await signatures()).toBe(2);
    pass(24 * 3_600 * SECOND);
    expect(await signatures()).toBe(1);
  });

  test('a webhook belongs to its organisation alone, and what was removed is told nothing more', async () => {
    const { id } = add();
    expect([
      webhooks.list('buildco'),
      codeOf(webhooks.rotate('buildco', id, 'u-9')),
      codeOf(webhooks.remove('buildco', id)),
      codeOf(await webhooks.test('buildco', id)),
      codeOf(webhooks.deliveries('buildco', id, {})),
      codeOf(webhooks.replay('buildco', id, { partnership: 'acme~buildco', from: 0 })),
    ]).toEqual([[], ...Array.from({ length: 5 }, () => 'WEBHOOK_UNKNOWN')]);
    pass(SECOND);
    happened('acme~buildco', 0);
    happened('acme~buildco', 1);
    const outbox = outboxOf();
    answer = () => {
      webhooks.remove('acme', id);
      return OK;
    };
    await outbox.turn();
    expect(told()).toEqual([['acme~buildco', 0]]);
    expect(webhooks.list('acme')).toEqual([]);
  });
});

test('a long outage does not fill the disk: what waits is bounded, and the rest follows from the history', async () => {
  const { id } = add();
  pass(SECOND);
  for (let position = 0; position < 31; position += 1) happened('acme~buildco', position);
  answer = () => DOWN;
  const outbox = outboxOf(10);
  await outbox.turn();
  const waiting = webhooks.list('acme')[0]?.pending ?? 0;
  expect([waiting >= 10, waiting <= 12]).toEqual([true, true]);
  answer = () => OK;
  const before = heard.length;
  for (let turns = 0; turns < 5; turns += 1) {
    pass(3_600 * SECOND);
    await outbox.turn();
  }
  expect(heard.slice(before).map(({ body }) => body.data['position'])).toEqual(Array.from({ length: 31 }, (_, position) => position));
  expect(valueOf(webhooks.deliveries('acme', id, { limit: 500 })).items.every(({ status }) => status === 'delivered')).toBe(true);
});
