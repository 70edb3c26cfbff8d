import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { Buckets, Triples } from './columns.ts';

const small = fc.integer({ min: 0, max: 20 });

test('triples are numbered as a map of their texts would', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(small, small, small), { maxLength: 300 }), (all) => {
      const triples = new Triples();
      const plain = new Map<string, number>();
      for (const [a, b, c] of all) {
        const name = `${a},${b},${c}`;
        if (!plain.has(name)) plain.set(name, plain.size);
        expect(triples.idOf(a, b, c)).toBe(plain.get(name));
      }
    }),
  );
});

test('triples stay themselves when the table grows', () => {
  const triples = new Triples();
  const ids = Array.from({ length: 20_000 }, (_, index) => triples.idOf(index, index % 7, -index));
  expect(ids.map((_, index) => triples.idOf(index, index % 7, -index))).toEqual(ids);
  expect(new Set(ids).size).toBe(20_000);
});

test('buckets hold what a map of sets would', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(small, fc.integer({ min: 0, max: 60 })), { maxLength: 300 }), (moves) => {
      const buckets = new Buckets();
      const plain = new Map<number, number>();
      for (const [bucket, row] of moves) {
        const held = plain.get(row);
        if (held === undefined) {
          buckets.add(bucket, row);
          plain.set(row, bucket);
        } else {
          buckets.remove(held, row);
          plain.delete(row);
        }
      }
      for (let bucket = 0; bucket <= 20; bucket += 1) {
        const expected = [...plain]
          .filter(([, one]) => one === bucket)
          .map(([row]) => row)
          .sort((a, b) => a - b);
        expect(buckets.rows(bucket).sort((a, b) => a - b)).toEqual(expected);
      }
    }),
  );
});
