import type { Database, SqlValue } from '#event-store';
import { partiesOf } from '#kernel';
import { bulkInsert } from '../../read-model/bulk-insert.ts';
import { interned, internedTable } from '../../read-model/interned.ts';
import { perDatabase } from '../../read-model/per-database.ts';
import type { PositionedEvent, View } from '../../runner/view.ts';
import { factsOf } from './facts.ts';

/** One row for each event of each partnership: the index of everything that was ever recorded. */

const TABLES = [
  // Streams, types and reporters.
  internedTable('history_names'),
  `CREATE TABLE history_partnerships (
     id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, supplier TEXT NOT NULL DEFAULT '', customer TEXT NOT NULL DEFAULT '')`,
  `CREATE TABLE history_agreements (
     agreement TEXT PRIMARY KEY, partnership INTEGER NOT NULL, position INTEGER NOT NULL) WITHOUT ROWID`,
  'CREATE INDEX history_agreements_of ON history_agreements (partnership, position)',
  `CREATE TABLE history_events (
     partnership INTEGER NOT NULL, position INTEGER NOT NULL, token TEXT NOT NULL, stream INTEGER NOT NULL,
     revision INTEGER NOT NULL, type INTEGER NOT NULL, recorded_at INTEGER NOT NULL, first_day INTEGER, last_day INTEGER,
     lines INTEGER NOT NULL, reporter INTEGER, subject TEXT NOT NULL,
     PRIMARY KEY (partnership, position)) WITHOUT ROWID`,
  // A row for each day that an event speaks of, which is nearly always one.
  `CREATE TABLE history_days (
     partnership INTEGER NOT NULL, day INTEGER NOT NULL, position INTEGER NOT NULL,
     PRIMARY KEY (partnership, day, position)) WITHOUT ROWID`,
];

const EVENT_COLUMNS = [
  'partnership',
  'position',
  'token',
  'stream',
  'revision',
  'type',
  'recorded_at',
  'first_day',
  'last_day',
  'lines',
  'reporter',
  'subject',
];

const folds = perDatabase((db: Database) => ({
  names: interned(db, 'history_names'),
  partnerships: interned(db, 'history_partnerships'),
  insertEvents: bulkInsert(db, 'history_events', EVENT_COLUMNS),
  insertDays: bulkInsert(db, 'history_days', ['partnership', 'day', 'position']),
  // The stream of an agreement is its own: who was first keeps the name.
  insertAgreement: db.prepare('INSERT INTO history_agreements (agreement, partnership, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING'),
  nameParties: db.prepare('UPDATE history_partnerships SET supplier = ?, customer = ? WHERE id = ?'),
  time: { text: '', milliseconds: 0 },
}));

type Fold = ReturnType<typeof folds>;
type Rows = { readonly events: SqlValue[]; readonly days: SqlValue[] };

export const historyView: View = {
  name: 'history',
  version: 1,
  tables: TABLES,
  handle: (batch, db) => {
    const fold = folds(db);
    const rows: Rows = { events: [], days: [] };
    for (const item of batch) addEvent(fold, rows, item);
    fold.insertEvents(rows.events);
    fold.insertDays(rows.days);
  },
  reset: (db) => {
    folds.forget(db);
  },
};

function addEvent(fold: Fold, rows: Rows, { event, partnership, position, recordedAt }: PositionedEvent): void {
  if (partnership === undefined || position === undefined) return;
  const id = fold.partnerships.idOf(partnership);
  const { subject, days, lines, reporter, agreement } = factsOf(event);
  rows.events.push(
    id,
    position,
    event.token,
    fold.names.idOf(event.stream),
    event.revision,
    fold.names.idOf(event.type),
    millisecondsOf(fold, recordedAt),
    days.length === 0 ? null : Math.min(...days),
    days.length === 0 ? null : Math.max(...days),
    lines,
    reporter === undefined ? null : fold.names.idOf(reporter),
    subject,
  );
  for (const day of days) rows.days.push(id, day, position);
  if (agreement !== undefined) fold.insertAgreement.run(agreement, id, position);
  if (position === 0 || event.type === 'PartnershipOpened') nameParties(fold, id, partnership, event.data);
}

function nameParties(fold: Fold, id: number, partnership: string, data: PositionedEvent['event']['data']): void {
  const parties = partiesOf(partnership);
  const { supplier = parties?.supplier, customer = parties?.customer } = data;
  if (typeof supplier === 'string' && typeof customer === 'string') fold.nameParties.run(supplier, customer, id);
}

/** Events of one commit share their recorded time: its text is read once. */
function millisecondsOf(fold: Fold, text: string): number {
  if (fold.time.text !== text) fold.time = { text, milliseconds: Date.parse(text) };
  return fold.time.milliseconds;
}
