import { openLedger } from '#ledger';
import { answer, options, peakMib, percentiles } from './measure.mjs';
import { agreementOf, customerName, dayText, newRandom } from './sales-file.mjs';

/** Questions at random days and known-at positions, in process, on a ledger of one partnership. */
const QUESTIONS = 2_000;
const WARM_UP = 200;
const { dir } = options();
const ledger = await openLedger({ dataDir: dir });
const agreement = agreementOf(customerName(0));
const newest = await ledger.balance({ agreement, on: '2026-12-31' });
const last = newest.value.knownAt;
const random = newRandom(7);
const first = 10;

const timed = async (work) => {
  const start = performance.now();
  const result = await work();
  if (result.kind !== 'answer') throw new Error(JSON.stringify(result));
  return performance.now() - start;
};

const cold = await timed(() => ledger.balance({ agreement, on: dayText(200), knownAt: { position: first + random(last - first) } }));
const times = [];
for (let index = 0; index < QUESTIONS + WARM_UP; index += 1) {
  const [day, position] = [random(365), first + random(last - first)];
  const milliseconds = await timed(() => ledger.balance({ agreement, on: dayText(day), knownAt: { position } }));
  if (index >= WARM_UP) times.push(milliseconds);
}
const series = [];
for (let index = 0; index < 7; index += 1) {
  series.push(
    await timed(() =>
      ledger.balances({ agreement, from: dayText(0), to: dayText(364), knownAt: { position: first + random(last - first) } }),
    ),
  );
}
await ledger.close();
answer({ last, cold, ...percentiles(times), year: percentiles(series).p50, peakMib: peakMib() });
process.exit(0);
