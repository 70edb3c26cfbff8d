import { newCommandId, openLedger } from '#ledger';
import { answer, options, percentiles, startClock } from './measure.mjs';
import { agreementOf, customerName, STEPS } from './sales-file.mjs';

/** From the last signature of an amendment to the first balance under it, on a ledger of one partnership. */
const RATES_RUNS = 15;
const ELIGIBILITY_RUNS = 5;
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

/** On a busy machine the views can need longer than a question waits for them. */
const answered = async (atLeast) => {
  for (;;) {
    try {
      return await ledger.balance({ agreement, on: '2026-12-31', atLeast });
    } catch (error) {
      if (error.code !== 'VIEW_BEHIND') throw error;
    }
  }
};

const restated = async (change) => {
  version += 1;
  await execute({
    kind: 'ProposeAmendment',
    agreement,
    amendments: [{ effective: '2026-01-01', programme: 'volume', mode: 'restate', change }],
    party: 'supplier',
    person: 'bench',
  });
  await execute({ kind: 'SignAgreement', agreement, version, party: 'supplier', person: 'bench' });
  const clock = startClock();
  const atLeast = await execute({ kind: 'SignAgreement', agreement, version, party: 'customer', person: 'bench' });
  const balance = await answered(atLeast);
  const { seconds, cpuSeconds } = clock();
  if (balance.kind !== 'answer' || balance.value.earned === before.value.earned)
    throw new Error(`nothing was restated: ${JSON.stringify(balance)}`);
  return { milliseconds: seconds * 1_000, cpuMilliseconds: cpuSeconds * 1_000 };
};

const [rates, eligibility] = [[], []];
for (let run = 0; run < RATES_RUNS; run += 1)
  rates.push(
    await restated({
      earn: { tiers: 'retrospective', steps: STEPS.map(({ from }, index) => ({ from, percent: `${index + 1}.${run + 1}` })) },
    }),
  );
for (let run = 0; run < ELIGIBILITY_RUNS; run += 1)
  eligibility.push(await restated({ eligible: { exclude: [{ product: [`SKU-${run}`] }] } }));
await ledger.close();
const figures = (runs) => ({
  ...percentiles(runs.map(({ milliseconds }) => milliseconds)),
  cpu: percentiles(runs.map(({ cpuMilliseconds }) => cpuMilliseconds)),
});
answer({ rates: figures(rates), eligibility: figures(eligibility) });
process.exit(0);
