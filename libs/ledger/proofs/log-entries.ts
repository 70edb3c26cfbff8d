import type { EventReader, RecordedEvent } from '#event-store';
import { entryOf, type History, type HistoryRef } from '#projections';

/** The entries of a partnership's tree are its events themselves, read from their streams in the order of positions. */

/** Read together: each stream that they come from is asked once. */
const ENTRIES_PER_READ = 500;

export type LogParts = { readonly store: EventReader; readonly history: History };

/** The bytes of the entries from index `from` to before `to`, as many of them as there are. */
export async function* entriesOf(parts: LogParts, partnership: string, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let next = from; next < to; next += ENTRIES_PER_READ) {
    const refs = [...parts.history.refs(partnership, next, Math.min(to, next + ENTRIES_PER_READ) - 1)];
    yield* await entriesOfRefs(parts.store, refs);
    if (refs.length < ENTRIES_PER_READ) return;
  }
}

type Run = { readonly from: number; readonly to: number };

const entriesOfRefs = async (store: EventReader, refs: readonly HistoryRef[]): Promise<readonly Uint8Array[]> => {
  // A stream belongs to one partnership, so that its events among them are side by side in it.
  const runs = new Map<string, Run>();
  for (const { stream, revision } of refs) runs.set(stream, { from: runs.get(stream)?.from ?? revision, to: revision });
  const events = new Map<string, RecordedEvent>();
  for (const [stream, { from, to }] of runs) {
    for await (const event of store.readStream(stream, { from, max: to - from + 1 })) events.set(`${stream} ${event.revision}`, event);
  }
  return refs.map(({ stream, revision, position, recordedAt }) => {
    const event = events.get(`${stream} ${revision}`);
    if (event === undefined) throw new Error(`the event ${revision} of ${stream} is no longer in the log`);
    return entryOf({ event, position, recordedAt });
  });
};

/** Where an event stands in its partnership's tree. */
export type Indexed = { readonly partnership: string; readonly index: number };

/** Undefined for an event that is not recorded, or private, or not yet seen by the views. */
export const indexOf = async ({ store, history }: LogParts, stream: string, revision: number): Promise<Indexed | undefined> => {
  for await (const { metadata, token } of store.readStream(stream, { from: revision, max: 1 })) {
    const partnership = metadata['partnershipId'];
    if (typeof partnership !== 'string') return undefined;
    const index = history.positionOfToken(partnership, token);
    return index === undefined ? undefined : { partnership, index };
  }
  return undefined;
};
