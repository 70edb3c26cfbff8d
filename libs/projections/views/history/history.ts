import { compareTokens, type Database } from '#event-store';
import { formatDay, toDay } from '#kernel';
import { interned } from '../../read-model/interned.ts';
import { type PageOf, type PageQuery, cursorOf, limitOf, pageOf } from '../../read-model/paging.ts';
import { perDatabase } from '../../read-model/per-database.ts';
import { summaryOf } from './summary.ts';

/** An event of a partnership as a timeline lists it; the event itself is read from its stream. */
export type HistoryRef = {
  readonly position: number;
  readonly token: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly recordedAt: string;
  /** First and last valid day that it speaks of. */
  readonly from: string | null;
  readonly to: string | null;
  readonly lines: number;
  readonly reporter: string | null;
  readonly summary: string;
};

/** Where an event stands: in its stream, and in its partnership's history. */
export type EventPlace = Pick<HistoryRef, 'position' | 'revision'>;

export type PartnershipRow = {
  readonly partnership: string;
  readonly supplier: string;
  readonly customer: string;
  /** Of its last event. */
  readonly position: number;
  readonly agreements: readonly string[];
};

export type History = {
  /** Position of the last event; undefined for a partnership that has none. */
  lastPosition(partnership: string): number | undefined;
  /** "Known at T" is every event before the first recorded after T: the last of them; undefined where there is none. */
  positionAtTime(partnership: string, time: string): number | undefined;
  /** The position of the event that the store gave this token; undefined where the partnership has no such event. */
  positionOfToken(partnership: string, token: string): number | undefined;
  /** Both positions included, in order; read a bounded page at a time. */
  refs(partnership: string, fromPosition: number, toPosition: number): Generator<HistoryRef>;
  /** The events of one stream between two positions, both included, in order: all that it takes to read them from the store. */
  placesIn(partnership: string, stream: string, fromPosition: number, toPosition: number): Generator<EventPlace>;
  page(partnership: string, query: PageQuery & { readonly newestFirst?: boolean }): PageOf<HistoryRef>;
  /** Events that speak of a day from `from` to `to`, both included, by day and position: one that speaks of two comes twice. */
  eventsOnDays(
    partnership: string,
    from: string,
    to: string,
    upToPosition: number,
  ): Generator<{ readonly day: string; readonly ref: HistoryRef }>;
  /** All, or with `of` those of some organisations and those that are named. */
  partnerships(
    query: PageQuery & { readonly of?: { readonly organisations: readonly string[]; readonly partnerships: readonly string[] } },
  ): PageOf<PartnershipRow>;
  partnershipOf(agreement: string): string | undefined;
  agreementsOf(partnership: string): readonly string[];
};

type Row = {
  readonly position: number;
  readonly token: string;
  readonly stream: number;
  readonly revision: number;
  readonly type: number;
  readonly recorded_at: number;
  readonly first_day: number | null;
  readonly last_day: number | null;
  readonly lines: number;
  readonly reporter: number | null;
  readonly subject: string;
};

const ROWS_PER_PAGE = 500;

const statements = perDatabase((db: Database) => ({
  names: interned(db, 'history_names'),
  partnership: db.prepare<{ id: number }>('SELECT id FROM history_partnerships WHERE name = ?'),
  last: db.prepare<{ position: number | null }>('SELECT max(position) AS position FROM history_events WHERE partnership = ?'),
  time: db.prepare<{ recorded_at: number }>('SELECT recorded_at FROM history_events WHERE partnership = ? AND position = ?'),
  token: db.prepare<{ token: string }>('SELECT token FROM history_events WHERE partnership = ? AND position = ?'),
  forwards: db.prepare<Row>(
    'SELECT * FROM history_events WHERE partnership = ? AND position >= ? AND position <= ? ORDER BY position LIMIT ?',
  ),
  places: db.prepare<EventPlace>(
    'SELECT position, revision FROM history_events WHERE partnership = ? AND stream = ? AND position >= ? AND position <= ? ORDER BY position LIMIT ?',
  ),
  backwards: db.prepare<Row>('SELECT * FROM history_events WHERE partnership = ? AND position <= ? ORDER BY position DESC LIMIT ?'),
  onDays: db.prepare<Row & { readonly day: number }>(
    `SELECT d.day, e.* FROM history_days d JOIN history_events e ON e.partnership = d.partnership AND e.position = d.position
     WHERE d.partnership = ? AND (d.day, d.position) > (?, ?) AND d.day <= ? AND d.position <= ? ORDER BY d.day, d.position LIMIT ?`,
  ),
  partnerships: db.prepare<{ id: number; name: string; supplier: string; customer: string }>(
    `SELECT id, name, supplier, customer FROM history_partnerships
     WHERE id > ?1 AND (?2 IS NULL OR supplier IN (SELECT value FROM json_each(?2)) OR customer IN (SELECT value FROM json_each(?2)) OR name IN (SELECT value FROM json_each(?3)))
     ORDER BY id LIMIT ?4`,
  ),
  agreementsOf: db.prepare<{ agreement: string }>(
    'SELECT agreement FROM history_agreements WHERE partnership = ? ORDER BY position, agreement',
  ),
  partnershipOf: db.prepare<{ name: string }>(
    'SELECT p.name FROM history_agreements a JOIN history_partnerships p ON p.id = a.partnership WHERE a.agreement = ?',
  ),
}));

/** The tables must be there: ask after the runner has started. */
export function historyOf(db: Database): History {
  const sql = statements(db);
  const idOf = (partnership: string): number | undefined => sql.partnership.get(partnership)?.id;
  const refOf = (row: Row): HistoryRef => toRef(row, (id) => sql.names.nameOf(id));
  const lastOf = (id: number): number | undefined => sql.last.get(id)?.position ?? undefined;
  const recordedUpTo = (id: number, milliseconds: number): ((position: number) => boolean) => {
    if (Number.isNaN(milliseconds)) throw new RangeError('not a time');
    return (position) => (sql.time.get(id, position)?.recorded_at ?? Number.POSITIVE_INFINITY) <= milliseconds;
  };
  const agreementsOf = (id: number): string[] => sql.agreementsOf.all(id).map(({ agreement }) => agreement);
  return {
    lastPosition: (partnership) => given(idOf(partnership), lastOf),
    positionAtTime: (partnership, time) => given(idOf(partnership), (id) => lastUpTo(lastOf(id) ?? -1, recordedUpTo(id, Date.parse(time)))),
    positionOfToken: (partnership, token) =>
      given(idOf(partnership), (id) => {
        const tokenAt = (position: number): string => sql.token.get(id, position)?.token ?? '';
        const found = lastUpTo(lastOf(id) ?? -1, (position) => compareTokens(tokenAt(position), token) <= 0);
        return found !== undefined && tokenAt(found) === token ? found : undefined;
      }),
    refs: function* (partnership, fromPosition, toPosition) {
      const id = idOf(partnership);
      if (id === undefined) return;
      yield* inPages(
        fromPosition,
        (from) => sql.forwards.all(id, from, toPosition, ROWS_PER_PAGE),
        ({ position }) => position + 1,
        refOf,
      );
    },
    placesIn: function* (partnership, stream, fromPosition, toPosition) {
      const [id, name] = [idOf(partnership), sql.names.find(stream)];
      if (id === undefined || name === undefined) return;
      yield* inPages(
        fromPosition,
        (from) => sql.places.all(id, name, from, toPosition, ROWS_PER_PAGE),
        ({ position }) => position + 1,
        (place) => place,
      );
    },
    page: (partnership, query) => {
      const [id, limit] = [idOf(partnership) ?? -1, limitOf(query)];
      const rows =
        query.newestFirst === true
          ? sql.backwards.all(id, cursorOf(query, Number.MAX_SAFE_INTEGER) - 1, limit + 1)
          : sql.forwards.all(id, cursorOf(query, -1) + 1, Number.MAX_SAFE_INTEGER, limit + 1);
      return pageOf(rows, limit, ({ position }) => position, refOf);
    },
    eventsOnDays: function* (partnership, from, to, upToPosition) {
      const id = idOf(partnership);
      if (id === undefined) return;
      const start = { day: toDay(from), position: -1 };
      const read = (after: typeof start) => sql.onDays.all(id, after.day, after.position, toDay(to), upToPosition, ROWS_PER_PAGE);
      yield* inPages(
        start,
        read,
        ({ day, position }) => ({ day, position }),
        (row) => ({ day: formatDay(row.day), ref: refOf(row) }),
      );
    },
    partnerships: (query) => {
      const limit = limitOf(query);
      const { of } = query;
      const rows = sql.partnerships.all(
        cursorOf(query, 0),
        of === undefined ? null : JSON.stringify(of.organisations),
        JSON.stringify(of?.partnerships ?? []),
        limit + 1,
      );
      return pageOf(
        rows,
        limit,
        ({ id }) => id,
        ({ id, name, supplier, customer }) => ({
          partnership: name,
          supplier,
          customer,
          position: lastOf(id) ?? -1,
          agreements: agreementsOf(id),
        }),
      );
    },
    partnershipOf: (agreement) => sql.partnershipOf.get(agreement)?.name,
    agreementsOf: (partnership) => given(idOf(partnership), agreementsOf) ?? [],
  };
}

const given = <Value, Result>(value: Value | undefined, work: (value: Value) => Result): Result | undefined =>
  value === undefined ? undefined : work(value);

/** No statement stays open between two rows: whoever reads may take its time, and the fold goes on. */
function* inPages<Start, Found, Item>(
  start: Start,
  read: (from: Start) => Found[],
  next: (row: Found) => Start,
  item: (row: Found) => Item,
): Generator<Item> {
  for (let from = start; ;) {
    const rows = read(from);
    for (const row of rows) yield item(row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < ROWS_PER_PAGE) return;
    from = next(last);
  }
}

/** Recorded times and tokens never go back with positions: halving finds the last one up to a bound. */
function lastUpTo(last: number, isUpTo: (position: number) => boolean): number | undefined {
  let [low, high] = [-1, last];
  while (low < high) {
    const middle = low + Math.ceil((high - low) / 2);
    if (isUpTo(middle)) low = middle;
    else high = middle - 1;
  }
  return low < 0 ? undefined : low;
}

function toRef(row: Row, nameOf: (id: number) => string): HistoryRef {
  const { position, token, revision, lines, subject } = row;
  const type = nameOf(row.type);
  const from = row.first_day === null ? null : formatDay(row.first_day);
  return {
    position,
    token,
    stream: nameOf(row.stream),
    revision,
    type,
    recordedAt: new Date(row.recorded_at).toISOString(),
    from,
    to: row.last_day === null ? null : formatDay(row.last_day),
    lines,
    reporter: row.reporter === null ? null : nameOf(row.reporter),
    summary: summaryOf({ type, subject, lines, from }),
  };
}
