import { expect, it } from '@jest/globals';
import { type EventToAppend, compareTokens } from '../port.ts';
import { type Context, codeOf, collect, indexes, newEvents, newStream, upTo } from './given.contract.ts';

/** What an append answers, the first time and when it is sent again. */

export function appending({ store }: Context): void {
  it('appends to a new stream and goes on at the revision that it gave', async () => {
    const stream = newStream();
    const first = await store().append(stream, 'noStream', newEvents(2));
    expect(first).toMatchObject({ kind: 'appended', revision: 1, repeated: false });
    const second = await store().append(stream, 1, newEvents(1));
    expect(second).toMatchObject({ kind: 'appended', revision: 2, repeated: false });
    expect(await store().streamRevision(stream)).toBe(2);
  });

  it('answers a conflict with the revision that the stream has', async () => {
    const stream = newStream();
    expect(await store().append(stream, 0, newEvents(1))).toEqual({ kind: 'conflict', expected: 0, actual: 'noStream' });
    await store().append(stream, 'noStream', newEvents(3));
    expect(await store().append(stream, 'noStream', newEvents(1))).toEqual({ kind: 'conflict', expected: 'noStream', actual: 2 });
    expect(await store().append(stream, 1, newEvents(1))).toEqual({ kind: 'conflict', expected: 1, actual: 2 });
    expect(await store().append(stream, 7, newEvents(1))).toEqual({ kind: 'conflict', expected: 7, actual: 2 });
    expect(await store().streamRevision(stream)).toBe(2);
  });

  it('appends at any revision when asked to', async () => {
    const stream = newStream();
    expect(await store().append(stream, 'any', newEvents(1))).toMatchObject({ kind: 'appended', revision: 0 });
    expect(await store().append(stream, 'any', newEvents(2))).toMatchObject({ kind: 'appended', revision: 2 });
  });

  it('lets exactly one of a hundred writers win a revision', async () => {
    const stream = newStream();
    await store().append(stream, 'noStream', newEvents(1));
    const results = await Promise.all(Array.from({ length: 100 }, () => store().append(stream, 0, newEvents(1))));
    expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(99);
    expect(await store().streamRevision(stream)).toBe(1);
  });

  it('judges each of many concurrent appends by itself', async () => {
    const streams = Array.from({ length: 20 }, newStream);
    const results = await Promise.all(
      streams.map((stream, index) => store().append(stream, index % 2 === 0 ? 'noStream' : 5, newEvents(2))),
    );
    expect(results.map(({ kind }) => kind)).toEqual(streams.map((_, index) => (index % 2 === 0 ? 'appended' : 'conflict')));
  });

  it('takes a batch of 1,000 events whole and in order', async () => {
    const stream = newStream();
    expect(await store().append(stream, 'noStream', newEvents(1_000))).toMatchObject({ kind: 'appended', revision: 999 });
    expect(indexes(await collect(store().readStream(stream)))).toEqual(upTo(1_000));
  });

  it('gives a token that no event of the append comes after', async () => {
    const stream = newStream();
    const result = await store().append(stream, 'noStream', newEvents(3));
    const recorded = await collect(store().readStream(stream));
    const token = result.kind === 'appended' ? result.token : '';
    for (const event of recorded) expect(compareTokens(event.token, token)).toBeLessThanOrEqual(0);
    expect(new Set(recorded.map((event) => event.token)).size).toBe(3);
  });
}

export function repeating({ store }: Context): void {
  it('recognises the retry of an append, at the same or at any other expected revision', async () => {
    const stream = newStream();
    await store().append(stream, 'noStream', newEvents(1));
    const events = newEvents(3);
    const first = await store().append(stream, 0, events);
    await store().append(stream, 3, newEvents(2));
    for (const expected of [0, 'any', 'noStream', 2, 5] as const) {
      const again = await store().append(stream, expected, events);
      expect(again).toEqual({ ...first, repeated: true });
    }
    expect(await store().streamRevision(stream)).toBe(5);
  });

  it('recognises retries that race with the first attempt', async () => {
    const stream = newStream();
    const events = newEvents(2);
    const results = await Promise.all(Array.from({ length: 10 }, () => store().append(stream, 'noStream', events)));
    expect(results.every((result) => result.kind === 'appended' && result.revision === 1)).toBe(true);
    expect(results.filter((result) => result.kind === 'appended' && !result.repeated).length).toBeLessThanOrEqual(1);
    expect(await store().streamRevision(stream)).toBe(1);
  });

  it('refuses an id that stands elsewhere or among other neighbours', async () => {
    const stream = newStream();
    const events = newEvents(3);
    await store().append(stream, 'noStream', events);
    const [first, second, third] = events as [EventToAppend, EventToAppend, EventToAppend];
    const [other] = newEvents(1) as [EventToAppend];
    for (const mixed of [
      [first, other],
      [other, third],
      [first, third],
      [second, first],
      [...events, other],
    ]) {
      await expect(store().append(stream, 2, mixed)).rejects.toEqual(codeOf('EVENT_ID_REUSED'));
    }
    await expect(store().append(stream, 2, [other, other])).rejects.toEqual(codeOf('EVENT_ID_REUSED'));
    expect(await store().streamRevision(stream)).toBe(2);
    expect(await store().append(stream, 2, [other])).toMatchObject({ kind: 'appended', revision: 3 });
  });

  it('takes an id in upper case for the same id', async () => {
    const stream = newStream();
    const [event] = newEvents(1) as [EventToAppend];
    await store().append(stream, 'noStream', [{ ...event, id: event.id.toUpperCase() }]);
    expect((await collect(store().readStream(stream)))[0]?.id).toBe(event.id);
    expect(await store().append(stream, 'noStream', [event])).toMatchObject({ repeated: true });
  });
}
