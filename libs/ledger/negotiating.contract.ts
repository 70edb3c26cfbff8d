import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { newCommandId } from './event-ids.ts';
import type { Answer, CommandContext, Executed, Ledger, LedgerCommand } from './ledger.ts';
import { openLedger } from './open-ledger.ts';

/** What the tests of a negotiation begin with: two sides, and a ledger in a folder of its own, fresh for each test. */

export const SUE = { party: 'supplier', person: 'sue' } as const;
export const CARL = { party: 'customer', person: 'carl' } as const;
export const AGREEMENT = 'acme-buildco-2026';
export const TERMS = {
  id: AGREEMENT,
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  people: {
    approve: [
      { person: 'ann', party: 'supplier', upTo: '10000' },
      { person: 'boss', party: 'supplier' },
    ],
  },
  programmes: [{ id: 'volume', earn: { percent: '1' }, cap: { amount: '8000', per: 'year' } }],
};

export const at = (now = '2026-01-05T09:00:00.000Z', commandId = newCommandId()): CommandContext => ({ commandId, actor: 'u-1', now });
export const value = async <T>(answer: Promise<Answer<T>>): Promise<T> => {
  const given = await answer;
  if (given.kind === 'rejected') throw new Error(JSON.stringify(given.rejections));
  return given.value;
};
export const sale = (document: string, date: string, amount: string, member?: string): LedgerCommand => ({
  kind: 'RecordSales',
  partnership: 'acme~buildco',
  document: {
    reporter: 'supplier',
    stage: 'invoiced',
    document,
    lines: [{ line: '1', date, product: 'P', quantity: '1', unitPrice: amount, ...(member === undefined ? {} : { member }) }],
  },
});
export const sign = (version: number, by: typeof SUE | typeof CARL): LedgerCommand => ({
  kind: 'SignAgreement',
  agreement: AGREEMENT,
  version,
  ...by,
});

type Done = Extract<Executed, { kind: 'done' }>;
export type Negotiating = {
  /** The ledger that is open now: another one after `reopen`. */
  readonly ledger: () => Ledger;
  readonly dataDir: () => string;
  readonly run: (command: LedgerCommand, now?: string) => Promise<Executed>;
  readonly done: (command: LedgerCommand, now?: string) => Promise<Done>;
  /** Why it was refused, by code; or that it was not. */
  readonly codes: (command: LedgerCommand, now?: string) => Promise<readonly string[]>;
  /** Proposes terms and signs them for both sides. */
  readonly signedBoth: (terms?: object) => Promise<void>;
  readonly reopen: (meanwhile?: () => Promise<void>) => Promise<void>;
};

export const negotiating = (): Negotiating => {
  let dataDir: string;
  let ledger: Ledger;
  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'negotiation-'));
    ledger = await openLedger({ dataDir });
  });
  afterEach(async () => {
    await ledger.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const run = (command: LedgerCommand, now?: string): Promise<Executed> => ledger.execute(command, at(now));
  const done = async (command: LedgerCommand, now?: string): Promise<Done> => {
    const executed = await run(command, now);
    if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
    return executed;
  };
  return {
    ledger: () => ledger,
    dataDir: () => dataDir,
    run,
    done,
    codes: async (command, now) => {
      const executed = await run(command, now);
      return executed.kind === 'rejected' ? executed.rejections.map(({ code }) => code) : [executed.kind];
    },
    signedBoth: async (terms = { ...TERMS, people: undefined }) => {
      await done({ kind: 'ProposeAgreement', terms: JSON.parse(JSON.stringify(terms)) as unknown, ...SUE });
      await done(sign(1, SUE));
      await done(sign(1, CARL));
    },
    reopen: async (meanwhile) => {
      await ledger.close();
      await meanwhile?.();
      ledger = await openLedger({ dataDir });
    },
  };
};
