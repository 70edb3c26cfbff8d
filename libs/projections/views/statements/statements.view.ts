import type { Database } from '#event-store';
import { type StatementEvent, toStatement } from '#rebates';
import { perDatabase } from '../../read-model/per-database.ts';
import type { PositionedEvent, View } from '../../runner/view.ts';

/** The statements issued, by agreement and first day: what was booked about a day is looked up here. */

const TABLES = [
  `CREATE TABLE statements (
     agreement TEXT NOT NULL, first_day TEXT NOT NULL, last_day TEXT NOT NULL, position INTEGER NOT NULL, recorded_at TEXT NOT NULL, statement TEXT NOT NULL,
     PRIMARY KEY (agreement, first_day)) WITHOUT ROWID`,
];

const folds = perDatabase((db: Database) => ({
  insert: db.prepare('INSERT INTO statements (agreement, first_day, last_day, position, recorded_at, statement) VALUES (?, ?, ?, ?, ?, ?)'),
}));

const isIssued = ({ event }: PositionedEvent): boolean => event.type === ('StatementIssued' satisfies StatementEvent['type']);

export const statementsView: View = {
  name: 'statements',
  version: 1,
  tables: TABLES,
  handle: (batch, db) => {
    const fold = folds(db);
    for (const item of batch) {
      if (!isIssued(item)) continue;
      if (item.position === undefined) throw new Error('a statement outside any partnership');
      const statement = toStatement(item.event.data);
      fold.insert.run(
        statement.agreement,
        statement.period.from,
        statement.period.to,
        item.position,
        item.recordedAt,
        JSON.stringify(statement),
      );
    }
  },
  reset: (db) => {
    folds.forget(db);
  },
};
