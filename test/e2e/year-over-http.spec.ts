import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

/** A year in small, by two real clients over HTTP against the real server and its embedded store; open, since who may do what is told elsewhere. */

const MAIN = join(import.meta.dirname, '../../dist/apps/api/main.js');
const dataDir = mkdtempSync(join(tmpdir(), 'http-year-'));
/** The embedded store, also where the suite is run against a server. */
const embedded: NodeJS.ProcessEnv = { ...process.env };
delete embedded['EVENTSTORE_URL'];
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  if (!existsSync(MAIN)) throw new Error('Build first: npm run build');
  server = spawn(process.execPath, [MAIN, '--data', dataDir, '--port', '0', '--open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: embedded,
  });
  if (server.stdout === null) throw new Error('no output');
  for await (const line of createInterface({ input: server.stdout })) {
    url = (JSON.parse(line) as { listening: string }).listening;
    break;
  }
}, 30_000);
afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
});

type Body = Record<string, unknown>;
const post = async (path: string, body: unknown): Promise<{ status: number; token: string; body: Body }> => {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, token: response.headers.get('rebate-token') ?? '0', body: (await response.json()) as Body };
};
const get = async (path: string): Promise<Body> => (await (await fetch(`${url}${path}`)).json()) as Body;

const sale = (document: string, date: string, unitPrice: string) => ({
  reporter: 'supplier',
  stage: 'invoiced',
  document,
  lines: [{ line: '1', date, product: 'A', quantity: '1', unitPrice }],
});

test('signed by both, sold, renegotiated, late: booked then, known now, known then', async () => {
  const terms = {
    id: 'y-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'volume', earn: { percent: '1' } }],
  };
  expect((await post('/agreements', { terms, party: 'supplier', person: 'sue' })).status).toBe(201);
  for (const party of ['supplier', 'customer'])
    expect((await post('/agreements/y-1/signatures', { version: 1, party, person: party })).status).toBe(201);
  const { token } = await post('/partnerships/acme~buildco/sales', sale('i-1', '2026-03-01', '150000'));
  const before = await get(`/agreements/y-1/balance?on=2026-12-31&atLeast=${token}`);
  expect(before['earned']).toBe('1500.00');
  const change = {
    earn: {
      tiers: 'retrospective',
      steps: [
        { from: '100000', percent: '2' },
        { from: '200000', percent: '3' },
      ],
    },
  };
  await post('/agreements/y-1/amendments', {
    amendments: [{ effective: '2026-07-01', programme: 'volume', mode: 'carry', change }],
    party: 'customer',
    person: 'carl',
    reason: 'more volume',
  });
  for (const party of ['supplier', 'customer']) await post('/agreements/y-1/signatures', { version: 2, party, person: party });
  const last = await post('/partnerships/acme~buildco/sales', sale('i-2', '2026-09-01', '100000'));
  const now = await get(`/agreements/y-1/balance?on=2026-12-31&atLeast=${last.token}`);
  expect(now['earned']).toBe('4500.00');
  const then = await get(`/agreements/y-1/balance?on=2026-12-31&knownAt=${String(before['knownAt'])}`);
  expect(then).toEqual(before);
  const replayed = (await get('/agreements/y-1/replay?from=2026-01-01&to=2026-12-31')) as
    | { items?: { on: string; earned: string }[] }
    | { on: string; earned: string }[];
  const days = Array.isArray(replayed) ? replayed : (replayed.items ?? []);
  expect(days).toHaveLength(365);
  expect(days.at(-1)?.earned).toBe('4500.00');
  const timeline = (await get('/agreements/y-1/timeline')) as { items: { type: string }[] };
  expect(timeline.items.map((entry) => entry.type)).toEqual([
    'PartnershipOpened',
    'AgreementProposed',
    'AgreementSigned',
    'AgreementSigned',
    'AgreementActivated',
    'SalesRecorded',
    'AmendmentProposed',
    'AgreementSigned',
    'AgreementSigned',
    'AgreementAmended',
    'SalesRecorded',
  ]);
  expect((await post('/partnerships/acme~buildco/sales', sale('i-3', '2026-09-01', '1,000'))).body).toMatchObject({
    status: 422,
    code: 'NUMBER_NOT_EXACT',
  });
});
