/**
 * `npm test`: installs what is missing, then every check of this repository. Arguments go to jest: `npm test -- libs/kernel`.
 * The last line is `N passed, N failed`: the tests, and each other stage as one.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing } from './install-missing.mjs';

const root = new URL('../', import.meta.url);
const count = { passed: 0, failed: 0 };

const run = (args) =>
  new Promise((resolve) => {
    const startedAt = performance.now();
    const child = spawn(process.execPath, args, {
      cwd: fileURLToPath(root),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, FORCE_COLOR: '0' },
    });
    const output = [];
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(String(error))));
    child.on('close', (status) =>
      resolve({ ok: status === 0, output: Buffer.concat(output).toString('utf8'), seconds: (performance.now() - startedAt) / 1000 }),
    );
  });

const report = (name, { ok, output, seconds }, note = '') => {
  console.log(`${ok ? '✓' : '✗'} ${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s${note}`);
  if (!ok) console.log(`\n${output.trim()}\n`);
};

/** A stage of several commands fails with the first that does. */
const runAll = async (commands) => {
  let seconds = 0;
  for (const args of commands) {
    const result = await run(args);
    seconds += result.seconds;
    if (!result.ok) return { ...result, seconds };
  }
  return { ok: true, output: '', seconds };
};

const stage = async (name, ...commands) => {
  const result = await runAll(commands);
  count[result.ok ? 'passed' : 'failed'] += 1;
  report(name, result);
};

const STAGES = [
  ['lint and types', ['node_modules/oxlint/bin/oxlint', '--deny-warnings']],
  ['format', ['node_modules/oxfmt/bin/oxfmt', '--check', '.']],
  [
    'architecture',
    ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'apps', 'libs', 'test', '--config', '.dependency-cruiser.cjs'],
  ],
  ['unused', ['node_modules/knip/bin/knip.js', '--no-progress']],
  [
    'build',
    ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
    ['node_modules/vite/bin/vite.js', 'build', '--config', 'apps/cli/vite.config.ts', '--logLevel', 'warn'],
    ['node_modules/vite/bin/vite.js', 'build', 'apps/web', '--logLevel', 'warn'],
  ],
];

/** Two at a time. */
const staticStages = async () => {
  const waiting = [...STAGES];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await stage(...next);
  };
  await Promise.all([worker(), worker()]);
};

const tests = async (passedOn) => {
  const folder = mkdtempSync(join(tmpdir(), 'rebate-jest-'));
  const file = join(folder, 'results.json');
  const result = await run([
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--ci',
    '--json',
    '--outputFile',
    file,
    ...passedOn,
  ]);
  let results = { numPassedTests: 0, numFailedTests: 0, numRuntimeErrorTestSuites: 0, numPendingTests: 0 };
  try {
    results = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    results.numRuntimeErrorTestSuites = 1;
  }
  rmSync(folder, { recursive: true, force: true });
  count.passed += results.numPassedTests;
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  count.failed += result.ok ? failed : Math.max(1, failed);
  // Jest writes the whole report on stdout as well; a reader wants the part for people.
  const output = result.output
    .split('\n')
    .filter((line) => !line.startsWith('{"num'))
    .join('\n');
  report('tests', { ...result, output }, results.numPendingTests > 0 ? `  (${results.numPendingTests} not run here)` : '');
};

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const sayWhatIsMissing = () => {
  if (!existsSync(chromium))
    console.log(`– screens        not looked at: no Chromium at ${chromium} (install it, or name it in CHROMIUM_PATH)`);
};

if (!installMissing(root)) {
  console.log('✗ install');
  count.failed += 1;
} else {
  await staticStages();
  await tests(process.argv.slice(2));
  sayWhatIsMissing();
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exitCode = count.failed === 0 ? 0 : 1;
