import { STEPS } from './sales-file.mjs';

/** The question in SQL: what each customer has earned by the end of each day, the tier reached paying on all of it. */

export const LOAD_COLUMNS = {
  document: 'VARCHAR',
  line: 'INTEGER',
  date: 'DATE',
  customer: 'VARCHAR',
  product: 'VARCHAR',
  quantity: 'DECIMAL(12,3)',
  unitPrice: 'DECIMAL(12,4)',
  description: 'VARCHAR',
  orderNo: 'VARCHAR',
  warehouse: 'VARCHAR',
  salesRep: 'VARCHAR',
  costCentre: 'VARCHAR',
};

const rate = [...STEPS]
  .reverse()
  .map(({ from, percent }) => `WHEN total >= ${from} THEN ${percent}`)
  .join(' ');

export const CUMULATIVE_SQL = `
  WITH days AS (SELECT customer, date, sum(CAST(quantity * unitPrice AS DECIMAL(18, 4))) AS value FROM sales GROUP BY customer, date),
       running AS (SELECT customer, date, sum(value) OVER (PARTITION BY customer ORDER BY date) AS total FROM days)
  SELECT customer, date, total, round(total * (CASE ${rate} ELSE 0 END) / 100, 2) AS earned FROM running ORDER BY customer, date`;

export const postgresScript = (file) => `
  \\set ON_ERROR_STOP on
  CREATE TEMP TABLE sales (${Object.entries(LOAD_COLUMNS)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ')});
  \\timing on
  \\copy sales FROM '${file}' WITH (FORMAT csv, HEADER true)
  CREATE TEMP TABLE answer AS ${CUMULATIVE_SQL};
`;
