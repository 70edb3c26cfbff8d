/**
 * A test runner for Stryker that loads the specs of a lib as one bundle. Jest builds its module graph anew for each mutant, which
 * takes seconds; evaluating a bundle with the mutant switched on takes milliseconds, so a mutant costs what its tests cost. The
 * specs run as they are, with jest's own `expect`, on fresh modules for each mutant: a mutant of what a spec prepares is met too.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import fc from 'fast-check';
import { build } from 'vite';

const LIB = process.env.REBATE_MUTATED_LIB ?? 'kernel';
/** CPU time that the tests of one mutant may take together, the quickest first: one that none of them noticed counts as missed. */
const TESTS_MS = 8_000;
/** Only so many mutants of those that tests reach, drawn by the seed; all of them where it is 0. */
const SAMPLE = Number(process.env.REBATE_MUTANT_SAMPLE ?? 0);
const SEED = process.env.REBATE_MUTANT_SEED ?? '1';
/** Why a mutant that is not in the sample has no result. */
export const NOT_DRAWN = 'not in the sample';
/** Only specs whose path in the lib matches judge. */
const JUDGES = new RegExp(process.env.REBATE_MUTANT_SPECS ?? '');
const ENTRY = '\0specs';

const stryker = (globalThis.__stryker__ ??= {});
const require = createRequire(import.meta.url);
const { jestExpect: expect } = createRequire(require.resolve('@jest/globals'))('@jest/expect');

const specsOf = (root) =>
  readdirSync(join(root, 'libs', LIB), { recursive: true })
    .filter((name) => name.endsWith('.spec.ts') && JUDGES.test(name))
    .sort();

/** An entry that loads no spec until it is asked for, and the place of each module as jest gives it. */
const specsOfLib = (root) => ({
  name: 'specs',
  resolveId: (id) => (id === ENTRY ? id : undefined),
  load: (id) =>
    id === ENTRY
      ? `export const specs = { ${specsOf(root)
          .map((name) => `${JSON.stringify(name)}: () => import(${JSON.stringify(join(root, 'libs', LIB, name))})`)
          .join(', ')} };`
      : undefined,
  transform: (code, id) =>
    code.includes('import.meta')
      ? code
          .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
      : undefined,
});

const bundle = async (root) => {
  const [{ output }] = [
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      plugins: [specsOfLib(root)],
      resolve: { conditions: ['source', 'node'] },
      ssr: { external: true, resolve: { conditions: ['source', 'node'] } },
      build: {
        ssr: true,
        write: false,
        minify: false,
        target: 'es2023',
        rolldownOptions: { input: ENTRY, external: (id) => /^[^.#/\0]/.test(id), output: { format: 'cjs', codeSplitting: false } },
      },
    }),
  ].flat();
  return output[0].code;
};

let declared = [];
const each = (declare) => (rows) => (name, body) => {
  for (const row of rows) declare(name, () => body(...(Array.isArray(row) ? row : [row])));
};
const test = (name, body) => declared.push({ name, body });
const describe = (_, body) => body();
const words = {
  test: Object.assign(test, { each: each(test) }),
  it: test,
  describe: Object.assign(describe, { each: each(describe) }),
  expect,
};

/** The tests that a spec declares, in its order. They go by their number, since names may repeat. */
const testsOf = async (load, spec) => {
  declared = [];
  await load();
  return declared.map(({ name, body }, index) => ({ id: `${spec} ${index + 1}`, name, body }));
};

const drawn = (coverage) => {
  const place = (id) => createHash('sha256').update(`${SEED} ${id}`).digest('hex');
  const reached = [...new Set(Object.values(coverage.perTest).flatMap(Object.keys))].map((id) => ({ id, at: place(id) }));
  return reached
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .slice(0, SAMPLE === 0 ? undefined : SAMPLE)
    .map(({ id }) => id);
};

export class BundledRunner {
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // A failure is a failure: the smallest one is for people.
    fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
    // Stryker runs a runner in a copy of the project. What is kept there is there for the next one, after a crash or a mutant without end.
    this.root = process.cwd();
    this.keptFile = join(this.root, 'mutation-kept.json');
    const file = join(this.root, 'mutation-bundle.cjs');
    if (!existsSync(file)) writeFileSync(file, await bundle(this.root));
    this.script = new Script(`(function (exports, require) {${readFileSync(file, 'utf8')}\n})`, { filename: file });
    this.kept = existsSync(this.keptFile) ? JSON.parse(readFileSync(this.keptFile, 'utf8')) : { times: {}, drawn: [] };
  }

  /** Fresh modules, none of them loaded yet. */
  #specs() {
    const exported = {};
    this.script.runInThisContext()(exported, (name) => (name === '@jest/globals' ? words : require(name)));
    return exported.specs;
  }

  async dryRun() {
    stryker.activeMutant = undefined;
    const coverage = (stryker.mutantCoverage = { static: {}, perTest: {} });
    const tests = [];
    for (const [spec, load] of Object.entries(this.#specs())) {
      for (const { id, name, body } of await testsOf(load, spec)) {
        stryker.currentTestId = id;
        const started = process.cpuUsage();
        const failure = await failureOf(body);
        stryker.currentTestId = undefined;
        const { user, system } = process.cpuUsage(started);
        this.kept.times[id] = (user + system) / 1_000;
        tests.push({
          id,
          name: `${id} ${name}`,
          fileName: join(this.root, 'libs', LIB, spec),
          timeSpentMs: this.kept.times[id],
          ...(failure === undefined ? { status: 0 } : { status: 1, failureMessage: failure }),
        });
      }
    }
    this.kept.drawn = drawn(coverage);
    writeFileSync(this.keptFile, JSON.stringify(this.kept));
    return { status: 'complete', tests, mutantCoverage: coverage };
  }

  /** The first test that fails ends it. */
  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    if (!this.kept.drawn.includes(activeMutant.id)) return { status: 'error', errorMessage: NOT_DRAWN };
    const { times } = this.kept;
    Object.assign(stryker, { activeMutant: activeMutant.id, hitLimit, hitCount: hitLimit === undefined ? undefined : 0 });
    let used = 0;
    const wanted = [...(testFilter ?? Object.keys(times))]
      .sort((a, b) => times[a] - times[b])
      .filter((id, index) => (used += times[id]) <= TESTS_MS || index === 0);
    const [loaded, known] = [this.#specs(), new Map()];
    const load = async (spec) => {
      const tests = await testsOf(loaded[spec], spec);
      for (const { id, body } of tests) known.set(id, body);
    };
    for (const [ran, id] of wanted.entries()) {
      const spec = id.slice(0, id.indexOf(' '));
      const failure = await failureOf(async () => {
        if (!known.has(id)) await load(spec);
        await known.get(id)?.();
      });
      if (hitLimit !== undefined && stryker.hitCount > hitLimit) return { status: 'timeout', reason: 'hit limit reached' };
      if (failure !== undefined) return { status: 'killed', killedBy: [id], failureMessage: failure, nrOfTests: ran + 1 };
    }
    return { status: 'survived', nrOfTests: wanted.length };
  }
}

const failureOf = async (body) => {
  try {
    await body();
    return undefined;
  } catch (error) {
    return String(error?.message ?? error) || 'failed';
  }
};

export const strykerPlugins = [{ kind: 'TestRunner', name: 'bundled', injectableClass: BundledRunner }];
