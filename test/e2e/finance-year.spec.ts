import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openLedger } from '#ledger';
import { Rational, sum } from '#kernel';
import { runApi, type StartedApi } from '../../apps/api/run-api.ts';

/** A year of finance by two companies over HTTP, each signed in as itself: closes, claims, a renegotiation, settlements, deltas. */

const folder = mkdtempSync(join(tmpdir(), 'finance-year-'));
const A = '/agreements/y-2025';
const PASSWORD = 'a password of this test';
let api: StartedApi;
jest.setTimeout(90_000);

type Json = Record<string, unknown>;
class Client {
  token = '';
  atLeast = '0';

  async ask<T = Json>(path: string): Promise<T> {
    const response = await fetch(`${api.url}${path}`, { headers: { authorization: `Bearer ${this.token}` } });
    const body = (await response.json()) as T;
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
    return body;
  }

  async say(path: string, body: unknown): Promise<Json> {
    const response = await fetch(`${api.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }) }, body: JSON.stringify(body) });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`${path} ${JSON.stringify(body)}: ${JSON.stringify(answer)}`);
    this.atLeast = response.headers.get('rebate-token') ?? this.atLeast;
    return answer;
  }
}
const [olga, sue, carl] = [new Client(), new Client(), new Client()];
const signIn = (client: Client, answer: Json): void => { client.token = String(answer['accessToken']); };

beforeAll(async () => {
  api = await runApi(['--data', join(folder, 'ledger'), '--port', '0'], { REBATE_REQUESTS_PER_MINUTE: '100000' }, { openLedger }, false);
  signIn(olga, await olga.say('/auth/first-administrator', { token: api.firstAdministrator?.secret, name: 'Olga', email: 'olga@example.org', password: PASSWORD }));
  for (const [client, id, kind, email] of [[sue, 'acme', 'supplier', 'sue@example.org'], [carl, 'buildco', 'customer', 'carl@example.org']] as const) {
    await olga.say('/organisations', { id, name: id, kinds: [kind] });
    const { token } = await olga.say(`/organisations/${id}/invitations`, { email, roles: ['administrator', 'commercial', 'finance'] });
    signIn(client, await client.say('/auth/invitation', { token, name: email.slice(0, 4), password: PASSWORD }));
  }
});
afterAll(async () => {
  await api.close();
  rmSync(folder, { recursive: true, force: true });
});

const TERMS = {
  id: 'y-2025', supplier: 'acme', customer: 'buildco', from: '2025-01-01', to: '2025-12-31', currency: 'EUR',
  programmes: [
    { id: 'volume', earn: { tiers: 'retrospective', steps: [{ from: '0', percent: '1' }, { from: '200000', percent: '2' }] }, settle: { every: 'quarter', graceDays: 5, dueDays: 30 } },
    { id: 'promo', eligible: { include: [{ product: ['B'] }] }, earn: { percent: '0.333' }, settle: { every: 'quarter', graceDays: 5, dueDays: 30 } },
  ],
};
const BETTER = [{ effective: '2025-01-01', programme: 'volume', mode: 'restate', change: { earn: { tiers: 'retrospective', steps: [{ from: '0', percent: '1' }, { from: '200000', percent: '2.5' }] } } }];

const two = (value: number): string => String(value).padStart(2, '0');
const monthOf = (month: number): string => (month > 12 ? `2026-${two(month - 12)}` : `2025-${two(month)}`);
const sell = (document: string, date: string, product: string, unitPrice: string, quantity = '1'): Promise<Json> =>
  sue.say('/partnerships/acme~buildco/sales', { reporter: 'supplier', stage: 'invoiced', document, lines: [{ line: '1', date, product, quantity, unitPrice }] });
const close = (month: number): Promise<Json> => sue.say(`${A}/statements`, { period: monthOf(month) });

type Due = { readonly items: readonly { readonly programme: string; readonly period: { readonly from: string; readonly to: string }; readonly open: string }[] };
const due = (on: string): Promise<Due> => carl.ask<Due>(`${A}/due?on=${on}&atLeast=${sue.atLeast}`);
const parts = ({ items }: Due) => items.map(({ programme, period, open }) => ({ programme, period, amount: open }));

/** Claimed by the customer, approved by the supplier (in Q2 not in whole), settled by credit note. */
const settleQuarter = async (quarter: number): Promise<void> => {
  const after = monthOf(quarter * 3 + 1);
  const claimed = parts(await due(`${after}-10`)).filter(({ amount }) => !amount.startsWith('-'));
  await carl.say(`${A}/claims`, { claim: `q-${quarter}`, parts: claimed, on: `${after}-10` });
  const approved = claimed.map((part) => (quarter === 2 && part.programme === 'volume' && part.period.from === '2025-04-01' ? { ...part, amount: Rational.parse(part.amount).minus(Rational.int(100)).toDecimal() } : part));
  await sue.say(`${A}/claims/q-${quarter}/approvals`, { on: `${after}-12`, ...(quarter === 2 ? { parts: approved, reason: 'a delivery is disputed' } : {}) });
  const settled = approved.map((part) => ({ ...part, claim: `q-${quarter}`, ...(quarter === 4 ? { final: true } : {}) }));
  await sue.say(`${A}/settlements`, { settlement: `s-${quarter}`, means: 'creditNote', reference: `CN-${quarter}`, parts: settled, on: `${after}-20` });
};

const year = async (): Promise<void> => {
  await sue.say('/agreements', { terms: TERMS, party: 'supplier' });
  for (const client of [sue, carl]) await client.say(`${A}/signatures`, { version: 1, party: client === sue ? 'supplier' : 'customer' });
  for (let month = 1; month <= 12; month += 1) {
    await sell(`i-${month}-a`, `${monthOf(month)}-05`, 'A', String(30_000 + month * 777));
    await sell(`i-${month}-b`, `${monthOf(month)}-18`, 'B', String(9_000 + month * 333));
    // One line in five comes after its month was closed.
    if (month > 1 && month % 2 === 0) await sell(`i-${month}-late`, `${monthOf(month - 1)}-27`, 'B', String(4_000 + month * 55));
    if (month % 5 === 0) await sell(`i-${month}-back`, `${monthOf(month)}-25`, 'A', '1200', '-1');
    if (month === 7) {
      await carl.say(`${A}/amendments`, { amendments: BETTER, party: 'customer', reason: 'more volume than we thought' });
      for (const client of [sue, carl]) await client.say(`${A}/signatures`, { version: 2, party: client === sue ? 'supplier' : 'customer' });
    }
    await close(month);
    if (month % 3 === 0) await settleQuarter(month / 3);
  }
  // After the final settlement: a late line and a correction, settled as a delta.
  await sell('i-late', '2025-12-10', 'A', '5000');
  await close(13);
  const delta = parts(await due('2026-02-10')).filter(({ amount }) => /[1-9]/.test(amount));
  await sue.say(`${A}/settlements`, { settlement: 's-delta', means: 'creditNote', reference: 'CN-delta', parts: delta, on: '2026-02-15' });
  await close(14);
};

type Row = { readonly programme: string; readonly earned: string; readonly settled: string; readonly waived: string; readonly open: string };
type Statement = { readonly period: { readonly to: string }; readonly position: string; readonly total: Record<'opening' | 'earned' | 'trueUps' | 'settled' | 'waived' | 'closing', string>; readonly programmes: readonly { readonly programme: string; readonly trueUps: string; readonly causes: Record<string, string> }[] };
const money = (text: string): Rational => Rational.parse(text);

test('statements, claims, settlements and deltas of a year come out alike on both sides, at every position', async () => {
  await year();
  const { statements, knownAt } = await carl.ask<{ statements: readonly { readonly number: number; readonly open: string }[]; knownAt: number }>(`${A}/statements?atLeast=${sue.atLeast}`);
  expect(statements).toHaveLength(14);
  const issued = await Promise.all(statements.map((_, index) => sue.ask<Statement>(`${A}/statements/${monthOf(index + 1)}`)));

  // Each closing is the next opening; over the whole life earned = settled + waived, since nothing is left open.
  issued.forEach(({ total }, index) => { expect(total.opening).toBe(issued[index - 1]?.total.closing ?? '0.00'); });
  const over = (key: keyof Statement['total']): Rational => sum(issued.map(({ total }) => money(total[key])));
  expect(issued.at(-1)?.total.closing).toBe('0.00');
  expect(over('earned').plus(over('trueUps')).toExact()).toBe(over('settled').plus(over('waived')).toExact());
  expect(issued[6]?.programmes[0]?.causes).toHaveProperty('amendment');
  expect(issued[12]?.programmes[0]?.causes).toMatchObject({ 'late sale': '125.00' });

  // Both sides see the same at every position, and it adds up there.
  for (let position = 5; position <= knownAt; position += 1) {
    const at = `on=2026-02-28&knownAt=${position}`;
    const [ofSupplier, ofCustomer] = await Promise.all([sue, carl].map((client) => client.ask<{ standing: readonly Row[] }>(`${A}/settlements?${at}`)));
    expect(ofSupplier).toEqual(ofCustomer);
    const { earned } = await carl.ask<{ earned: string }>(`${A}/balance?${at}`);
    const rows = ofSupplier?.standing ?? [];
    expect(sum(rows.map((row) => money(row.earned))).toExact()).toBe(money(earned).toExact());
    for (const row of rows) expect(sum([row.settled, row.waived, row.open].map(money)).toExact()).toBe(money(row.earned).toExact());
  }

  // Every statement comes out the same again, and the bridge from one to the next explains its closing.
  for (const [index, { period, position, total }] of issued.entries()) {
    expect(await carl.ask(`${A}/statements/${monthOf(index + 1)}/check`)).toMatchObject({ same: true, difference: null });
    const before = issued[index - 1];
    if (before === undefined) continue;
    const bridge = await carl.ask<{ change: string; causes: Record<string, string> }>(`${A}/bridge?figure=open&fromOn=${before.period.to}&fromKnownAt=${before.position}&on=${period.to}&knownAt=${position}&limit=0`);
    expect(money(bridge.change).toExact()).toBe(money(total.closing).minus(money(total.opening)).toExact());
    expect(sum(Object.values(bridge.causes).map(money)).toExact()).toBe(money(bridge.change).toExact());
  }
});
