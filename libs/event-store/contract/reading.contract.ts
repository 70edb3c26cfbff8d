import { expect, it } from '@jest/globals';
import { type EventStore, type EventToAppend, type RecordedEvent, compareTokens } from '../port.ts';
import { after, codeOf, collect, collectBatches, newEvents, newStream, revisions, type Context, upTo } from './given.contract.ts';

/** Reading a stream, and the whole log. */

export function readingStreams({ store }: Context): void {
  it('gives back what was appended, with what the store adds', async () => {
    const stream = newStream();
    const [event] = newEvents(1, () => ({
      text: 'Größe 東京 🧾 "quoted" \\ \u0000 \u2028',
      ключ: { nested: [1, true, null, 'x', { deep: '-12.50' }] },
      largest: Number.MAX_SAFE_INTEGER,
    })) as [EventToAppend];
    const before = Date.now();
    await store().append(stream, 'noStream', [event]);
    const [recorded] = await collect(store().readStream(stream));
    expect(recorded).toEqual({
      ...event,
      stream,
      revision: 0,
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      token: expect.stringMatching(/^\d+$/),
    });
    // The server may have another clock: the same day is all that can be asked.
    expect(Math.abs(Date.parse(recorded?.recordedAt ?? '') - before)).toBeLessThan(86_400_000);
  });

  it('keeps a stream name of any script', async () => {
    const stream = `${newStream()}.händler_東京`;
    await store().append(stream, 'noStream', newEvents(1));
    expect((await collect(store().readStream(stream)))[0]?.stream).toBe(stream);
    expect(await store().streamRevision(stream)).toBe(0);
  });

  it('reads forwards, backwards, from a revision and no more than asked for', async () => {
    const stream = newStream();
    await store().append(stream, 'noStream', newEvents(600));
    await store().append(stream, 599, newEvents(600));
    const read = async (options: Parameters<EventStore['readStream']>[1]) => revisions(await collect(store().readStream(stream, options)));
    expect(await read({})).toEqual(upTo(1_200));
    expect(await read({ direction: 'backwards' })).toEqual(upTo(1_200).reverse());
    expect(await read({ from: 1_198 })).toEqual([1_198, 1_199]);
    expect(await read({ from: 1_200 })).toEqual([]);
    expect(await read({ from: 3, max: 2 })).toEqual([3, 4]);
    expect(await read({ from: 1, direction: 'backwards' })).toEqual([1, 0]);
    expect(await read({ from: 5_000, direction: 'backwards', max: 1 })).toEqual([1_199]);
    expect(await read({ direction: 'backwards', max: 2 })).toEqual([1_199, 1_198]);
    expect(await read({ max: 0 })).toEqual([]);
  });

  it('knows a stream that does not exist as one without events', async () => {
    expect(await collect(store().readStream(newStream()))).toEqual([]);
    expect(await collect(store().readStream(newStream(), { direction: 'backwards', from: 3 }))).toEqual([]);
    expect(await store().streamRevision(newStream())).toBe('noStream');
  });

  it('lets a reader leave in the middle', async () => {
    const stream = newStream();
    await store().append(stream, 'noStream', newEvents(1_000));
    for (let round = 0; round < 20; round += 1) {
      for await (const event of store().readStream(stream)) {
        if (event.revision === 3) break;
      }
    }
    expect(await store().streamRevision(stream)).toBe(999);
  });
}

export function readingTheLog({ store }: Context): void {
  it('reads the log in order, in bounded batches, to its end', async () => {
    const before = await store().lastToken();
    const streams = Array.from({ length: 5 }, newStream);
    for (const stream of streams) await store().append(stream, 'noStream', newEvents(10));
    const all: RecordedEvent[] = [];
    for await (const batch of store().readAll({ batchSize: 7, ...after(before) })) {
      expect(batch.length).toBeGreaterThan(0);
      expect(batch.length).toBeLessThanOrEqual(7);
      all.push(...batch);
    }
    const mine = all.filter(({ stream }) => streams.includes(stream));
    expect(mine.map(({ stream, revision }) => [stream, revision])).toEqual(
      streams.flatMap((stream) => upTo(10).map((revision) => [stream, revision])),
    );
    all.slice(1).forEach((event, index) => {
      expect(compareTokens(event.token, all[index]?.token ?? '0')).toBeGreaterThan(0);
    });
    expect(all.some(({ stream }) => stream.startsWith('$'))).toBe(false);
  });

  it('resumes after any token, in the middle of an append too', async () => {
    const stream = newStream();
    await store().append(stream, 'noStream', newEvents(6));
    const recorded = await collect(store().readStream(stream));
    for (const { token, revision } of recorded) {
      const rest = await collectBatches(store().readAll({ after: token }));
      expect(revisions(rest.filter((event) => event.stream === stream))).toEqual([0, 1, 2, 3, 4, 5].slice(revision + 1));
    }
  });

  it('refuses a token that lies beyond its end', async () => {
    const beyond = { after: '999999999999999999' };
    await expect(collectBatches(store().readAll(beyond))).rejects.toEqual(codeOf('TOKEN_AHEAD'));
    const subscription = store().subscribe(beyond);
    await expect(collectBatches(subscription)).rejects.toEqual(codeOf('TOKEN_AHEAD'));
    await subscription.close();
  });

  it('knows the token of the last event, after which nothing comes', async () => {
    const stream = newStream();
    const result = await store().append(stream, 'noStream', newEvents(2));
    const last = await store().lastToken();
    expect(compareTokens(last ?? '0', result.kind === 'appended' ? result.token : '0')).toBeGreaterThanOrEqual(0);
    const [, recorded] = await collect(store().readStream(stream));
    expect(compareTokens(last ?? '0', recorded?.token ?? '0')).toBeGreaterThanOrEqual(0);
  });
}
