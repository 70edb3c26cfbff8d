import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '#ledger';
import { createApp } from '../create-app.ts';

/** Two sides reconcile and dispute over HTTP, against a real ledger in a folder of its own. */

const dataDir = mkdtempSync(join(tmpdir(), 'http-disputes-'));
let app: Awaited<ReturnType<typeof createApp>>;
let url: string;
let token = '';

beforeAll(async () => {
  app = await createApp({ ledger: await openLedger({ dataDir }), identity: null });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Body = Readonly<Record<string, unknown>>;
const send = async (method: string, path: string, body?: unknown): Promise<{ readonly status: number; readonly body: Body }> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  token = response.headers.get('rebate-token') ?? token;
  return { status: response.status, body: (await response.json()) as Body };
};
const get = async (path: string): Promise<Body> => (await send('GET', `${path}${path.includes('?') ? '&' : '?'}atLeast=${token}`)).body;
const SUE = { party: 'supplier', person: 'sue' };
const CARL = { party: 'customer', person: 'carl' };
const P = '/partnerships/acme~buildco';
const sale = (reporter: string, document: string, quantity: string) => ({
  reporter,
  stage: 'invoiced',
  document,
  lines: [{ line: '1', date: '2026-03-05', product: 'P', quantity, unitPrice: '10' }],
});

test('what differs is listed, resolved, disputed with evidence, and ends in a correction', async () => {
  const terms = {
    id: 'd-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'volume', earn: { percent: '1' } }],
  };
  await send('POST', '/agreements', { terms, ...SUE });
  for (const by of [SUE, CARL]) await send('POST', '/agreements/d-1/signatures', { version: 1, ...by });
  for (const [reporter, document, quantity] of [
    ['supplier', 'A', '10'],
    ['supplier', 'B', '20'],
    ['customer', 'GR-A', '15'],
    ['customer', 'GR-B', '20'],
    ['customer', 'GR-C', '7'],
  ] as const)
    await send('POST', `${P}/sales`, sale(reporter, document, quantity));
  expect((await send('PUT', `${P}/matching-rules`, { prefix: 'GR-', ...CARL })).body).toMatchObject({ events: ['MatchingRulesSet'] });
  expect(await get(`${P}/matching-rules`)).toMatchObject({ version: 1, prefix: 'GR-' });
  const open = (await get(`${P}/variances`)) as { items: { variance: string; kind: string; rebate: unknown[] }[]; total: unknown };
  expect(open.items.map(({ kind }) => kind)).toEqual(['quantity', 'missing']);
  expect([open.total, open.items[0]?.rebate]).toEqual([
    { count: 2, net: '120', gross: '120' },
    [{ agreement: 'd-1', currency: 'EUR', counts: 'supplier', on: '2026-12-31', change: '0.50' }],
  ]);
  const [quantity = '', missing = ''] = open.items.map(({ variance }) => variance);
  expect(await get(`${P}/variances/${encodeURIComponent(quantity)}`)).toMatchObject({ variance: quantity, customer: { document: 'GR-A' } });
  expect(await get('/agreements/d-1/sides')).toMatchObject({ supplier: '3.00', customer: '4.20', difference: '1.20' });
  expect(await get('/agreements/d-1/balance?countFrom=customer')).toMatchObject({ earned: '4.20' });
  expect((await get(`${P}/gap?from=2026-03-04&to=2026-03-05`))['days']).toMatchObject([
    { total: { net: '0' } },
    { total: { net: '120' }, byKind: { quantity: { net: '50' } } },
  ]);
  expect(
    (await send('POST', `${P}/variances/${encodeURIComponent(quantity)}/resolutions`, { accept: 'customer', ...SUE })).body,
  ).toMatchObject({ events: ['VarianceResolved', 'SalesCorrected'] });
  expect((await send('POST', `${P}/resolutions`, { variances: [missing], accept: 'customer', ...CARL })).body).toMatchObject({
    events: ['ResolutionProposed'],
  });

  const opened = await send('POST', `${P}/disputes`, {
    agreement: 'd-1',
    subject: { kind: 'variances', variances: [missing] },
    text: 'It was delivered.',
    ...CARL,
  });
  const at = `${P}/disputes/${String(opened.body['dispute'])}`;
  expect(opened).toMatchObject({ status: 201, body: { events: ['DisputeOpened'] } });
  expect((await send('POST', `${at}/comments`, { text: 'When?', ...SUE })).status).toBe(201);
  const bytes = 'the signed receipt';
  const added = await fetch(`${url}${at}/evidence?name=receipt.pdf&party=customer&person=carl`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
  });
  expect([added.status, await added.json()]).toMatchObject([201, { events: ['EvidenceAdded'] }]);
  const file = await fetch(`${url}${at}/evidence/${createHash('sha256').update(bytes).digest('hex')}`);
  expect([await file.text(), file.headers.get('content-disposition'), file.headers.get('content-type')]).toEqual([
    bytes,
    "attachment; filename*=UTF-8''receipt.pdf",
    'application/octet-stream',
  ]);
  expect(
    (await send('POST', `${at}/proposals`, { outcome: 'correction', accept: 'customer', reason: 'See the receipt.', ...CARL })).status,
  ).toBe(201);
  expect((await send('POST', `${at}/escalations`, { to: 'head of finance', reason: 'No answer.', ...CARL })).status).toBe(201);
  expect((await get(`${P}/disputes?open=only`))['items']).toMatchObject([{ waitsFor: 'supplier', escalatedTo: 'head of finance' }]);
  expect((await send('POST', `${at}/acceptance`, { proposal: 1, ...SUE })).body).toMatchObject({
    events: ['DisputeEnded', 'SalesRecorded'],
  });
  expect(await get(at)).toMatchObject({
    status: 'ended',
    parting: { cause: 'lines', side: 'customer' },
    now: { supplier: '4.20', customer: '4.20', difference: '0.00' },
    evidence: [{ name: 'receipt.pdf' }],
  });
  expect(await send('POST', `${at}/end`, { outcome: 'rejection', reason: 'No.', ...SUE })).toMatchObject({
    status: 409,
    body: { code: 'DISPUTE_ENDED' },
  });
});

test.each([
  ['GET', `${P}/variances?kind=colour`, undefined, 400],
  ['GET', `${P}/variances/none`, undefined, 404],
  ['GET', `${P}/disputes/none`, undefined, 404],
  ['GET', `${P}/gap?from=2026-01-01`, undefined, 400],
  ['POST', `${P}/resolutions`, { variances: [], accept: 'customer', ...SUE }, 400],
  ['POST', `${P}/variances/none/resolutions`, { accept: 'customer', ...SUE }, 404],
  ['POST', `${P}/disputes`, { agreement: 'd-1', subject: { kind: 'figure' }, ...SUE }, 400],
  ['POST', `${P}/disputes`, { agreement: 'd-1', subject: { kind: 'colour' }, text: 'x', ...SUE }, 422],
  ['PUT', `${P}/matching-rules`, { tolerances: { days: 1.5 }, ...SUE }, 422],
  ['POST', `${P}/disputes/none/evidence?name=a`, {}, 415],
])('%s %s %j is answered with its status', async (method, path, body, status) => {
  expect((await send(method, path, body)).status).toBe(status);
});
