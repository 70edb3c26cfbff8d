import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { answer, options, peakMib, startClock } from './measure.mjs';
import { CUMULATIVE_SQL, LOAD_COLUMNS } from './question-sql.mjs';

/** The yardstick: DuckDB loads the same file and answers the same question, without history, checks or known-at. */
const { dir, file, customers } = options();
const RUNS = 3;
const types = Object.entries(LOAD_COLUMNS)
  .map(([name, type]) => `'${name}': '${type}'`)
  .join(', ');

const loadAndAsk = async (run) => {
  const instance = await DuckDBInstance.create(join(dir, `bench-${customers}-${run}.duckdb`), { threads: '2' });
  const connection = await instance.connect();
  const load = startClock();
  await connection.run(`CREATE TABLE sales AS SELECT * FROM read_csv('${file}', header = true, columns = {${types}})`);
  await connection.run('CHECKPOINT');
  const loaded = load();
  const ask = startClock();
  const reader = await connection.runAndReadAll(CUMULATIVE_SQL);
  const asked = ask();
  const last = reader
    .getRowObjects()
    .filter((row) => String(row.customer) === 'customer-0000')
    .at(-1);
  return {
    loadSeconds: loaded.seconds,
    loadCpuSeconds: loaded.cpuSeconds,
    querySeconds: asked.seconds,
    earned: String(last?.earned ?? ''),
  };
};

const runs = [];
for (let run = 0; run < RUNS; run += 1) runs.push(await loadAndAsk(run));
// The fastest of its runs against the only one of ours: where noise decides, it decides against us.
const best = runs.reduce((fastest, one) => (one.loadSeconds < fastest.loadSeconds ? one : fastest));
answer({ ...best, allLoadSeconds: runs.map(({ loadSeconds }) => loadSeconds), peakMib: peakMib() });
process.exit(0);
