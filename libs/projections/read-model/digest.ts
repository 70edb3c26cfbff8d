import { createHash } from 'node:crypto';
import type { Database } from '#event-store';

/** What a table holds, told by its rows in the order of its key. */
export type TableDigest = { readonly table: string; readonly rows: number; readonly sha256: string };

type Column = { readonly name: string; readonly pk: number };

/** The statement gives each row as one text of SQL literals: exact for every type, with no number made on the way. */
function selectRows(db: Database, table: string): string {
  const columns = db.prepare<Column>(`PRAGMA table_info("${table}")`).all();
  const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
  const order = key.length === 0 ? 'rowid' : key.map(({ name }) => `"${name}"`).join(', ');
  return `SELECT ${columns.map(({ name }) => `quote("${name}")`).join(` || ',' || `)} AS line FROM "${table}" ORDER BY ${order}`;
}

function* linesOf(db: Database, table: string): Generator<string> {
  for (const { line } of db.prepare<{ line: string }>(selectRows(db, table)).iterate()) yield line;
}

export function digestTable(db: Database, table: string): TableDigest {
  const hash = createHash('sha256');
  let rows = 0;
  for (const line of linesOf(db, table)) {
    hash.update(`${line}\n`);
    rows += 1;
  }
  return { table, rows, sha256: hash.digest('hex') };
}

/** One digest over the digests of tables, in the order of their names. */
export function digestTables(
  db: Database,
  tables: readonly string[],
): { readonly sha256: string; readonly tables: readonly TableDigest[] } {
  const digests = [...tables].sort().map((table) => digestTable(db, table));
  const hash = createHash('sha256');
  for (const { table, rows, sha256 } of digests) hash.update(`${table} ${rows} ${sha256}\n`);
  return { sha256: hash.digest('hex'), tables: digests };
}

export type RowDifference = { readonly table: string; readonly row: number; readonly left: string | null; readonly right: string | null };

/** The first row, counted from 0 in the order of the key, that two tables of one name do not share. */
export function firstDifference(left: Database, right: Database, table: string): RowDifference | undefined {
  const [ours, theirs] = [linesOf(left, table), linesOf(right, table)];
  try {
    for (let row = 0; ; row += 1) {
      const [a, b] = [ours.next(), theirs.next()];
      if (a.done === true && b.done === true) return undefined;
      const [l, r] = [a.done === true ? null : a.value, b.done === true ? null : b.value];
      if (l !== r) return { table, row, left: l, right: r };
    }
  } finally {
    ours.return(undefined);
    theirs.return(undefined);
  }
}
