import { expect, it } from '@jest/globals';
import type { RecordedEvent } from '../port.ts';
import { type Context, after, codeOf, collect, follow, newEvents, newStream, revisions, upTo } from './given.contract.ts';

/** Subscriptions, and the end of a store. */

export function following({ store }: Context): void {
  it('catches up, then goes on live', async () => {
    const stream = newStream();
    const before = await store().lastToken();
    await store().append(stream, 'noStream', newEvents(5));
    const subscription = store().subscribe({ ...after(before), batchSize: 2 });
    const seen: RecordedEvent[] = [];
    for await (const batch of subscription) {
      expect(batch.length).toBeLessThanOrEqual(2);
      const mine = batch.filter((event) => event.stream === stream);
      seen.push(...mine);
      // The next append is sent when all before it has been seen: from here on nothing is left to catch up with.
      if (mine.length > 0 && seen.length >= 5 && seen.length < 8) await store().append(stream, seen.length - 1, newEvents(1));
      if (seen.length >= 8) break;
    }
    await subscription.close();
    expect(revisions(seen)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('misses nothing and repeats nothing while appends race with it', async () => {
    const stream = newStream();
    const before = await store().lastToken();
    const append = async (): Promise<void> => {
      for (let round = 0; round < 60; round += 1) await store().append(stream, 'any', newEvents(1 + (round % 7)));
    };
    const subscriptions = [store().subscribe(after(before)), store().subscribe({ ...after(before), batchSize: 3 })];
    const total = Array.from({ length: 60 }, (_, round) => 1 + (round % 7)).reduce((sum, count) => sum + count, 0);
    const following = subscriptions.map((subscription) => follow(subscription, stream, total));
    await append();
    for (const seen of await Promise.all(following)) {
      expect(revisions(seen)).toEqual(upTo(total));
    }
    for (const subscription of subscriptions) await subscription.close();
  });

  it('resumes after the token of any event', async () => {
    const stream = newStream();
    await store().append(stream, 'noStream', newEvents(4));
    const recorded = await collect(store().readStream(stream));
    const subscription = store().subscribe(after(recorded[1]?.token));
    expect(revisions(await follow(subscription, stream, 2))).toEqual([2, 3]);
    await subscription.close();
  });

  it('ends a waiting subscription when it is closed', async () => {
    const subscription = store().subscribe(after(await store().lastToken()));
    const waiting = follow(subscription, newStream(), 1);
    await subscription.close();
    expect(await waiting).toEqual([]);
    await subscription.close();
  });
}

export function closing({ open }: Context): void {
  it('finishes what was sent, ends its subscriptions and refuses what comes later', async () => {
    const store = await open();
    await store.check();
    const stream = newStream();
    const sent = store.append(stream, 'noStream', newEvents(1));
    const waiting = follow(store.subscribe(after(await store.lastToken())), newStream(), 1);
    await store.close();
    await store.close();
    expect(await sent).toMatchObject({ kind: 'appended' });
    expect(await waiting).toEqual([]);
    await expect(store.append(stream, 'any', newEvents(1))).rejects.toEqual(codeOf('STORE_CLOSED'));
    await expect(collect(store.readStream(stream))).rejects.toEqual(codeOf('STORE_CLOSED'));
    await expect(store.streamRevision(stream)).rejects.toEqual(codeOf('STORE_CLOSED'));
    await expect(store.lastToken()).rejects.toEqual(codeOf('STORE_CLOSED'));
    await expect(store.check()).rejects.toEqual(codeOf('STORE_CLOSED'));
  });
}
