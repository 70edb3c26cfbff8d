import { internedTable } from '../../read-model/interned.ts';

export const ACCRUAL_TABLES = [
  // An agreement as it stood after each of its own events: what was known then.
  `CREATE TABLE accrual_versions (
     agreement TEXT NOT NULL, position INTEGER NOT NULL, state TEXT NOT NULL, PRIMARY KEY (agreement, position)) WITHOUT ROWID`,
  // A way of measuring, from the position that brought it to the one that replaced it.
  `CREATE TABLE accrual_plans (
     id INTEGER PRIMARY KEY, agreement TEXT NOT NULL, partnership TEXT NOT NULL, plan TEXT NOT NULL,
     from_position INTEGER NOT NULL, to_position INTEGER)`,
  'CREATE INDEX accrual_plans_of_partnership ON accrual_plans (partnership, to_position)',
  'CREATE INDEX accrual_plans_of_agreement ON accrual_plans (agreement, from_position)',
  internedTable('accrual_signatures'),
  // Sums, not lines. Amounts are decimals as texts: exact, and readable with any SQLite; `own` is a list of them.
  `CREATE TABLE accrual_sums (
     plan INTEGER NOT NULL, block INTEGER NOT NULL, on_day INTEGER NOT NULL, counted_on INTEGER NOT NULL,
     signature INTEGER NOT NULL, cause INTEGER NOT NULL, value TEXT NOT NULL, quantity TEXT NOT NULL, weight TEXT NOT NULL,
     own TEXT NOT NULL, lines INTEGER NOT NULL, PRIMARY KEY (plan, block, on_day, counted_on, signature, cause)) WITHOUT ROWID`,
  // Lines that no sum holds until a conversion is declared; below 0 where an event took them back.
  `CREATE TABLE accrual_waits (
     plan INTEGER NOT NULL, position INTEGER NOT NULL, on_day INTEGER NOT NULL, reason TEXT NOT NULL, lines INTEGER NOT NULL,
     PRIMARY KEY (plan, position, on_day, reason)) WITHOUT ROWID`,
  // Lines as they stand, kept only where returns count in the period of their sale; `names` is the sale of a return.
  `CREATE TABLE accrual_sale_lines (
     plan INTEGER NOT NULL, key TEXT NOT NULL, names TEXT, stage TEXT NOT NULL, line TEXT NOT NULL, PRIMARY KEY (plan, key)) WITHOUT ROWID`,
  'CREATE INDEX accrual_sale_lines_naming ON accrual_sale_lines (plan, names)',
  // Rates of a partnership as they became known; converted with when sums are read.
  `CREATE TABLE accrual_rates (
     partnership TEXT NOT NULL, position INTEGER NOT NULL, place INTEGER NOT NULL, rate_table TEXT NOT NULL, to_currency TEXT NOT NULL,
     currency TEXT NOT NULL, from_day TEXT NOT NULL, rate TEXT NOT NULL, PRIMARY KEY (partnership, position, place)) WITHOUT ROWID`,
] as const;
