import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteEventStore } from '#event-store';
import { openLedger } from '#ledger';
import { openReadModel, proofsView, rebuild } from '#projections';
import { answer, options, percentiles, startClock } from './measure.mjs';
import { newRandom } from './sales-file.mjs';

/** What the trees cost: the CPU time to fold them beyond that of reading the log, bytes an event, and one proof. */
const PROOFS = 2_000;
const WARM_UP = 200;
const NOW = new Date().toISOString();
const { dir } = options();

const folded = async (views) => {
  const folder = mkdtempSync(join(dir, 'proofs-'));
  const store = openSqliteEventStore({ file: join(dir, 'events.db') });
  const readModel = openReadModel({ file: join(folder, 'views.db') });
  const clock = startClock();
  const { events } = await rebuild({ store, readModel, views });
  const used = clock();
  readModel.close();
  await store.close();
  const { size } = statSync(join(folder, 'views.db'));
  rmSync(folder, { recursive: true });
  return { events, ...used, bytes: size };
};

await folded([]);
const [bare, trees] = [await folded([]), await folded([proofsView])];
const ledger = await openLedger({ dataDir: dir });
const { proofs } = ledger;
const [partnership = ''] = proofs.partnerships();
const signing = performance.now();
const signed = proofs.checkpoints.sign(partnership, 'asked', NOW);
const signMs = performance.now() - signing;
if (signed.kind !== 'answer') throw new Error(JSON.stringify(signed));
const random = newRandom(11);
const times = [];
let clock = startClock();
for (let index = 0; index < PROOFS + WARM_UP; index += 1) {
  if (index === WARM_UP) clock = startClock();
  const position = random(signed.value.size);
  const start = performance.now();
  const proof = proofs.proofFile(partnership, position);
  const milliseconds = performance.now() - start;
  if (proof.kind !== 'answer') throw new Error(JSON.stringify(proof));
  if (index >= WARM_UP) times.push(milliseconds);
}
const proofCpuMs = (1_000 * clock().cpuSeconds) / PROOFS;
await ledger.close();
answer({
  events: trees.events,
  cpuSeconds: trees.cpuSeconds - bare.cpuSeconds,
  bytesPerEvent: (trees.bytes - bare.bytes) / trees.events,
  signMs,
  proof: percentiles(times),
  proofCpuMs,
});
process.exit(0);
