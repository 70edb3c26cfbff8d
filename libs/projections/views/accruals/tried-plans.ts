import type { Database, EventReader, RecordedEvent } from '#event-store';
import { type Plan, type SaleLine, type SalesData, Sums } from '#rebates';
import { historyOf } from '../history/history.ts';
import { PlanFold } from './plan-fold.ts';
import { MemoryBook } from './sale-book.ts';

/** A way of measuring that is not in force; `move` gives a line as it is to be measured, such as a year later. */
export type TriedPlan = { readonly plan: Plan; readonly move?: ((line: SaleLine) => SaleLine) | undefined };

const movedEvent = (event: RecordedEvent, move: TriedPlan['move']): RecordedEvent => {
  if (move === undefined) return event;
  const { lines, was, ...data } = event.data as unknown as SalesData;
  const changed = { ...data, lines: lines.map(move), ...(was === undefined ? {} : { was: was.map(move) }) };
  return { ...event, data: changed };
};

/**
 * Measures a partnership's sales up to a position under plans that are only tried: the events are read once for all
 * plans that count from the same reporter, and no line is kept.
 */
export const sumsOfTried = async (
  db: Database,
  store: EventReader,
  partnership: string,
  position: number,
  tried: readonly TriedPlan[],
): Promise<Sums[]> => {
  const folds = tried.map(({ plan, move }) => ({
    plan,
    move,
    sums: new Sums(),
    fold: new PlanFold(plan, undefined, plan.looksUpSales ? new MemoryBook() : undefined),
  }));
  for (const reporter of new Set(tried.map(({ plan }) => plan.reporter))) {
    const stream = `sales-${partnership}.${reporter}`;
    const positions = [...historyOf(db).placesIn(partnership, stream, 0, position)].map((place) => place.position);
    if (positions.length === 0) continue;
    const own = folds.filter(({ plan }) => plan.reporter === reporter);
    let index = 0;
    // The events of one stream have their positions in the order of their revisions.
    for await (const event of store.readStream(stream, { from: 0, max: positions.length })) {
      const at = positions[index] ?? position;
      index += 1;
      for (const { move, sums, fold } of own) for (const cell of fold.sum(movedEvent(event, move), at)) sums.add(cell);
    }
  }
  return folds.map(({ sums }) => sums);
};
