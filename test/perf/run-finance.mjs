import { openLedger } from '#ledger';
import { answer, options, peakMib, startClock } from './measure.mjs';
import { agreementOf, customerName } from './sales-file.mjs';

/** What finance asks that goes down to lines, in process, on a ledger of one partnership: each the first time and again. */
const { dir } = options();
const ledger = await openLedger({ dataDir: dir });
const agreement = agreementOf(customerName(0));

const timed = async (work) => {
  const clock = startClock();
  const result = await work();
  if (result.kind !== 'answer') throw new Error(JSON.stringify(result));
  return { ...clock(), value: result.value };
};
const figures = ({ seconds, cpuSeconds }) => ({ seconds, cpuSeconds });

const lines = (cursor) =>
  ledger.settling.claimLines({ agreement, on: '2026-12-31', programme: 'volume', limit: 500, ...(cursor === undefined ? {} : { cursor }) });
const first = await timed(() => lines());
const next = await timed(() => lines(first.value.nextCursor));
const other = await timed(() => ledger.settling.claimLines({ agreement, on: '2026-09-30', programme: 'volume', limit: 500 }));
const due = await timed(() => ledger.settling.due({ agreement, on: '2027-01-31' }));
const recorded = await timed(() => ledger.closing.bridge({ agreement, on: '2026-12-31', fromKnownAt: { position: 5 } }));
const days = await timed(() => ledger.closing.bridge({ agreement, on: '2026-12-31', fromOn: '2025-12-31' }));
await ledger.close();
answer({
  lines: { first: figures(first), next: figures(next), other: figures(other), due: figures(due) },
  bridge: { recorded: { ...figures(recorded), change: recorded.value.change }, days: { ...figures(days), change: days.value.change } },
  peakMib: peakMib(),
});
process.exit(0);
