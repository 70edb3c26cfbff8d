import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Ledger, LedgerCommand } from '../ledger.ts';
import { AGREEMENT, at, CARL, SUE, value } from '../negotiating.contract.ts';
import { openLedger } from '../open-ledger.ts';
import { PARTNERSHIP } from '../reconciliation/reconciling.contract.ts';
import { beginning, type Fault, seededFaults, TERMS } from './seeded-disputes.contract.ts';

/** Each dispute in a partnership of its own, all in one ledger: where the histories part is found by itself, and its end brings both figures together. */

let dataDir: string;
let ledger: Ledger;
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'seeded-'));
  ledger = await openLedger({ dataDir });
});
afterAll(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true, force: true });
});

type World = {
  readonly partnership: string;
  readonly agreement: string;
  readonly done: (command: LedgerCommand) => Promise<string>;
  readonly lastToken: () => string;
};

/** The commands of the contract, in words of one partnership. */
const worldOf = (seed: number): World => {
  const [customer, agreement] = [`buildco-${seed}`, `deal-${seed}`];
  let token = '0';
  return {
    partnership: `acme~${customer}`,
    agreement,
    done: async (command) => {
      const own = JSON.parse(
        JSON.stringify(command)
          .replaceAll(AGREEMENT, agreement)
          .replaceAll('acme~buildco', `acme~${customer}`)
          .replaceAll('"buildco"', `"${customer}"`),
      ) as LedgerCommand;
      const context = at();
      const executed = await ledger.execute(own, context);
      if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
      if (executed.events.length > 0) ({ token } = executed);
      return own.kind === 'OpenDispute' ? context.commandId : executed.token;
    },
    lastToken: () => token,
  };
};

const began = async (world: World, seed: number): Promise<void> => {
  await world.done({ kind: 'ProposeAgreement', terms: TERMS, ...SUE });
  for (const by of [SUE, CARL]) await world.done({ kind: 'SignAgreement', agreement: AGREEMENT, version: 1, ...by });
  for (const command of beginning(seed)) await world.done(command);
};

/** Carries the fault out; gives the figure known just before the parting, and the position of the parting. */
const wentWrong = async (world: World, { steps }: Fault): Promise<{ readonly before: string; readonly parting: number }> => {
  let [before, parting] = ['', -1];
  for (const { command, parts } of steps) {
    if (parts === true)
      before = (await value(ledger.balance({ agreement: world.agreement, on: '2026-12-31', atLeast: world.lastToken() }))).earned;
    const token = await world.done(command);
    if (parts === true)
      parting = (await value(ledger.balance({ agreement: world.agreement, on: '2026-12-31', atLeast: token }))).knownAt ?? -1;
  }
  return { before, parting };
};

test.each(seededFaults)('$name, seed $seed', async (fault) => {
  const world = worldOf(fault.seed);
  const { partnership } = world;
  await began(world, fault.seed);
  const { before, parting } = await wentWrong(world, fault);
  const variances = (await value(ledger.reconciliation.variances({ partnership, atLeast: world.lastToken() }))).items.map(
    ({ variance }) => variance,
  );
  expect(variances.length > 0).toBe(fault.cause === 'lines');
  const right = fault.wrong === 'supplier' ? CARL : SUE;
  const wrong = fault.wrong === 'supplier' ? SUE : CARL;
  const held = fault.holds?.figure === 'known before' ? before : fault.holds?.figure;
  const dispute = await world.done({
    kind: 'OpenDispute',
    partnership: PARTNERSHIP,
    agreement: AGREEMENT,
    text: fault.name,
    ...right,
    subject: variances.length > 0 ? { kind: 'variances', variances } : { kind: 'figure' },
    ...(fault.holds === undefined || held === undefined ? {} : { figures: { [fault.holds.side]: held } }),
  });
  const show = () => value(ledger.disputes.dispute({ partnership, dispute, atLeast: world.lastToken() }));
  const open = await show();
  expect(open.parting).toMatchObject({ cause: fault.cause, position: parting, side: fault.side });
  if (held !== undefined) expect(open.figures.supplier).not.toBe(open.figures.customer);
  await world.done({ kind: 'EndDispute', partnership: PARTNERSHIP, dispute, outcome: 'acceptance', reason: 'So it was.', ...wrong });
  const ended = await show();
  expect(ended).toMatchObject({
    status: 'ended',
    parting: open.parting,
    now: { difference: '0.00' },
    timeline: expect.arrayContaining([expect.objectContaining({ position: parting })]) as unknown,
  });
  expect(ended.figures.supplier).toBe(ended.figures.customer);
  expect(ended.now.supplier).toBe(ended.figures.supplier);
});

test('there are fifty disputes and more', () => {
  expect(seededFaults.length).toBeGreaterThanOrEqual(50);
  expect(new Set(seededFaults.map(({ name }) => name)).size).toBe(17);
});
