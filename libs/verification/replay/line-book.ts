import { toDay } from '#kernel';
import { type Agreement, type EarnedLine, earnedLines, FoldedLines, type LinesEarned, type MeasuredChange, type Sums } from '#rebates';

type Asked = { readonly programme: string; readonly day: string };
/** What is kept of a line: its name, and its date, which orders. All of them would fill the memory. */
type Kept = { readonly line: string; readonly date: string };
type Earned = ReadonlyMap<string, readonly EarnedLine<Kept>[]>;

/**
 * What the lines of one agreement have earned, for claims that name lines: most histories have none, so the lines are read
 * when the first such claim comes, and kept up from then on.
 */
export class LineBook {
  #lines: FoldedLines<Kept> | undefined;
  /** By document, as asked for since the last change. */
  readonly #earned = new Map<string, Earned>();

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

  /** What those that are named have earned, by `document#line`. `read` gives every change so far, in order. */
  earned(
    known: { readonly agreement: Agreement; readonly sums: Sums },
    asked: Asked,
    named: readonly { readonly document: string; readonly line: string }[],
    read: (take: (change: MeasuredChange) => void) => void,
  ): LinesEarned {
    const key = `${asked.programme}\n${asked.day}`;
    const earned = this.#earned.get(key) ?? this.#all(known, asked, read);
    this.#earned.set(key, earned);
    const amounts: [string, string][] = [];
    for (const { document, line } of named) {
      // Of two stages of one line the later one is taken.
      const own = earned.get(document)?.findLast((one) => one.line.line === line);
      if (own !== undefined) amounts.push([`${document}#${line}`, own.amount]);
    }
    return Object.fromEntries(amounts);
  }

  #all(
    { agreement, sums }: { readonly agreement: Agreement; readonly sums: Sums },
    { programme, day }: Asked,
    read: (take: (change: MeasuredChange) => void) => void,
  ): Earned {
    if (this.#lines === undefined) {
      const lines = new FoldedLines<Kept>(({ line, date }) => ({ line, date }));
      read((change) => {
        lines.take(change);
      });
      this.#lines = lines;
    }
    const byDocument = new Map<string, EarnedLine<Kept>[]>();
    for (const earned of earnedLines(agreement, sums, this.#lines.all(), { programme, on: toDay(day) })) {
      const others = byDocument.get(earned.document);
      if (others === undefined) byDocument.set(earned.document, [earned]);
      else others.push(earned);
    }
    return byDocument;
  }
}
