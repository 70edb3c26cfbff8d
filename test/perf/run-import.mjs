import { newCommandId, openLedger } from '#ledger';
import { answer, options, peakMib, startClock } from './measure.mjs';
import { agreementOf, customerName, TEMPLATE } from './sales-file.mjs';

/** Imports a file through the ledger: done when every line is durable and the accruals show it. */
const { dir, file, lines } = options();
const eventStoreUrl = process.env.BENCH_EVENTSTORE_URL;
const supplier = eventStoreUrl === undefined ? 'acme' : `bench-${newCommandId().slice(-12)}`;
const ledger = await openLedger({ dataDir: dir, ...(eventStoreUrl === undefined ? {} : { eventStoreUrl }) });
const context = { commandId: newCommandId(), actor: 'bench', now: new Date().toISOString() };
const clock = startClock();
const template = eventStoreUrl === undefined ? TEMPLATE : { ...TEMPLATE, id: `${supplier}-{customer}` };
const result = await ledger.importSales(
  { target: { kind: 'supplier', supplier, template }, by: supplier, file: 'bench.csv', source: file },
  context,
);
const used = clock();
if (result.kind !== 'answer' || result.value.recorded !== lines) throw new Error(`not all was recorded: ${JSON.stringify(result)}`);
const balance =
  eventStoreUrl === undefined ? await ledger.balance({ agreement: agreementOf(customerName(0)), on: '2026-12-31' }) : undefined;
await ledger.close();
answer({
  ...used,
  linesPerSecond: lines / used.seconds,
  linesPerCpuSecond: lines / used.cpuSeconds,
  peakMib: peakMib(),
  earned: balance?.value?.earned ?? null,
});
process.exit(0);
