import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { v7 as timeOrderedId } from 'uuid';
import type { EventStore, EventToAppend, JsonObject, ReadAllOptions, RecordedEvent } from '../port.ts';
import type { StoreErrorCode } from '../store-error.ts';

/** What the parts of the contract are given, and how they look at what they get. */

export type Context = { readonly store: () => EventStore; readonly open: () => EventStore | Promise<EventStore> };

export const newStream = (): string => `contract-${randomUUID()}`;

export function newEvents(count: number, data: (index: number) => JsonObject = (index) => ({ index })): EventToAppend[] {
  return Array.from({ length: count }, (_, index) => ({
    id: timeOrderedId(),
    type: 'SomethingHappened',
    data: data(index),
    metadata: { schema: 1, $correlationId: 'c-1', $causationId: 'c-0' },
  }));
}

export async function collect(events: AsyncIterable<RecordedEvent>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export async function collectBatches(batches: AsyncIterable<readonly RecordedEvent[]>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

/** Follows the log until `count` events of `stream` have come; fails by the test's own time limit if they do not. */
export async function follow(
  subscription: AsyncIterable<readonly RecordedEvent[]>,
  stream: string,
  count: number,
): Promise<RecordedEvent[]> {
  const seen: RecordedEvent[] = [];
  for await (const batch of subscription) {
    seen.push(...batch.filter((event) => event.stream === stream));
    if (seen.length >= count) break;
  }
  return seen;
}

export const indexes = (events: readonly RecordedEvent[]): unknown[] => events.map(({ data }) => data['index']);
export const revisions = (events: readonly RecordedEvent[]): number[] => events.map(({ revision }) => revision);
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
export const codeOf = (code: StoreErrorCode): unknown => expect.objectContaining({ name: 'StoreError', code });
export const after = (token: string | undefined): ReadAllOptions => (token === undefined ? {} : { after: token });
