import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { answer, options, peakMib, startClock } from './measure.mjs';
import { CUMULATIVE_SQL, LOAD_COLUMNS } from './question-sql.mjs';

/** The yardstick: DuckDB loads the same file and answers the same question, without history, checks or known-at. */
const { dir, file, customers } = options();
const instance = await DuckDBInstance.create(join(dir, `bench-${customers}.duckdb`), { threads: '2' });
const connection = await instance.connect();
const load = startClock();
const types = Object.entries(LOAD_COLUMNS).map(([name, type]) => `'${name}': '${type}'`).join(', ');
await connection.run(`CREATE TABLE sales AS SELECT * FROM read_csv('${file}', header = true, columns = {${types}})`);
await connection.run('CHECKPOINT');
const loaded = load();
const ask = startClock();
const reader = await connection.runAndReadAll(CUMULATIVE_SQL);
const asked = ask();
const last = reader.getRowObjects().filter((row) => String(row.customer) === 'customer-0000').at(-1);
answer({ loadSeconds: loaded.seconds, loadCpuSeconds: loaded.cpuSeconds, querySeconds: asked.seconds, earned: String(last?.earned ?? ''), peakMib: peakMib() });
process.exit(0);
