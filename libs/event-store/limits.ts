import { type JsonWalk, whyNotJson } from './json-check.ts';
import type { EventToAppend, ExpectedRevision } from './port.ts';
import { DEFAULT_BATCH_SIZE, MAX_BATCH_SIZE } from './port.ts';
import { StoreError } from './store-error.ts';

/** The limits that hold in every store, checked in this one place so that each refuses the same things alike. */

/** A whole event is an entry of a tlog tile, whose length is a uint16. */
export const MAX_LEAF_BYTES = 65_535;
/** Room in the leaf for what the store adds: id, revision, recorded time, and the names of the members. */
const LEAF_ENVELOPE_BYTES = 512;
/** The most that EventStoreDB takes in one append. */
export const MAX_APPEND_BYTES = 1_048_576;
/** What a store may add to an event when it counts the size of an append. */
const APPEND_ENVELOPE_BYTES = 64;
const MAX_STREAM_NAME_BYTES = 512;
const MAX_TYPE_BYTES = 128;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** No spaces and control characters; and `$` is how EventStoreDB marks what is its own. */
const STREAM_NAME = /^(?!\$)[^\p{White_Space}\p{Cc}\p{Cs}]+$/u;
const EVENT_TYPE = /^[A-Za-z][A-Za-z0-9._-]*$/;
const TOKEN = /^(?:0|[1-9][0-9]{0,18})$/;

/** An event whose every limit has been checked, with the text that is stored. */
export type CheckedEvent = {
  readonly id: string;
  readonly type: string;
  readonly given: EventToAppend;
  /** Whether the two texts are in RFC 8785 form. */
  readonly canonical: boolean;
  readonly data: string;
  readonly metadata: string;
  /** What it counts towards MAX_APPEND_BYTES. */
  readonly bytes: number;
};

export function checkAppend(stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): CheckedEvent[] {
  const streamBytes = checkStreamName(stream);
  if (typeof expected === 'number') checkCount('The expected revision', expected, 0);
  if (events.length === 0) throw new StoreError('APPEND_EMPTY', 'An append of no events records nothing.', 'Send at least one event.');
  const checked: CheckedEvent[] = [];
  let bytes = 0;
  for (const event of events) {
    const one = checkEvent(event, streamBytes);
    bytes += one.bytes;
    checked.push(one);
  }
  if (bytes > MAX_APPEND_BYTES) {
    throw new StoreError(
      'APPEND_TOO_LARGE',
      `One append may hold ${MAX_APPEND_BYTES} bytes; these ${events.length} events are ${bytes}.`,
      'Send them as several appends, each at the revision that the one before gave.',
    );
  }
  if (events.length > 1 && new Set(checked.map(({ id }) => id)).size !== events.length) {
    throw new StoreError('EVENT_ID_REUSED', 'Two events of one append have the same id.', 'Give every event an id of its own.');
  }
  return checked;
}

/** What an event counts towards MAX_APPEND_BYTES, for callers that split a long list. Throws what an append would. */
export function appendBytes(stream: string, event: EventToAppend): number {
  return checkEvent(event, checkStreamName(stream)).bytes;
}

function checkEvent(event: EventToAppend, streamBytes: number): CheckedEvent {
  const id = checkEventId(event.id);
  if (event.type.length > MAX_TYPE_BYTES || !EVENT_TYPE.test(event.type)) {
    throw new StoreError(
      'EVENT_TYPE_INVALID',
      `"${event.type.slice(0, MAX_TYPE_BYTES)}" is not a type of event.`,
      `Use up to ${MAX_TYPE_BYTES} letters, digits, dots, dashes and underscores, a letter first.`,
    );
  }
  const walk: JsonWalk = { inOrder: true };
  const data = checkedText(event.data, event.type, 'data', walk);
  const metadata = checkedText(event.metadata, event.type, 'metadata', walk);
  const contentBytes = Buffer.byteLength(data) + Buffer.byteLength(metadata);
  const leafBytes = contentBytes + streamBytes + event.type.length + LEAF_ENVELOPE_BYTES;
  if (leafBytes > MAX_LEAF_BYTES) {
    throw new StoreError(
      'EVENT_TOO_LARGE',
      `An event may be ${MAX_LEAF_BYTES} bytes with everything that belongs to it; this ${event.type} is ${leafBytes}.`,
      'Split it, or keep its content beside it and record the hash.',
    );
  }
  return {
    id,
    type: event.type,
    given: event,
    canonical: walk.inOrder,
    data,
    metadata,
    bytes: contentBytes + 2 * event.type.length + APPEND_ENVELOPE_BYTES,
  };
}

function checkedText(value: unknown, type: string, part: 'data' | 'metadata', walk: JsonWalk): string {
  const why = whyNotJson(value, walk);
  if (why !== undefined) {
    throw new StoreError(
      'EVENT_NOT_JSON',
      `The ${part} of a ${type} cannot be kept as JSON: ${why}.`,
      'Send objects of strings, whole numbers, booleans, null and lists; write amounts, rates and days as strings.',
    );
  }
  return JSON.stringify(value);
}

/** One spelling for one id: a uuid in lower case. */
function checkEventId(id: string): string {
  if (UUID.test(id)) return id;
  const lower = id.toLowerCase();
  if (UUID.test(lower)) return lower;
  throw new StoreError('EVENT_ID_INVALID', `"${id.slice(0, 64)}" is not a uuid.`, 'Give every event a uuid, best a time-ordered one.');
}

/** Gives the length of the name in bytes. */
export function checkStreamName(stream: string): number {
  const bytes = Buffer.byteLength(stream);
  if (bytes <= MAX_STREAM_NAME_BYTES && STREAM_NAME.test(stream)) return bytes;
  throw new StoreError(
    'STREAM_NAME_INVALID',
    `"${stream.slice(0, 64)}" is not the name of a stream.`,
    `Use 1 to ${MAX_STREAM_NAME_BYTES} bytes without spaces, and no $ at the start.`,
  );
}

export function checkToken(token: string): bigint {
  if (TOKEN.test(token)) return BigInt(token);
  throw new StoreError(
    'TOKEN_INVALID',
    `"${token.slice(0, 64)}" is not a token of this store.`,
    'Pass a token that this store gave, unchanged.',
  );
}

/** Waiting for a log to reach such a token would pass over everything that is recorded until then. */
export function tokenAhead(token: string): StoreError {
  return new StoreError(
    'TOKEN_AHEAD',
    `The token ${token} lies beyond the end of this log: it was given by another store, or this one is an older copy.`,
    'Build again what was made from the other events, or restore the newer copy.',
  );
}

export function checkBatchSize(size: number | undefined): number {
  const batchSize = size ?? DEFAULT_BATCH_SIZE;
  checkCount('The batch size', batchSize, 1);
  return Math.min(batchSize, MAX_BATCH_SIZE);
}

export function checkCount(what: string, value: number, least: number): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new StoreError('OPTION_INVALID', `${what} must be a whole number of at least ${least}, not ${value}.`, 'Correct the call.');
}
