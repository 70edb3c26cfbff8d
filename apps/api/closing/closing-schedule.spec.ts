import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Ledger, newCommandId, openLedger } from '#ledger';
import { createApp } from '../create-app.ts';
import { type Clock, ClosingRounds } from './closing-schedule.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'closing-schedule-'));
let ledger: Ledger;
let app: NestExpressApplication;
let now = new Date('2026-02-05T12:00:00.000Z');
const turns: (() => void)[] = [];
const clock: Clock = {
  now: () => now,
  every: (_, run) => {
    turns.push(run);
    return () => {
      turns.pop();
    };
  },
};

beforeAll(async () => {
  ledger = await openLedger({ dataDir });
  const at = () => ({ commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
  const terms = {
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'volume', earn: { percent: '1' } }],
  };
  await ledger.execute({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'sue' }, at());
  for (const party of ['supplier', 'customer'] as const)
    await ledger.execute({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party, person: party }, at());
  // What the schedule looks at are the views: they know the agreement first.
  const signed = await ledger.execute({ kind: 'OpenPartnership', supplier: 'acme', customer: 'other' }, at());
  if (signed.kind === 'done') await ledger.closing.statements({ agreement: 'a-1', atLeast: signed.token });
  app = await createApp({ ledger, identity: null, closing: { schedule: { every: 'month', afterDays: 5 }, clock } });
  await app.init();
});
afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

const issued = async (): Promise<number> => {
  const answer = await ledger.closing.statements({ agreement: 'a-1' });
  return answer.kind === 'answer' ? answer.value.statements.length : -1;
};

test('looks when it starts and each time it is called, closes what is due, and ends with the server', async () => {
  const rounds = app.get(ClosingRounds);
  await rounds.run();
  expect([turns.length, await issued()]).toEqual([1, 0]);
  now = new Date('2026-03-06T00:00:00.000Z');
  turns[0]?.();
  await rounds.run();
  expect(await issued()).toBe(2);
  await app.close();
  expect(turns).toEqual([]);
});
