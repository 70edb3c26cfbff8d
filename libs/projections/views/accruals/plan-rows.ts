import { countWhile, type Day } from '#kernel';
import { type Cell, Sums } from '#rebates';

type PlanRow = { readonly block: number; readonly cell: Cell };

/** The rows of one plan as known through a position, ready for questions as known at any earlier block. */
export type PlanRows = {
  readonly through: number;
  /** In the order of blocks. */
  readonly all: readonly PlanRow[];
  /** Sums of all blocks before one, for the caller to add to. */
  sumsBefore(block: number): Sums;
  /** The latest day that those blocks had reached. */
  highWaterBefore(block: number): Day | undefined;
};

/** Whole sums are kept at so many places of the history: a question adds up at most the rows between two of them. */
const SUMS_KEPT = 48;
const LEAST_ROWS_APART = 128;

export const planRows = (through: number, all: readonly PlanRow[]): PlanRows => {
  const step = Math.max(LEAST_ROWS_APART, Math.ceil(all.length / SUMS_KEPT));
  const kept: Sums[] = [];
  let highWater: Int32Array | undefined;
  const countBefore = (block: number): number => countWhile(all.length, (place) => (all[place]?.block ?? block) < block);
  const added = (sums: Sums, from: number, to: number): Sums => {
    for (const { cell } of all.slice(from, to)) sums.add(cell);
    return sums;
  };
  /** Each kept sum begins with the one before it: the first question adds up all rows once, later ones none twice. */
  const prefix = (place: number): Sums | undefined => {
    for (let at = 1; at <= place; at += 1) kept[at] ??= added(kept[at - 1]?.copy() ?? new Sums(), (at - 1) * step, at * step);
    return kept[place];
  };
  return {
    through,
    all,
    sumsBefore: (block) => {
      const count = countBefore(block);
      const place = Math.floor(count / step);
      const whole = place === 0 ? undefined : prefix(place);
      return added(new Sums(whole), (whole === undefined ? 0 : place) * step, count);
    },
    highWaterBefore: (block) => {
      highWater ??= runningMaximum(all);
      return highWater[countBefore(block) - 1];
    },
  };
};

const runningMaximum = (rows: readonly PlanRow[]): Int32Array => {
  const latest = new Int32Array(rows.length);
  rows.forEach(({ cell }, index) => {
    latest[index] = index === 0 ? cell.on : Math.max(cell.on, latest[index - 1] ?? cell.on);
  });
  return latest;
};
