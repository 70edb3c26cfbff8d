/**
 * Adds to package-lock.json the optional packages of other platforms that could not be had when it was made: without
 * them `npm ci` refuses the file. Their versions are exact in the packages that want them, and their platforms are in
 * their names; npm skips them on every other platform. Run it after `npm i`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const NAME = /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64)(.*)$/;

const platformOf = (name) => {
  const [, os, cpu, rest] = NAME.exec(name) ?? [];
  if (os === undefined) throw new Error(`${name}: its name does not say its platform; add it to the lockfile by hand.`);
  const libc = os !== 'linux' ? {} : { libc: [rest.includes('musl') ? 'musl' : 'glibc'] };
  return { cpu: [cpu], ...libc, os: [os] };
};

const added = [];
for (const [path, { dev, optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
    if (places.some((place) => lock.packages[place] !== undefined)) continue;
    if (!/^\d/.test(version)) throw new Error(`${name}: ${version} is no exact version.`);
    lock.packages[`node_modules/${name}`] = { version, ...(dev === true ? { dev } : {}), optional: true, ...platformOf(name) };
    added.push(name);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en')));
if (added.length > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added.length} added`);
