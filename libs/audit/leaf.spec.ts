import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '#kernel';
import { canonicalText } from './encoding/canonical-text.ts';
import { textOf, utf8 } from './encoding/bytes.ts';
import { type Leaf, leafBytes, leafBytesWith, parseLeaf } from './leaf.ts';
import { leafAt, valueOf } from './testing/log.ts';

const text = textOf(leafBytes(leafAt(7))) ?? '';

describe('canonical text', () => {
  it('is the text of the slow reference for every JSON value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(canonicalText(value)).toBe(canonicalJson(value));
      }),
      { numRuns: 500 },
    );
  });

  it('is so for names that JavaScript moves or takes for something else', () => {
    for (const json of [
      '{"b":1,"10":2,"9":3}',
      '{"__proto__":{"b":1,"a":2},"a":1}',
      '{"\\ud83d\\ude00":1,"\\ufb33":2}',
      '{"":1,"a":[{"z":1,"y":[{"b":1,"a":2}]}]}',
      '{"toJSON":1,"constructor":2}',
    ]) {
      const value: unknown = JSON.parse(json);
      expect(canonicalText(value)).toBe(canonicalJson(value));
    }
  });
});

describe('a leaf', () => {
  it('is the canonical text of the event, its position and revision written as texts', () => {
    expect(text).toBe(
      '{"data":{"document":"INV-7","lines":[{"line":"1","net":"126.5","quantity":"12"}]},"id":"01900000-0000-7000-8000-000000000007",' +
        '"metadata":{"actor":"importer","partnershipId":"acme~baumarkt","schema":1},"position":"7","recordedAt":"2026-01-31T12:00:00.000Z",' +
        '"revision":"7","stream":"sales-acme~baumarkt.acme","type":"SalesRecorded"}',
    );
  });

  it('is the same whatever the order of the names, and reads back as the event', () => {
    const value = fc.letrec<{ any: Leaf['data'][string] }>((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.maxSafeInteger(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('any')),
        fc.dictionary(fc.string(), tie('any')),
      ),
    })).any;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), value), fc.nat(2 ** 47), fc.boolean(), (data, position, timed) => {
        const { recordedAt, ...untimed } = leafAt(position, { data: { ...data } });
        const leaf: Leaf = timed && recordedAt !== undefined ? { ...untimed, recordedAt } : untimed;
        const reversed = Object.fromEntries(Object.entries(leaf).reverse()) as unknown as Leaf;
        expect(leafBytes(reversed)).toEqual(leafBytes(leaf));
        expect(leafBytesWith(leaf, { data: canonicalJson(leaf.data), metadata: canonicalJson(leaf.metadata) })).toEqual(leafBytes(leaf));
        expect(JSON.stringify(valueOf(parseLeaf(leafBytes(leaf))))).toBe(
          JSON.stringify({ ...(JSON.parse(canonicalJson(leaf)) as object), position, revision: position }),
        );
      }),
    );
  });

  it('is at most 65,535 bytes long', () => {
    const room = 65_535 - leafBytes(leafAt(0, { data: { text: '' } })).length;
    const full = leafBytes(leafAt(0, { data: { text: 'x'.repeat(room) } }));
    expect(full).toHaveLength(65_535);
    expect(parseLeaf(full).ok).toBe(true);
    expect(() => leafBytes(leafAt(0, { data: { text: 'x'.repeat(room + 1) } }))).toThrow(RangeError);
    expect(parseLeaf(new Uint8Array(65_536).fill(32))).toMatchObject({ ok: false, rejections: [{ code: 'LEAF_MALFORMED' }] });
  });

  it.each([
    ['a blank', text.replace(':', ': ')],
    ['a line break at its end', `${text}\n`],
    ['names in another order', text.replace(/^\{("data":.*\}),("id":"[^"]*")/, '{$2,$1')],
    ['a name twice', text.replace('"schema":1', '"schema":1,"schema":1')],
    ['a needless escape', text.replace('INV-7', String.raw`INV\u002d7`)],
    ['a fraction of zero', text.replace('"schema":1', '"schema":1.0')],
    ['an exponent', text.replace('"schema":1', '"schema":1e0')],
    ['minus zero', text.replace('"schema":1', '"schema":-0')],
  ])('with %s is not canonical', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(parseLeaf(utf8(changed))).toMatchObject({ ok: false, rejections: [{ code: 'LEAF_NOT_CANONICAL' }] });
  });

  it.each([
    ['no JSON', text.slice(1)],
    ['a list', '[]'],
    ['nothing', ''],
    ['a byte order mark', `\ufeff${text}`],
    ['a member missing', text.replace(',"type":"SalesRecorded"', '')],
    ['a member too much', text.replace('"type":', '"typ":1,"type":')],
    ['a member of every object', text.replace('"type":"SalesRecorded"', '"toString":"SalesRecorded"')],
    ['a position that is a number', text.replace('"position":"7"', '"position":7')],
    ['a position with a leading zero', text.replace('"position":"7"', '"position":"07"')],
    ['a revision below zero', text.replace('"revision":"7"', '"revision":"-7"')],
    ['an id in capitals', text.replace('7000', '7A00')],
    ['a time without milliseconds', text.replace('12:00:00.000Z', '12:00:00Z')],
    ['data that is a list', text.replace(/"data":\{.*\},"id"/, '"data":[],"id"')],
    ['a fraction', text.replace('"schema":1', '"schema":1.5')],
    ['a number beyond 2^53', text.replace('"schema":1', '"schema":9007199254740993')],
    ['half of a character', text.replace('INV-7', String.raw`\ud800`)],
    ['half of a character in a name', text.replace('"schema"', String.raw`"\ud800"`)],
    ['lists nested without end', text.replace('"INV-7"', `${'['.repeat(30_000)}${']'.repeat(30_000)}`)],
  ])('with %s is refused', (_, changed) => {
    expect(changed).not.toBe(text);
    expect(parseLeaf(utf8(changed))).toMatchObject({ ok: false, rejections: [{ code: 'LEAF_MALFORMED' }] });
  });

  it('that is not UTF-8 is refused', () => {
    expect(parseLeaf(Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject({ ok: false, rejections: [{ code: 'LEAF_MALFORMED' }] });
    expect(parseLeaf(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).ok).toBe(false);
  });

  it('never throws, and takes no other bytes for an event than those it would write', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.nat(255), (at, byte) => {
        const bytes = utf8(text);
        bytes[at] = byte;
        const read = parseLeaf(bytes);
        expect(!read.ok || Buffer.from(leafBytes(read.value)).equals(bytes)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
