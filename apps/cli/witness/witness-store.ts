import { type Database, openDatabase } from '#event-store';
import type { HashRows } from '#projections';

/** What a witness remembers: of each log its keys, the last checkpoint that it cosigned, and every hash below it. */

const TABLES = [
  `CREATE TABLE logs (
     id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, keys TEXT NOT NULL, partnership TEXT, place TEXT, note TEXT, cosigned_at TEXT)`,
  'CREATE TABLE tiles (log INTEGER NOT NULL, level INTEGER NOT NULL, tile INTEGER NOT NULL, hashes BLOB NOT NULL, PRIMARY KEY (log, level, tile)) WITHOUT ROWID',
  'CREATE TABLE evidence (id INTEGER PRIMARY KEY, log INTEGER NOT NULL, kind TEXT NOT NULL, kept TEXT NOT NULL, offered TEXT NOT NULL, found_at TEXT NOT NULL, UNIQUE (log, kept, offered))',
];
const HASH_BYTES = 32;
const TILE_WIDTH = 256;

/** Where a log is asked: a server's address or a folder, as the command line names them. */
export type Place = { readonly server: string } | { readonly data: string };
export type WitnessedLog = {
  readonly id: number;
  readonly origin: string;
  /** Verifier keys, one a line. */
  readonly keys: readonly string[];
  /** Null for a log that only hands in its checkpoints. */
  readonly asked: { readonly partnership: string; readonly place: Place } | null;
  /** The last checkpoint that was cosigned. */
  readonly note: string | null;
  readonly cosignedAt: string | null;
};

type Row = {
  readonly id: number;
  readonly origin: string;
  readonly keys: string;
  readonly partnership: string | null;
  readonly place: string | null;
  readonly note: string | null;
  readonly cosignedAt: string | null;
};

const logOf = ({ id, origin, keys, partnership, place, note, cosignedAt }: Row): WitnessedLog => ({
  id,
  origin,
  note,
  cosignedAt,
  keys: keys.split('\n'),
  asked: partnership === null || place === null ? null : { partnership, place: JSON.parse(place) as Place },
});

export type WitnessStore = {
  readonly db: Database;
  logs(): readonly WitnessedLog[];
  log(origin: string): WitnessedLog | undefined;
  /**
   * Adds a log, or trusts other keys for one that is there. Gives the names that the partnership's log had before: they are
   * asked no more, and what was seen of them is kept.
   */
  trust(log: Pick<WitnessedLog, 'origin' | 'keys' | 'asked'>): readonly string[];
  remember(id: number, note: string, now: string): void;
  hashes(id: number): HashRows;
  /** Gives its number; undefined where this very evidence was kept before. */
  keepEvidence(
    id: number,
    evidence: { readonly kind: string; readonly kept: string; readonly offered: string },
    now: string,
  ): number | undefined;
  evidence(id: number): number;
  close(): void;
};

const hashRows = (db: Database): ((log: number) => HashRows) => {
  const last = db.prepare<{ tile: number; bytes: number }>(
    'SELECT tile, length(hashes) AS bytes FROM tiles WHERE log = ? AND level = ? ORDER BY tile DESC LIMIT 1',
  );
  const select = db.prepare<{ hashes: Uint8Array }>('SELECT hashes FROM tiles WHERE log = ? AND level = ? AND tile = ?');
  const upsert = db.prepare(
    'INSERT INTO tiles (log, level, tile, hashes) VALUES (?, ?, ?, ?) ON CONFLICT (log, level, tile) DO UPDATE SET hashes = excluded.hashes',
  );
  return (log) => ({
    hashesOn: (level) => {
      const row = last.get(log, level);
      return row === undefined ? 0 : row.tile * TILE_WIDTH + row.bytes / HASH_BYTES;
    },
    read: (level, tile) => select.get(log, level, tile)?.hashes,
    write: (level, tile, hashes) => {
      upsert.run(log, level, tile, hashes);
    },
  });
};

export const openWitnessStore = (file: string): WitnessStore => {
  const db = openDatabase(file, { synchronous: 'FULL' });
  const isNew = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version === 0;
  if (isNew)
    db.transaction(() => {
      db.exec([...TABLES, 'PRAGMA user_version = 1'].join(';'));
    });
  const select = 'SELECT id, origin, keys, partnership, place, note, cosigned_at AS cosignedAt FROM logs';
  const all = db.prepare<Row>(`${select} ORDER BY id`);
  const one = db.prepare<Row>(`${select} WHERE origin = ?`);
  const trust = db.prepare(
    'INSERT INTO logs (origin, keys, partnership, place) VALUES (?, ?, ?, ?) ON CONFLICT (origin) DO UPDATE SET keys = excluded.keys, partnership = excluded.partnership, place = excluded.place',
  );
  const retire = db.prepare<{ origin: string }>(
    'UPDATE logs SET partnership = NULL, place = NULL WHERE partnership = ? AND origin <> ? RETURNING origin',
  );
  const remember = db.prepare('UPDATE logs SET note = ?, cosigned_at = ? WHERE id = ?');
  const keep = db.prepare('INSERT INTO evidence (log, kind, kept, offered, found_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const count = db.prepare<{ count: number }>('SELECT count(*) AS count FROM evidence WHERE log = ?');
  return {
    db,
    logs: () => all.all().map(logOf),
    log: (origin) => {
      const row = one.get(origin);
      return row === undefined ? undefined : logOf(row);
    },
    trust: ({ origin, keys, asked }) =>
      db.transaction(() => {
        trust.run(origin, keys.join('\n'), asked?.partnership ?? null, asked === null ? null : JSON.stringify(asked.place));
        return asked === null ? [] : retire.all(asked.partnership, origin).map((row) => row.origin);
      }),
    remember: (id, note, now) => {
      remember.run(note, now, id);
    },
    hashes: hashRows(db),
    keepEvidence: (id, { kind, kept, offered }, now) => {
      const { changes, lastInsertRowid } = keep.run(id, kind, kept, offered, now);
      return Number(changes) === 0 ? undefined : Number(lastInsertRowid);
    },
    evidence: (id) => count.get(id)?.count ?? 0,
    close: () => {
      db.close();
    },
  };
};
