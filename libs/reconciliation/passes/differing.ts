import type { Comparison } from '../comparison.ts';
import { withinDays } from './nearest.ts';
import { type BothSides, type Bucket, bothSides, eachRun, type Pass, type Taking, Waiting } from './pass.ts';

/** The most lines of the other side that one line is held against. */
const MOST_OTHERS = 64;
/** Further apart than this, two lines of different documents are not one line with another date. */
const MOST_DAYS_APART = 31;

/** Pass 5, by document: lines that are about the same thing and do not agree; and lines that stand there twice. */
export const differingInDocument: Pass = (bucket, taking) => {
  const { comparison } = bucket;
  const { lines } = comparison;
  const sides = bothSides(comparison, bucket.free);
  const left = (): BothSides => ({ ours: taking.left(sides.ours), theirs: taking.left(sides.theirs) });
  const byLine = (a: number, b: number): number => lines.lineId(a) - lines.lineId(b);
  const byProduct = (a: number, b: number): number => lines.product(a) - lines.product(b);
  const byTerms = (a: number, b: number): number => lines.quantityId(a) - lines.quantityId(b) || lines.priceId(a) - lines.priceId(b);
  const onlyProductDiffers = (a: number, b: number): boolean =>
    comparison.datesAgree(a, b) && comparison.unitsAgree(a, b) && comparison.quantitiesAgree(a, b) && comparison.pricesAgree(a, b);
  const pairFirst =
    (mayPair: (a: number, b: number) => boolean) =>
    (ours: readonly number[], theirs: readonly number[]): void => {
      const waiting = new Waiting(theirs);
      for (const row of ours) {
        const other = waiting.takeFirst((one) => mayPair(row, one), MOST_OTHERS);
        if (other !== undefined) taking.take(row, other);
      }
    };
  eachRun(
    comparison,
    left(),
    (a, b) => byProduct(a, b) || byLine(a, b),
    pairFirst(() => true),
  );
  eachRun(comparison, left(), byLine, pairFirst(onlyProductDiffers));
  takeDuplicates(bucket, taking);
  eachRun(comparison, left(), byProduct, (ours, theirs) => {
    pairLeastDifferent(comparison, ours, theirs, taking);
  });
  eachRun(comparison, left(), byTerms, pairFirst(onlyProductDiffers));
};

/** A line is there twice when its document holds the same once more on the same side, and that one is answered. */
const takeDuplicates = ({ comparison: { lines }, free, all, isMatched }: Bucket, taking: Taking): void => {
  const open = taking.left(free);
  if (open.length === 0) return;
  const content = (row: number): string =>
    [lines.side(row), lines.product(row), lines.quantityId(row), lines.priceId(row), lines.unit(row), lines.day(row)].join();
  const answered = new Set(all.filter((row) => isMatched(row) || taking.has(row)).map(content));
  for (const row of open) if (answered.has(content(row))) taking.take(row);
};

const pairLeastDifferent = (comparison: Comparison, ours: readonly number[], theirs: readonly number[], taking: Taking): void => {
  const { lines } = comparison;
  const pairs = ours.flatMap((row) =>
    theirs
      .slice(0, MOST_OTHERS)
      .filter((other) => comparison.sameSign(row, other))
      .map((other) => ({ row, other, count: comparison.differences(row, other).length, days: comparison.dayGap(row, other) })),
  );
  pairs.sort((a, b) => a.count - b.count || a.days - b.days || lines.inOrder(a.row, b.row) || lines.inOrder(a.other, b.other));
  for (const { row, other } of pairs) if (!taking.has(row) && !taking.has(other)) taking.take(row, other);
};

/**
 * Pass 6, by product: lines of documents that the other side does not know, alike in all but one of date, quantity and
 * price. A wrong date is likelier than a wrong price, and that than a wrong quantity.
 */
export const differingAcrossDocuments: Pass = ({ comparison, free, isHeld }, taking) => {
  const { lines } = comparison;
  const { ours, theirs } = bothSides(
    comparison,
    free.filter((row) => !isHeld(row)),
  );
  if (ours.length === 0 || theirs.length === 0) return;
  ours.sort(lines.inOrder);
  theirs.sort(lines.inOrder);
  const likelihood = ['date', 'price', 'quantity'];
  const pairs = ours.flatMap((row) =>
    withinDays(comparison, row, theirs, Math.max(MOST_DAYS_APART, comparison.rules.days))
      .flatMap((other) => {
        const [only = '', ...more] = comparison.differences(row, other);
        const rank = likelihood.indexOf(only);
        return more.length > 0 || rank < 0 || !comparison.sameSign(row, other)
          ? []
          : [{ row, other, rank, days: comparison.dayGap(row, other) }];
      })
      .slice(0, MOST_OTHERS),
  );
  pairs.sort((a, b) => a.rank - b.rank || a.days - b.days || lines.inOrder(a.row, b.row) || lines.inOrder(a.other, b.other));
  for (const { row, other } of pairs) if (!taking.has(row) && !taking.has(other)) taking.take(row, other);
};
