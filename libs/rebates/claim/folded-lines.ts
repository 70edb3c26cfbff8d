import type { Cell } from '../accrual/cell.ts';
import type { MeasuredChange } from '../accrual/changes.ts';
import type { SaleLine } from '../sales/line.ts';

/** A line as it stands after all its changes, with what it adds to the sums; without `line` where it was struck out. */
export type FoldedLine<Line = SaleLine> = {
  readonly document: string;
  readonly line: Line | undefined;
  readonly cells: readonly Cell[];
  /** Its place in the order of recording. */ readonly order: number;
};

type Added = Pick<FoldedLine, 'document' | 'line' | 'cells'> & { readonly name: string };

/** What an event added, line by line: to the line that it is about, and to the returns that moved with it. Each as it stands then. */
const addedTo = ({ change, cells, moved }: MeasuredChange): readonly Added[] => {
  const own = { document: change.document, line: change.line, name: (change.line ?? change.was)?.line ?? '' };
  if (moved.length === 0) return [{ ...own, cells }];
  const ofReturns = new Set(moved.flatMap((one) => one.cells));
  return [{ ...own, cells: cells.filter((cell) => !ofReturns.has(cell)) }, ...moved.map((one) => ({ ...one, name: one.line.line }))];
};

/** Folds changes to lines, in the order of their positions, to the lines that stand. */
export class FoldedLines<Line = SaleLine> {
  private readonly lines = new Map<string, FoldedLine<Line>>();

  /** @param keep what to keep of each line: histories are long, and some ask little of their lines. */
  constructor(private readonly keep: (line: SaleLine) => Line) {}

  take(measured: MeasuredChange): void {
    for (const { document, line: full, name, cells } of addedTo(measured)) {
      const line = full === undefined ? undefined : this.keep(full);
      const key = `${measured.change.stage}\n${document}#${name}`;
      const known = this.lines.get(key);
      this.lines.set(
        key,
        known === undefined
          ? { document, line, cells, order: this.lines.size }
          : { document, line, cells: [...known.cells, ...cells], order: known.order },
      );
    }
  }

  get size(): number {
    return this.lines.size;
  }

  /** As they stand now: a list that later changes leave as it is. */
  all(): readonly FoldedLine<Line>[] {
    return [...this.lines.values()];
  }
}

/** Keeps all of a line. */
export const wholeLine = (line: SaleLine): SaleLine => line;

export const foldedLines = (changes: readonly MeasuredChange[]): readonly FoldedLine[] => {
  const lines = new FoldedLines(wholeLine);
  for (const measured of changes) lines.take(measured);
  return lines.all();
};
