/**
 * `npm run bench`: measures this machine's ledger against its targets, and against tools that do less on the same file.
 * `--lines N` (1,000,000), `--quick` (100,000). Prints a table and writes bench-results/<date>.json.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { figuresOf, tableOf } from '../test/perf/figures.mjs';
import { postgresScript } from '../test/perf/question-sql.mjs';
import { writeSalesFile } from '../test/perf/sales-file.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const { values } = parseArgs({
  options: { lines: { type: 'string' }, quick: { type: 'boolean' }, customers: { type: 'string' }, 'no-build': { type: 'boolean' } },
});
const lines = Math.max(2_000, Number(values.lines ?? (values.quick === true ? 100_000 : 1_000_000)));
const customers = Number(values.customers ?? 4_000);
const EVENTSTORE_LINES = 50_000;
/** A server that others use too holds their events, which the views read first. */
const EVENTSTORE_MS = 180_000;
const QUICK_LINES = 100_000;

const newest = (path, wanted) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return wanted(path) ? stat.mtimeMs : 0;
  return readdirSync(path).reduce(
    (latest, name) => (name === 'node_modules' ? latest : Math.max(latest, newest(join(path, name), wanted))),
    0,
  );
};
const isSource = (path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !path.endsWith('.contract.ts');

const build = () => {
  const sources = Math.max(newest(join(root, 'libs'), isSource), newest(join(root, 'apps'), isSource));
  if (newest(join(root, 'dist'), (path) => path.endsWith('.js')) >= sources) return;
  console.error('Building …');
  const result = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error('The build failed.');
};

/** Each figure in a process of its own: memory of one is not that of another. */
const run = (script, flags, env = {}, timeout = 1_800_000) =>
  new Promise((resolve, reject) => {
    console.error(
      `  ${script} ${Object.entries(flags)
        .filter(([name]) => name !== 'dir' && name !== 'file')
        .map((pair) => pair.join(' '))
        .join(' ')}`,
    );
    const args = [
      join(root, 'test', 'perf', `${script}.mjs`),
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ];
    const child = spawn(process.execPath, ['--no-warnings', ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
      timeout,
    });
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
    });
    child.on('error', reject);
    child.on('close', (status, signal) =>
      status === 0
        ? resolve(JSON.parse(text.trim().split('\n').at(-1)))
        : reject(new Error(`${script} ended with ${status ?? `${signal}, after at most ${timeout / 1_000} s`}`)),
    );
  });

const optional = async (work) => {
  try {
    return await work();
  } catch (error) {
    return { skipped: error instanceof Error ? error.message : String(error) };
  }
};

const shape = async (folder, count, customerCount) => {
  const file = join(folder, `sales-${count}-${customerCount}.csv`);
  const written = await writeSalesFile(file, count, customerCount);
  const dir = join(folder, `data-${count}-${customerCount}`);
  mkdirSync(dir);
  return {
    file,
    dir,
    lines: written,
    imported: { lines: written, ...(await run('run-import', { dir, file, lines: written, customers: customerCount })) },
  };
};

const postgres = (file) => {
  const url = process.env.BENCH_PG_URL;
  if (url === undefined || url === '') return { skipped: 'BENCH_PG_URL is not set' };
  const started = performance.now();
  const result = spawnSync('psql', [url, '-q', '-f', '-'], { input: postgresScript(file), encoding: 'utf8' });
  if (result.status !== 0) return { skipped: (result.stderr || String(result.error)).trim().split('\n')[0] };
  const [copy, query] = [...result.stdout.matchAll(/Time: ([\d.]+) ms/g)].map((match) => Number(match[1]) / 1_000);
  return { seconds: (performance.now() - started) / 1_000, loadSeconds: copy, querySeconds: query };
};

const eventStoreDb = async (folder) => {
  const url = process.env.EVENTSTORE_URL;
  if (url === undefined || url === '') return { skipped: 'EVENTSTORE_URL is not set' };
  const file = join(folder, 'sales-eventstore.csv');
  const written = await writeSalesFile(file, EVENTSTORE_LINES, 1);
  const dir = join(folder, 'data-eventstore');
  return { lines: written, ...(await run('run-import', { dir, file, lines: written }, { BENCH_EVENTSTORE_URL: url }, EVENTSTORE_MS)) };
};

/** The customer's copy of a file is imported, then matched in a process of its own. */
const matched = async ({ dir, file, lines: count }) => {
  const { expected } = await run('run-matching', { dir, file, lines: count });
  return { expected, ...(await run('run-matching', { dir })) };
};

const measure = async (folder) => {
  const small = lines > QUICK_LINES ? await shape(folder, Math.max(2_000, Math.round(lines / 10)), 1) : undefined;
  const smallFinance = small === undefined ? undefined : await run('run-finance', { dir: small.dir });
  const smallMatched = small === undefined ? undefined : await matched(small);
  if (small !== undefined) rmSync(small.dir, { recursive: true });
  const one = await shape(folder, lines, 1);
  const duckdb = await optional(() => run('run-duckdb', { dir: folder, file: one.file, customers: 1 }));
  const queries = await run('run-queries', { dir: one.dir });
  const http = await optional(() => run('run-http', { dir: one.dir, port: 0 }));
  const screens = await optional(() => run('run-screens', { dir: one.dir, port: 0 }));
  const verified = await run('run-verify', { dir: one.dir, lines: one.lines });
  const rebuild = await run('run-rebuild', { dir: one.dir, lines: one.lines });
  const proofs = await run('run-proofs', { dir: one.dir });
  const finance = { count: small?.lines ?? one.lines, ...(smallFinance ?? (await run('run-finance', { dir: one.dir }))) };
  const settled = await optional(async () => ({
    ...(await run('run-settle', { dir: one.dir })),
    verified: await run('run-verify', { dir: one.dir, lines: one.lines }),
  }));
  // Last on this ledger: its terms change.
  const restate = await run('run-restate', { dir: one.dir });
  const matching = { small: smallMatched, one: await matched(one) };
  rmSync(one.dir, { recursive: true });
  const kinds = await run('run-kinds', { lines });
  const many = await shape(folder, lines, customers);
  rmSync(many.dir, { recursive: true });
  const duckdbMany = await optional(() => run('run-duckdb', { dir: folder, file: many.file, customers }));
  const append = await run('run-append', { dir: folder });
  const eventStore = await optional(() => eventStoreDb(folder));
  return {
    lines: one.lines,
    customers,
    small: small?.imported,
    one: one.imported,
    many: many.imported,
    duckdb,
    duckdbMany,
    postgres: postgres(one.file),
    queries,
    http,
    screens,
    finance,
    rebuild,
    proofs,
    verified,
    settled,
    restate,
    matching,
    kinds,
    append,
    eventStore,
  };
};

if (values['no-build'] !== true) build();
const folder = mkdtempSync(join(tmpdir(), 'rebate-bench-'));
const before = loadavg();
try {
  const measured = await measure(folder);
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? '',
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    loadBefore: before,
    loadAfter: loadavg(),
  };
  const figures = figuresOf(measured);
  console.log(
    `${machine.cpus} × ${machine.model}, ${machine.memoryGib} GiB, Node ${machine.node}; load ${before[0].toFixed(1)} before, ${machine.loadAfter[0].toFixed(1)} after; ${measured.lines} lines.`,
  );
  console.log(tableOf(figures));
  const date = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  mkdirSync(join(root, 'bench-results'), { recursive: true });
  writeFileSync(join(root, 'bench-results', `${date}.json`), `${JSON.stringify({ date, machine, figures, measured }, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
