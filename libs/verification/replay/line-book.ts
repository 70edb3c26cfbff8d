import { toDay } from '#kernel';
import { type Agreement, earnedLines, FoldedLines, type LinesEarned, type MeasuredChange, type Sums } from '#rebates';

type Asked = { readonly programme: string; readonly day: string };

/**
 * What the lines of one agreement have earned, for claims that name lines: most histories have none, so the lines are read
 * when the first such claim comes, and kept up from then on.
 */
export class LineBook {
  #lines: FoldedLines | undefined;
  readonly #earned = new Map<string, LinesEarned>();

  take(change: MeasuredChange): void {
    this.#lines?.take(change);
    this.#earned.clear();
  }

  /** Other terms or rates are in force: lines earn otherwise. */
  turn(): void {
    this.#earned.clear();
  }

  /** Lines are measured in a new way: they are to be read anew. */
  forget(): void {
    this.#lines = undefined;
    this.#earned.clear();
  }

  /** By `document#line`. `read` gives every change so far, in order. */
  earned(
    { agreement, sums }: { readonly agreement: Agreement; readonly sums: Sums },
    { programme, day }: Asked,
    read: (take: (change: MeasuredChange) => void) => void,
  ): LinesEarned {
    const key = `${programme}\n${day}`;
    const known = this.#earned.get(key);
    if (known !== undefined) return known;
    if (this.#lines === undefined) {
      const lines = new FoldedLines();
      read((change) => {
        lines.take(change);
      });
      this.#lines = lines;
    }
    const earned = Object.fromEntries(
      earnedLines(agreement, sums, this.#lines.all(), { programme, on: toDay(day) }).map(({ document, line, amount }) => [
        `${document}#${line.line}`,
        amount,
      ]),
    );
    this.#earned.set(key, earned);
    return earned;
  }
}
