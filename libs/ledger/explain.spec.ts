import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCommandId } from './event-ids.ts';
import type { Ledger, LedgerCommand } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

let dataDir: string;
let ledger: Ledger;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-'));
  ledger = await openLedger({ dataDir });
});
afterEach(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const execute = async (command: LedgerCommand): Promise<string> => {
  const executed = await ledger.execute(command, { commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed.token;
};
const signedBy = async (version: number, party: 'supplier' | 'customer'): Promise<string> =>
  execute({ kind: 'SignAgreement', agreement: 'a-1', version, party, person: party });

/** What passing time did to the programme, with no line at all, after an amendment of 1 May. */
const causes = async (programme: Record<string, unknown>, mode: 'carry' | 'restart', change: Record<string, unknown>): Promise<unknown> => {
  const terms = {
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'p', earn: { percent: '1' }, ...programme }],
  };
  await execute({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'supplier' });
  await signedBy(1, 'supplier');
  await signedBy(1, 'customer');
  await execute({
    kind: 'ProposeAmendment',
    agreement: 'a-1',
    amendments: [{ effective: '2026-05-01', programme: 'p', mode, change }],
    party: 'supplier',
    person: 'supplier',
  });
  await signedBy(2, 'supplier');
  const atLeast = await signedBy(2, 'customer');
  const explained = await ledger.explain({ agreement: 'a-1', on: '2026-12-31', limit: 10, atLeast });
  return explained.kind === 'answer' ? explained.value.causes : explained;
};

test("what falls due on other days than that of an amendment is not the amendment's", async () => {
  expect(await causes({ period: 'quarter', guarantee: { amount: '100' } }, 'restart', { name: 'second' })).toEqual({ 'fell due': '400' });
});

test('what the day of an amendment brings by itself is', async () => {
  expect(await causes({ guarantee: { amount: '100', per: 'quarter' } }, 'carry', { earn: { lumpSum: '500', on: '2026-05-01' } })).toEqual({
    amendment: '500',
    'fell due': '300',
  });
});
