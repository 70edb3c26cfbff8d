import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { paretoFront } from './pareto.ts';

const front = (...places: readonly (readonly number[])[]) =>
  paretoFront(places.map((at, item) => ({ item, at: at.map(BigInt) }))).map(({ item, alike }) => [item, alike]);

test('what another is better than on one axis, and worse on none, is left out', () => {
  expect(front([1, 5], [2, 4], [2, 5], [3, 4], [4, 1])).toEqual([
    [0, 0],
    [1, 0],
    [4, 0],
  ]);
});

test('the first of those at one place stands for all', () => {
  expect(front([3, 3], [1, 5], [3, 3], [3, 3], [1, 5])).toEqual([
    [1, 1],
    [0, 2],
  ]);
});

test('is in the order of the first axis, by amount and not by text', () => {
  expect(front([10, 1], [9, 2], [-1, 30])).toEqual([
    [2, 0],
    [1, 0],
    [0, 0],
  ]);
  expect(front()).toEqual([]);
});

test('on any number of axes it is what comparing each with each leaves', () => {
  const places = fc
    .integer({ min: 1, max: 4 })
    .chain((axes) => fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: axes, maxLength: axes }), { maxLength: 25 }));
  fc.assert(
    fc.property(places, (all) => {
      const isBeaten = (at: readonly number[]) =>
        all.some((other) => other.every((own, axis) => own <= (at[axis] ?? own)) && other.some((own, axis) => own < (at[axis] ?? own)));
      const left = new Map<string, { first: number; alike: number }>();
      for (const [item, at] of all.entries()) {
        if (isBeaten(at)) continue;
        const own = left.get(String(at));
        if (own === undefined) left.set(String(at), { first: item, alike: 0 });
        else own.alike += 1;
      }
      const expected = [...left.values()].map(({ first, alike }) => [first, alike]);
      const byItem = (a: readonly (number | undefined)[], b: readonly (number | undefined)[]) => (a[0] ?? 0) - (b[0] ?? 0);
      expect(front(...all).sort(byItem)).toEqual(expected.sort(byItem));
    }),
    { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: 200 },
  );
});
