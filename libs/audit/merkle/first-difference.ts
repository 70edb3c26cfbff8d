import { equalBytes } from '../encoding/bytes.ts';
import { type HashReader, perfectSubtrees } from './subtrees.ts';

/**
 * The first index at which two histories part, found from the top of the trees in O(log n) hashes; undefined where one
 * begins with the whole other. Requires that each reader covers its tree.
 */
export const firstDifference = (
  one: { readonly read: HashReader; readonly size: number },
  other: { readonly read: HashReader; readonly size: number },
): number | undefined => {
  const same = (level: number, index: number): boolean => equalBytes(one.read(level, index), other.read(level, index));
  const apart = perfectSubtrees(0, Math.min(one.size, other.size)).find(({ level, index }) => !same(level, index));
  if (apart === undefined) return undefined;
  let { level, index } = apart;
  while (level > 0) {
    level -= 1;
    index = same(level, index * 2) ? index * 2 + 1 : index * 2;
  }
  return index;
};
