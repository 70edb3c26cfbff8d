import type { Rejection } from '#kernel';
import type { Candidates, Evaluated } from './candidates.ts';
import { type Axis, coarseGrid, comparePoints, keyOf, neighboursOf, type Point, sizeOf, wholeGrid } from './grid.ts';
import { type OnFront, paretoFront, type Placed } from './pareto.ts';

export type Found = {
  readonly front: readonly OnFront<Evaluated>[];
  readonly meetsAll: boolean;
  readonly evaluated: number;
  readonly notValid: number;
  readonly complete: boolean;
  /** Why the first terms that do not hold do not. */
  readonly fault: Rejection | undefined;
};

/** Where a candidate that meets all goals stands in the trade-off: less is better on every axis. */
export type TradeOff = (evaluated: Evaluated) => readonly bigint[];

const meets = ({ misses }: Evaluated): boolean => misses.every((miss) => miss === 0n);

/** Those that meet all goals, by the trade-off; where none does, the nearest, by how much they miss each goal. */
const frontOf = (
  all: readonly Evaluated[],
  tradeOff: TradeOff,
): { readonly front: readonly OnFront<Evaluated>[]; readonly meetsAll: boolean } => {
  const inOrder = [...all].sort((a, b) => comparePoints(a.point, b.point));
  const meeting = inOrder.filter(meets);
  const placed = (items: readonly Evaluated[], at: TradeOff): Placed<Evaluated>[] => items.map((item) => ({ item, at: at(item) }));
  return meeting.length > 0
    ? { front: paretoFront(placed(meeting, tradeOff)), meetsAll: true }
    : { front: paretoFront(placed(inOrder, ({ misses }) => misses)), meetsAll: false };
};

/**
 * Every candidate where they are few enough. Otherwise half of the evaluations go to an even spread over the grid and
 * the rest to the neighbours of the best so far, again and again, until none is new or none is left. No chance: the
 * same question finds the same. It yields after each candidate, so that a server can see to others meanwhile.
 */
export function* search(candidates: Candidates, axes: readonly Axis[], most: number, tradeOff: TradeOff): Generator<undefined, Found> {
  const done = new Set<string>();
  const valid: Evaluated[] = [];
  let fault: Rejection | undefined;
  const tryOne = (point: Point): void => {
    const key = keyOf(point);
    if (done.has(key) || done.size >= most) return;
    done.add(key);
    const evaluated = candidates.evaluate(point);
    if ('faults' in evaluated) fault ??= evaluated.faults[0];
    else valid.push(evaluated);
  };
  const complete = sizeOf(axes) <= BigInt(most);
  for (const point of complete ? wholeGrid(axes) : coarseGrid(axes, Math.max(1, Math.floor(most / 2)))) {
    tryOne(point);
    yield;
  }
  let found = frontOf(valid, tradeOff);
  for (let before = -1; !complete && before < done.size && done.size < most;) {
    before = done.size;
    for (const { item } of found.front) {
      for (const point of neighboursOf(axes, item.point)) {
        tryOne(point);
        yield;
      }
    }
    found = frontOf(valid, tradeOff);
  }
  return { ...found, evaluated: done.size, notValid: done.size - valid.length, complete, fault };
}
