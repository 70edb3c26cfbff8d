/**
 * `npm run mutation [-- PART…]`: mutation testing of the pure core with Stryker: each line of it changed on purpose, to see that a
 * test notices. One part after the other: `kernel`, or a folder of libs/rebates (`programmes`, `accrual`, …), or a file of either
 * (`kernel/rational`); or `rebates`, all of its folders in one run, which starts up once. Prints the score of each part and every mutant that no test noticed; the reports stay in reports/mutation/.
 * `--sample N` tries N mutants of a part, drawn by `--seed` (1), and prints between which scores the part's lies (95 %).
 * `--specs PATTERN` lets only specs judge whose path in the lib matches: much quicker with those of the part (`^sales/`), and a lower bound.
 */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { NOT_DRAWN } from './mutation-runner.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
/** Mutants that count; static ones and those that do not compile are in neither number. */
const NOTICED = new Set(['Killed', 'Timeout']);
const MISSED = new Set(['Survived', 'NoCoverage']);
const NOT_MUTATED = ['!**/*.spec.ts', '!**/*.contract.ts', '!**/index.ts', '!**/testing.ts', '!**/testing/**'];

const OPTIONS = {
  packageManager: 'npm',
  testRunner: 'bundled',
  plugins: ['./scripts/mutation-runner.mjs'],
  testRunnerNodeArgs: ['--no-warnings'],
  // A mutant meets only the tests that reach it.
  coverageAnalysis: 'perTest',
  // What runs while a module loads (schemas, tables, words) meets every test there is: it is left out of the score.
  ignoreStatic: true,
  // Sentences are held by the tests of the pages, which do not run here.
  mutator: { excludedMutations: ['StringLiteral'] },
  reporters: ['json', 'progress-append-only'],
  concurrency: 1,
  // The bundle has no types in it, and specs read nothing outside libs and docs: a copy of the rest, parsed, costs more than the mutants.
  disableTypeChecks: false,
  ignorePatterns: ['dist', 'apps', 'test'],
  timeoutMS: 10_000,
  // A busy machine must not fail the run.
  dryRunTimeoutMinutes: 60,
};

const folders = readdirSync(`${root}libs/rebates`, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const {
  values: { sample, seed, specs },
  positionals: parts,
} = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string', default: '0' }, seed: { type: 'string', default: '1' }, specs: { type: 'string', default: '' } },
});

const sourcesOf = (part) => {
  if (part === 'rebates') return { lib: 'rebates', glob: 'libs/rebates/**/*.ts' };
  const [first, ...rest] = part.split('/');
  const lib = first === 'kernel' ? 'kernel' : 'rebates';
  if (lib === 'rebates' && !folders.includes(first))
    throw new Error(`${part} is no part: give kernel, rebates, ${folders.join(', ')}, or a file in one of them.`);
  const folder = lib === 'kernel' ? 'libs/kernel' : `libs/rebates/${first}`;
  return { lib, glob: rest.length === 0 ? `${folder}/*.ts` : `${folder}/${rest.join('/')}.ts` };
};

const mutate = async (part) => {
  const { lib, glob } = sourcesOf(part);
  // The runner has a process of its own, and reads from here which specs judge, what is drawn, and on how many examples properties run.
  Object.assign(process.env, {
    REBATE_MUTATED_LIB: lib,
    REBATE_MUTANT_SAMPLE: sample,
    REBATE_MUTANT_SEED: seed,
    REBATE_MUTANT_SPECS: specs,
  });
  process.env.REBATE_PROPERTY_RUNS ??= '12';
  const fileName = `reports/mutation/${part.replaceAll('/', '-')}.json`;
  await new Stryker({ ...OPTIONS, mutate: [glob, ...NOT_MUTATED], jsonReporter: { fileName } }).runMutationTest();
  return JSON.parse(readFileSync(`${root}${fileName}`, 'utf8'));
};

const survivorsOf = ({ files }) =>
  Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split('\n');
    return mutants
      .filter(({ status }) => MISSED.has(status))
      .map(({ status, location: { start, end }, mutatorName, replacement }) => {
        const line = lines[start.line - 1] ?? '';
        const was = start.line === end.line ? line.slice(start.column - 1, end.column - 1) : `${line.slice(start.column - 1)} …`;
        return `${file}:${start.line}:${start.column} ${status} ${mutatorName}: ${was} → ${(replacement ?? '').split('\n')[0]}`;
      });
  });

/** Wilson's interval at 95 % for `part` of `whole`. */
const interval = (part, whole) => {
  const [z, share] = [1.96, part / whole];
  const middle = share + (z * z) / (2 * whole);
  const reach = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  return [middle - reach, middle + reach].map((bound) => bound / (1 + (z * z) / whole));
};

/** A mutant that no test reaches is missed for certain; those that tests reach and that were not drawn are taken to be like the drawn. */
const scoreOf = (part, { files }) => {
  const all = Object.values(files).flatMap(({ mutants }) => mutants);
  const count = (test) => all.filter(test).length;
  const [noticed, missed] = [count(({ status }) => NOTICED.has(status)), count(({ status }) => status === 'Survived')];
  const [unreached, notDrawn] = [count(({ status }) => status === 'NoCoverage'), count(({ statusReason }) => statusReason === NOT_DRAWN)];
  const [tried, reached] = [noticed + missed, noticed + missed + notDrawn];
  const percent = (share) => ((share * reached * 100) / (reached + unreached)).toFixed(1);
  const [low, high] = interval(noticed, tried);
  const drawn = notDrawn === 0 ? '' : ` (${percent(low)} to ${percent(high)}, from ${tried} drawn by seed ${seed})`;
  const left = all.length - reached - unreached;
  return `${part}: ${tried === 0 ? '–' : percent(noticed / tried)} %${drawn} of ${reached + unreached} mutants noticed; ${missed + unreached} seen to be missed, ${unreached} of them reached by no test; ${left} left out`;
};

const filesUnder = (folder, { files }) => ({
  files: Object.fromEntries(Object.entries(files).filter(([file]) => file.startsWith(folder))),
});

process.chdir(root);
mkdirSync('reports/mutation', { recursive: true });
const rows = [];
for (const part of parts.length === 0 ? ['kernel', ...folders] : parts) {
  const report = await mutate(part);
  for (const line of survivorsOf(report)) console.log(line);
  rows.push(scoreOf(part, report));
  if (part === 'rebates') rows.push(...folders.map((folder) => scoreOf(folder, filesUnder(`libs/rebates/${folder}/`, report))));
}
for (const row of rows) console.log(row);
