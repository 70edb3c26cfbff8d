import type { ComparedLine, ReportedLine, Side } from './line.ts';
import { ACROSS_DOCUMENTS, FIRST_DIFFERING, Matching, NOT_TAKEN, WITHIN_DOCUMENT, WITHIN_TOLERANCES } from './matching.ts';
import type { MatchingRules } from './rules.ts';
import { type Variance, variancesOf } from './variance.ts';

/**
 * How a match was found, in the order of the passes: the same document, line and product; document and product; product,
 * date, quantity and price; within the tolerances; one line against several.
 */
export type MatchedBy = 'identity' | 'document' | 'terms' | 'tolerance' | 'split';
export type Match = { readonly by: MatchedBy; readonly ours: readonly ComparedLine[]; readonly theirs: readonly ComparedLine[] };

/**
 * Two reporters' lines of one partnership, matched. Lines may come in any order and any number of times, and the outcome
 * is that of all of them at once; only what new lines touch is matched again. Known as at an earlier position: a new one,
 * from the lines up to there.
 */
export class Reconciliation {
  private readonly matching: Matching;

  constructor(rules: MatchingRules) {
    this.matching = new Matching(rules);
  }

  add(side: Side, lines: Iterable<ReportedLine>): void {
    for (const line of lines) this.matching.put(side, line);
  }

  /** As a new one with the same rules, in the memory that this one has: memory taken anew each time would be given back late. */
  clear(): void {
    this.matching.clear();
  }

  /** Lines that stand, of both sides. */
  get size(): number {
    return this.matching.size;
  }

  /**
   * The lines of documents in which something is left: all that lines of other documents can still be matched with. A
   * reconciliation that holds only these goes on as this one, once it is given all lines of a document that comes again.
   */
  *unsettledLines(): Generator<{ readonly side: Side; readonly line: ReportedLine }> {
    const { matching } = this;
    matching.settle();
    const { lines } = matching;
    const unsettled = new Set<number>();
    for (let row = 0; row < lines.rows; row += 1)
      if (matching.isLive(row) && matching.takenByOf(row) !== WITHIN_DOCUMENT) unsettled.add(lines.document(row));
    for (let row = 0; row < lines.rows; row += 1)
      if (matching.isLive(row) && unsettled.has(lines.document(row))) yield { side: lines.side(row), line: lines.asFound(row) };
  }

  /** What is open, by the day it shows. */
  variances(): readonly Variance[] {
    this.matching.settle();
    return variancesOf(this.matching);
  }

  /** All that agrees, match by match. */
  *matches(): Generator<Match> {
    const { matching } = this;
    matching.settle();
    for (let row = 0; row < matching.lines.rows; row += 1) {
      const pass = matching.takenByOf(row);
      if (!matching.isLive(row) || pass === NOT_TAKEN || pass >= FIRST_DIFFERING) continue;
      const group = matching.group(row);
      if (group.some((member) => member < row)) continue;
      group.sort(matching.lines.inOrder);
      const ours = group.filter((member) => matching.lines.isOurs(member));
      const theirs = group.filter((member) => !matching.lines.isOurs(member));
      yield {
        by: this.foundBy(pass, ours, theirs),
        ours: ours.map((one) => matching.lines.read(one)),
        theirs: theirs.map((one) => matching.lines.read(one)),
      };
    }
  }

  private foundBy(pass: number, [ours = 0]: readonly number[], [theirs = 0]: readonly number[]): MatchedBy {
    const { lines, comparison } = this.matching;
    if (pass === WITHIN_DOCUMENT) return lines.lineId(ours) === lines.lineId(theirs) ? 'identity' : 'document';
    if (pass === ACROSS_DOCUMENTS) return comparison.dayGap(ours, theirs) === 0 ? 'terms' : 'tolerance';
    return pass === WITHIN_TOLERANCES ? 'tolerance' : 'split';
  }
}
