/**
 * `npm run mutation [-- PART…]`: mutation testing of the pure core with Stryker, one part after the other: `kernel`, or a folder of
 * libs/rebates (`programmes`, `accrual`, …), or a file of either (`kernel/rational`). All of it takes hours. Prints the score of
 * each part and every mutant that no test noticed; the reports stay in reports/mutation/.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const REPORT = `${root}reports/mutation/mutation.json`;
/** Mutants that count; static ones and those that do not compile are in neither number. */
const NOTICED = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);
const NOT_MUTATED = ['spec', 'contract'].map((kind) => `!**/*.${kind}.ts`);

const folders = readdirSync(`${root}libs/rebates`, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
const parts = process.argv.slice(2);

const sourcesOf = (part) => {
  const [first, ...rest] = part.split('/');
  const lib = first === 'kernel' ? 'kernel' : 'rebates';
  if (lib === 'rebates' && !folders.includes(first)) throw new Error(`${part} is no part: give kernel, ${folders.join(', ')}, or a file in one of them.`);
  const folder = lib === 'kernel' ? 'libs/kernel' : `libs/rebates/${first}`;
  return { lib, glob: rest.length === 0 ? `${folder}/*.ts` : `${folder}/${rest.join('/')}.ts` };
};

const mutate = (part) => {
  const { lib, glob } = sourcesOf(part);
  const env = { REBATE_PROPERTY_RUNS: '4', ...process.env, REBATE_MUTATED_LIB: lib };
  const words = ['stryker', 'run', '--mutate', [glob, ...NOT_MUTATED, '!**/index.ts', '!**/testing.ts'].join(',')];
  const { status } = spawnSync('npx', words, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0 || !existsSync(REPORT)) throw new Error(`${part}: Stryker ended with ${status}.`);
  const kept = `${root}reports/mutation/${part.replaceAll('/', '-')}.json`;
  renameSync(REPORT, kept);
  return JSON.parse(readFileSync(kept, 'utf8'));
};

const survivorsOf = ({ files }) =>
  Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants.filter(({ status }) => MISSED.has(status)).map(({ status, location: { start, end }, mutatorName, replacement }) => {
      const line = lines[start.line - 1] ?? '';
      const was = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
      return `${file}:${start.line}:${start.column} ${status} ${mutatorName}: ${was} → ${(replacement ?? '').split('\n')[0]}`;
    });
  });

mkdirSync(`${root}reports/mutation`, { recursive: true });
const rows = [];
for (const part of parts.length === 0 ? ['kernel', ...folders] : parts) {
  const report = mutate(part);
  const all = Object.values(report.files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const [noticed, missed] = [all.filter((status) => NOTICED.has(status)).length, all.filter((status) => MISSED.has(status)).length];
  for (const line of survivorsOf(report)) console.log(line);
  rows.push(`${part}: ${noticed + missed === 0 ? '–' : ((noticed * 100) / (noticed + missed)).toFixed(1)} % of ${noticed + missed} mutants noticed, ${missed} not; ${all.length - noticed - missed} left out`);
}
for (const row of rows) console.log(row);
