import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Rejection } from '#kernel';
import type { BalanceAnswer } from '#rebates';
import { newCommandId } from './event-ids.ts';
import type { Answer, CommandContext, Executed, Ledger } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

let dataDir: string;
let ledger: Ledger;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'outlook-'));
  ledger = await openLedger({ dataDir });
});
afterEach(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const context = (commandId = newCommandId()): CommandContext => ({ commandId, actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
  return answer.value;
};
const done = (executed: Executed) => {
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed;
};
const refusedWith = (outcome: { readonly kind: string; readonly rejections?: readonly Rejection[] }): string[] =>
  (outcome.rejections ?? []).map(({ code, place }) => `${code} ${place ?? ''}`);

const TERMS = {
  id: 'a-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  units: [{ product: 'A', from: 'box', to: 'piece', factor: '12' }],
  goals: [{ id: 'grow', measure: 'value', target: '20000', by: '2026-12-31', owners: ['Ann'] }],
  programmes: [
    {
      id: 'volume',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '10000', percent: '2' },
        ],
      },
    },
  ],
};
const PARTNERSHIP = 'acme~buildco';

const signed = async (more: object = {}): Promise<string> => {
  done(await ledger.execute({ kind: 'ProposeAgreement', terms: { ...TERMS, ...more }, party: 'supplier', person: 'sue' }, context()));
  done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party: 'supplier', person: 'sue' }, context()));
  return done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party: 'customer', person: 'carl' }, context()))
    .token;
};
const sell = async (document: string, date: string, unitPrice: string, more: Record<string, unknown> = {}): Promise<string> =>
  done(
    await ledger.execute(
      {
        kind: 'RecordSales',
        partnership: PARTNERSHIP,
        document: {
          reporter: 'supplier',
          stage: 'invoiced',
          document,
          lines: [{ line: '1', date, product: 'A', quantity: '1', unitPrice, ...more }],
        },
      },
      context(),
    ),
  ).token;
const correct = async (document: string, date: string, unitPrice: string): Promise<string> =>
  done(
    await ledger.execute(
      {
        kind: 'RecordSales',
        partnership: PARTNERSHIP,
        document: {
          reporter: 'supplier',
          stage: 'invoiced',
          document,
          action: 'correct',
          lines: [{ line: '1', date, product: 'A', quantity: '1', unitPrice }],
        },
      },
      context(),
    ),
  ).token;
const setPolicy = (policy: unknown, organisation = 'supplier', commandId = newCommandId()): Promise<Executed> =>
  ledger.execute({ kind: 'SetPolicy', organisation, agreement: 'a-1', policy }, context(commandId));
const FIXED = { programmes: { volume: { accrue: { percent: '4' } } } };
const AT = { agreement: 'a-1', on: '2026-03-31' };
const accrued = async (at: Parameters<Ledger['balance']>[0]): Promise<[string, BalanceAnswer['policy']]> => {
  const balance = given(await ledger.balance(at));
  return [balance.accrued, balance.policy];
};

describe("a party's policy", () => {
  test('rules what that party accrues, and nothing that the other sees', async () => {
    await signed();
    const atLeast = await sell('d-1', '2026-03-01', '5000');
    const before = given(await ledger.balance({ ...AT, atLeast }));
    expect(done(await setPolicy(FIXED)).events).toEqual(['PolicySet']);
    expect(given(await ledger.balance(AT))).toEqual(before);
    expect(await accrued({ ...AT, policyOf: 'supplier' })).toEqual([
      '200.00',
      { organisation: 'acme', version: 1, recordedAt: expect.any(String) as unknown },
    ]);
    expect(await accrued({ ...AT, policyOf: 'buildco' })).toEqual(['50.00', null]);
    expect(given(await ledger.balance({ ...AT, policyOf: 'supplier' })).earned).toBe(before.earned);
  });

  test("stands in no partnership's history", async () => {
    const positionAt = async (atLeast: string) => given(await ledger.balance({ ...AT, atLeast })).knownAt ?? -1;
    const before = await positionAt(await signed());
    await setPolicy(FIXED);
    expect(await positionAt(await sell('d-1', '2026-03-01', '5000'))).toBe(before + 1);
    expect(given(await ledger.timeline({ agreement: 'a-1' })).items.map(({ type }) => type)).not.toContain('PolicySet');
  });

  test('is known at a position when it was recorded before the event there, so an answer never changes', async () => {
    await signed();
    const atLeast = await sell('d-1', '2026-03-01', '5000');
    const { knownAt = -1 } = given(await ledger.balance({ ...AT, atLeast }));
    const then = { ...AT, policyOf: 'supplier', knownAt: { position: knownAt } };
    const answered = given(await ledger.balance(then));
    await setPolicy(FIXED);
    expect(given(await ledger.balance(then))).toEqual(answered);
    const later = await sell('d-2', '2026-03-02', '1000');
    expect(given(await ledger.balance(then))).toEqual(answered);
    expect(await accrued({ ...then, knownAt: { position: knownAt + 1 }, atLeast: later })).toMatchObject(['240.00', { version: 1 }]);
  });

  test('is known at a time from its own recorded time', async () => {
    await signed();
    const atLeast = await sell('d-1', '2026-03-01', '5000');
    await setPolicy(FIXED);
    const recordedAt = given(await ledger.policy({ agreement: 'a-1', organisation: 'supplier', atLeast })).recordedAt ?? '';
    expect(await accrued({ ...AT, policyOf: 'supplier', knownAt: { time: recordedAt } })).toMatchObject(['200.00', { version: 1 }]);
    const earlier = new Date(Date.parse(recordedAt) - 1).toISOString();
    const before = await ledger.policy({ agreement: 'a-1', organisation: 'supplier', knownAt: { time: earlier } });
    if (before.kind === 'answer') expect(before.value).toMatchObject({ version: 0, policy: null });
    else expect(refusedWith(before)).toEqual(['AGREEMENT_NOT_IN_FORCE agreement']);
  });

  test('is shown with its version, and set again as often as it changes', async () => {
    await signed();
    expect(given(await ledger.policy({ agreement: 'a-1', organisation: 'customer' }))).toEqual({
      agreement: 'a-1',
      organisation: 'buildco',
      version: 0,
      revision: -1,
      recordedAt: null,
      policy: null,
    });
    const id = newCommandId();
    await setPolicy(FIXED, 'customer', id);
    expect(done(await setPolicy(FIXED, 'customer', id)).events).toEqual(['PolicySet']);
    expect(done(await setPolicy(FIXED, 'customer')).events).toEqual([]);
    await setPolicy({ programmes: {} }, 'buildco');
    expect(given(await ledger.policy({ agreement: 'a-1', organisation: 'customer' }))).toMatchObject({
      organisation: 'buildco',
      version: 2,
      revision: 1,
      policy: { programmes: {} },
    });
  });

  test.each([
    ['of somebody who is no party', FIXED, 'other', ['POLICY_NOT_OF_A_PARTY organisation']],
    ['of an unknown programme', { programmes: { volum: {} } }, 'supplier', ['POLICY_PROGRAMME_UNKNOWN programmes.volum']],
    [
      'at a step beyond the last',
      { programmes: { volume: { accrue: { step: 3 } } } },
      'supplier',
      ['POLICY_STEP_UNKNOWN programmes.volume.accrue.step'],
    ],
    ['that is none', { programmes: { volume: { accrue: 'maybe' } } }, 'supplier', ['VALUE_NOT_ALLOWED programmes.volume.accrue']],
  ])('%s is refused', async (_, policy, organisation, expected) => {
    await signed();
    expect(refusedWith(await setPolicy(policy, organisation))).toEqual(expected);
  });

  test('of an agreement that is not there, or under an id that is none, is refused', async () => {
    expect(refusedWith(await setPolicy(FIXED))).toEqual(['AGREEMENT_UNKNOWN agreement']);
    expect(refusedWith(await setPolicy(FIXED, 'supplier', 'no-uuid'))).toEqual(['COMMAND_ID_INVALID Idempotency-Key']);
  });

  test("by last year's shape goes by the partnership's own sales of the year before", async () => {
    await signed();
    await sell('old-1', '2025-02-01', '1000');
    await sell('old-2', '2025-11-01', '9000');
    await sell('old-3', '2025-12-01', '4000');
    await correct('old-3', '2025-12-01', '2000');
    const atLeast = await sell('d-1', '2026-03-01', '500');
    done(await setPolicy({ programmes: { volume: { forecast: { method: 'lastYear' } } } }));
    // 12,000 ÷ 1,000 × 500 is 6,000.
    const [row] = given(await ledger.balance({ ...AT, policyOf: 'supplier', atLeast })).programmes;
    expect([row?.measured, row?.projection?.method, row?.projected]).toEqual(['500', 'lastYear', '60.00']);
  });
});

describe('goals and alerts', () => {
  test('are answered about a day, as known at a position', async () => {
    await signed();
    await sell('d-1', '2026-03-01', '3000');
    const atLeast = await sell('d-2', '2026-03-15', '2000');
    const { knownAt = -1, goals } = given(await ledger.goals({ ...AT, atLeast }));
    expect(goals).toMatchObject([{ id: 'grow', measured: '5000', status: 'onTrack', expected: '20277.78' }]);
    expect(given(await ledger.goals({ ...AT, knownAt: { position: knownAt - 1 } })).goals).toMatchObject([
      { measured: '3000', status: 'atRisk' },
    ]);
    const { alerts } = given(await ledger.alerts({ ...AT, knownAt: { position: knownAt - 1 } }));
    expect(alerts.map(({ code, since }) => `${code} ${since}`)).toEqual(['GOAL_AT_RISK 2026-01-01']);
  });

  test('lines that wait are counted as known then, until they are corrected', async () => {
    await signed();
    await sell('d-1', '2026-03-01', '3000');
    await sell('d-2', '2026-03-05', '100', { unit: 'pallet' });
    let atLeast = await sell('d-3', '2026-03-04', '100', { currency: 'USD' });
    const waiting = async (knownAt?: number) =>
      given(await ledger.alerts({ ...AT, atLeast, ...(knownAt === undefined ? {} : { knownAt: { position: knownAt } }) }))
        .alerts.filter(({ code }) => code === 'LINES_WAITING')
        .map(({ sentence, since }) => `${since} ${sentence}`);
    const { knownAt = -1 } = given(await ledger.balance({ ...AT, atLeast }));
    expect(await waiting()).toEqual([
      '2026-03-04 2 lines wait and count nowhere: no conversion of unit pallet (1), no rate from USD to EUR (1).',
    ]);
    atLeast = await correct('d-3', '2026-03-04', '100');
    expect(await waiting()).toEqual(['2026-03-05 1 line waits and counts nowhere: no conversion of unit pallet (1).']);
    atLeast = await correct('d-2', '2026-03-05', '100');
    expect(await waiting()).toEqual([]);
    expect(await waiting(knownAt)).toEqual([
      '2026-03-04 2 lines wait and count nowhere: no conversion of unit pallet (1), no rate from USD to EUR (1).',
    ]);
    expect(await waiting(knownAt - 1)).toEqual(['2026-03-05 1 line waits and counts nowhere: no conversion of unit pallet (1).']);
  });

  const waitingAt = async (at: Parameters<Ledger['alerts']>[0]): Promise<string[]> =>
    given(await ledger.alerts(at)).alerts.flatMap(({ code, sentence }) => (code === 'LINES_WAITING' ? [sentence] : []));

  test('lines go on waiting under terms that measure in another way, and after another start', async () => {
    await signed();
    await sell('d-1', '2026-03-05', '100', { unit: 'pallet' });
    const change = { eligible: { exclude: [{ product: ['B'] }] } };
    const amendments = [{ effective: '2026-04-01', programme: 'volume', mode: 'restate', change }];
    done(await ledger.execute({ kind: 'ProposeAmendment', agreement: 'a-1', amendments, party: 'supplier', person: 'sue' }, context()));
    for (const [party, person] of [
      ['supplier', 'sue'],
      ['customer', 'carl'],
    ] as const)
      done(await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version: 2, party, person }, context()));
    const atLeast = await sell('d-2', '2026-03-06', '100', { unit: 'pallet' });
    const two = ['2 lines wait and count nowhere: no conversion of unit pallet (2).'];
    expect(await waitingAt({ ...AT, atLeast })).toEqual(two);
    expect(await waitingAt({ ...AT, on: '2026-03-05' })).toEqual(['1 line waits and counts nowhere: no conversion of unit pallet (1).']);
    await ledger.close();
    ledger = await openLedger({ dataDir });
    expect(await waitingAt({ ...AT, atLeast })).toEqual(two);
  });

  test('lines wait for a rate until it is known, less what was taken back', async () => {
    await signed({ exchange: { table: 'ecb-daily' } });
    await sell('d-1', '2026-03-04', '100', { currency: 'USD' });
    await sell('d-2', '2026-03-04', '100', { currency: 'USD' });
    let atLeast = await sell('d-3', '2026-03-05', '100', { currency: 'CHF' });
    const missing = 'no rate from CHF to EUR on 2026-03-05 (1)';
    expect(await waitingAt({ ...AT, atLeast })).toEqual([
      `3 lines wait and count nowhere: no rate from USD to EUR on 2026-03-04 (2), ${missing}.`,
    ]);
    const { knownAt = -1 } = given(await ledger.balance({ ...AT, atLeast }));
    atLeast = await correct('d-2', '2026-03-04', '100');
    expect(await waitingAt({ ...AT, atLeast })).toEqual([
      `2 lines wait and count nowhere: ${missing}, no rate from USD to EUR on 2026-03-04 (1).`,
    ]);
    const rates = [{ currency: 'USD', from: '2026-03-01', rate: '0.9' }];
    atLeast = done(
      await ledger.execute({ kind: 'RecordRates', partnership: PARTNERSHIP, table: 'ecb-daily', to: 'EUR', rates }, context()),
    ).token;
    expect(await waitingAt({ ...AT, atLeast })).toEqual([`1 line waits and counts nowhere: ${missing}.`]);
    expect(await waitingAt({ ...AT, knownAt: { position: knownAt } })).toEqual([
      `3 lines wait and count nowhere: no rate from USD to EUR on 2026-03-04 (2), ${missing}.`,
    ]);
    expect(await waitingAt({ ...AT, knownAt: { position: knownAt - 2 } })).toEqual([
      '1 line waits and counts nowhere: no rate from USD to EUR on 2026-03-04 (1).',
    ]);
  });

  test('rules that are none are refused by name', async () => {
    const atLeast = await signed();
    expect(refusedWith(await ledger.alerts({ ...AT, nearPercent: 'x' }))).toEqual(['ALERT_RULE_NOT_VALID nearPercent']);
    expect(refusedWith(await ledger.alerts({ ...AT, endingDays: -1 }))).toEqual(['ALERT_RULE_NOT_VALID endingDays']);
    expect(given(await ledger.alerts({ ...AT, atLeast, endingDays: 300 })).alerts.map(({ code }) => code)).toEqual([
      'GOAL_AT_RISK',
      'AGREEMENT_ENDING',
    ]);
  });
});
