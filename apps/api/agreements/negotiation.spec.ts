import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openLedger } from '#ledger';
import { createApp } from '../create-app.ts';

/** Two sides negotiate over HTTP, against a real ledger in a folder of its own. */

type App = Awaited<ReturnType<typeof createApp>>;
const dataDir = mkdtempSync(join(tmpdir(), 'http-negotiation-'));
let app: App;
let url: string;

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
const send = async (
  method: string,
  path: string,
  body?: unknown,
  actor = 'sue',
): Promise<{ readonly status: number; readonly body: Body }> => {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': 'application/json', 'rebate-actor': actor },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
};
const SUE = { party: 'supplier', person: 'sue' };
const CARL = { party: 'customer', person: 'carl' };
const terms = {
  id: 'n-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  members: [{ id: 'north' }],
  people: { approve: [{ person: 'ann', party: 'supplier' }] },
  programmes: [{ id: 'volume', bestOf: 'alone', earn: { percent: '1' } }],
};
const AT = '/agreements/n-1';
const ORG = '/organisations/acme';

test('terms that nobody has proposed are read aloud, with what they would change, and nothing is recorded', async () => {
  const read = { ...terms, id: 'r-1' };
  expect(await send('POST', '/agreements/readings', { terms: read })).toMatchObject({
    status: 200,
    body: { comparedWith: null, changes: [], warnings: [{ code: 'BEST_OF_ALONE' }], words: { programmes: [{ id: 'volume' }] } },
  });
  expect(await send('POST', '/agreements/readings', { terms: { ...read, currency: 'euro' } })).toMatchObject({
    status: 422,
    body: { place: 'currency' },
  });
  expect((await send('GET', '/agreements/r-1')).status).toBe(404);
  const open = { ...read, people: {} };
  await send('POST', '/agreements', { terms: open, ...SUE });
  expect(await send('POST', '/agreements/r-1/readings', { terms: { ...open, to: '2026-06-30' } })).toMatchObject({
    status: 200,
    body: { comparedWith: 1, changes: [{ path: 'to', before: '2026-12-31', after: '2026-06-30' }] },
  });
  for (const by of [SUE, CARL]) await send('POST', '/agreements/r-1/signatures', { version: 1, ...by });
  const amendments = [{ effective: '2026-04-01', programme: 'volume', mode: 'restate', change: { earn: { percent: '3' } } }];
  const said = await send('POST', '/agreements/r-1/readings', { amendments });
  expect(said).toMatchObject({
    status: 200,
    body: { comparedWith: 1, changes: [{ path: 'programmes[volume].earn.percent', before: '1', after: '3' }, { path: 'amendments[0]' }] },
  });
  // Word for word what both sides read once it is signed.
  await send('POST', '/agreements/r-1/amendments', { amendments, ...CARL });
  expect(((await send('GET', '/agreements/r-1/versions/2')).body as { readonly words: unknown }).words).toEqual(said.body['words']);
  expect(await send('POST', '/agreements/r-1/readings', { amendments: [{ ...amendments[0], programme: 'none' }] })).toMatchObject({
    status: 422,
    body: { place: 'amendments[0].programme' },
  });
  expect((await send('POST', '/agreements/r-1/readings', {})).status).toBe(400);
  expect((await send('POST', '/agreements/none/readings', { terms: read })).status).toBe(404);
});

test('draft, propose with warnings, counter, comment, approve, sign, extend, change members, compare, read aloud, replicate', async () => {
  expect((await send('PUT', `${ORG}/drafts/first`, { terms, note: 'mine' })).body).toMatchObject({ events: ['DraftSaved'] });
  expect((await send('POST', `${ORG}/agreements/n-1/notes`, { text: 'careful' })).status).toBe(201);
  const proposed = await send('POST', `${ORG}/drafts/first/proposals`, { reason: 'a new year', validUntil: '2099-12-31' });
  expect([proposed.status, proposed.body]).toMatchObject([
    201,
    { events: ['AgreementProposed'], warnings: [{ code: 'BEST_OF_ALONE', place: 'programmes[0].bestOf' }] },
  ]);
  const better = { ...terms, programmes: [{ id: 'volume', earn: { percent: '2' } }] };
  expect((await send('POST', '/agreements', { terms: better, ...CARL, answers: 1 })).body).not.toHaveProperty('warnings');
  expect(await send('POST', '/agreements', { terms: { ...better, name: 'x' }, ...SUE, answers: 1 })).toMatchObject({
    status: 409,
    body: { code: 'ANSWERS_NOT_OPEN' },
  });
  expect((await send('POST', `${AT}/comments`, { version: 2, text: 'Agreed.', ...SUE })).status).toBe(201);
  expect(await send('POST', `${AT}/signatures`, { version: 2, ...SUE })).toMatchObject({ status: 422, body: { code: 'APPROVAL_MISSING' } });
  expect((await send('POST', `${AT}/approvals`, { version: 2, party: 'supplier', person: 'ann' })).status).toBe(201);
  for (const by of [SUE, CARL]) expect((await send('POST', `${AT}/signatures`, { version: 2, ...by })).status).toBe(201);
  expect((await send('POST', `${AT}/extensions`, { to: '2027-03-31', ...CARL, reason: 'late site' })).body).toMatchObject({
    events: ['ExtensionProposed'],
  });
  expect(await send('POST', `${AT}/members`, { join: [{ id: 'west', from: '2026-05-01' }], ...CARL })).toMatchObject({
    status: 409,
    body: { code: 'PROPOSAL_OPEN' },
  });
  expect((await send('POST', `${AT}/withdrawals`, { version: 3, ...CARL })).status).toBe(201);
  expect((await send('POST', `${AT}/members`, { join: [{ id: 'west', from: '2026-05-01' }], ...CARL })).body).toMatchObject({
    events: ['MembershipProposed'],
  });
  expect((await send('POST', `${AT}/lapses`, {})).body).toMatchObject({ events: [] });
  const versions = (await send('GET', `${AT}/versions`)).body as unknown as readonly Body[];
  expect(versions.map(({ version, kind, status, why, answers, comments }) => [version, kind, status, why, answers, comments])).toEqual([
    [1, 'agreement', 'countered', 'a new year', undefined, 0],
    [2, 'agreement', 'signed', undefined, 1, 1],
    [3, 'extension', 'withdrawn', 'late site', undefined, 0],
    [4, 'membership', 'open', undefined, undefined, 0],
  ]);
  expect((await send('GET', `${AT}/versions/2`)).body).toMatchObject({
    comparedWith: 1,
    comments: [{ person: 'sue', text: 'Agreed.' }],
    signatures: [{ person: 'sue' }, { person: 'carl' }],
    approvals: [{ person: 'ann' }],
  });
  expect((await send('GET', `${AT}/diff?from=1&to=2`)).body['changes']).toMatchObject([
    { path: 'programmes[volume].earn.percent', before: '1', after: '2' },
    { path: 'programmes[volume].bestOf', before: 'alone' },
  ]);
  expect((await send('GET', `${AT}/words`)).body).toMatchObject({ agreementId: 'n-1', version: 2, programmes: [{ id: 'volume' }] });
  expect((await send('GET', `${AT}/words?version=1`)).body).toMatchObject({ version: 1 });
  expect((await send('GET', `${AT}/replica?from=2027-01-01&id=n-2&baselines=measured`)).body).toMatchObject({
    terms: { id: 'n-2', from: '2027-01-01', to: '2027-12-31' },
  });
  expect((await send('GET', `${AT}/true-ups?on=2026-06-30`)).body).toMatchObject({ agreement: 'n-1', on: '2026-06-30', trueUps: [] });
});

test('what is private is found under its organisation only', async () => {
  expect((await send('PUT', `${ORG}/drafts/second`, { agreement: 'n-1', amendments: [] }, 'ann')).status).toBe(201);
  expect((await send('GET', `${ORG}/drafts/second`)).body).toMatchObject({
    draft: 'second',
    person: 'ann',
    agreement: 'n-1',
    amendments: [],
  });
  expect((await send('GET', '/organisations/buildco/drafts/second')).status).toBe(404);
  expect((await send('DELETE', `${ORG}/drafts/second`)).body).toMatchObject({ events: ['DraftDiscarded'] });
  expect((await send('GET', `${ORG}/drafts/second`)).status).toBe(404);
  expect((await send('GET', '/organisations/buildco/agreements/n-1/notes')).body).toEqual([]);
});

test.each([
  ['POST', `${AT}/comments`, { version: 1, ...SUE }, 400],
  ['POST', `${AT}/extensions`, { to: '2026-02-30', ...SUE }, 400],
  ['POST', `${AT}/members`, { join: 'x', ...SUE }, 400],
  ['POST', `${AT}/approvals`, { version: 0, ...SUE }, 400],
  ['PUT', `${ORG}/drafts/x`, { terms: 'x' }, 400],
  ['PUT', `${ORG}/drafts/x`, {}, 422],
  ['GET', `${AT}/versions/99`, undefined, 404],
  ['GET', `${AT}/versions/x`, undefined, 400],
  ['GET', `${AT}/diff?from=1`, undefined, 400],
  ['GET', `${AT}/replica?baselines=all`, undefined, 400],
  ['GET', '/agreements/none/words', undefined, 404],
])('%s %s %j is answered with its status', async (method, path, body, status) => {
  expect((await send(method, path, body)).status).toBe(status);
});
