import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Identity, openIdentity, type Role } from '#identity';
import { openLedger } from '#ledger';
import { type StartedApi, runApi } from '../run-api.ts';

/** Two organisations with a receiver each, and a stream, against a real ledger: what is told, to whom, and when it ends. */

const dataDir = mkdtempSync(join(tmpdir(), 'telling-'));
const PASSWORD = 'a password of this test';
type Heard = { readonly path: string; readonly body: string; readonly headers: Readonly<Record<string, string>> };
const heard: Heard[] = [];
let status = 200;
let receiver: Server;
let receiverUrl: string;
let api: StartedApi;
let identity: Identity;

const start = async (): Promise<void> => {
  api = await runApi(['--data', dataDir, '--port', '0'], { REBATE_WEBHOOK_NETWORKS: '127.0.0.0/8' }, { openLedger }, false);
};

beforeAll(async () => {
  receiver = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', body: Buffer.concat(parts).toString(), headers: request.headers as Record<string, string> });
      response.writeHead(status).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  await start();
  identity = await openIdentity({ dataDir });
});
afterAll(async () => {
  identity.close();
  await api.close();
  receiver.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly unknown[] }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
type Person = {
  readonly id: string;
  readonly token: string;
  readonly ask: (method: string, path: string, body?: unknown) => Promise<Record<string, unknown>>;
};
const person = async (name: string, organisation: string, roles: readonly Role[]): Promise<Person> => {
  const email = `${name}@example.org`;
  const { id } = must(identity.users.create({ name, email }));
  must(await identity.setPassword(must(identity.passwordLink(id)).secret, PASSWORD));
  must(identity.members.put(organisation, id, { roles, approvesUpTo: null }));
  const call = async (method: string, path: string, body: unknown, token?: string): Promise<Record<string, unknown>> => {
    const response = await fetch(api.url + path, {
      method,
      headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, ...((await response.json().catch(() => ({}))) as object) };
  };
  const token = String((await call('POST', '/auth/sign-in', { email, password: PASSWORD }))['accessToken']);
  return { id, token, ask: (method, path, body) => call(method, path, body, token) };
};
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const toldTo = (path: string): unknown[] =>
  heard
    .filter((one) => one.path === path)
    .map(({ body }) => {
      const { type, data } = JSON.parse(body) as { type: string; data: { position: number } };
      return [data.position, type];
    });

test('each side is told by a signed message, in order, what happens between them, and nothing of others', async () => {
  for (const [id, kind] of [
    ['acme', 'supplier'],
    ['buildco', 'customer'],
    ['other', 'customer'],
  ] as const)
    must(identity.organisations.create({ id, name: id, kinds: [kind] }));
  const sue = await person('sue', 'acme', ['administrator', 'commercial']);
  const carl = await person('carl', 'buildco', ['administrator', 'commercial']);
  const oskar = await person('oskar', 'other', ['administrator', 'commercial']);
  // A partnership in which nothing has happened yet can be named, and stops nobody from hearing.
  const { id: early } = await sue.ask('POST', '/organisations/acme/webhooks', { url: `${receiverUrl}/early`, kinds: ['CommentAdded'] });
  expect(
    await sue.ask('POST', `/organisations/acme/webhooks/${String(early)}/replays`, { partnership: 'acme~nobody', from: 0 }),
  ).toMatchObject({ status: 202 });
  const { secret, id: hook } = await sue.ask('POST', '/organisations/acme/webhooks', {
    url: `${receiverUrl}/acme`,
    partnerships: ['acme~buildco'],
  });
  await carl.ask('POST', '/organisations/buildco/webhooks', { url: `${receiverUrl}/buildco`, kinds: ['signed', 'CommentAdded'] });
  await oskar.ask('POST', '/organisations/other/webhooks', { url: `${receiverUrl}/other` });
  expect(await sue.ask('POST', `/organisations/acme/webhooks/${String(hook)}/tests`)).toMatchObject({ status: 200, error: null });
  const steps = {
    tiers: 'retrospective',
    steps: [
      { from: '100', percent: '1' },
      { from: '1000', percent: '2' },
    ],
  };
  await sue.ask('POST', '/agreements', {
    terms: {
      id: 'y-1',
      supplier: 'acme',
      customer: 'buildco',
      from: '2026-01-01',
      to: '2026-12-31',
      currency: 'EUR',
      programmes: [{ id: 'volume', earn: steps }],
    },
  });
  await carl.ask('POST', '/agreements/y-1/comments', { version: 1, text: 'not for a wire' });
  await sue.ask('POST', '/agreements/y-1/signatures', { version: 1 });
  await carl.ask('POST', '/agreements/y-1/signatures', { version: 1 });
  await sue.ask('POST', '/partnerships/acme~buildco/sales', {
    reporter: 'supplier',
    stage: 'invoiced',
    document: 'i-1',
    lines: [{ line: '1', date: '2026-02-01', product: 'P', quantity: '1', unitPrice: '1500' }],
  });
  await sue.ask('POST', '/agreements', {
    terms: {
      id: 'y-2',
      supplier: 'acme',
      customer: 'other',
      from: '2026-01-01',
      to: '2026-12-31',
      currency: 'EUR',
      programmes: [{ id: 'volume', earn: steps }],
    },
  });
  await until(() => heard.length >= 12);
  expect(toldTo('/acme')).toEqual([
    [undefined, 'test'],
    [1, 'proposed'],
    [3, 'signed'],
    [4, 'signed'],
    [5, 'signed'],
    [6, 'tierReached'],
  ]);
  expect(toldTo('/buildco')).toEqual([
    [2, 'CommentAdded'],
    [3, 'signed'],
    [4, 'signed'],
    [5, 'signed'],
  ]);
  expect(toldTo('/other')).toEqual([[1, 'proposed']]);
  expect(toldTo('/early')).toEqual([[2, 'CommentAdded']]);
  expect(JSON.stringify(heard)).not.toContain('not for a wire');
  const nothing: Heard = { path: '', body: '', headers: {} };
  const { body, headers } = heard.find(({ path, body: sent }) => path === '/acme' && sent.includes('tierReached')) ?? nothing;
  const { 'webhook-id': id = '', 'webhook-timestamp': at = '', 'webhook-signature': signature } = headers;
  expect(signature).toBe(
    `v1,${createHmac('sha256', Buffer.from(String(secret).slice('whsec_'.length), 'base64'))
      .update(`${id}.${at}.${body}`)
      .digest('base64')}`,
  );
  expect(JSON.parse(body)).toMatchObject({
    data: { partnership: 'acme~buildco', agreement: 'y-1', programme: 'volume', step: '2', event: 'SalesRecorded' },
  });
});

test('what happened while the server was away is told after it starts, once, and only to those who still may hear', async () => {
  const tom = await person('tom', 'acme', ['administrator', 'commercial']);
  const { id } = await tom.ask('POST', '/organisations/acme/webhooks', { url: `${receiverUrl}/tom` });
  status = 503;
  await tom.ask('POST', '/agreements/y-1/extensions', { to: '2027-03-31' });
  await until(() => toldTo('/tom').length === 1);
  await api.close();
  status = 200;
  heard.length = 0;
  must(identity.members.put('acme', tom.id, { roles: ['viewer'], approvesUpTo: null }));
  await start();
  const sue = await person('sue-2', 'acme', ['administrator']);
  const hooks = (await sue.ask('GET', '/organisations/acme/webhooks'))['items'] as { id: string; status: string; pending: number }[];
  expect(hooks.find((one) => one.id === id)).toMatchObject({ status: 'silent', pending: 1 });
  await sue.ask('POST', `/organisations/acme/webhooks/${String(id)}/replays`, { partnership: 'acme~buildco', from: 3 });
  await sue.ask('POST', `/organisations/acme/webhooks/${String(id)}/secrets`);
  await until(() => toldTo('/tom').length >= 5);
  expect(toldTo('/tom')).toEqual([
    [3, 'signed'],
    [4, 'signed'],
    [5, 'signed'],
    [6, 'tierReached'],
    [7, 'proposed'],
  ]);
  const { items } = await sue.ask('GET', `/organisations/acme/webhooks/${String(id)}/deliveries`);
  expect((items as { status: string }[]).map((one) => one.status)).toEqual([
    'delivered',
    'delivered',
    'delivered',
    'delivered',
    'delivered',
  ]);
});

test('a stream of notices ends when the role is taken away, and told nothing of the rest', async () => {
  const [eve, carl] = [await person('eve', 'buildco', ['viewer']), await person('carl-2', 'buildco', ['administrator', 'commercial'])];
  const response = await fetch(`${api.url}/partnerships/acme~buildco/notices?after=5`, {
    headers: { authorization: `Bearer ${eve.token}` },
  });
  const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const read = async (): Promise<boolean> => {
    const chunk = await stream?.read();
    text += chunk?.value ?? '';
    return chunk?.done !== false;
  };
  while (!text.includes('proposed')) await read();
  must(identity.members.remove('buildco', eve.id));
  await carl.ask('POST', '/agreements', {
    terms: {
      id: 'y-3',
      supplier: 'acme',
      customer: 'buildco',
      from: '2027-01-01',
      to: '2027-12-31',
      currency: 'EUR',
      programmes: [{ id: 'volume', earn: { percent: '1' } }],
    },
  });
  while (!(await read()));
  expect(text.match(/event: (\w+)/g)).toEqual(['event: heartbeat', 'event: notice', 'event: notice', 'event: problem']);
  // Let in again, the stream would go on after what was heard.
  expect(text.match(/^id: .*$/gm)?.slice(-2)).toEqual(['id: 7', 'id: 7']);
  expect(text).not.toContain('y-3');
});
