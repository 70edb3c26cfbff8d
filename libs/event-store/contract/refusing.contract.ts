import { expect, it } from '@jest/globals';
import { MAX_APPEND_BYTES, MAX_LEAF_BYTES } from '../limits.ts';
import type { EventToAppend, JsonObject } from '../port.ts';
import { type Context, codeOf, collect, collectBatches, newEvents, newStream } from './given.contract.ts';

/** What no store takes, whatever it could hold. */

export function refusing({ store }: Context): void {
  const loop: Record<string, unknown> = {};
  loop['self'] = loop;
  const notJson: readonly (readonly [string, unknown])[] = [
    ['undefined', { value: undefined }],
    ['a bigint', { deep: [{ value: 1n }] }],
    ['a date', { value: new Date(0) }],
    ['a function', { value: () => 1 }],
    ['a symbol', { value: Symbol('s') }],
    ['a map', { value: new Map() }],
    ['not a number', { value: Number.NaN }],
    ['infinity', { value: Number.POSITIVE_INFINITY }],
    ['a fraction', { value: 0.1 }],
    ['an unsafe integer', { value: 2 ** 53 }],
    ['a hole in a list', { value: [1, , 2] }], // oxlint-disable-line no-sparse-arrays
    ['half a character', { value: 'a\ud800' }],
    ['half a character in a name', { 'a\udc00': 1 }],
    ['a loop', loop],
    ['a list at the top', [1]],
    ['a bare string', 'text'],
    ['null at the top', null],
  ];

  it.each(notJson)('refuses %s in data and in metadata, and answers', async (_, value) => {
    const stream = newStream();
    const [event] = newEvents(1) as [EventToAppend];
    const bad = value as JsonObject;
    await expect(store().append(stream, 'any', [{ ...event, data: bad }])).rejects.toEqual(codeOf('EVENT_NOT_JSON'));
    await expect(store().append(stream, 'any', [{ ...event, metadata: bad }])).rejects.toEqual(codeOf('EVENT_NOT_JSON'));
    expect(await store().streamRevision(stream)).toBe('noStream');
  });

  it('takes the largest event and refuses one byte more', async () => {
    const stream = newStream();
    const [small] = newEvents(1, () => ({ text: '' })) as [EventToAppend];
    const used = JSON.stringify(small.data).length + JSON.stringify(small.metadata).length + stream.length + small.type.length + 512;
    const largest = { ...small, data: { text: 'x'.repeat(MAX_LEAF_BYTES - used) } };
    const larger = { ...small, data: { text: 'x'.repeat(MAX_LEAF_BYTES - used + 1) } };
    await expect(store().append(stream, 'noStream', [larger])).rejects.toEqual(codeOf('EVENT_TOO_LARGE'));
    expect(await store().append(stream, 'noStream', [largest])).toMatchObject({ kind: 'appended', revision: 0 });
    expect((await collect(store().readStream(stream)))[0]?.data).toEqual(largest.data);
  });

  it('takes an append close to the limit and refuses one beyond it', async () => {
    const stream = newStream();
    const large = (count: number) => newEvents(count, () => ({ text: 'x'.repeat(60_000) }));
    const most = Math.floor(MAX_APPEND_BYTES / 60_200);
    expect(await store().append(stream, 'noStream', large(most))).toMatchObject({ kind: 'appended', revision: most - 1 });
    await expect(store().append(stream, most - 1, large(most + 1))).rejects.toEqual(codeOf('APPEND_TOO_LARGE'));
  });

  it('counts bytes, not characters', async () => {
    const [event] = newEvents(1, () => ({ text: '€'.repeat(30_000) })) as [EventToAppend];
    await expect(store().append(newStream(), 'noStream', [event])).rejects.toEqual(codeOf('EVENT_TOO_LARGE'));
  });

  it.each(['', '$system', 'with space', 'with\nline', 'x'.repeat(513)])('refuses the stream name %j', async (stream) => {
    await expect(store().append(stream, 'any', newEvents(1))).rejects.toEqual(codeOf('STREAM_NAME_INVALID'));
    await expect(store().streamRevision(stream)).rejects.toEqual(codeOf('STREAM_NAME_INVALID'));
    await expect(collect(store().readStream(stream))).rejects.toEqual(codeOf('STREAM_NAME_INVALID'));
  });

  it('refuses an append of nothing, a bad id, a bad type, a bad revision and a bad token', async () => {
    const stream = newStream();
    const [event] = newEvents(1) as [EventToAppend];
    await expect(store().append(stream, 'any', [])).rejects.toEqual(codeOf('APPEND_EMPTY'));
    await expect(store().append(stream, 'any', [{ ...event, id: 'one' }])).rejects.toEqual(codeOf('EVENT_ID_INVALID'));
    await expect(store().append(stream, 'any', [{ ...event, type: '$metadata' }])).rejects.toEqual(codeOf('EVENT_TYPE_INVALID'));
    await expect(store().append(stream, -1, [event])).rejects.toEqual(codeOf('OPTION_INVALID'));
    await expect(collect(store().readStream(stream, { from: -1 }))).rejects.toEqual(codeOf('OPTION_INVALID'));
    await expect(collectBatches(store().readAll({ after: 'x' }))).rejects.toEqual(codeOf('TOKEN_INVALID'));
    expect(() => store().subscribe({ after: '-1' })).toThrow('is not a token of this store');
  });
}
