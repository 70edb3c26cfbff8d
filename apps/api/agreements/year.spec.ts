import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Identity, openIdentity, type Role } from '#identity';
import { openLedger } from '#ledger';
import { createApp } from '../create-app.ts';

/** A year between two organisations and their auditor: three clients over HTTP, each signed in, against a real ledger. */

type App = Awaited<ReturnType<typeof createApp>>;
const dataDir = mkdtempSync(join(tmpdir(), 'http-year-of-two-'));
const PASSWORD = 'a password of this test';
const GENEROUS = { requestsPerMinute: 1_000_000, attemptsPerMinute: 1_000_000 };
let app: App;
let identity: Identity;
let url: string;

beforeAll(async () => {
  identity = await openIdentity({ dataDir, clock: () => new Date() });
  app = await createApp({ ledger: await openLedger({ dataDir }), identity, limits: GENEROUS });
  await app.listen(0, '127.0.0.1');
  url = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type Body = Readonly<Record<string, unknown>>;
type Answered = { readonly status: number; readonly body: Body };
type Person = {
  readonly id: string;
  readonly get: (path: string) => Promise<Answered>;
  readonly post: (path: string, body: unknown) => Promise<Answered>;
  readonly put: (path: string, body: unknown) => Promise<Answered>;
};

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly unknown[] }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};

/** Somebody of an organisation, who signs in and keeps the token. */
const person = async (name: string, organisation: string, roles: readonly Role[]): Promise<Person> => {
  const email = `${name}@example.org`;
  const { id } = must(identity.users.create({ name, email, operator: false }));
  must(await identity.setPassword(must(identity.passwordLink(id)).secret, PASSWORD));
  must(identity.members.put(organisation, id, { roles, approvesUpTo: null }));
  const call = async (method: string, path: string, body: unknown, token?: string): Promise<Answered> => {
    const headers = { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: response.status, body: (await response.json()) as Body };
  };
  const { body } = await call('POST', '/auth/sign-in', { email, password: PASSWORD });
  const token = String(body['accessToken']);
  return {
    id,
    get: (path) => call('GET', path, undefined, token),
    post: (path, sent) => call('POST', path, sent, token),
    put: (path, sent) => call('PUT', path, sent, token),
  };
};

const sale = (document: string, date: string, unitPrice: string): object => ({
  reporter: 'supplier',
  stage: 'invoiced',
  document,
  lines: [{ line: '1', date, product: 'P', quantity: '1', unitPrice }],
});
const steps = (percent: string, bound = '100000'): object => ({
  tiers: 'retrospective',
  steps: [
    { from: '0', percent: '1' },
    { from: bound, percent },
  ],
});

test('they draft, counter twice, approve, sign, sell, renegotiate in June from April, true up, and begin the next year', async () => {
  for (const id of ['acme', 'buildco', 'firm'])
    must(identity.organisations.create({ id, name: id, kinds: [id === 'acme' ? 'supplier' : id === 'buildco' ? 'customer' : 'auditor'] }));
  const sue = await person('sue', 'acme', ['administrator', 'commercial']);
  const ann = await person('ann', 'acme', ['approver']);
  const carl = await person('carl', 'buildco', ['commercial']);
  const aud = await person('aud', 'firm', ['viewer']);
  const at = '/agreements/year-2026';
  const terms = (percent: string, bound?: string): object => ({
    id: 'year-2026',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    people: { approve: [{ person: ann.id, party: 'supplier' }] },
    programmes: [{ id: 'volume', earn: steps(percent, bound), cap: { amount: '50000' } }],
  });

  // Sue writes a draft that only her organisation can read.
  expect((await sue.put('/organisations/acme/drafts/secret-plan', { terms: terms('2', '200000'), note: 'between us' })).status).toBe(201);
  expect((await carl.get('/organisations/acme/drafts/secret-plan')).status).toBe(404);
  // She proposes it; Carl counters; she counters; nobody acts for the other side.
  expect((await sue.post('/organisations/acme/drafts/secret-plan/proposals', { reason: 'a new year' })).status).toBe(201);
  expect((await carl.post('/agreements', { terms: terms('3'), answers: 1, reason: 'we grow' })).status).toBe(201);
  expect((await sue.post('/agreements', { terms: terms('2'), answers: 2 })).status).toBe(201);
  expect(await carl.post(`${at}/comments`, { version: 3, text: 'We can live with that.', party: 'supplier' })).toMatchObject({
    status: 403,
  });
  expect((await carl.post(`${at}/comments`, { version: 3, text: 'We can live with that.' })).status).toBe(201);
  // The supplier approves inside, by somebody who is not the author; then both sign.
  expect(await sue.post(`${at}/signatures`, { version: 3 })).toMatchObject({ status: 422, body: { code: 'APPROVAL_MISSING' } });
  expect(await sue.post(`${at}/approvals`, { version: 3 })).toMatchObject({ status: 403 });
  expect((await ann.post(`${at}/approvals`, { version: 3 })).status).toBe(201);
  expect((await sue.post(`${at}/signatures`, { version: 3 })).status).toBe(201);
  expect((await carl.post(`${at}/signatures`, { version: 3 })).body).toMatchObject({ events: ['AgreementSigned', 'AgreementActivated'] });
  // Both read the same words.
  expect((await carl.get(`${at}/words`)).body).toEqual((await sue.get(`${at}/words`)).body);

  // Sold: 90,000 before April and 60,000 after.
  await sue.post('/partnerships/acme~buildco/sales', sale('i-1', '2026-02-10', '90000'));
  const { body: sold } = await sue.post('/partnerships/acme~buildco/sales', sale('i-2', '2026-05-10', '60000'));
  const before = await carl.get(`${at}/balance?on=2026-06-30&atLeast=${String(sold['token'])}`);
  expect(before.body).toMatchObject({ earned: '3000.00' });

  // The auditor sees nothing before it was granted, and then reads, and no more.
  expect((await aud.get(`${at}/balance?on=2026-06-30`)).status).toBe(404);
  expect((await sue.post('/partnerships/acme~buildco/grants', { auditor: 'firm', from: '2020-01-01', to: '2099-12-31' })).status).toBe(201);
  expect((await aud.get(`${at}/balance?on=2026-06-30`)).body).toMatchObject({ earned: '3000.00' });
  expect((await aud.post(`${at}/signatures`, { version: 4 })).status).toBe(403);
  expect((await aud.get('/organisations/acme/drafts')).status).toBe(404);

  // In June Carl asks for 5 % from April on. Both see the same preview before anybody signs.
  const amendments = [{ effective: '2026-04-01', programme: 'volume', mode: 'carry', change: { earn: steps('5') } }];
  expect((await carl.post(`${at}/amendments`, { amendments, reason: 'the new site' })).status).toBe(201);
  const asked = { proposal: true, on: '2026-06-30' };
  const [preview, same] = [await carl.post(`${at}/compare`, asked), await sue.post(`${at}/compare`, asked)];
  expect(preview.body).toEqual(same.body);
  expect((await ann.post(`${at}/approvals`, { version: 4 })).status).toBe(201);
  await sue.post(`${at}/signatures`, { version: 4 });
  const { body: signed } = await carl.post(`${at}/signatures`, { version: 4 });
  // 90,000 before April keep 1 %; 60,000 since then earn 5 %, which the whole volume reaches: what was previewed, to the cent.
  const after = await carl.get(`${at}/balance?on=2026-06-30&atLeast=${String(signed['token'])}`);
  expect(after.body).toMatchObject({ earned: '3900.00' });
  expect((preview.body['sets'] as readonly Body[]).map(({ earned }) => earned)).toEqual(['3000.00', '3900.00']);
  // Known then stays; the true-up shows with its cause, the same for all three.
  expect((await carl.get(`${at}/balance?on=2026-06-30&knownAt=${String(before.body['knownAt'])}`)).body).toEqual(before.body);
  const trueUps = await aud.get(`${at}/true-ups?on=2026-06-30`);
  expect(trueUps.body).toMatchObject({
    trueUps: [{ version: 4, cause: 'amendment', before: '3000.00', after: '3900.00', change: '900.00' }],
  });
  expect((await carl.get(`${at}/true-ups?on=2026-06-30`)).body).toEqual(trueUps.body);

  // The next year begins with the terms of the end.
  const { body: replica } = await sue.get(`${at}/replica`);
  expect(replica).toMatchObject({ terms: { id: 'year-2027', from: '2027-01-01', to: '2027-12-31', programmes: [{ earn: steps('5') }] } });
  expect((await sue.post('/agreements', { terms: replica['terms'], reason: 'as agreed' })).status).toBe(201);

  // What they share tells the whole story, and nothing that one of them keeps to itself.
  const { body: timeline } = await aud.get(`${at}/timeline`);
  const types = (timeline['items'] as readonly Body[]).map(({ type }) => type);
  expect(types).toEqual([
    'PartnershipOpened',
    'AgreementProposed',
    'AgreementProposed',
    'AgreementProposed',
    'CommentAdded',
    'ProposalApproved',
    'AgreementSigned',
    'AgreementSigned',
    'AgreementActivated',
    'SalesRecorded',
    'SalesRecorded',
    'AmendmentProposed',
    'ProposalApproved',
    'AgreementSigned',
    'AgreementSigned',
    'AgreementAmended',
    'AgreementProposed',
  ]);
  expect(JSON.stringify([timeline, (await aud.get(`${at}/versions/1`)).body])).not.toMatch(/secret-plan|between us|draft/i);
});
