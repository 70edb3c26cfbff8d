import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger } from '#ledger';
import { verifyBundle } from '#verification';
import { hash, verifies } from '../../dist/apps/cli/audit/engine.js';
import { exportBundle } from '../../dist/apps/cli/audit/export-bundle.js';
import { filesIn } from '../../dist/apps/cli/audit/bundle-files.js';
import { sourceHere } from '../../dist/apps/cli/audit/sources.js';
import { answer, options, peakMib, startClock } from './measure.mjs';

/** Exports the largest partnership's history, and verifies the bundle as an auditor does. */
const { dir, lines } = options();
const ledger = await openLedger({ dataDir: dir });
const {
  value: { items },
} = await ledger.partnerships({ limit: 500 });
const [{ partnership }] = [...items].sort((a, b) => b.position - a.position);
const folder = mkdtempSync(join(tmpdir(), 'rebate-bundle-'));
const exporting = startClock();
await exportBundle({ source: sourceHere(ledger), partnership, folder });
const exported = exporting();
await ledger.close();
const clock = startClock();
const verdict = verifyBundle(filesIn(folder), { hash, verifies });
const used = clock();
rmSync(folder, { recursive: true });
if (verdict.kind !== 'verified') throw new Error(JSON.stringify(verdict));
const recomputed = verdict.recomputed.lines;
if (recomputed !== lines) console.error(`${recomputed} of ${lines} lines are of this partnership`);
answer({
  ...used,
  events: verdict.checkpoint.size,
  lines: recomputed,
  linesPerSecond: recomputed / used.seconds,
  linesPerCpuSecond: recomputed / used.cpuSeconds,
  exportSeconds: exported.seconds,
  peakMib: peakMib(),
});
process.exit(0);
