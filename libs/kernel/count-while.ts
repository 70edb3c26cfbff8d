/**
 * How many of the first `count` places hold, where a place that does not hold is followed by none that does (so it takes
 * logarithmically many looks): the place of the first that does not, in a list in order.
 */
export const countWhile = (count: number, holds: (place: number) => boolean): number => {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
};
