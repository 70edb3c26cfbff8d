import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newCommandId } from './event-ids.ts';
import type { Answer, CommandContext, Executed, Ledger, LedgerCommand } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

let dataDir: string;
let ledger: Ledger;
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ledger-rates-'));
  ledger = await openLedger({ dataDir });
});
afterEach(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const context = (): CommandContext => ({ commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const run = async (command: LedgerCommand): Promise<Extract<Executed, { kind: 'done' }>> => {
  const executed = await ledger.execute(command, context());
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed;
};
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
  return answer.value;
};

test('rates convert from the position that brought them on, and what was known before stays as it was', async () => {
  const terms = {
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    exchange: { table: 'ecb' },
    programmes: [{ id: 'p', earn: { percent: '10' } }],
  };
  await run({ kind: 'ProposeAgreement', terms, party: 'supplier', person: 'sue' });
  await run({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party: 'supplier', person: 'sue' });
  await run({ kind: 'SignAgreement', agreement: 'a-1', version: 1, party: 'customer', person: 'carl' });
  const lines = [
    { date: '2026-03-02', line: '1', product: 'A', quantity: '1', unitPrice: '100' },
    { currency: 'USD', date: '2026-03-02', line: '2', product: 'A', quantity: '1', unitPrice: '100' },
  ];
  await run({
    kind: 'RecordSales',
    partnership: 'acme~buildco',
    document: { reporter: 'supplier', stage: 'invoiced', document: 'd-1', lines },
  });
  const rates = (rate: string): LedgerCommand => ({
    kind: 'RecordRates',
    partnership: 'acme~buildco',
    table: 'ecb',
    to: 'EUR',
    rates: [{ currency: 'USD', from: '2026-03-01', rate }],
  });
  const first = await run(rates('0.9'));
  const mended = await run(rates('0.8'));
  expect(await run(rates('0.8'))).toMatchObject({ events: [] });
  expect(first.events).toEqual(['RatesRecorded']);

  const earned = async (position?: number): Promise<string> =>
    given(
      await ledger.balance({
        agreement: 'a-1',
        on: '2026-12-31',
        atLeast: mended.token,
        ...(position === undefined ? {} : { knownAt: { position } }),
      }),
    ).earned;
  const newest = given(await ledger.balance({ agreement: 'a-1', on: '2026-12-31', atLeast: mended.token })).knownAt ?? 0;
  expect([await earned(newest - 2), await earned(newest - 1), await earned()]).toEqual(['10.00', '19.00', '18.00']);

  const explained = async (position: number) => given(await ledger.explain({ agreement: 'a-1', on: '2026-12-31', knownAt: { position } }));
  expect((await explained(newest - 2)).lines[1]?.notCounted).toBe('no rate from USD to EUR on 2026-03-02');
  expect(await explained(newest)).toMatchObject({ earned: '18.00', causes: { sale: '18' } });
  expect(given(await ledger.timeline({ agreement: 'a-1' })).items.filter(({ type }) => type === 'RatesRecorded')).toHaveLength(2);
  expect(await ledger.execute({ ...rates('1'), partnership: 'acme~nobody' } as LedgerCommand, context())).toMatchObject({
    kind: 'rejected',
    rejections: [{ code: 'PARTNERSHIP_UNKNOWN' }],
  });
});
