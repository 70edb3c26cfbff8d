/** One candidate on axes on which less is better. */
export type Placed<T> = { readonly item: T; readonly at: readonly bigint[] };
export type OnFront<T> = { readonly item: T; /** Others at the very same place. */ readonly alike: number };

const compareAt = (a: readonly number[], b: readonly number[]): number => {
  const place = a.findIndex((own, index) => own !== b[index]);
  return place < 0 ? 0 : (a[place] ?? 0) - (b[place] ?? 0);
};

const beats = (a: readonly number[], b: readonly number[]): boolean => a.every((own, index) => own <= (b[index] ?? own));

/** Places as ranks, which compare faster than the figures they stand for. */
const ranked = <T>(all: readonly Placed<T>[]): (readonly number[])[] => {
  const axes = all[0]?.at.length ?? 0;
  const ranks = Array.from({ length: axes }, (_, axis) => {
    const values = [...new Set(all.map(({ at }) => at[axis] ?? 0n))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    return new Map(values.map((value, rank) => [value, rank]));
  });
  return all.map(({ at }) => at.map((value, axis) => ranks[axis]?.get(value) ?? 0));
};

/**
 * The candidates that no other is better than on one axis without being worse on another, in the order of their first
 * axis. Of those at one place the first stands for all.
 */
export const paretoFront = <T>(all: readonly Placed<T>[]): OnFront<T>[] => {
  const places = ranked(all);
  const order = all.map((_, index) => index).sort((a, b) => compareAt(places[a] ?? [], places[b] ?? []) || a - b);
  const front: { readonly index: number; readonly place: readonly number[]; alike: number }[] = [];
  // On two axes the latest of the front is the best on the second: it alone can be better than what comes next.
  const rivals = (): readonly { readonly place: readonly number[] }[] => ((places[0]?.length ?? 0) <= 2 ? front.slice(-1) : front);
  for (const index of order) {
    const place = places[index] ?? [];
    const last = front.at(-1);
    if (last !== undefined && compareAt(last.place, place) === 0) last.alike += 1;
    // In this order only an earlier one can be better; an equal one stands next to it.
    else if (!rivals().some((other) => beats(other.place, place))) front.push({ index, place, alike: 0 });
  }
  return front.flatMap(({ index, alike }) => {
    const placed = all[index];
    return placed === undefined ? [] : [{ item: placed.item, alike }];
  });
};
