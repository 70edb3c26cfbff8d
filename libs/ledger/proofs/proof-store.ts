import { type Database, openDatabase, StoreError } from '#event-store';
import { type PushRows, pushRowsIn } from './push-rows.ts';

/**
 * What was signed, in a file of its own: a signature cannot be made again from the log. Checkpoints are kept with their
 * cosignatures as the notes that they are; nothing here is ever removed.
 */

const TABLES = [
  `CREATE TABLE logs (
     partnership TEXT NOT NULL, epoch INTEGER NOT NULL, origin TEXT NOT NULL UNIQUE, begun_at TEXT NOT NULL, reason TEXT NOT NULL,
     PRIMARY KEY (partnership, epoch)) WITHOUT ROWID`,
  `CREATE TABLE checkpoints (
     id INTEGER PRIMARY KEY, origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
     occasion TEXT NOT NULL, signed_at TEXT NOT NULL, cosignatures INTEGER NOT NULL DEFAULT 0)`,
  'CREATE INDEX checkpoints_of_log ON checkpoints (origin, size)',
  `CREATE TABLE witnesses (
     partnership TEXT NOT NULL, key TEXT NOT NULL, organisation TEXT NOT NULL, added_at TEXT NOT NULL,
     PRIMARY KEY (partnership, key)) WITHOUT ROWID`,
  `CREATE TABLE evidence (
     id INTEGER PRIMARY KEY, origin TEXT NOT NULL, kept TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, found_at TEXT NOT NULL,
     UNIQUE (origin, kept, size, root))`,
];
/** What each later version added. */
const ADDED: readonly (readonly string[])[] = [
  [
    // Where a witness is handed each newer checkpoint, and what became of it last.
    `CREATE TABLE pushes (
       partnership TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, attempts INTEGER NOT NULL, due_at TEXT NOT NULL, tried_at TEXT, said TEXT, size INTEGER, cosigned_at TEXT,
       PRIMARY KEY (partnership, key)) WITHOUT ROWID`,
    // Two checkpoints that contradict each other: the log's own, and the one that a witness saw.
    `CREATE TABLE contradictions (
       id INTEGER PRIMARY KEY, partnership TEXT NOT NULL, origin TEXT NOT NULL, witness TEXT NOT NULL, size INTEGER NOT NULL, own TEXT NOT NULL, seen TEXT NOT NULL, why TEXT NOT NULL, found_at TEXT NOT NULL, told_at TEXT,
       UNIQUE (origin, witness))`,
  ],
];
const VERSION = 1 + ADDED.length;

export type Log = { readonly epoch: number; readonly origin: string };
export type StoredCheckpoint = {
  readonly id: number;
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
  readonly occasion: string;
  readonly signedAt: string;
  readonly cosignatures: number;
};
export type WitnessRow = { readonly key: string; readonly organisation: string; readonly addedAt: string };
/** The log's own checkpoint, and what its tree is instead: kept to be shown. */
export type OwnEvidence = {
  readonly origin: string;
  readonly kept: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly foundAt: string;
};

export type ProofStore = {
  logOf(partnership: string): Log | undefined;
  beginLog(partnership: string, log: Log & { readonly begunAt: string; readonly reason: string }): void;
  partnerships(): readonly string[];
  last(origin: string): StoredCheckpoint | undefined;
  /** The newest of those with the most cosignatures among those that cover so many entries. */
  bestCovering(origin: string, size: number): StoredCheckpoint | undefined;
  ofSize(origin: string, size: number): StoredCheckpoint | undefined;
  /** Newest first, before an id. */
  page(origin: string, before: number, limit: number): readonly StoredCheckpoint[];
  /** Oldest first. */
  checkpoints(origin: string): readonly StoredCheckpoint[];
  keep(checkpoint: Omit<StoredCheckpoint, 'id' | 'cosignatures'>): StoredCheckpoint;
  cosigned(id: number, note: string, cosignatures: number): void;
  witnesses(partnership: string): readonly WitnessRow[];
  addWitness(partnership: string, witness: WitnessRow): void;
  removeWitness(partnership: string, key: string): boolean;
  keepEvidence(evidence: OwnEvidence): void;
  evidence(origin: string): readonly OwnEvidence[];
  readonly pushes: PushRows;
  close(): void;
};

const opened = (file: string): Database => {
  const db = openDatabase(file, { synchronous: 'FULL' });
  try {
    const version = db.prepare<{ user_version: number }>('PRAGMA user_version').get()?.user_version ?? 0;
    if (version > VERSION)
      throw new StoreError('STORE_NEWER', `${file} was written by a newer version.`, 'Use that version, or one after it.');
    if (version < VERSION) {
      db.transaction(() => {
        if (version === 0) for (const table of TABLES) db.exec(table);
        for (const table of ADDED.slice(Math.max(0, version - 1)).flat()) db.exec(table);
        db.exec(`PRAGMA user_version = ${VERSION}`);
      });
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

const CHECKPOINT = 'SELECT id, origin, size, root, note, occasion, signed_at AS signedAt, cosignatures FROM checkpoints WHERE origin = ?';

const logsIn = (db: Database): Pick<ProofStore, 'logOf' | 'beginLog' | 'partnerships'> => {
  const log = db.prepare<Log>('SELECT epoch, origin FROM logs WHERE partnership = ? ORDER BY epoch DESC LIMIT 1');
  const begin = db.prepare('INSERT INTO logs (partnership, epoch, origin, begun_at, reason) VALUES (?, ?, ?, ?, ?)');
  const all = db.prepare<{ partnership: string }>('SELECT DISTINCT partnership FROM logs ORDER BY partnership');
  return {
    logOf: (partnership) => log.get(partnership),
    beginLog: (partnership, { epoch, origin, begunAt, reason }) => {
      begin.run(partnership, epoch, origin, begunAt, reason);
    },
    partnerships: () => all.all().map(({ partnership }) => partnership),
  };
};

const checkpointsIn = (
  db: Database,
): Pick<ProofStore, 'last' | 'bestCovering' | 'ofSize' | 'page' | 'checkpoints' | 'keep' | 'cosigned'> => {
  const last = db.prepare<StoredCheckpoint>(`${CHECKPOINT} ORDER BY id DESC LIMIT 1`);
  const best = db.prepare<StoredCheckpoint>(`${CHECKPOINT} AND size >= ? ORDER BY cosignatures DESC, id DESC LIMIT 1`);
  const ofSize = db.prepare<StoredCheckpoint>(`${CHECKPOINT} AND size = ? ORDER BY id DESC LIMIT 1`);
  const all = db.prepare<StoredCheckpoint>(`${CHECKPOINT} ORDER BY id`);
  const page = db.prepare<StoredCheckpoint>(`${CHECKPOINT} AND id < ? ORDER BY id DESC LIMIT ?`);
  const insert = db.prepare('INSERT INTO checkpoints (origin, size, root, note, occasion, signed_at) VALUES (?, ?, ?, ?, ?, ?)');
  const update = db.prepare('UPDATE checkpoints SET note = ?, cosignatures = ? WHERE id = ?');
  return {
    last: (origin) => last.get(origin),
    bestCovering: (origin, size) => best.get(origin, size),
    ofSize: (origin, size) => ofSize.get(origin, size),
    page: (origin, before, limit) => page.all(origin, before, limit),
    checkpoints: (origin) => all.all(origin),
    keep: (checkpoint) => {
      const { origin, size, root, note, occasion, signedAt } = checkpoint;
      return { ...checkpoint, id: Number(insert.run(origin, size, root, note, occasion, signedAt).lastInsertRowid), cosignatures: 0 };
    },
    cosigned: (id, note, cosignatures) => {
      update.run(note, cosignatures, id);
    },
  };
};

const othersIn = (db: Database): Pick<ProofStore, 'witnesses' | 'addWitness' | 'removeWitness' | 'keepEvidence' | 'evidence'> => {
  const noPush = db.prepare('DELETE FROM pushes WHERE partnership = ? AND key = ?');
  const witnesses = db.prepare<WitnessRow>(
    'SELECT key, organisation, added_at AS addedAt FROM witnesses WHERE partnership = ? ORDER BY added_at, key',
  );
  const add = db.prepare('INSERT INTO witnesses (partnership, key, organisation, added_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const remove = db.prepare('DELETE FROM witnesses WHERE partnership = ? AND key = ?');
  const keep = db.prepare('INSERT INTO evidence (origin, kept, size, root, found_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING');
  const evidence = db.prepare<OwnEvidence>(
    'SELECT origin, kept, size, root, found_at AS foundAt FROM evidence WHERE origin = ? ORDER BY id',
  );
  return {
    witnesses: (partnership) => witnesses.all(partnership),
    addWitness: (partnership, { key, organisation, addedAt }) => {
      add.run(partnership, key, organisation, addedAt);
    },
    removeWitness: (partnership, key) =>
      db.transaction(() => {
        noPush.run(partnership, key);
        return Number(remove.run(partnership, key).changes) > 0;
      }),
    keepEvidence: ({ origin, kept, size, root, foundAt }) => {
      keep.run(origin, kept, size, root, foundAt);
    },
    evidence: (origin) => evidence.all(origin),
  };
};

export const openProofStore = (file: string): ProofStore => {
  const db = opened(file);
  return {
    ...logsIn(db),
    ...checkpointsIn(db),
    ...othersIn(db),
    pushes: pushRowsIn(db),
    close: () => {
      db.close();
    },
  };
};
