import { openLedger } from '#ledger';
import { answer, options, peakMib, startClock } from './measure.mjs';

/** Drops all views and folds the whole log again. */
const { dir, lines } = options();
const ledger = await openLedger({ dataDir: dir });
const clock = startClock();
const { events } = await ledger.rebuild({ check: false });
const used = clock();
await ledger.close();
answer({ ...used, events, linesPerSecond: lines / used.seconds, linesPerCpuSecond: lines / used.cpuSeconds, peakMib: peakMib() });
process.exit(0);
