import type { Database } from '#event-store';
import type { PartnershipEvent, RateRecord } from '#rebates';
import { perDatabase } from '../../read-model/per-database.ts';

type RateRow = { rate_table: string; to_currency: string; currency: string; from_day: string; rate: string };

const statements = perDatabase((db: Database) => ({
  insert: db.prepare(
    'INSERT INTO accrual_rates (partnership, position, place, rate_table, to_currency, currency, from_day, rate) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  ),
  through: db.prepare<RateRow>(
    'SELECT rate_table, to_currency, currency, from_day, rate FROM accrual_rates WHERE partnership = ? AND position <= ? ORDER BY position, place',
  ),
  between: db.prepare<{ position: number }>(
    'SELECT DISTINCT position FROM accrual_rates WHERE partnership = ? AND rate_table = ? AND position > ? AND position <= ? ORDER BY position',
  ),
  newest: db.prepare<{ position: number | null }>(
    'SELECT max(position) AS position FROM accrual_rates WHERE partnership = ? AND position <= ?',
  ),
}));

export const storeRates = (
  db: Database,
  partnership: string,
  position: number,
  { table, to, rates }: Extract<PartnershipEvent, { type: 'RatesRecorded' }>['data'],
): void => {
  rates.forEach(({ currency, from, rate }, place) => {
    statements(db).insert.run(partnership, position, place, table, to, currency, from, rate);
  });
};

/** Rates of a partnership as known at a position, in the order in which they became known. */
export const ratesAt = (db: Database, partnership: string, position: number): RateRecord[] =>
  statements(db)
    .through.all(partnership, position)
    .map((row) => ({ table: row.rate_table, to: row.to_currency, currency: row.currency, from: row.from_day, rate: row.rate }));

/** The position that brought the newest rates known at another; -1 where none are known. */
export const newestRates = (db: Database, partnership: string, position: number): number =>
  statements(db).newest.get(partnership, position)?.position ?? -1;

/** The positions after one and up to another that brought rates of a table. */
export const ratePositions = (db: Database, partnership: string, table: string, after: number, through: number): number[] =>
  statements(db)
    .between.all(partnership, table, after, through)
    .map(({ position }) => position);
