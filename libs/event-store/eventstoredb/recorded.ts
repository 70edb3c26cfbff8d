import type { RecordedEvent as ServerEvent, ResolvedEvent } from '@eventstore/db-client';
import type { JsonObject, RecordedEvent } from '../port.ts';
import { StoreError } from '../store-error.ts';

/** From the server's shape of an event to ours. */

/** Streams whose names begin so are the server's own. */
const SYSTEM_PREFIX = '$';

/** Undefined for what belongs to the server itself. */
export function toRecorded({ event }: ResolvedEvent): RecordedEvent | undefined {
  if (event === undefined || event.streamId.startsWith(SYSTEM_PREFIX)) return undefined;
  const position = positionOf(event);
  // Malformed JSON arrives as a string; nothing that we wrote is anything but an object.
  if (!event.isJson || !isObject(event.data) || !isObject(event.metadata) || position === undefined) {
    throw new StoreError(
      'EVENT_NOT_OURS',
      `The event ${event.revision} of the stream "${event.streamId}" was not written by this program: it has no JSON object as data and metadata.`,
      'Give the ledger an event store of its own.',
    );
  }
  return {
    id: event.id,
    type: event.type,
    data: event.data,
    metadata: event.metadata,
    stream: event.streamId,
    revision: Number(event.revision),
    recordedAt: event.created.toISOString(),
    token: String(position),
  };
}

/** What is written without explicit transactions, which this client cannot make, has one position, not two. */
export function positionOf(event: ServerEvent): bigint | undefined {
  return event.position?.commit;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
