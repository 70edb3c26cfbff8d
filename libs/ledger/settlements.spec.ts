import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCommandId } from './event-ids.ts';
import type { Answer, CommandContext, Executed, Ledger } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

/** Settlement plans and commitments as the ledger's own views answer them. */

let dataDir: string;
let ledger: Ledger;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'settlements-'));
  ledger = await openLedger({ dataDir });
});
afterEach(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const context = (): CommandContext => ({ commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
  return answer.value;
};
const done = (executed: Executed) => {
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed;
};

const signed = async (programme: Record<string, unknown>): Promise<void> => {
  const terms = {
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'volume', ...programme }],
  };
  done(await ledger.execute({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'sue' }, context()));
  done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party: 'supplier', person: 'sue' }, context()));
  done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party: 'customer', person: 'carl' }, context()));
};
const sell = async (document: string, date: string, unitPrice: string): Promise<string> =>
  done(
    await ledger.execute(
      {
        kind: 'RecordSales',
        partnership: 'acme~buildco',
        document: {
          reporter: 'supplier',
          stage: 'invoiced',
          document,
          lines: [{ line: '1', date, product: 'A', quantity: '1', unitPrice }],
        },
      },
      context(),
    ),
  ).token;

const PLAN = { earn: { tiers: 'retrospective', steps: [{ from: '100000', percent: '5' }] } };

test.each([
  ['cumulative', ['0.00', '6250.00', '5000.00', '3750.00']],
  ['separate', ['0.00', '0.00', '5000.00', '0.00']],
])('a year settled by quarter, parts %s', async (parts, expected) => {
  await signed({ ...PLAN, settle: { every: 'quarter', parts } });
  await sell('d-1', '2026-02-01', '50000');
  await sell('d-2', '2026-05-01', '75000');
  await sell('d-3', '2026-08-01', '100000');
  const atLeast = await sell('d-4', '2026-11-01', '75000');
  const balance = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast }));
  expect(balance.settlements?.map(({ amount }) => amount)).toEqual(expected);
});

test('a late line moves what its settlement would have paid; what was known before stays', async () => {
  await signed({ ...PLAN, settle: { every: 'quarter' } });
  await sell('d-1', '2026-02-01', '90000');
  const then = given(await ledger.balance({ agreement: 'a-1', on: '2026-06-30', atLeast: await sell('d-2', '2026-05-01', '5000') }));
  expect(then.settlements?.map(({ amount }) => amount)).toEqual(['0.00', '0.00']);
  const now = given(await ledger.balance({ agreement: 'a-1', on: '2026-06-30', atLeast: await sell('d-3', '2026-03-01', '10000') }));
  expect(now.settlements?.map(({ amount }) => amount)).toEqual(['5000.00', '250.00']);
  expect(given(await ledger.balance({ agreement: 'a-1', on: '2026-06-30', knownAt: { position: then.knownAt ?? 0 } }))).toEqual(then);
});

test('a shortfall falls due on its day, and the explanation says so', async () => {
  await signed({ earn: { percent: '3' }, conditions: [{ commitment: { amount: '500000', per: 'year', shortfall: { percent: '2' } } }] });
  const atLeast = await sell('d-1', '2026-03-01', '450000');
  const before = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-30', atLeast }));
  const after = given(await ledger.explain({ agreement: 'a-1', from: '2026-12-31', on: '2026-12-31', limit: 10 }));
  expect([before.earned, after.opening, after.earned, after.causes]).toEqual(['13500.00', '13500.00', '12500.00', { 'fell due': '-1000' }]);
});
