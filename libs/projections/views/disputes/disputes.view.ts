import type { Database } from '#event-store';
import { perDatabase } from '../../read-model/per-database.ts';
import type { PositionedEvent, View } from '../../runner/view.ts';

/** The disputes of each partnership; what one holds is read from its stream. */

const STREAM = 'dispute-';

const TABLES = [
  `CREATE TABLE disputes (
     partnership TEXT NOT NULL, position INTEGER NOT NULL, dispute TEXT NOT NULL, agreement TEXT NOT NULL, opened_at TEXT NOT NULL, ended_at TEXT,
     PRIMARY KEY (partnership, position)) WITHOUT ROWID`,
  'CREATE INDEX disputes_by_id ON disputes (dispute)',
];

const folds = perDatabase((db: Database) => ({
  open: db.prepare('INSERT INTO disputes (partnership, position, dispute, agreement, opened_at) VALUES (?, ?, ?, ?, ?)'),
  end: db.prepare('UPDATE disputes SET ended_at = ? WHERE dispute = ?'),
}));

export const disputesView: View = {
  name: 'disputes',
  version: 1,
  tables: TABLES,
  handle: (batch, db) => {
    const fold = folds(db);
    for (const item of batch) if (item.event.stream.startsWith(STREAM)) take(fold, item);
  },
  reset: (db) => {
    folds.forget(db);
  },
};

function take(fold: ReturnType<typeof folds>, { event, partnership, position, recordedAt }: PositionedEvent): void {
  const { dispute, agreement } = event.data;
  if (
    typeof dispute !== 'string' ||
    (event.type === 'DisputeOpened' && typeof agreement !== 'string') ||
    partnership === undefined ||
    position === undefined
  )
    throw new TypeError('a dispute belongs to a partnership, and has an id');
  if (event.type === 'DisputeEnded') fold.end.run(recordedAt, dispute);
  else if (event.type === 'DisputeOpened')
    fold.open.run(partnership, position, dispute, typeof agreement === 'string' ? agreement : '', recordedAt);
}
