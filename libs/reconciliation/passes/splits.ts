import type { Rational } from '#kernel';
import { withinDays } from './nearest.ts';
import { type Bucket, bothSides, type Pass, type Taking } from './pass.ts';

/** The most parts that are looked for in any combination, among how many candidates, in how many steps: bounded work. */
const MOST_PARTS = 5;
const MOST_CANDIDATES = 24;
const MOST_STEPS = 5000;

/**
 * Pass 4, by product: one line of one side against several of the other that add up to it, each within the days and at
 * the price. Fewest parts first; then our lines before theirs; then by date, document, line.
 */
export const splitDeliveries: Pass = (bucket, taking) => {
  const { lines } = bucket.comparison;
  const { ours, theirs } = bothSides(bucket.comparison, bucket.free);
  if (ours.length === 0 || theirs.length === 0 || ours.length + theirs.length < 3) return;
  ours.sort(lines.inOrder);
  theirs.sort(lines.inOrder);
  const wholes = [...ours.map((row) => partsFor(bucket, row, theirs)), ...theirs.map((row) => partsFor(bucket, row, ours))].filter(
    ({ parts }) => parts.length > 1,
  );
  for (let count = 2; count <= MOST_PARTS; count += 1) {
    for (const whole of wholes) takeParts(whole, taking, (parts) => combination(bucket, whole.row, parts.slice(0, MOST_CANDIDATES), count));
  }
  for (const whole of wholes) takeParts(whole, taking, (parts) => allOfDocument(bucket, whole.row, parts));
};

type Whole = { readonly row: number; readonly parts: readonly number[] };

const takeParts = (whole: Whole, taking: Taking, find: (parts: readonly number[]) => readonly number[] | undefined): void => {
  if (taking.has(whole.row)) return;
  const found = find(taking.left(whole.parts));
  if (found !== undefined) taking.take(whole.row, ...found);
};

/** The lines that may be a part, those of the same document first. */
const partsFor = ({ comparison, isHeld, isKept }: Bucket, row: number, others: readonly number[]): Whole => {
  const { lines } = comparison;
  const size = lines.quantity(row);
  const isHome = (part: number): boolean => lines.document(part) === lines.document(row);
  const parts = withinDays(comparison, row, others, comparison.rules.days).filter((part) => {
    if (!isHome(part) && isHeld(part) && (isHeld(row) || isKept(part))) return false;
    if (size.sign === 0 || !comparison.sameSign(row, part) || !comparison.unitsAgree(row, part)) return false;
    const rest = size.minus(lines.quantity(part));
    return rest.sign === size.sign && comparison.pricesAgree(row, part);
  });
  return { row, parts: [...parts.filter(isHome), ...parts.filter((part) => !isHome(part))] };
};

/** A line that its own document speaks of is not made whole by other documents alone. */
const isAnswered = ({ comparison: { lines }, isKept }: Bucket, row: number, parts: readonly number[]): boolean =>
  !isKept(row) || parts.some((part) => lines.document(part) === lines.document(row));

const combination = (bucket: Bucket, row: number, parts: readonly number[], count: number): readonly number[] | undefined => {
  const { lines, rules } = bucket.comparison;
  let steps = 0;
  const search = (from: number, left: Rational, chosen: readonly number[]): readonly number[] | undefined => {
    const isWhole = left.lte(rules.quantity) && left.negated().lte(rules.quantity);
    if (chosen.length === count) return isWhole && isAnswered(bucket, row, chosen) ? chosen : undefined;
    for (let index = from; index < parts.length && steps < MOST_STEPS; index += 1) {
      steps += 1;
      const part = parts[index] ?? 0;
      const rest = left.minus(lines.quantity(part));
      const isBeyond = rest.sign === -lines.quantity(row).sign && (rest.sign < 0 ? rest.negated() : rest).compare(rules.quantity) > 0;
      const found = isBeyond ? undefined : search(index + 1, rest, [...chosen, part]);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return search(0, lines.quantity(row), []);
};

/** A delivery in very many parts under one document number: all of them together. */
const allOfDocument = ({ comparison: { lines, rules } }: Bucket, row: number, parts: readonly number[]): readonly number[] | undefined => {
  const home = parts.filter((part) => lines.document(part) === lines.document(row));
  if (home.length <= MOST_PARTS) return undefined;
  let left = lines.quantity(row);
  for (const part of home) left = left.minus(lines.quantity(part));
  return (left.sign < 0 ? left.negated() : left).lte(rules.quantity) ? home : undefined;
};
