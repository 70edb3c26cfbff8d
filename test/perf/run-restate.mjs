import { newCommandId, openLedger } from '#ledger';
import { answer, options, percentiles } from './measure.mjs';
import { agreementOf, customerName, STEPS } from './sales-file.mjs';

/** From the last signature of an amendment to the first balance under it, on a ledger of one partnership. */
const RUNS = 5;
const { dir } = options();
const ledger = await openLedger({ dataDir: dir });
const agreement = agreementOf(customerName(0));
const before = await ledger.balance({ agreement, on: '2026-12-31' });
let version = 1;

const execute = async (command) => {
  const executed = await ledger.execute(command, { commandId: newCommandId(), actor: 'bench', now: new Date().toISOString() });
  if (executed.kind !== 'done') throw new Error(JSON.stringify(executed));
  return executed.token;
};

const restated = async (change) => {
  version += 1;
  await execute({ kind: 'ProposeAmendment', agreement, amendments: [{ effective: '2026-01-01', programme: 'volume', mode: 'restate', change }], party: 'supplier', person: 'bench' });
  await execute({ kind: 'SignAgreement', agreement, version, party: 'supplier', person: 'bench' });
  const start = performance.now();
  const atLeast = await execute({ kind: 'SignAgreement', agreement, version, party: 'customer', person: 'bench' });
  const balance = await ledger.balance({ agreement, on: '2026-12-31', atLeast });
  const milliseconds = performance.now() - start;
  if (balance.kind !== 'answer' || balance.value.earned === before.value.earned) throw new Error(`nothing was restated: ${JSON.stringify(balance)}`);
  return milliseconds;
};

const [rates, eligibility] = [[], []];
for (let run = 0; run < RUNS; run += 1) rates.push(await restated({ earn: { tiers: 'retrospective', steps: STEPS.map(({ from }, index) => ({ from, percent: `${index + 1}.${run + 1}` })) } }));
for (let run = 0; run < RUNS; run += 1) eligibility.push(await restated({ eligible: { exclude: [{ product: [`SKU-${run}`] }] } }));
await ledger.close();
answer({ rates: percentiles(rates), eligibility: percentiles(eligibility) });
process.exit(0);
