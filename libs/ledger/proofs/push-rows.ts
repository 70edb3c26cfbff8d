import type { Database } from '#event-store';

/** A witness that is handed checkpoints, and what became of it last. Times are ISO texts. */
export type PushRow = {
  readonly partnership: string;
  readonly key: string;
  readonly url: string;
  /** Failed attempts since the last that did not fail. */
  readonly attempts: number;
  readonly dueAt: string;
  readonly triedAt: string | null;
  /** Why the last attempt failed; null where it did not. */
  readonly said: string | null;
  /** Events that the last checkpoint covered which it cosigned so. */
  readonly size: number | null;
  readonly cosignedAt: string | null;
};

export type Contradiction = {
  readonly partnership: string;
  readonly origin: string;
  /** Name of the witness's key. */
  readonly witness: string;
  /** Events that the log's own checkpoint covers. */
  readonly size: number;
  /** The log's own checkpoint, a signed note. */
  readonly own: string;
  /** What the witness shows of what it saw; in words where it shows nothing. */
  readonly seen: string;
  readonly why: string;
  readonly foundAt: string;
};

export type PushRows = {
  ofPartnership(partnership: string): readonly PushRow[];
  /** Another address is tried at once. */
  put(partnership: string, key: string, url: string, now: string): void;
  remove(partnership: string, key: string): void;
  due(now: string): readonly PushRow[];
  cosigned(row: PushRow, size: number, now: string): void;
  failed(row: PushRow, said: string, dueAt: string, now: string): void;
  /** One for each log and witness: the first stays. */
  contradict(found: Contradiction): void;
  contradictions(partnership: string): readonly Contradiction[];
  untold(): readonly Contradiction[];
  told(found: Contradiction, now: string): void;
};

export const pushRowsIn = (db: Database): PushRows => {
  const COLUMNS = 'partnership, key, url, attempts, due_at AS dueAt, tried_at AS triedAt, said, size, cosigned_at AS cosignedAt';
  const ofPartnership = db.prepare<PushRow>(`SELECT ${COLUMNS} FROM pushes WHERE partnership = ?`);
  const due = db.prepare<PushRow>(`SELECT ${COLUMNS} FROM pushes WHERE due_at <= ? ORDER BY due_at`);
  const put = db.prepare(
    'INSERT INTO pushes (partnership, key, url, attempts, due_at) VALUES (?, ?, ?, 0, ?) ON CONFLICT (partnership, key) DO UPDATE SET url = excluded.url, attempts = 0, due_at = excluded.due_at',
  );
  const remove = db.prepare('DELETE FROM pushes WHERE partnership = ? AND key = ?');
  const cosigned = db.prepare(
    'UPDATE pushes SET attempts = 0, due_at = ?1, tried_at = ?1, said = NULL, size = ?2, cosigned_at = ?1 WHERE partnership = ?3 AND key = ?4',
  );
  const failed = db.prepare(
    'UPDATE pushes SET attempts = attempts + 1, due_at = ?, tried_at = ?, said = ? WHERE partnership = ? AND key = ?',
  );
  const contradict = db.prepare(
    'INSERT INTO contradictions (partnership, origin, witness, size, own, seen, why, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const FOUND = 'SELECT partnership, origin, witness, size, own, seen, why, found_at AS foundAt FROM contradictions WHERE';
  const contradictions = db.prepare<Contradiction>(`${FOUND} partnership = ? ORDER BY id`);
  const untold = db.prepare<Contradiction>(`${FOUND} told_at IS NULL ORDER BY id`);
  const told = db.prepare('UPDATE contradictions SET told_at = ? WHERE origin = ? AND witness = ?');
  return {
    ofPartnership: (partnership) => ofPartnership.all(partnership),
    put: (partnership, key, url, now) => {
      put.run(partnership, key, url, now);
    },
    remove: (partnership, key) => {
      remove.run(partnership, key);
    },
    due: (now) => due.all(now),
    cosigned: ({ partnership, key }, size, now) => {
      cosigned.run(now, size, partnership, key);
    },
    failed: ({ partnership, key }, said, dueAt, now) => {
      failed.run(dueAt, now, said, partnership, key);
    },
    contradict: ({ partnership, origin, witness, size, own, seen, why, foundAt }) => {
      contradict.run(partnership, origin, witness, size, own, seen, why, foundAt);
    },
    contradictions: (partnership) => contradictions.all(partnership),
    untold: () => untold.all(),
    told: ({ origin, witness }, now) => {
      told.run(now, origin, witness);
    },
  };
};
