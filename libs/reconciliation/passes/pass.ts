import type { Comparison } from '../comparison.ts';

/** What a pass has matched in one bucket. A row that is taken is gone for the rest. */
export class Taking {
  readonly groups: (readonly number[])[] = [];
  private readonly rows = new Set<number>();

  take(...group: readonly number[]): void {
    this.groups.push(group);
    for (const row of group) this.rows.add(row);
  }

  has(row: number): boolean {
    return this.rows.has(row);
  }

  /** The rows that are still free. */
  left(rows: readonly number[]): number[] {
    return this.rows.size === 0 ? [...rows] : rows.filter((row) => !this.rows.has(row));
  }
}

/** Rows in their order, taken one by one from near the front: to take one costs what it takes to find it. */
export class Waiting {
  private readonly rows: number[];
  private from = 0;

  constructor(rows: readonly number[]) {
    this.rows = [...rows];
  }

  get isEmpty(): boolean {
    return this.from >= this.rows.length;
  }

  /** The first that may be taken, of the first `most`. */
  takeFirst(may: (row: number) => boolean, most = this.rows.length): number | undefined {
    const { rows, from } = this;
    for (let index = from; index < rows.length && index < from + most; index += 1) {
      const row = rows[index];
      if (row === undefined || !may(row)) continue;
      rows.copyWithin(from + 1, from, index);
      this.from += 1;
      return row;
    }
    return undefined;
  }
}

export type Bucket = {
  readonly comparison: Comparison;
  /** Rows that no earlier pass has taken, in no order. */
  readonly free: readonly number[];
  /** All rows of the bucket. */
  readonly all: readonly number[];
  /** Both sides have the row's document. */
  readonly isHeld: (row: number) => boolean;
  /** Its own document explains the row, so that it is not looked for in others. */
  readonly isKept: (row: number) => boolean;
  /** An agreeing pass has taken the row. */
  readonly isMatched: (row: number) => boolean;
};

export type Pass = (bucket: Bucket, taking: Taking) => void;

export type BothSides = { readonly ours: number[]; readonly theirs: number[] };

export const bothSides = ({ lines }: Comparison, rows: readonly number[]): BothSides => {
  const sides: BothSides = { ours: [], theirs: [] };
  for (const row of rows) (lines.isOurs(row) ? sides.ours : sides.theirs).push(row);
  return sides;
};

/**
 * Hands the rows of both sides that are equal under `compare` to `pair`, run by run. Both lists come back sorted by it,
 * then by date, document, line.
 */
export const eachRun = (
  { lines }: Comparison,
  { ours, theirs }: BothSides,
  compare: (a: number, b: number) => number,
  pair: (ours: readonly number[], theirs: readonly number[]) => void,
): void => {
  const order = (a: number, b: number): number => compare(a, b) || lines.inOrder(a, b);
  ours.sort(order);
  theirs.sort(order);
  let [i, j] = [0, 0];
  while (i < ours.length && j < theirs.length) {
    const [a = 0, b = 0] = [ours[i], theirs[j]];
    const comparison = compare(a, b);
    if (comparison < 0) i += 1;
    else if (comparison > 0) j += 1;
    else {
      const [fromI, fromJ] = [i, j];
      while (i < ours.length && compare(ours[i] ?? 0, a) === 0) i += 1;
      while (j < theirs.length && compare(theirs[j] ?? 0, b) === 0) j += 1;
      pair(ours.slice(fromI, i), theirs.slice(fromJ, j));
    }
  }
};
