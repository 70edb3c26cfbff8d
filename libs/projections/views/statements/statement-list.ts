import type { Database } from '#event-store';
import type { Statement } from '#rebates';
import { perDatabase } from '../../read-model/per-database.ts';

/** A statement with its own place in the history; `statement.position` is what it was computed as known at. */
export type IssuedStatement = { readonly position: number; readonly recordedAt: string; readonly statement: Statement };

export type StatementList = {
  /** In order, as known at a position. */
  all(agreement: string, knownAt: number): readonly IssuedStatement[];
  /** The one of the period that begins on a day. */
  beginning(agreement: string, firstDay: string): IssuedStatement | undefined;
  /** The last whose period ends on a day or before, as known at a position: what is booked about that day. */
  booked(agreement: string, on: string, knownAt: number): IssuedStatement | undefined;
};

type Row = { readonly position: number; readonly recorded_at: string; readonly statement: string };

const statements = perDatabase((db: Database) => ({
  all: db.prepare<Row>('SELECT position, recorded_at, statement FROM statements WHERE agreement = ? AND position <= ? ORDER BY first_day'),
  beginning: db.prepare<Row>('SELECT position, recorded_at, statement FROM statements WHERE agreement = ? AND first_day = ?'),
  booked: db.prepare<Row>(
    'SELECT position, recorded_at, statement FROM statements WHERE agreement = ? AND last_day <= ? AND position <= ? ORDER BY first_day DESC LIMIT 1',
  ),
}));

const issued = ({ position, recorded_at: recordedAt, statement }: Row): IssuedStatement => ({
  position,
  recordedAt,
  statement: JSON.parse(statement) as Statement,
});

/** The tables must be there: ask after the runner has started. */
export function statementListOf(db: Database): StatementList {
  const sql = statements(db);
  const one = (row: Row | undefined): IssuedStatement | undefined => (row === undefined ? undefined : issued(row));
  return {
    all: (agreement, knownAt) => sql.all.all(agreement, knownAt).map(issued),
    beginning: (agreement, firstDay) => one(sql.beginning.get(agreement, firstDay)),
    booked: (agreement, on, knownAt) => one(sql.booked.get(agreement, on, knownAt)),
  };
}
