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
};

export type ChangeContext = {
  /** The latest valid day of a line that counted and was recorded before this one, for telling late sales. */
  readonly highWater: Day | undefined;
  /** The day of the sale that a return names (`document#line`), where it is known. */
  readonly saleDay: (reference: string) => Day | undefined;
  /** Returns recorded so far that name this line: they move with its day. Needed only where they count in its period. */
  readonly returnsNaming?: (reference: string) => readonly { readonly line: SaleLine; readonly stage: Stage }[];
};

export type MeasuredChange = { readonly change: LineChange; readonly cells: readonly Cell[]; readonly notCounted: string | undefined };

const isReturn = (line: SaleLine): boolean => line.quantity.startsWith('-');

/**
 * A sale is late when it lies before a day that the lines counted so far had already reached when it was recorded: a
 * rule that needs no clock, so it is the same on every replay.
 */
export const causeOf = (line: SaleLine, highWater: Day | undefined, day?: Day): LineCause => {
  if (line.kind === 'price') return 'price credit';
  if (isReturn(line)) return 'return';
  return highWater !== undefined && (day ?? toDay(line.date)) < highWater ? 'late sale' : 'sale';
};

const cellOf = (plan: Plan, line: SaleLine, stage: Stage, context: Pick<ChangeContext, 'saleDay'>, cause: LineCause): Cell | { readonly reason: string } => {
  const sale = plan.returnsInSalePeriod && isReturn(line) && line.returns !== undefined ? context.saleDay(line.returns) : undefined;
  // A return in the sale's period is judged as of the sale: by its term, members and dates.
  const measured = plan.measure(sale === undefined ? line : { ...line, date: formatDay(sale) }, stage);
  if (measured.kind !== 'counts') return { reason: measured.reason };
  const on = toDay(line.date);
  return { signature: measured.signature, countedOn: sale ?? on, on, cause, value: measured.value, quantity: measured.quantity, weight: measured.weight, lines: 1 };
};

const negated = (cell: Cell): Cell => ({ ...cell, value: -cell.value, quantity: -cell.quantity, weight: -cell.weight, lines: -1 });

/** Returns of a sale whose day is now known, has changed, or is gone: counted where they were no more, and where they are. */
const movedReturns = (plan: Plan, change: LineChange, context: ChangeContext): Cell[] => {
  const sale = change.line ?? change.was;
  if (!plan.returnsInSalePeriod || sale === undefined || change.line?.date === change.was?.date) return [];
  const dayOf = (line: SaleLine | undefined) => ({ saleDay: () => (line === undefined ? undefined : toDay(line.date)) });
  return (context.returnsNaming?.(`${change.document}#${sale.line}`) ?? []).flatMap(({ line, stage }) => {
    const [was, now] = [cellOf(plan, line, stage, dayOf(change.was), 'return'), cellOf(plan, line, stage, dayOf(change.line), 'return')];
    return [...('reason' in was ? [] : [negated(was)]), ...('reason' in now ? [] : [now])];
  });
};

/** The cells that a change adds to the sums: none for a line that does not count, two where one replaces another. */
export const measureChange = (plan: Plan, change: LineChange, context: ChangeContext): MeasuredChange => {
  const cells: Cell[] = movedReturns(plan, change, context);
  let notCounted: string | undefined;
  if (change.was !== undefined) {
    const cell = cellOf(plan, change.was, change.stage, context, change.corrects ? 'correction' : causeOf(change.was, context.highWater));
    if (!('reason' in cell)) cells.push(negated(cell));
  }
  if (change.line !== undefined) {
    const cell = cellOf(plan, change.line, change.stage, context, change.corrects ? 'correction' : causeOf(change.line, context.highWater));
    if ('reason' in cell) notCounted = cell.reason;
    else cells.push(cell);
  }
  return { change, cells, notCounted };
};

/** The latest valid day once this change is recorded too. */
export const highWaterAfter = (highWater: Day | undefined, measured: MeasuredChange): Day | undefined =>
  measured.cells.reduce<Day | undefined>((latest, cell) => (latest === undefined || cell.on > latest ? cell.on : latest), highWater);
