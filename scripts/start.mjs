/**
 * `npm start`: installs and builds what is missing, then the demonstration; `npm start -- --data DIR` serves a ledger of
 * one's own. Further flags go on to the command, such as --port.
 */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing, npm } from './install-missing.mjs';

const rootUrl = new URL('../', import.meta.url);
const root = fileURLToPath(rootUrl);
const SOURCES = ['apps', 'libs', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/** The newest or the oldest change below a path, in ms; undefined where there is nothing. */
const changed = (path, choose, includes) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return undefined;
  if (!stat.isDirectory()) return includes(path) ? stat.mtimeMs : undefined;
  const times = readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .map((name) => changed(join(path, name), choose, includes))
    .filter((time) => time !== undefined);
  return times.length === 0 ? undefined : times.reduce((one, other) => choose(one, other));
};

const isSource = (path) => !path.endsWith('.spec.ts') && !path.endsWith('.contract.ts');
const newestSource = () => Math.max(...SOURCES.map((name) => changed(join(root, name), Math.max, isSource) ?? 0));
/** The parts of the build, in the order in which they are made. */
const PARTS = [
  ['apps', 'api', 'main.js'],
  ['rebate', 'main.js'],
  ['apps', 'web', 'index.html'],
];
const built = () => Math.min(...PARTS.map((part) => changed(join(root, 'dist', ...part), Math.max, () => true) ?? 0));

const fail = (sentence) => {
  console.error(sentence);
  process.exit(1);
};

if (!installMissing(rootUrl)) fail('The dependencies could not be installed: see above, then run npm start again.');
if (built() < newestSource()) {
  console.error('Building …');
  if (npm(rootUrl, 'run', '--silent', 'build').status !== 0) fail('The build failed: see above, mend it, then run npm start again.');
}

const flags = process.argv.slice(2);
const serves = flags.some((flag) => flag === '--data' || flag.startsWith('--data='));
const child = spawn(process.execPath, [join(root, 'bin', 'rebate.mjs'), serves ? 'serve' : 'demo', ...flags], { stdio: 'inherit' });
// The child closes its files itself; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 0 : 1)));
