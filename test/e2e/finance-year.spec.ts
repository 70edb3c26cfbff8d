import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { openLedger } from '#ledger';
import { Rational, sum } from '#kernel';
import { runApi, type StartedApi } from '../../apps/api/run-api.ts';

/** A year of finance by two companies over HTTP, each signed in as itself: closes, claims, a renegotiation, disputes, settlements, deltas, books. */

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

  say(path: string, body: unknown): Promise<Json> {
    return this.send(path, 'application/json', JSON.stringify(body));
  }

  async send(path: string, type: string, body: string): Promise<Json> {
    const response = await fetch(`${api.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...(this.token === '' ? {} : { authorization: `Bearer ${this.token}` }) },
      body,
    });
    const answer = (await response.json()) as Json;
    if (!response.ok) throw new Error(`${path} ${body}: ${JSON.stringify(answer)}`);
    this.atLeast = response.headers.get('rebate-token') ?? this.atLeast;
    return answer;
  }
}
const [olga, sue, carl] = [new Client(), new Client(), new Client()];
const signIn = (client: Client, answer: Json): void => {
  client.token = String(answer['accessToken']);
};

beforeAll(async () => {
  api = await runApi(['--data', join(folder, 'ledger'), '--port', '0'], { REBATE_REQUESTS_PER_MINUTE: '100000' }, { openLedger }, false);
  signIn(
    olga,
    await olga.say('/auth/first-administrator', {
      token: api.firstAdministrator?.secret,
      name: 'Olga',
      email: 'olga@example.org',
      password: PASSWORD,
    }),
  );
  for (const [client, id, kind, email] of [
    [sue, 'acme', 'supplier', 'sue@example.org'],
    [carl, 'buildco', 'customer', 'carl@example.org'],
  ] as const) {
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
  id: 'y-2025',
  supplier: 'acme',
  customer: 'buildco',
  from: '2025-01-01',
  to: '2025-12-31',
  currency: 'EUR',
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '200000', percent: '2' },
        ],
      },
      settle: { every: 'quarter', graceDays: 5, dueDays: 30 },
    },
    {
      id: 'promo',
      eligible: { include: [{ product: ['B'] }] },
      earn: { percent: '0.333' },
      settle: { every: 'quarter', graceDays: 5, dueDays: 30 },
    },
  ],
};
const BETTER = [
  {
    effective: '2025-01-01',
    programme: 'volume',
    mode: 'restate',
    change: {
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '200000', percent: '2.5' },
        ],
      },
    },
  },
];

const two = (value: number): string => String(value).padStart(2, '0');
const monthOf = (month: number): string => (month > 12 ? `2026-${two(month - 12)}` : `2025-${two(month)}`);
const P = '/partnerships/acme~buildco';
/** What was invoiced, as a file of the customer's receipts says it. */
const receipts: string[] = [];
const sell = (document: string, date: string, product: string, unitPrice: string, quantity = '1'): Promise<Json> => {
  receipts.push([document, '1', date, product, quantity, unitPrice].join());
  return sue.say(`${P}/sales`, {
    reporter: 'supplier',
    stage: 'invoiced',
    document,
    lines: [{ line: '1', date, product, quantity, unitPrice }],
  });
};
const ORGANISATIONS = [
  [sue, 'acme'],
  [carl, 'buildco'],
] as const;
const close = async (month: number): Promise<void> => {
  await sue.say(`${A}/statements`, { period: monthOf(month) });
  const last = new Date(Date.UTC(2025, month, 0)).toISOString().slice(0, 10);
  for (const [client, organisation] of ORGANISATIONS) await client.say(`/organisations/${organisation}${A}/accruals`, { through: last });
};

type Sides = { readonly supplier: string; readonly customer: string; readonly difference: string };
type Dispute = {
  readonly status: string;
  readonly outcome: string;
  readonly parting: { readonly line: { readonly document: string } | null } | null;
  readonly now: Sides;
};
const sides = (): Promise<Sides> =>
  carl.ask<Sides>(`${A}/sides?on=2025-12-31&atLeast=${BigInt(carl.atLeast) > BigInt(sue.atLeast) ? carl.atLeast : sue.atLeast}`);

/** The customer's receipts differ in two lines: one is the supplier's mistake, one its own. And a claim was cut. */
const disputed = async (): Promise<void> => {
  const copy = receipts.map((row) =>
    row.startsWith('i-5-a,') ? row.replace(/\d+$/, '40000') : row.startsWith('i-8-b,') ? row.replace('B,1,', 'B,2,') : row,
  );
  expect(
    await carl.send(
      '/imports?partnership=acme~buildco&file=receipts.csv',
      'text/csv',
      `document,line,date,product,quantity,unitPrice\n${copy.join('\n')}\n`,
    ),
  ).toMatchObject({ recorded: copy.length, refused: 0 });
  expect((await sides()).difference).not.toBe('0.00');
  const open = async (subject: object, text: string): Promise<string> =>
    String((await carl.say(`${P}/disputes`, { agreement: 'y-2025', subject, text, party: 'customer' }))['dispute']);
  const line = (document: string) => ({ kind: 'lines', lines: [{ side: 'customer', document, line: '1' }] });
  const price = await open(line('i-5-a'), 'The price of May was 40,000.');
  await carl.say(`${P}/disputes/${price}/proposals`, {
    outcome: 'correction',
    accept: 'customer',
    reason: 'Your own confirmation of order.',
    party: 'customer',
  });
  await sue.say(`${P}/disputes/${price}/acceptance`, { proposal: 1, party: 'supplier' });
  const quantity = await open(line('i-8-b'), 'Two came in August.');
  await sue.say(`${P}/disputes/${quantity}/comments`, { text: 'One was sent back: see the return.', party: 'supplier' });
  await carl.say(`${P}/disputes/${quantity}/end`, { outcome: 'acceptance', reason: 'It was.', party: 'customer' });
  const claim = await open({ kind: 'claim', claim: 'q-2' }, 'A hundred of it were cut.');
  await sue.say(`${P}/disputes/${claim}/end`, {
    outcome: 'rejection',
    reason: 'They came with the claim of the third quarter.',
    party: 'supplier',
  });
  const told = await Promise.all([price, quantity, claim].map((one) => carl.ask<Dispute>(`${P}/disputes/${one}?atLeast=${sue.atLeast}`)));
  expect(told.map(({ status, outcome, parting }) => [status, outcome, parting?.line?.document ?? null])).toEqual([
    ['ended', 'correction', 'i-5-a'],
    ['ended', 'acceptance', 'i-8-b'],
    ['ended', 'rejection', null],
  ]);
  expect((await sides()).difference).toBe('0.00');
};

type Due = {
  readonly items: readonly {
    readonly programme: string;
    readonly period: { readonly from: string; readonly to: string };
    readonly open: string;
  }[];
};
const due = (on: string): Promise<Due> => carl.ask<Due>(`${A}/due?on=${on}&atLeast=${sue.atLeast}`);
const parts = ({ items }: Due) => items.map(({ programme, period, open }) => ({ programme, period, amount: open }));

/** Claimed by the customer, approved by the supplier (in Q2 not in whole), settled by credit note. */
const settleQuarter = async (quarter: number): Promise<void> => {
  const after = monthOf(quarter * 3 + 1);
  const claimed = parts(await due(`${after}-10`)).filter(({ amount }) => !amount.startsWith('-'));
  await carl.say(`${A}/claims`, { claim: `q-${quarter}`, parts: claimed, on: `${after}-10` });
  const approved = claimed.map((part) =>
    quarter === 2 && part.programme === 'volume' && part.period.from === '2025-04-01'
      ? { ...part, amount: Rational.parse(part.amount).minus(Rational.int(100)).toDecimal() }
      : part,
  );
  await sue.say(`${A}/claims/q-${quarter}/approvals`, {
    on: `${after}-12`,
    ...(quarter === 2 ? { parts: approved, reason: 'a delivery is disputed' } : {}),
  });
  const settled = approved.map((part) => ({ ...part, claim: `q-${quarter}`, ...(quarter === 4 ? { final: true } : {}) }));
  await sue.say(`${A}/settlements`, {
    settlement: `s-${quarter}`,
    means: 'creditNote',
    reference: `CN-${quarter}`,
    parts: settled,
    on: `${after}-20`,
  });
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
      for (const client of [sue, carl])
        await client.say(`${A}/signatures`, { version: 2, party: client === sue ? 'supplier' : 'customer' });
    }
    if (month === 12) await disputed();
    await close(month);
    if (month % 3 === 0) await settleQuarter(month / 3);
  }
  // After the final settlement: a late line and a correction, settled as a delta.
  await sell('i-late', '2025-12-10', 'A', '5000');
  await carl.say(`${P}/sales`, {
    reporter: 'customer',
    stage: 'invoiced',
    document: 'i-late',
    lines: [{ line: '1', date: '2025-12-10', product: 'A', quantity: '1', unitPrice: '5000' }],
  });
  await close(13);
  const delta = parts(await due('2026-02-10')).filter(({ amount }) => /[1-9]/.test(amount));
  await sue.say(`${A}/settlements`, { settlement: 's-delta', means: 'creditNote', reference: 'CN-delta', parts: delta, on: '2026-02-15' });
  await close(14);
};

type Row = {
  readonly programme: string;
  readonly earned: string;
  readonly settled: string;
  readonly waived: string;
  readonly open: string;
};
type Statement = {
  readonly period: { readonly to: string };
  readonly position: string;
  readonly total: Record<'opening' | 'earned' | 'trueUps' | 'settled' | 'waived' | 'closing', string>;
  readonly programmes: readonly { readonly programme: string; readonly trueUps: string; readonly causes: Record<string, string> }[];
};
const money = (text: string): Rational => Rational.parse(text);

test('statements, claims, settlements and deltas of a year come out alike on both sides, at every position', async () => {
  await year();
  const { statements, knownAt } = await carl.ask<{
    statements: readonly { readonly number: number; readonly open: string }[];
    knownAt: number;
  }>(`${A}/statements?atLeast=${sue.atLeast}`);
  expect(statements).toHaveLength(14);
  const issued = await Promise.all(statements.map((_, index) => sue.ask<Statement>(`${A}/statements/${monthOf(index + 1)}`)));

  // Each closing is the next opening; over the whole life earned = settled + waived, since nothing is left open.
  issued.forEach(({ total }, index) => {
    expect(total.opening).toBe(issued[index - 1]?.total.closing ?? '0.00');
  });
  const over = (key: keyof Statement['total']): Rational => sum(issued.map(({ total }) => money(total[key])));
  expect(issued.at(-1)?.total.closing).toBe('0.00');
  expect(over('earned').plus(over('trueUps')).toExact()).toBe(over('settled').plus(over('waived')).toExact());
  expect(issued[6]?.programmes[0]?.causes).toHaveProperty('amendment');
  expect(issued[11]?.programmes[0]?.causes).toHaveProperty('dispute');
  expect(issued[12]?.programmes[0]?.causes).toMatchObject({ 'late sale': '125.00' });

  // Both sides see the same at every position, and it adds up there.
  for (let position = 5; position <= knownAt; position += 1) {
    const at = `on=2026-02-28&knownAt=${position}`;
    const [ofSupplier, ofCustomer] = await Promise.all(
      [sue, carl].map((client) => client.ask<{ standing: readonly Row[] }>(`${A}/settlements?${at}`)),
    );
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
    const bridge = await carl.ask<{ change: string; causes: Record<string, string> }>(
      `${A}/bridge?figure=open&fromOn=${before.period.to}&fromKnownAt=${before.position}&on=${period.to}&knownAt=${position}&limit=0`,
    );
    expect(money(bridge.change).toExact()).toBe(money(total.closing).minus(money(total.opening)).toExact());
    expect(sum(Object.values(bridge.causes).map(money)).toExact()).toBe(money(bridge.change).toExact());
  }
});

type Booking = { readonly period: { readonly from: string; readonly to: string }; readonly rows: readonly Record<string, string>[] };
type Journal = {
  readonly debit: string;
  readonly credit: string;
  readonly entries: readonly {
    readonly date: string;
    readonly programme: string;
    readonly reference: string | null;
    readonly lines: readonly { readonly account: string; readonly debit?: string; readonly credit?: string }[];
  }[];
};
/** What an entry moves on one account, debit first. */
const moved = (journal: Journal, account: string): string[] =>
  journal.entries.flatMap(({ date, programme, reference, lines }) =>
    lines
      .filter((line) => line.account === account)
      .map(({ debit = '0', credit = '0' }) => `${date} ${programme} ${reference ?? ''} ${money(debit).minus(money(credit)).toExact()}`),
  );
const turned = (text: string): string =>
  text.replace(/ (-?)([\d.]+)$/, (_, sign: string, digits: string) => ` ${sign === '-' || digits === '0' ? '' : '-'}${digits}`);

test('the two journals mirror each other in every period: what one owes the other is owed, to the cent', async () => {
  const bookings = await Promise.all(
    ORGANISATIONS.map(
      async ([client, organisation]) => (await client.ask<{ bookings: Booking[] }>(`/organisations/${organisation}${A}/accruals`)).bookings,
    ),
  );
  const [ofSupplier, ofCustomer] = bookings.map((own) =>
    own.map(({ period, rows }) => [
      period.from,
      period.to,
      ...rows.flatMap(({ programme, opening, charged, used, released, closing }) => [programme, opening, charged, used, released, closing]),
    ]),
  );
  expect(ofSupplier).toHaveLength(14);
  expect(ofCustomer).toEqual(ofSupplier);
  for (const { period } of bookings[0] ?? []) {
    const query = `from=${period.to}&to=${period.to}`;
    const [supplier, customer] = await Promise.all(
      ORGANISATIONS.map(([client, organisation]) => client.ask<Journal>(`/organisations/${organisation}${A}/journal?${query}`)),
    );
    if (supplier === undefined || customer === undefined) throw new Error('both have books');
    for (const journal of [supplier, customer]) expect(journal.debit).toBe(journal.credit);
    // The refund liability of the one is the receivable of the other.
    expect(moved(customer, '1350').map(turned)).toEqual(moved(supplier, '2300'));
  }
  const looked = await sue.ask<{ passed: boolean; checks: { check: string; looked: number; findings: unknown[] }[] }>(`${A}/audit`);
  expect(
    looked.checks
      .filter(({ check }) => ['statements', 'bridge', 'claims', 'journals', 'variances', 'disputes'].includes(check))
      .map(({ check, looked: number, findings }) => [check, number, findings.length]),
  ).toEqual([
    ['statements', 14, 0],
    ['bridge', 15, 0],
    ['claims', 2, 0],
    ['journals', 14, 0],
    ['variances', 0, 0],
    ['disputes', 3, 0],
  ]);
});
