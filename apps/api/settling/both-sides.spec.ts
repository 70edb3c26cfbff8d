import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Identity, openIdentity, type Role } from '#identity';
import { type Ledger, newCommandId, openLedger } from '#ledger';
import { createApp } from '../create-app.ts';

/** Both sides and an auditor as clients of one server: what they share is the same to the cent, what each books is its own. */

const folder = mkdtempSync(join(tmpdir(), 'both-sides-'));
let ledger: Ledger;
let identity: Identity;
let app: Awaited<ReturnType<typeof createApp>>;
let url: string;
const tokens = new Map<string, string>();
jest.setTimeout(60_000);

const must = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly unknown[] }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
const person = async (name: string, organisation: string, roles: readonly Role[]): Promise<void> => {
  const { id } = must(identity.users.create({ name, email: `${name}@example.org`, operator: false }));
  must(await identity.setPassword(must(identity.passwordLink(id)).secret, 'a password of the tests'));
  must(identity.members.put(organisation, id, { roles, approvesUpTo: null }));
  tokens.set(name, (await identity.start(id)).accessToken);
};

const TERMS = {
  id: 'y-25',
  supplier: 'acme',
  customer: 'buildco',
  from: '2025-01-01',
  to: '2025-12-31',
  currency: 'EUR',
  programmes: [
    { id: 'volume', earn: { percent: '3' }, settle: { every: 'quarter', dueDays: 30, claims: { tolerance: { percent: '1' } } } },
  ],
};

beforeAll(async () => {
  ledger = await openLedger({ dataDir: folder });
  identity = await openIdentity({ dataDir: folder, clock: () => new Date() });
  for (const [id, kind] of [
    ['acme', 'supplier'],
    ['buildco', 'customer'],
    ['firm', 'auditor'],
  ] as const)
    must(identity.organisations.create({ id, name: id, kinds: [kind] }));
  must(
    identity.grants.create({
      auditor: 'firm',
      partnership: 'acme~buildco',
      agreement: null,
      from: '2020-01-01',
      to: '2999-12-31',
      grantedFor: 'acme',
      grantedBy: 'u-0',
    }),
  );
  await person('sue', 'acme', ['finance']);
  await person('carl', 'buildco', ['finance']);
  await person('cora', 'buildco', ['approver']);
  await person('vic', 'buildco', ['viewer']);
  await person('audrey', 'firm', ['viewer']);
  const at = () => ({ commandId: newCommandId(), actor: 'test', now: '2025-01-01T00:00:00.000Z' });
  await ledger.execute({ kind: 'ProposeAgreement', terms: TERMS, party: 'supplier', person: 'sue' }, at());
  for (const party of ['supplier', 'customer'] as const)
    await ledger.execute({ kind: 'SignAgreement', agreement: 'y-25', version: 1, party, person: party }, at());
  app = await createApp({ ledger, identity, limits: { requestsPerMinute: 1_000_000, attemptsPerMinute: 1_000_000 } });
  await app.init();
  const server = app.getHttpServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await app.close();
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

type Got = { readonly status: number; readonly body: Record<string, unknown>; readonly text: string; readonly token: string };
const ask = async (who: string, method: string, path: string, body?: unknown): Promise<Got> => {
  const response = await fetch(url + path, {
    method,
    headers: { Authorization: `Bearer ${tokens.get(who) ?? ''}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    text,
    token: response.headers.get('rebate-token') ?? '',
    body: isJson ? (JSON.parse(text) as Record<string, unknown>) : {},
  };
};
const at = '/agreements/y-25';
const q1 = { from: '2025-01-01', to: '2025-03-31' };
const sell = (document: string, date: string, unitPrice: string) =>
  ask('sue', 'POST', '/partnerships/acme~buildco/sales', {
    reporter: 'supplier',
    stage: 'invoiced',
    document,
    lines: [{ line: '1', date, product: 'A', quantity: '1', unitPrice, tax: String(Number(unitPrice) / 5), taxCode: 'V20' }],
  });

test('a claim is raised, approved in part, settled with its tax, the rest given up; both sides and the auditor read the same', async () => {
  expect((await sell('I-1', '2025-02-01', '10000')).status).toBe(201);
  // The supplier cannot claim, a viewer cannot either, and nobody claims more than is earned.
  const part = { programme: 'volume', period: q1, amount: '300.00' };
  expect(await ask('sue', 'POST', `${at}/claims`, { claim: 'C-1', parts: [part], on: '2025-04-02' })).toMatchObject({
    status: 422,
    body: { code: 'CLAIM_NOT_THE_PARTY' },
  });
  expect((await ask('vic', 'POST', `${at}/claims`, { claim: 'C-1', parts: [part] })).status).toBe(403);
  expect(
    await ask('carl', 'POST', `${at}/claims`, { claim: 'C-1', parts: [{ ...part, amount: '310.00' }], on: '2025-04-02' }),
  ).toMatchObject({ status: 422, body: { code: 'CLAIM_ABOVE_EARNED' } });
  expect(await ask('carl', 'POST', `${at}/claims`, { claim: 'C-1', parts: [{ ...part, lines: 'all' }] })).toMatchObject({ status: 400 });
  expect(
    await ask('carl', 'POST', `${at}/claims`, {
      claim: 'C-1',
      parts: [{ ...part, amount: '302.00' }],
      on: '2025-04-02',
      reference: 'BC-1',
    }),
  ).toMatchObject({ status: 201, body: { events: ['ClaimRaised'] } });
  expect((await ask('carl', 'POST', `${at}/claims/C-1/approvals`, {})).body).toMatchObject({ code: 'CLAIM_NOT_THE_PARTY' });
  expect((await ask('sue', 'POST', `${at}/claims/C-9/refusals`, { reason: 'none' })).status).toBe(404);
  expect(
    (
      await ask('sue', 'POST', `${at}/claims/C-1/approvals`, {
        parts: [{ ...part, amount: '290.00' }],
        reason: 'I-1 in part',
        on: '2025-04-10',
      })
    ).status,
  ).toBe(201);
  const due = (await ask('sue', 'GET', `${at}/due?on=2025-04-30`)).body as {
    items: { open: string; claims: unknown; tax: { net: string; tax: string }[] }[];
  };
  expect(due.items).toMatchObject([
    { open: '300.00', claims: [{ claim: 'C-1', open: '290.00' }], tax: [{ code: 'V20', net: '300.00', tax: '60.00' }] },
  ]);
  const settlement = {
    settlement: 'S-1',
    means: 'creditNote',
    reference: 'CN-1',
    parts: [{ programme: 'volume', period: q1, amount: '290.00', claim: 'C-1' }],
    tax: [{ code: 'V20', net: '290.00', tax: '58.00' }],
    on: '2025-04-20',
  };
  expect((await ask('sue', 'POST', `${at}/settlements`, settlement)).status).toBe(201);
  expect((await ask('sue', 'POST', `${at}/settlements`, settlement)).status).toBe(409);
  expect(
    (
      await ask('carl', 'POST', `${at}/waivers`, {
        waiver: 'W-1',
        programme: 'volume',
        period: q1,
        amount: '10.00',
        reason: 'too little',
        on: '2025-05-01',
      })
    ).status,
  ).toBe(201);
  expect((await ask('carl', 'POST', `${at}/waivers/W-1/approvals`, { on: '2025-05-02' })).body).toMatchObject({ code: 'WAIVER_BY_AUTHOR' });
  const { token } = await ask('cora', 'POST', `${at}/waivers/W-1/approvals`, { on: '2025-05-02' });
  const read = async (who: string, path: string): Promise<string> => (await ask(who, 'GET', `${at}/${path}&atLeast=${token}`)).text;
  for (const path of [
    'settlements?on=2025-06-30',
    'claims?on=2025-06-30',
    'due?on=2025-06-30',
    'ageing?on=2025-06-30',
    'short-payments?on=2025-06-30',
    'claim-lines?programme=volume&on=2025-03-31',
    'claim-lines?programme=volume&on=2025-03-31&format=csv',
  ]) {
    const own = await read('sue', path);
    for (const who of ['carl', 'vic', 'audrey']) expect(await read(who, path)).toBe(own);
  }
  expect(JSON.parse(await read('audrey', 'settlements?on=2025-06-30'))).toMatchObject({
    standing: [{ earned: '300.00', settled: '290.00', waived: '10.00', open: '0.00' }],
  });
  expect(await read('carl', 'claim-lines?programme=volume&on=2025-03-31&format=csv')).toBe(
    'document,line,date,product,quantity,taxCode,earned,claimed,left\r\nI-1,1,2025-02-01,A,1,V20,300.00,0.00,300.00\r\n',
  );
});

test('each side books and posts for itself: nobody else reads it, and what was settled mirrors to the cent', async () => {
  await sell('I-2', '2025-05-01', '1000');
  const books = (organisation: string, path = '') => `/organisations/${organisation}/agreements/y-25/${path}`;
  for (const [who, organisation] of [
    ['sue', 'acme'],
    ['carl', 'buildco'],
  ] as const) {
    expect((await ask(who, 'POST', books(organisation, 'accruals'), { through: '2025-06-30' })).status).toBe(201);
  }
  expect((await ask('carl', 'PUT', '/organisations/buildco/accounts', { customer: { receivable: { number: '1351' } } })).status).toBe(201);
  expect((await ask('carl', 'PUT', '/organisations/buildco/accounts', { customer: { sales: { number: '1' } } })).body).toMatchObject({
    code: 'UNKNOWN_KEY',
  });
  for (const [who, organisation] of [
    ['carl', 'acme'],
    ['audrey', 'acme'],
    ['sue', 'buildco'],
    ['audrey', 'buildco'],
    ['vic', 'buildco'],
  ] as const) {
    for (const path of [books(organisation, 'accruals'), books(organisation, 'journal'), `/organisations/${organisation}/accounts`])
      expect([403, 404]).toContain((await ask(who, 'GET', path)).status);
  }
  type Journal = {
    readonly debit: string;
    readonly credit: string;
    readonly entries: {
      readonly text: string;
      readonly lines: { readonly account: string; readonly debit?: string; readonly credit?: string }[];
    }[];
  };
  const journal = async (who: string, organisation: string) =>
    (await ask(who, 'GET', books(organisation, 'journal'))).body as unknown as Journal;
  const [supplier, customer] = [await journal('sue', 'acme'), await journal('carl', 'buildco')];
  const posted = ({ entries }: Journal, account: string, side: 'debit' | 'credit') =>
    entries.flatMap(({ text, lines }) =>
      lines.flatMap((line) => (line.account === account && line[side] !== undefined ? [`${text} ${line[side]}`] : [])),
    );
  // What the booking took was posted before the accounts were changed; it stays on the account of then.
  expect(posted(supplier, '2300', 'debit')).toEqual(['Accrual released 10.00', 'Credit note 290.00']);
  expect(posted(customer, '1350', 'credit')).toEqual(posted(supplier, '2300', 'debit'));
  expect(posted(supplier, '1200', 'credit')).toEqual(posted(customer, '2000', 'debit'));
  expect([supplier.debit, customer.debit]).toEqual([supplier.credit, customer.credit]);
  const csv = () => ask('sue', 'GET', `${books('acme', 'journal')}?format=csv`);
  expect((await csv()).text).toBe((await csv()).text);
});

test('who may release a part of an accrual is two people of the organisation', async () => {
  const path = '/organisations/buildco/agreements/y-25/releases';
  expect((await ask('carl', 'POST', path, { release: 'R-1', programme: 'volume', amount: '5.00', reason: 'too much' })).status).toBe(201);
  expect((await ask('carl', 'POST', `${path}/R-1/approvals`)).body).toMatchObject({ code: 'RELEASE_BY_AUTHOR' });
  expect((await ask('cora', 'POST', `${path}/R-1/approvals`)).status).toBe(201);
  expect((await ask('carl', 'GET', '/organisations/buildco/agreements/y-25/accruals')).body).toMatchObject({
    releases: [{ release: 'R-1', status: 'released' }],
  });
});
