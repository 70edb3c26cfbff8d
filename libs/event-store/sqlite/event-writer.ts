import type { CheckedEvent } from '../limits.ts';
import type { AppendResult, ExpectedRevision } from '../port.ts';
import { StoreError } from '../store-error.ts';
import type { Database } from './database.ts';
import type { EventRows } from './event-rows.ts';
import { isConstraint } from './sqlite-errors.ts';

/** Judges and writes one append inside a transaction that its caller holds. */

export type CheckedAppend = { readonly stream: string; readonly expected: ExpectedRevision; readonly events: readonly CheckedEvent[] };

export type EventWriter = {
  /** An answer, or a StoreError that concerns this append alone; anything thrown concerns the whole transaction. */
  write(append: CheckedAppend, recordedAt: number): AppendResult | StoreError;
  /** What is remembered may be wrong after a rollback. */
  forget(): void;
};

type StreamHead = { readonly id: number; readonly revision: number };

const NO_EVENTS = -1;
const MAX_REMEMBERED_STREAMS = 20_000;

export function eventWriter(database: Database, rows: EventRows): EventWriter {
  const sql = statements(database);
  const heads = new Map<string, StreamHead>();
  const types = new Map<string, number>();
  let lastPosition = rows.lastPosition();

  const headOf = (stream: string): StreamHead | undefined => {
    const remembered = heads.get(stream);
    if (remembered !== undefined) return remembered;
    const id = sql.streamId.get(stream)?.id;
    if (id === undefined) return undefined;
    return { id, revision: sql.lastRevision.get(id)?.revision ?? NO_EVENTS };
  };
  const typeId = (name: string): number => {
    let id = types.get(name) ?? sql.typeId.get(name)?.id;
    id ??= Number(sql.insertType.run(name).lastInsertRowid);
    types.set(name, id);
    return id;
  };
  const insert = (stream: string, events: readonly CheckedEvent[], recordedAt: number): AppendResult => {
    const head = headOf(stream) ?? { id: Number(sql.insertStream.run(stream).lastInsertRowid), revision: NO_EVENTS };
    let { revision } = head;
    let position = lastPosition;
    for (const event of events) {
      revision += 1;
      position += 1;
      sql.insertEvent.run(position, head.id, revision, idToBytes(event.id), typeId(event.type), recordedAt, event.data, event.metadata);
    }
    lastPosition = position;
    if (heads.size >= MAX_REMEMBERED_STREAMS) heads.clear();
    heads.set(stream, { id: head.id, revision });
    return { kind: 'appended', revision, token: String(position), repeated: false };
  };
  const insertOrDiagnose = ({ stream, events }: CheckedAppend, recordedAt: number): AppendResult | StoreError => {
    // One row is all or nothing by itself; several need a savepoint, so that a reused id in the middle leaves no trace.
    const several = events.length > 1;
    if (several) database.exec('SAVEPOINT append');
    try {
      const result = insert(stream, events, recordedAt);
      if (several) database.exec('RELEASE append');
      return result;
    } catch (error) {
      if (!isConstraint(error)) throw error;
      if (several) database.exec('ROLLBACK TO append; RELEASE append');
      forget();
      const earlier = earlierAttempt(sql, stream, events);
      if (earlier === undefined) throw error;
      return earlier;
    }
  };
  const forget = (): void => {
    heads.clear();
    types.clear();
    lastPosition = rows.lastPosition();
  };
  return {
    forget,
    write: (append, recordedAt) => {
      const revision = headOf(append.stream)?.revision ?? NO_EVENTS;
      const actual = revision === NO_EVENTS ? 'noStream' : revision;
      if (append.expected === 'any' || append.expected === actual) return insertOrDiagnose(append, recordedAt);
      return earlierAttempt(sql, append.stream, append.events) ?? { kind: 'conflict', expected: append.expected, actual };
    },
  };
}

type Statements = ReturnType<typeof statements>;

function statements(database: Database) {
  return {
    streamId: database.prepare<{ id: number }>('SELECT id FROM streams WHERE name = ?'),
    lastRevision: database.prepare<{ revision: number }>('SELECT revision FROM events WHERE stream = ? ORDER BY revision DESC LIMIT 1'),
    insertStream: database.prepare('INSERT INTO streams (name) VALUES (?)'),
    typeId: database.prepare<{ id: number }>('SELECT id FROM event_types WHERE name = ?'),
    insertType: database.prepare('INSERT INTO event_types (name) VALUES (?)'),
    insertEvent: database.prepare(
      'INSERT INTO events (position, stream, revision, event_id, type, recorded_at, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ),
    byId: database.prepare<{ stream: string; revision: number; position: number }>(
      'SELECT s.name AS stream, e.revision, e.position FROM events e JOIN streams s ON s.id = e.stream WHERE e.event_id = ?',
    ),
  };
}

/** Undefined when none of the ids is known; the answer of the earlier append when all stand there side by side. */
function earlierAttempt(sql: Statements, stream: string, events: readonly CheckedEvent[]): AppendResult | StoreError | undefined {
  const found = events.map(({ id }) => sql.byId.get(idToBytes(id)));
  if (found.every((place) => place === undefined)) return undefined;
  const start = found[0]?.revision ?? 0;
  const last = found.at(-1);
  const sameAppend = found.every((place, index) => place?.stream === stream && place.revision === start + index);
  if (sameAppend && last !== undefined) return { kind: 'appended', revision: last.revision, token: String(last.position), repeated: true };
  return idReused(stream);
}

function idReused(stream: string): StoreError {
  return new StoreError(
    'EVENT_ID_REUSED',
    `An event for ${stream} has an id that another recorded event already has.`,
    'Send an append again only as it was; give every new event an id of its own.',
  );
}

/** The index holds the 16 bytes of an id, less than half of its text. */
function idToBytes(id: string): Uint8Array {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}
