import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex } from '../encoding/hex.ts';
import { portableHasher } from '../merkle/hashing.ts';
import { consistencyProof, inclusionProof } from '../merkle/prove.ts';
import { rootAt } from '../merkle/subtrees.ts';
import { logOf, valueOf } from '../testing/log.ts';
import { readEntryBundle, writeEntryBundle } from './entry-bundle.ts';
import { readHashTile } from './hash-tile.ts';
import { entryBundles, hashTiles, tileOf } from './tile-layout.ts';
import { parseTilePath, type Tile, tilePath } from './tile-path.ts';
import { overTiles, tileHashReader, type TileSource } from './tile-reader.ts';

const hex = (hashes: readonly Uint8Array[]): string[] => hashes.map(toHex);

describe('the path of a tile', () => {
  it.each<[Tile, string]>([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 1, index: 999, width: 1 }, 'tile/1/999.p/1'],
    [{ level: 63, index: 1_000, width: 255 }, 'tile/63/x001/000.p/255'],
    [{ level: 'entries', index: 273, width: 112 }, 'tile/entries/273.p/112'],
  ])('of %j is %s', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual(tile);
  });

  it.each([
    'tile/0/0',
    'tile/0/1234',
    'tile/0/001/234',
    'tile/0/x001/x234',
    'tile/0/x000/234',
    'tile/00/000',
    'tile/64/000',
    'tile/data/000',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000/',
    '/tile/0/000',
    'tile/-1/000',
    'tile/entries/x001/../000',
    'tile/0/x999/x999/x999/x999/x999/999',
    '',
  ])('%j is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it('reads back as it was written', () => {
    const tile = fc.record({
      level: fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const)),
      index: fc.maxSafeNat(),
      width: fc.integer({ min: 1, max: 256 }),
    });
    fc.assert(
      fc.property(tile, (one) => {
        expect(parseTilePath(tilePath(one))).toEqual(one);
      }),
    );
  });
});

describe('the tiles of a tree', () => {
  it('of 70,000 entries are those that the specification counts', () => {
    const tiles = [...hashTiles(70_000)];
    const count = (level: number, width: number): number => tiles.filter((tile) => tile.level === level && tile.width === width).length;
    expect([count(0, 256), count(0, 112), count(1, 256), count(1, 17), count(2, 1)]).toEqual([273, 1, 1, 1, 1]);
    expect(tiles).toHaveLength(277);
    expect([...entryBundles(70_000)]).toHaveLength(274);
  });

  it('of 256 entries are a full one and a partial one above it', () => {
    expect([...hashTiles(256)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    expect([...hashTiles(0)]).toEqual([]);
    expect([...entryBundles(0)]).toEqual([]);
  });

  it('that are new since an older size are all and only those that were not there', () => {
    fc.assert(
      fc.property(fc.nat(70_000), fc.nat(700), (older, more) => {
        const before = new Set([...hashTiles(older)].map(tilePath));
        const fresh = [...hashTiles(older + more)].map(tilePath).filter((path) => !before.has(path));
        expect([...hashTiles(older + more, older)].map(tilePath)).toEqual(fresh);
        const entriesBefore = new Set([...entryBundles(older)].map(tilePath));
        expect([...entryBundles(older + more, older)].map(tilePath)).toEqual(
          [...entryBundles(older + more)].map(tilePath).filter((path) => !entriesBefore.has(path)),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('hold each hash where the layout says', () => {
    expect(tileOf(0, 69_999, 70_000)).toEqual({ level: 0, index: 273, width: 112 });
    expect(tileOf(1, 272, 70_000)).toEqual({ level: 1, index: 1, width: 17 });
  });
});

describe('hashes read from tiles', () => {
  const list = Array.from({ length: 600 }, (_, at) => Uint8Array.of(at >> 8, at & 255));
  const log = logOf(list);
  const source: TileSource = (tile) => log.tiles.get(tilePath(tile));

  it('give the same roots and proofs as the tree itself', () => {
    const read = tileHashReader(source, 600);
    expect(toHex(rootAt(read, portableHasher, 600))).toBe(toHex(log.root));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), (size, some) => {
        expect(hex(inclusionProof(read, some % size, size))).toEqual(hex(inclusionProof(log.read, some % size, size)));
        expect(hex(consistencyProof(read, some % (size + 1), size))).toEqual(hex(consistencyProof(log.read, some % (size + 1), size)));
      }),
      { numRuns: 50 },
    );
  });

  it('can come from a full tile that took the place of a partial one', () => {
    const partial = logOf(list.slice(0, 500));
    const read = tileHashReader(
      (tile) => (tile.width < 256 && tile.level === 0 ? undefined : (source(tile) ?? partial.tiles.get(tilePath(tile)))),
      500,
    );
    expect(toHex(rootAt(read, portableHasher, 500))).toBe(toHex(partial.root));
  });

  it.each<[string, TileSource]>([
    ['TILE_MISSING', () => undefined],
    ['TILE_LENGTH', (tile) => source(tile)?.subarray(1)],
    [
      'TILE_LENGTH',
      (tile) => {
        const bytes = source(tile);
        return bytes && new Uint8Array([...bytes, 0]);
      },
    ],
  ])('are refused with %s when a tile is not whole', (code, faulty) => {
    expect(overTiles(() => inclusionProof(tileHashReader(faulty, 600), 7, 600))).toMatchObject({
      ok: false,
      rejections: [{ code, details: { tile: 'tile/0/000' } }],
    });
  });

  it('outside of the tree are a bug of the caller', () => {
    const read = tileHashReader(source, 600);
    expect(() => overTiles(() => read(0, 600))).toThrow(RangeError);
    expect(() => overTiles(() => read(9, 1))).toThrow(RangeError);
  });

  it('are exactly as many as the tile is wide', () => {
    const tile: Tile = { level: 0, index: 2, width: 88 };
    expect(hex(valueOf(readHashTile(tile, source(tile))))).toEqual(list.slice(512).map((entry) => toHex(portableHasher.leaf(entry))));
  });
});

describe('an entry bundle', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 300, size: 'max' }), { maxLength: 20 });

  it('reads back as it was written', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect(hex(valueOf(readEntryBundle(writeEntryBundle(list), list.length)))).toEqual(hex(list));
      }),
    );
  });

  it('holds entries of up to 65,535 bytes, each behind its length', () => {
    const largest = new Uint8Array(65_535).fill(7);
    expect(valueOf(readEntryBundle(writeEntryBundle([largest, Uint8Array.of(1)]), 2)).map(({ length }) => length)).toEqual([65_535, 1]);
    expect(toHex(writeEntryBundle([Uint8Array.of(9, 8), new Uint8Array(0)]))).toBe('000209080000');
    expect(() => writeEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it('is refused when it is cut, too long, or of another width', () => {
    fc.assert(
      fc.property(
        entries.filter((list) => list.length > 0),
        fc.nat(),
        (list, some) => {
          const bytes = writeEntryBundle(list);
          const cut = bytes.subarray(0, some % bytes.length);
          for (const bad of [
            readEntryBundle(cut, list.length),
            readEntryBundle(bytes, list.length - 1),
            readEntryBundle(bytes, list.length + 1),
            readEntryBundle(new Uint8Array([...bytes, 0]), list.length),
          ]) {
            expect(bad).toMatchObject({ ok: false, rejections: [{ code: 'ENTRY_BUNDLE_MALFORMED' }] });
          }
        },
      ),
    );
  });
});
