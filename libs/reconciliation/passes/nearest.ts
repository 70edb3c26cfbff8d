import { countWhile } from '#kernel';
import type { Comparison } from '../comparison.ts';
import { type BothSides, bothSides, eachRun, type Taking, Waiting } from './pass.ts';

export type MayPair = (ours: number, theirs: number) => boolean;

/** The most lines that are looked at for one line, and the most that are remembered as its candidates: bounded work. */
const LOOKS = 1000;
const CANDIDATES = 64;

/** Product, quantity and price equal: the same day first, then a day apart, and so on up to the tolerance. */
export const pairEqualByDay = (comparison: Comparison, sides: BothSides, mayPair: MayPair, taking: Taking): void => {
  const { lines } = comparison;
  const terms = (a: number, b: number): number =>
    lines.product(a) - lines.product(b) || lines.quantityId(a) - lines.quantityId(b) || lines.priceId(a) - lines.priceId(b);
  eachRun(comparison, sides, terms, (ours, theirs) => {
    const rowsByDay = new Map<number, number[]>();
    for (const row of theirs) {
      const day = rowsByDay.get(lines.day(row));
      if (day === undefined) rowsByDay.set(lines.day(row), [row]);
      else day.push(row);
    }
    const byDay = new Map([...rowsByDay].map(([day, rows]) => [day, new Waiting(rows)]));
    let open = [...ours];
    for (let days = 0; days <= comparison.rules.days && open.length > 0 && byDay.size > 0; days += 1) {
      open = open.filter((row) => !pairOnDays(comparison, row, days, byDay, mayPair, taking));
    }
  });
};

const pairOnDays = (
  comparison: Comparison,
  row: number,
  days: number,
  byDay: Map<number, Waiting>,
  mayPair: MayPair,
  taking: Taking,
): boolean => {
  const day = comparison.lines.day(row);
  for (const other of days === 0 ? [day] : [day - days, day + days]) {
    const waiting = byDay.get(other);
    const found = waiting?.takeFirst((one) => comparison.agree(row, one) && mayPair(row, one));
    if (waiting === undefined || found === undefined) continue;
    taking.take(row, found);
    if (waiting.isEmpty) byDay.delete(other);
    return true;
  }
  return false;
};

type Candidate = { readonly ours: number; readonly theirs: number; readonly days: number };

/** The rows of a list sorted by day that lie within some days of a row. */
export const withinDays = (comparison: Comparison, row: number, sorted: readonly number[], days: number): number[] => {
  const { lines } = comparison;
  const from = lines.day(row) - days;
  const first = countWhile(sorted.length, (place) => lines.day(sorted[place] ?? 0) < from);
  const rows: number[] = [];
  for (let index = first; index < sorted.length && rows.length < LOOKS; index += 1) {
    const other = sorted[index] ?? 0;
    if (lines.day(other) > lines.day(row) + days) break;
    rows.push(other);
  }
  return rows;
};

/** Within all tolerances: of all pairs that agree the nearest one first, by days, then quantity, then price. */
export const pairNearest = (comparison: Comparison, rows: readonly number[], mayPair: MayPair, taking: Taking): void => {
  if (!comparison.hasAmountTolerance) return;
  const { ours, theirs } = bothSides(comparison, rows);
  if (ours.length === 0 || theirs.length === 0) return;
  const { lines, rules } = comparison;
  ours.sort(lines.inOrder);
  theirs.sort(lines.inOrder);
  const nearness = (a: Candidate, b: Candidate): number =>
    a.days - b.days ||
    comparison.quantityGap(a.ours, a.theirs).compare(comparison.quantityGap(b.ours, b.theirs)) ||
    comparison.priceGap(a.ours, a.theirs).compare(comparison.priceGap(b.ours, b.theirs)) ||
    lines.inOrder(a.ours, b.ours) ||
    lines.inOrder(a.theirs, b.theirs);
  const candidates = ours.flatMap((row) =>
    withinDays(comparison, row, theirs, rules.days)
      .filter((other) => comparison.agree(row, other) && mayPair(row, other))
      .map((other) => ({ ours: row, theirs: other, days: comparison.dayGap(row, other) }))
      .sort(nearness)
      .slice(0, CANDIDATES),
  );
  for (const candidate of candidates.sort(nearness)) {
    if (!taking.has(candidate.ours) && !taking.has(candidate.theirs)) taking.take(candidate.ours, candidate.theirs);
  }
};
