import type { Database } from '#event-store';
import { perDatabase } from '../../read-model/per-database.ts';
import type { PositionedEvent, View } from '../../runner/view.ts';

/** The drafts that stand, out of the private streams of each organisation; what one holds is read from its stream. */

const STREAM = 'draft-';

const TABLES = [
  `CREATE TABLE drafts (
     organisation TEXT NOT NULL, draft TEXT NOT NULL, person TEXT NOT NULL, saved_at TEXT NOT NULL, agreement TEXT,
     PRIMARY KEY (organisation, draft)) WITHOUT ROWID`,
];

const folds = perDatabase((db: Database) => ({
  save: db.prepare(
    'INSERT INTO drafts (organisation, draft, person, saved_at, agreement) VALUES (?, ?, ?, ?, ?) ON CONFLICT (organisation, draft) DO UPDATE SET person = excluded.person, saved_at = excluded.saved_at, agreement = excluded.agreement',
  ),
  discard: db.prepare('DELETE FROM drafts WHERE organisation = ? AND draft = ?'),
}));

export const draftsView: View = {
  name: 'drafts',
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

function take(fold: ReturnType<typeof folds>, { event, recordedAt }: PositionedEvent): void {
  const { organisation, draft, person, agreement } = event.data;
  if (typeof organisation !== 'string' || typeof draft !== 'string' || typeof person !== 'string')
    throw new TypeError('organisation, draft and person must be texts');
  if (event.type === 'DraftSaved') fold.save.run(organisation, draft, person, recordedAt, typeof agreement === 'string' ? agreement : null);
  else if (event.type === 'DraftDiscarded') fold.discard.run(organisation, draft);
}
