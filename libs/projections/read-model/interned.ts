import type { Database } from '#event-store';

/**
 * Names kept once, as small integers in all other tables. Ids are given in the order of the log, so that a rebuild gives
 * the same ones.
 */
export type Interned = {
  /** Gives the name an id where it has none. */
  idOf(name: string): number;
  find(name: string): number | undefined;
  nameOf(id: number): string;
};

export const internedTable = (table: string): string => `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)`;

/** Bounds what is kept in memory; what falls out is read again. */
const MAX_KEPT = 100_000;

export function interned(db: Database, table: string): Interned {
  const select = db.prepare<{ id: number }>(`SELECT id FROM ${table} WHERE name = ?`);
  const selectName = db.prepare<{ name: string }>(`SELECT name FROM ${table} WHERE id = ?`);
  // Without AUTOINCREMENT the next id is the largest one and one more: after a rollback the same ids are given again.
  const insert = db.prepare(`INSERT INTO ${table} (name) VALUES (?)`);
  const ids = new Map<string, number>();
  const names = new Map<number, string>();
  const find = (name: string): number | undefined => {
    const known = ids.get(name);
    if (known !== undefined) return known;
    const id = select.get(name)?.id;
    if (id !== undefined) keep(ids, name, id);
    return id;
  };
  return {
    find,
    idOf: (name) => {
      const known = find(name);
      if (known !== undefined) return known;
      const id = Number(insert.run(name).lastInsertRowid);
      keep(ids, name, id);
      return id;
    },
    nameOf: (id) => {
      const known = names.get(id);
      if (known !== undefined) return known;
      const name = selectName.get(id)?.name;
      if (name === undefined) throw new RangeError(`${table} has no name ${id}`);
      keep(names, id, name);
      return name;
    },
  };
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  if (map.size >= MAX_KEPT) map.clear();
  map.set(key, value);
}
