import { createRequire } from 'node:module';

/** Finds the SQLite that this Node has: its own, or on Node 20 the package with the same interface. */

export type SqlValue = null | number | bigint | string | Uint8Array;
type SqlRun = { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };

/** A prepared statement; `Row` is what its author says a row looks like. */
export type Statement<Row> = {
  run(...parameters: SqlValue[]): SqlRun;
  get(...parameters: SqlValue[]): Row | undefined;
  all(...parameters: SqlValue[]): Row[];
  iterate(...parameters: SqlValue[]): IterableIterator<Row>;
  /** Needed where an integer can pass 2^53: reading one as a number throws. */
  setReadBigInts(enabled: boolean): void;
};

export type DriverDatabase = {
  readonly isOpen: boolean;
  exec(sql: string): void;
  prepare(sql: string): Statement<unknown>;
  close(): void;
};

type DriverOptions = { readonly readOnly: boolean; readonly timeout: number; readonly enableForeignKeyConstraints: boolean };
type Driver = { readonly DatabaseSync: new (file: string, options: DriverOptions) => DriverDatabase };

let found: Driver | undefined;

/** Loaded when first needed: neither `node:sqlite` nor the native package exists everywhere. */
function driver(): Driver {
  found ??=
    (process.getBuiltinModule('node:sqlite') as unknown as Driver | undefined) ??
    (createRequire(import.meta.url)('@photostructure/sqlite') as Driver);
  return found;
}

export function openWithDriver(file: string, options: DriverOptions): DriverDatabase {
  const { DatabaseSync } = driver();
  return new DatabaseSync(file, options);
}
