import { pauseMs } from '#outbound';
import type { Parts } from './database.ts';
import type { Attempt, Delivery, DeliveryStatus, Place } from './words.ts';

/** How many of an endpoint's messages stay listed once nothing more becomes of them. */
const MOST_KEPT: Readonly<Record<Exclude<DeliveryStatus, 'pending'>, number>> = { delivered: 1_000, parked: 5_000 };
/** Over most of a day. */
const MOST_ATTEMPTS = 14;
const GONE = 410;
const CHANCE_BYTES = 4;
const CHANCES = 2 ** 32;

type Row = {
  readonly number: number;
  readonly id: string;
  readonly endpoint: string;
  readonly partnership: string;
  readonly position: number;
  readonly kind: string;
  readonly body: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly created_at: string;
  readonly due_at: string | null;
  readonly last_attempt_at: string | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
};
export type Due = { readonly id: string; readonly endpoint: string; readonly body: string; readonly attempts: number };
export type Message = {
  readonly id: string;
  readonly partnership: string;
  readonly position: number;
  readonly kind: string;
  readonly body: string;
};
export type Counts = { readonly pending: number; readonly parked: number; readonly lastDeliveredAt: string | null };

const deliveryOf = (row: Row): Delivery => ({
  id: row.id,
  partnership: row.partnership,
  position: row.position,
  kind: row.kind,
  status: row.status,
  attempts: row.attempts,
  createdAt: row.created_at,
  dueAt: row.due_at,
  lastAttemptAt: row.last_attempt_at,
  lastStatus: row.last_status,
  lastError: row.last_error,
});

export type Deliveries = {
  /** Undefined for a partnership that was not told of yet. */
  placeOf(endpoint: string, partnership: string): Place | undefined;
  /** Keeps what is to be sent, and how far has been told, or neither. A message that was sent before is sent again. */
  keep(endpoint: string, partnership: string, through: Place, messages: readonly Message[]): void;
  /** Keeps a message that follows from no history, beside those that do. */
  add(endpoint: string, message: Message): void;
  /** Tells a partnership again from a position. */
  moveBack(endpoint: string, partnership: string, through: Place): void;
  pendingOf(endpoint: string): number;
  /** Due now, in the order of keeping. */
  due(endpoint: string, limit: number): Due[];
  /** When the next is due; undefined where none is pending. */
  nextDueOf(endpoint: string): string | undefined;
  /** What an attempt came to, for each of these: delivered, due again, or parked. All or none. */
  settle(due: readonly Due[], attempt: Attempt): void;
  forgetOld(endpoint: string): void;
  countsOf(endpoint: string): Counts;
  /** Newest first; `before` is the cursor of the page before. */
  list(
    endpoint: string,
    query: { readonly status?: DeliveryStatus; readonly before?: number; readonly limit: number },
  ): { readonly items: Delivery[]; readonly next: number | null };
};

type After = { readonly status: DeliveryStatus; readonly dueAt: string | null };

const writing = ({ db, clock, chance }: Parts): Pick<Deliveries, 'keep' | 'add' | 'moveBack' | 'settle' | 'forgetOld'> => {
  const setPlace = db.prepare(
    'INSERT INTO places (endpoint, partnership, position, day) VALUES (?, ?, ?, ?) ON CONFLICT (endpoint, partnership) DO UPDATE SET position = excluded.position, day = excluded.day',
  );
  const insert = db.prepare(
    // In place of the one that was sent before, and after all that are there: they go out in order again.
    "INSERT OR REPLACE INTO deliveries (id, endpoint, partnership, position, kind, body, status, attempts, created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?)",
  );
  const attempted = db.prepare(
    'UPDATE deliveries SET status = ?, attempts = ?, due_at = ?, last_attempt_at = ?, last_status = ?, last_error = ? WHERE id = ?',
  );
  const forget = db.prepare(
    'DELETE FROM deliveries WHERE endpoint = ?1 AND status = ?2 AND number <= (SELECT number FROM deliveries WHERE endpoint = ?1 AND status = ?2 ORDER BY number DESC LIMIT 1 OFFSET ?3)',
  );
  const now = (): string => clock().toISOString();
  const place = (endpoint: string, partnership: string, { position, day }: Place): void => {
    setPlace.run(endpoint, partnership, position, day ?? null);
  };
  const add = (endpoint: string, { id, partnership, position, kind, body }: Message): void => {
    insert.run(id, endpoint, partnership, position, kind, body, now(), now());
  };
  const after = (attempts: number, { status, error, retryAfterSeconds }: Attempt): After => {
    if (error === null) return { status: 'delivered', dueAt: null };
    if (attempts >= MOST_ATTEMPTS || status === GONE) return { status: 'parked', dueAt: null };
    const part = Buffer.from(chance(CHANCE_BYTES)).readUInt32BE() / CHANCES;
    return { status: 'pending', dueAt: new Date(clock().getTime() + pauseMs(attempts, part, retryAfterSeconds)).toISOString() };
  };
  return {
    keep: (endpoint, partnership, through, messages) => {
      db.transaction(() => {
        for (const message of messages) add(endpoint, message);
        place(endpoint, partnership, through);
      });
    },
    add,
    moveBack: place,
    settle: (due, attempt) => {
      db.transaction(() => {
        for (const { id, attempts: before } of due) {
          const attempts = before + 1;
          const { status, dueAt } = after(attempts, attempt);
          attempted.run(status, attempts, dueAt, now(), attempt.status, attempt.error, id);
        }
      });
    },
    forgetOld: (endpoint) => {
      for (const [status, most] of Object.entries(MOST_KEPT)) forget.run(endpoint, status, most);
    },
  };
};

export const deliveriesIn = (parts: Parts): Deliveries => {
  const { db, clock } = parts;
  const place = db.prepare<{ position: number; day: string | null }>(
    'SELECT position, day FROM places WHERE endpoint = ? AND partnership = ?',
  );
  const pending = db.prepare<{ count: number }>("SELECT count(*) AS count FROM deliveries WHERE endpoint = ? AND status = 'pending'");
  const due = db.prepare<Due>(
    "SELECT id, endpoint, body, attempts FROM deliveries WHERE endpoint = ? AND status = 'pending' AND due_at <= ? ORDER BY number LIMIT ?",
  );
  const nextDue = db.prepare<{ due: string | null }>("SELECT min(due_at) AS due FROM deliveries WHERE endpoint = ? AND status = 'pending'");
  const counts = db.prepare<{ pending: number; parked: number; last: string | null }>(
    "SELECT count(*) FILTER (WHERE status = 'pending') AS pending, count(*) FILTER (WHERE status = 'parked') AS parked, max(last_attempt_at) FILTER (WHERE status = 'delivered') AS last FROM deliveries WHERE endpoint = ?",
  );
  const list = db.prepare<Row>(
    'SELECT * FROM deliveries WHERE endpoint = ?1 AND (?2 IS NULL OR status = ?2) AND (?3 IS NULL OR number < ?3) ORDER BY number DESC LIMIT ?4',
  );
  return {
    ...writing(parts),
    placeOf: (endpoint, partnership) => {
      const row = place.get(endpoint, partnership);
      return row === undefined ? undefined : { position: row.position, ...(row.day === null ? {} : { day: row.day }) };
    },
    pendingOf: (endpoint) => pending.get(endpoint)?.count ?? 0,
    due: (endpoint, limit) => due.all(endpoint, clock().toISOString(), limit),
    nextDueOf: (endpoint) => nextDue.get(endpoint)?.due ?? undefined,
    countsOf: (endpoint) => {
      const { pending: waiting = 0, parked = 0, last = null } = counts.get(endpoint) ?? {};
      return { pending: waiting, parked, lastDeliveredAt: last };
    },
    list: (endpoint, { status, before, limit }) => {
      const rows = list.all(endpoint, status ?? null, before ?? null, limit + 1);
      const items = rows.slice(0, limit);
      return { items: items.map(deliveryOf), next: rows.length > limit ? (items.at(-1)?.number ?? null) : null };
    },
  };
};
