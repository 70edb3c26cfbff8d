import { newCommandId, openLedger } from '#ledger';
import { answer, options, startClock } from './measure.mjs';
import { agreementOf, customerName } from './sales-file.mjs';

/** A year's end on a ledger of one partnership: every month is closed, and claims that name their lines are raised, approved and settled. */
const { dir } = options();
const CLAIMS = 12;
const LINES_PER_CLAIM = 400;
const MONTHS = Array.from({ length: 12 }, (_, month) => `2026-${String(month + 1).padStart(2, '0')}`);
const agreement = agreementOf(customerName(0));
const [supplier, customer] = [
  { party: 'supplier', person: 'bench-supplier' },
  { party: 'customer', person: 'bench-customer' },
];
const period = { from: '2026-01-01', to: '2026-12-31' };
/** The year is over. */
const CLAIMED_ON = '2027-01-15';
const ledger = await openLedger({ dataDir: dir });
const done = async (command) => {
  const result = await ledger.execute(
    { agreement, ...command },
    { commandId: newCommandId(), actor: 'bench', now: '2027-02-01T09:00:00.000Z' },
  );
  if (result.kind !== 'done') throw new Error(JSON.stringify(result));
};

const clock = startClock();
for (const month of MONTHS) await done({ kind: 'ClosePeriod', period: month });
let cursor;
for (let number = 1; number <= CLAIMS; number += 1) {
  const page = await ledger.settling.claimLines({
    agreement,
    on: period.to,
    programme: 'volume',
    limit: LINES_PER_CLAIM,
    ...(cursor === undefined ? {} : { cursor }),
  });
  if (page.kind !== 'answer') throw new Error(JSON.stringify(page));
  cursor = page.value.nextCursor ?? undefined;
  // Returns earn less than nothing: nobody claims them.
  const lines = page.value.lines
    .filter(({ earned }) => !earned.startsWith('-'))
    .map(({ document, line, earned }) => ({ document, line, amount: earned }));
  const claim = `claim-${number}`;
  await done({ kind: 'RaiseClaim', ...customer, claim, on: CLAIMED_ON, parts: [{ programme: 'volume', period, lines }] });
  await done({ kind: 'ApproveClaim', ...supplier, claim });
  await done({
    kind: 'RecordSettlement',
    ...supplier,
    settlement: `settlement-${number}`,
    means: 'creditNote',
    reference: `CN-${number}`,
    parts: [{ programme: 'volume', period, amount: '1.00', claim }],
  });
}
const used = clock();
await ledger.close();
answer({ ...used, statements: MONTHS.length, claims: CLAIMS });
process.exit(0);
