import type { Lines } from '../lines.ts';

/** What the passes over several documents ask about one. */
export type DocumentFacts = {
  /** Both sides have lines of it. */
  readonly isHeld: boolean;
  /**
   * The document itself explains a line that is left: the other side's leavings have its product or its line number, or
   * its own side has the same once more. Only where both sides hold the document.
   */
  readonly isKept: (row: number) => boolean;
};

export const documentFacts = (lines: Lines, all: readonly number[], left: readonly number[]): DocumentFacts => {
  const isHeld = all.some((row) => lines.isOurs(row)) && all.some((row) => !lines.isOurs(row));
  if (!isHeld || left.length === 0) return { isHeld, isKept: () => false };
  const content = (row: number): string =>
    [lines.side(row), lines.product(row), lines.quantityId(row), lines.priceId(row), lines.unit(row), lines.day(row)].join();
  const otherSide = (row: number): string => (lines.isOurs(row) ? 'theirs' : 'ours');
  const products = new Set(left.map((row) => `${lines.side(row)} ${lines.product(row)}`));
  const numbers = new Set(left.map((row) => `${lines.side(row)} ${lines.lineId(row)}`));
  const times = new Map<string, number>();
  for (const row of all) times.set(content(row), (times.get(content(row)) ?? 0) + 1);
  return {
    isHeld,
    isKept: (row) =>
      products.has(`${otherSide(row)} ${lines.product(row)}`) ||
      numbers.has(`${otherSide(row)} ${lines.lineId(row)}`) ||
      (times.get(content(row)) ?? 0) > 1,
  };
};
