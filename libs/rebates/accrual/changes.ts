import { type Day, formatDay, toDay } from '#kernel';
import type { Stage } from '../agreement/terms.ts';
import type { SaleLine } from '../sales/line.ts';
import type { Cell, LineCause } from './cell.ts';
import type { Plan } from './plan.ts';

/** What an event did to one line: it stands now (`line`), it stood before (`was`), or both. */
export type LineChange = {
  readonly position: number;
  readonly document: string;
  readonly stage: Stage;
  readonly line: SaleLine | undefined;
  readonly was: SaleLine | undefined;
  /** True for a correction or a void; a recording or a payment has the line's own cause. */
  readonly corrects: boolean;
  /** True where the event carries out what ended a disagreement, of a dispute or a variance: its lines' own cause is the dispute. */
  readonly disputed?: boolean;
};

export type ChangeContext = {
  /** The latest valid day of a line that counted and was recorded before this one, for telling late sales. */
  readonly highWater: Day | undefined;
  /** The day of the sale that a return names (`document#line`), where it is known. */
  readonly saleDay: (reference: string) => Day | undefined;
  /** Returns recorded so far that name this line: they move with its day. Needed only where a plan looks up sales. */
  readonly returnsNaming?: (reference: string) => readonly { readonly line: SaleLine; readonly stage: Stage; readonly document: string }[];
};

/** A return that an event moved with its sale: what that adds to the sums is the return's own, not the sale's. */
export type MovedReturn = { readonly document: string; readonly line: SaleLine; readonly cells: readonly Cell[] };

/** A line that began to wait for what is missing (`lines`: 1), or waits no more in that form (-1). */
export type WaitingChange = { readonly on: Day; readonly reason: string; readonly lines: 1 | -1 };

/** `cells` is all that the change adds to the sums, what it moves included; `waits` where it is not counted until something is mended. */
export type MeasuredChange = {
  readonly change: LineChange;
  readonly cells: readonly Cell[];
  readonly moved: readonly MovedReturn[];
  readonly notCounted: string | undefined;
  readonly waits: boolean;
  readonly waiting: readonly WaitingChange[];
};

const isReturn = (line: SaleLine): boolean => line.quantity.startsWith('-');

/**
 * A sale is late when it lies before a day that the lines counted so far had already reached when it was recorded: a
 * rule that needs no clock, so it is the same on every replay.
 */
export const causeOf = (line: SaleLine, highWater: Day | undefined, day?: Day): LineCause => {
  if (line.kind === 'price') return 'price credit';
  if (isReturn(line)) return 'return';
  return (day ?? toDay(line.date)) < (highWater ?? Number.NEGATIVE_INFINITY) ? 'late sale' : 'sale';
};

type CellContext = Pick<ChangeContext, 'saleDay'> & {
  readonly stage: Stage;
  readonly document: string;
  readonly cause: LineCause;
  /** The day of the payment that replaces the line's: what was paid before stays on its day, only the rest is new. */
  readonly paidNow?: Day | undefined;
};
type Counted = Pick<MeasuredChange, 'cells' | 'notCounted' | 'waits'>;

const cellsOf = (plan: Plan, line: SaleLine, context: CellContext): Counted => {
  const known = plan.looksUpSales && isReturn(line) && line.returns !== undefined ? context.saleDay(line.returns) : undefined;
  const soldOn = known === undefined ? undefined : formatDay(known);
  const sale = plan.returnsInSalePeriod ? known : undefined;
  // A return in the sale's period is judged as of the sale: by its term, members, dates and document.
  const judged = sale === undefined ? line : { ...line, date: formatDay(sale) };
  // What is about a line of another document counts in that one: a document earns on its net, whenever it was returned.
  const measured = plan.measure(judged, context.stage, line.returns === undefined ? context.document : documentOf(line.returns), soldOn);
  if (measured.kind !== 'counts') return { cells: [], notCounted: measured.reason, waits: measured.kind === 'waits' };
  const on = toDay(line.date);
  const { cause } = context;
  const cells: Cell[] = [];
  if (measured.signature !== '')
    cells.push({
      signature: measured.signature,
      countedOn: sale ?? on,
      on,
      cause,
      value: measured.value,
      quantity: measured.quantity,
      weight: measured.weight,
      own: measured.own,
      lines: 1,
    });
  if (measured.paid !== undefined) {
    const day = context.paidNow ?? measured.paid.on;
    cells.push({ ...measured.paid, countedOn: day, on: day, cause, lines: measured.signature === '' ? 1 : 0 });
  }
  return { cells, notCounted: measured.onlyFor, waits: false };
};

const documentOf = (reference: string): string => reference.slice(0, reference.lastIndexOf('#'));

const NOTHING_MOVED: readonly never[] = [];

const negated = (cell: Cell): Cell => ({
  ...cell,
  value: -cell.value,
  quantity: -cell.quantity,
  weight: -cell.weight,
  own: cell.own.map((own) => -own),
  lines: 0 - cell.lines,
});

/** Returns of a sale whose day is now known, has changed, or is gone: counted where they were no more, and where they are. */
const movedReturns = (plan: Plan, change: LineChange, context: ChangeContext): readonly MovedReturn[] => {
  const sale = change.line ?? change.was;
  if (!plan.looksUpSales || sale === undefined || change.line?.date === change.was?.date) return NOTHING_MOVED;
  const dayOf = (line: SaleLine | undefined) => ({ saleDay: () => (line === undefined ? undefined : toDay(line.date)) });
  // A return is of the document that it was recorded in, unless its sale is known.
  return (context.returnsNaming?.(`${change.document}#${sale.line}`) ?? []).map(({ line, stage, document }) => {
    const under = (named: SaleLine | undefined) => cellsOf(plan, line, { stage, document, cause: 'return', ...dayOf(named) }).cells;
    return { document, line, cells: [...under(change.was).map(negated), ...under(change.line)] };
  });
};

/** The cells that a change adds to the sums: none for a line that does not count, two where one replaces another. */
export const measureChange = (plan: Plan, change: LineChange, context: ChangeContext): MeasuredChange => {
  const moved = movedReturns(plan, change, context);
  const cells = moved.flatMap((one) => one.cells);
  const { stage, document } = change;
  const ruled = change.disputed === true ? 'dispute' : change.corrects ? 'correction' : undefined;
  const own = (line: SaleLine) => ({ stage, document, saleDay: context.saleDay, cause: ruled ?? causeOf(line, context.highWater) });
  const waiting: WaitingChange[] = [];
  if (change.was !== undefined) {
    const paidNow = change.corrects || change.line?.paidOn === undefined ? undefined : toDay(change.line.paidOn);
    const before = cellsOf(plan, change.was, { ...own(change.was), paidNow });
    cells.push(...before.cells.map(negated));
    if (before.waits) waiting.push({ on: toDay(change.was.date), reason: before.notCounted ?? '', lines: -1 });
  }
  const counted = change.line === undefined ? undefined : cellsOf(plan, change.line, own(change.line));
  cells.push(...(counted?.cells ?? []));
  if (counted?.waits === true && change.line !== undefined)
    waiting.push({ on: toDay(change.line.date), reason: counted.notCounted ?? '', lines: 1 });
  return { change, cells, moved, notCounted: counted?.notCounted, waits: counted?.waits ?? false, waiting };
};

/** The latest valid day once this change is recorded too. */
export const highWaterAfter = (highWater: Day | undefined, measured: MeasuredChange): Day | undefined =>
  measured.cells.reduce<Day | undefined>((latest, cell) => (latest === undefined || cell.on > latest ? cell.on : latest), highWater);
