import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const readLock = (url) => {
  try {
    return JSON.parse(readFileSync(url, 'utf8')).packages;
  } catch {
    return undefined;
  }
};

/** npm writes its own stamp, node_modules/.package-lock.json, as the last step of an install. */
const installedAsLocked = (root) => {
  const locked = readLock(new URL('package-lock.json', root));
  const installed = readLock(new URL('node_modules/.package-lock.json', root));
  if (locked === undefined || installed === undefined) return false;
  return Object.entries(locked).every(
    ([path, { version, optional }]) => path === '' || optional === true || installed[path]?.version === version,
  );
};

/** Runs npm whatever the platform calls it; inside `npm test` and `npm start` it is the npm that runs them. */
export const npm = (root, ...args) => {
  const own = process.env.npm_execpath;
  const options = { cwd: root, stdio: ['ignore', 2, 2] };
  return own?.endsWith('.js') || own?.endsWith('.cjs')
    ? spawnSync(process.execPath, [own, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
};

/** Installs what package-lock.json asks for and node_modules lacks. No dependency needs its install script. */
export const installMissing = (root) => {
  if (installedAsLocked(root)) return true;
  console.error('Installing dependencies (npm ci) …');
  return npm(root, 'ci', '--ignore-scripts', '--no-audit', '--no-fund').status === 0;
};
