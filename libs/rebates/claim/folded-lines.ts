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

/** What an event that moved returns added, line by line: to the line that it is about, and to each return. Each as it stands then. */
const addedTo = ({ change, cells, moved }: MeasuredChange): readonly Added[] => {
  const ofReturns = new Set(moved.flatMap((one) => one.cells));
  return [
    { document: change.document, line: change.line, name: nameOf(change), cells: cells.filter((cell) => !ofReturns.has(cell)) },
    ...moved.map((one) => ({ ...one, name: one.line.line })),
  ];
};
const nameOf = ({ line, was }: MeasuredChange['change']): string => (line ?? was)?.line ?? '';

/** Folds changes to lines, in the order of their positions, to the lines that stand. */
export class FoldedLines<Line = SaleLine> {
  /** By stage and document, then by line: the lines of a document come together, and its name is looked up once for them. */
  private readonly documents = new Map<string, Map<string, FoldedLine<Line>>>();
  private latest: { readonly stage: string; readonly document: string; readonly lines: Map<string, FoldedLine<Line>> } | undefined;
  private count = 0;

  /** @param keep what to keep of each line: histories are long, and some ask little of their lines. */
  constructor(private readonly keep: (line: SaleLine) => Line) {}

  take(measured: MeasuredChange): void {
    const { change, cells, moved } = measured;
    if (moved.length === 0) this.add(change.stage, change.document, nameOf(change), change.line, cells);
    else for (const { document, name, line, cells: own } of addedTo(measured)) this.add(change.stage, document, name, line, own);
  }

  private add(stage: string, document: string, name: string, full: SaleLine | undefined, cells: readonly Cell[]): void {
    const lines = this.linesOf(stage, document);
    const line = full === undefined ? undefined : this.keep(full);
    const known = lines.get(name);
    if (known !== undefined) {
      lines.set(name, { document, line, cells: [...known.cells, ...cells], order: known.order });
      return;
    }
    lines.set(name, { document, line, cells, order: this.count });
    this.count += 1;
  }

  private linesOf(stage: string, document: string): Map<string, FoldedLine<Line>> {
    if (this.latest?.document === document && this.latest.stage === stage) return this.latest.lines;
    const key = `${stage}\n${document}`;
    const lines = this.documents.get(key) ?? new Map<string, FoldedLine<Line>>();
    this.documents.set(key, lines);
    this.latest = { stage, document, lines };
    return lines;
  }

  get size(): number {
    return this.count;
  }

  /** As they stand now, in the order of their first recording: a list that later changes leave as it is. */
  all(): readonly FoldedLine<Line>[] {
    const all: FoldedLine<Line>[] = new Array<FoldedLine<Line>>(this.count);
    for (const lines of this.documents.values()) for (const line of lines.values()) all[line.order] = line;
    return all;
  }
}

/** Keeps all of a line. */
export const wholeLine = (line: SaleLine): SaleLine => line;

export const foldedLines = (changes: readonly MeasuredChange[]): readonly FoldedLine[] => {
  const lines = new FoldedLines(wholeLine);
  for (const measured of changes) lines.take(measured);
  return lines.all();
};
