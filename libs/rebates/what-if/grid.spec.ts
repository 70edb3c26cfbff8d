import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { programmeOf } from '../accrual/testing/build.ts';
import { axesOf, coarseGrid, comparePoints, faultsOfGrid, neighboursOf, sizeOf, wholeGrid } from './grid.ts';

const TERMS = programmeOf({ earn: { percent: '1' }, cap: { amount: '100' } });
const vary = (from: string, to: string, by: string, at = 'earn.percent') => ({ programme: 'p1', at, from, to, by });
const axes = (...lengths: readonly number[]) => axesOf(lengths.map((length) => vary('1', String(length), '1')));

describe('what may vary', () => {
  test.each([
    ['from the lowest, by steps, to the last within the bounds', vary('1', '2', '0.4'), ['1', '1.4', '1.8']],
    ['both bounds', vary('0.5', '1', '0.25'), ['0.5', '0.75', '1']],
    ['one value', vary('3', '3', '1'), ['3']],
  ])('%s', (_, variation, expected) => {
    expect(axesOf([variation])[0]?.values).toEqual(expected);
    expect(faultsOfGrid(TERMS, [variation])).toEqual([]);
  });

  test('has at most a thousand values', () => {
    expect(faultsOfGrid(TERMS, [vary('1', '1000', '1')])).toEqual([]);
    expect(faultsOfGrid(TERMS, [vary('1', '1001', '1')]).map(({ place }) => place)).toEqual(['vary[0].by']);
  });

  test('another place of the same programme, but no place twice', () => {
    const [percent, cap] = [vary('1', '2', '1'), vary('50', '60', '5', 'cap.amount')];
    expect(faultsOfGrid(TERMS, [percent, cap])).toEqual([]);
    expect(faultsOfGrid(TERMS, [percent, cap, percent]).map(({ place }) => place)).toEqual(['vary[2].at']);
  });
});

describe('a grid', () => {
  test('is every combination, the last axis running fastest', () => {
    expect(wholeGrid(axes(2, 3))).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(sizeOf(axes(2, 3))).toBe(6n);
  });

  test('that is too large is spread evenly, its ends included', () => {
    expect(coarseGrid(axes(9), 3)).toEqual([[0], [4], [8]]);
    expect(coarseGrid(axes(9), 1)).toEqual([[4]]);
    expect(coarseGrid(axes(5, 5), 4)).toEqual([
      [0, 0],
      [0, 4],
      [4, 0],
      [4, 4],
    ]);
  });

  test('spread over any axes holds at most so many different points, and no axis could have one more', () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 400 }), (all, most) => {
        const points = coarseGrid(axes(...all), most);
        expect(points.length).toBeLessThanOrEqual(most);
        expect(new Set(points.map(String)).size).toBe(points.length);
        const counts = all.map((_, axis) => new Set(points.map((point) => point[axis])).size);
        for (const [axis, count] of counts.entries()) {
          const length = all[axis] ?? 0;
          expect(points.every((point) => (point[axis] ?? -1) >= 0 && (point[axis] ?? length) < length)).toBe(true);
          expect(count === length || (points.length / count) * (count + 1) > most).toBe(true);
        }
      }),
      { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: 100 },
    );
  });
});

test('neighbours of a point are one step away on one axis, and within it', () => {
  expect(neighboursOf(axes(3, 3), [1, 1])).toEqual([
    [0, 1],
    [2, 1],
    [1, 0],
    [1, 2],
  ]);
  expect(neighboursOf(axes(3, 2), [0, 1])).toEqual([
    [1, 1],
    [0, 0],
  ]);
  expect(neighboursOf(axes(1), [0])).toEqual([]);
});

test('points are in the order of the whole grid', () => {
  expect(wholeGrid(axes(3, 3)).reverse().sort(comparePoints)).toEqual(wholeGrid(axes(3, 3)));
  expect(comparePoints([1, 2], [1, 2])).toBe(0);
});
