import { pairEqualByDay, pairNearest } from './nearest.ts';
import { type Bucket, bothSides, eachRun, type Pass, Waiting } from './pass.ts';

const always = (): boolean => true;

/** Pass 1, by document: the same line and product first, then the same product, in lines that agree. */
export const withinDocument: Pass = ({ comparison, free }, taking) => {
  const { lines } = comparison;
  const sides = bothSides(comparison, free);
  if (sides.ours.length === 0 || sides.theirs.length === 0) return;
  eachRun(
    comparison,
    sides,
    (a, b) => lines.product(a) - lines.product(b) || lines.lineId(a) - lines.lineId(b),
    (ours, theirs) => {
      const waiting = new Waiting(theirs);
      for (const row of ours) {
        const other = waiting.takeFirst((one) => comparison.agree(row, one));
        if (other !== undefined) taking.take(row, other);
      }
    },
  );
  const left = { ours: taking.left(sides.ours), theirs: taking.left(sides.theirs) };
  eachRun(
    comparison,
    left,
    (a, b) => lines.product(a) - lines.product(b),
    (ours, theirs) => {
      pairEqualByDay(comparison, { ours: [...ours], theirs: [...theirs] }, always, taking);
      pairNearest(comparison, taking.left([...ours, ...theirs]), always, taking);
    },
  );
};

/**
 * Lines of two documents may be one when neither is explained by its own document, and at least one document is unknown
 * to the other side: what both sides hold under one number is settled inside it.
 */
const mayCross =
  ({ isHeld, isKept }: Bucket) =>
  (ours: number, theirs: number): boolean =>
    !isKept(ours) && !isKept(theirs) && !(isHeld(ours) && isHeld(theirs));

/** Pass 2, by product, quantity and price: the same date, then the nearest. */
export const acrossDocuments: Pass = (bucket, taking) => {
  const sides = bothSides(bucket.comparison, bucket.free);
  if (sides.ours.length > 0 && sides.theirs.length > 0) pairEqualByDay(bucket.comparison, sides, mayCross(bucket), taking);
};

/** Pass 3, by product: within all tolerances. */
export const withinTolerances: Pass = (bucket, taking) => {
  pairNearest(bucket.comparison, bucket.free, mayCross(bucket), taking);
};
