import { ANY, type EventStoreDBClient, NO_STREAM, jsonEvent } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import type { AppendResult, EventToAppend, ExpectedRevision, RecordedEvent } from '../port.ts';
import { StoreError } from '../store-error.ts';
import { type Failure, classify, outcomeUnknown, unreachable } from './failures.ts';
import { knownTails } from './known-tails.ts';
import type { Pages } from './pages.ts';
import { toRecorded } from './recorded.ts';
import { withTimeLimit } from './time-limit.ts';

/**
 * Appends so that each event is recorded once, whatever happens to the answer: what may have arrived is looked up by its
 * ids, and only then sent again, with the same ids and the same expected revision.
 */
export type Append = (stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]) => Promise<AppendResult>;

/** Where the last event of an append stands. */
type Place = { readonly revision: number; readonly position: bigint };
type Sent = (Place & { readonly kind: 'appended' }) | { readonly kind: 'failed'; readonly failure: Failure; readonly cause: unknown };

/**
 * How far back, beside its own length, an earlier attempt is looked for in a stream that has gone on. Further back the
 * server finds it by itself: it compares ids where the expected revision says that they should be.
 */
const LOOKED_BACK_EVENTS = 256;

export function appender(client: EventStoreDBClient, pages: Pages, appendTimeoutMs: number, pausesMs: readonly number[]): Append {
  const tails = knownTails(pages);
  /** The furthest position that this process knows of: what is found at or before it was there before the next call. */
  let seen: bigint | undefined;

  const send = async (stream: string, expected: ExpectedRevision, events: readonly EventToAppend[]): Promise<Sent> => {
    const expectedRevision = expected === 'any' ? ANY : expected === 'noStream' ? NO_STREAM : BigInt(expected);
    const messages = events.map(({ id, type, data, metadata }) => jsonEvent({ id, type, data, metadata }));
    try {
      const call = client.appendToStream(stream, messages, { expectedRevision, requiresLeader: true, deadline: appendTimeoutMs });
      const answer = await withTimeLimit(call, appendTimeoutMs);
      if (answer.position === undefined)
        return { kind: 'failed', failure: { kind: 'no-answer' }, cause: new Error('The answer had no position.') };
      return { kind: 'appended', revision: Number(answer.nextExpectedRevision), position: answer.position.commit };
    } catch (cause) {
      return { kind: 'failed', failure: classify(cause), cause };
    }
  };
  const done = (stream: string, ids: readonly string[], place: Place, seenBefore: bigint): AppendResult => {
    if (seen === undefined || place.position > seen) seen = place.position;
    tails.remember(stream, place.revision + 1 - ids.length, ids);
    return { kind: 'appended', revision: place.revision, token: String(place.position), repeated: place.position <= seenBefore };
  };

  return async (stream, expected, events) => {
    const ids = events.map(({ id }) => id);
    seen ??= await lastPosition(pages);
    const seenBefore = seen;
    const known = typeof expected === 'number' ? await tails.upTo(stream, expected) : tails.known(stream);
    const earlier = ids.some((id) => known.has(id)) ? await findAppend(pages, stream, ids) : undefined;
    if (earlier !== undefined) return done(stream, ids, earlier, seenBefore);
    let mayBeSent = false;
    for (let attempt = 0; ; attempt += 1) {
      const sent = await send(stream, expected, events);
      if (sent.kind === 'appended') return done(stream, ids, sent, seenBefore);
      const { failure, cause } = sent;
      if (failure.kind === 'refused') throw failure.error;
      mayBeSent ||= failure.kind !== 'not-sent';
      if (mayBeSent) {
        const found = await lookUp(pages, stream, ids);
        if (found !== undefined) return done(stream, ids, found, seenBefore);
      }
      if (failure.kind === 'wrong-revision') return { kind: 'conflict', expected, actual: failure.actual };
      const milliseconds = pausesMs[attempt];
      if (milliseconds === undefined) throw mayBeSent ? outcomeUnknown(cause) : unreachable(cause);
      await pause(milliseconds);
    }
  };
}

/** Whether an append that got no answer has arrived; when not even that can be asked, the outcome stays unknown. */
async function lookUp(pages: Pages, stream: string, ids: readonly string[]): Promise<Place | undefined> {
  try {
    return await findAppend(pages, stream, ids);
  } catch (error) {
    if (error instanceof StoreError && error.code === 'STORE_UNREACHABLE') throw outcomeUnknown(error);
    throw error;
  }
}

/** Undefined when none of the ids is in the stream's last events. Throws when they are there in another way. */
async function findAppend(pages: Pages, stream: string, ids: readonly string[]): Promise<Place | undefined> {
  const wanted = new Set(ids);
  const found: RecordedEvent[] = [];
  for (const resolved of await pages.ofStream(stream, 'end', 'backwards', LOOKED_BACK_EVENTS + ids.length)) {
    const event = toRecorded(resolved);
    if (event !== undefined && wanted.has(event.id)) found.unshift(event);
  }
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined) return undefined;
  if (found.length === ids.length && found.every(({ id, revision }, index) => id === ids[index] && revision === first.revision + index)) {
    return { revision: last.revision, position: BigInt(last.token) };
  }
  throw new StoreError(
    'EVENT_ID_REUSED',
    `An event for ${stream} has an id that another recorded event already has.`,
    'Send an append again only as it was; give every new event an id of its own.',
  );
}

async function lastPosition(pages: Pages): Promise<bigint> {
  const [last] = await pages.ofAll('end', 'backwards', 1);
  return last?.event?.position?.commit ?? 0n;
}
