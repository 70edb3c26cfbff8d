import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { countWhile } from './count-while.ts';

test('counts those that lie before the first that does not hold, as looking at each does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 })), fc.integer({ min: -21, max: 21 }), (values, bound) => {
      const sorted = [...values].sort((a, b) => a - b);
      expect(countWhile(sorted.length, (place) => (sorted[place] ?? 0) <= bound)).toBe(sorted.filter((value) => value <= bound).length);
    }),
  );
});
