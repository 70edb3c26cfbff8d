import { type Day, Rational, sum } from '#kernel';
import type { AccrualQueries } from '#projections';
import { type EarnedLine, earnedLines } from '#rebates';
import type { Question } from '../question.ts';

type Earnings = { readonly lines: readonly EarnedLine[]; readonly total: Rational };

/** Lines of answers that are kept in all: what a position says of a day never changes, and a list is asked for page by page. */
const MOST_LINES = 250_000;

/** What each line of a programme has earned, computed once for each position, programme and day. */
export class LineEarnings {
  private readonly accruals: AccrualQueries;
  private readonly kept = new Map<string, Earnings>();
  private keptLines = 0;

  constructor(accruals: AccrualQueries) {
    this.accruals = accruals;
  }

  async of({ inForce, position }: Question, programme: string, on: Day): Promise<Earnings> {
    const key = `${inForce.agreement.terms.id}@${position} ${programme} ${on}`;
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const sums = await this.accruals.sumsAt(inForce, position);
    const lines = earnedLines(inForce.agreement, sums, await this.accruals.linesAt(inForce, position), { programme, on });
    const found: Earnings = { lines, total: sum(lines.map(({ amount }) => Rational.parse(amount))) };
    this.keep(key, found);
    return found;
  }

  private keep(key: string, found: Earnings): void {
    if (found.lines.length > MOST_LINES) return;
    if (this.keptLines + found.lines.length > MOST_LINES) {
      this.kept.clear();
      this.keptLines = 0;
    }
    this.kept.set(key, found);
    this.keptLines += found.lines.length;
  }
}
