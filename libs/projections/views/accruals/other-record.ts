import type { Database, EventReader } from '#event-store';
import {
  type Agreement,
  type AgreementState,
  type MeasuredChange,
  type Plan,
  planOf,
  resolveAgreement,
  type SalesData,
  Sums,
} from '#rebates';
import { toDay } from '#kernel';
import { historyOf } from '../history/history.ts';
import { PlanFold } from './plan-fold.ts';
import { MemoryBook } from './sale-book.ts';

/** A reporter's document in the words of the agreement; `key` names the way of reading, so that sums of another one are not taken for it. */
export type ReadAs = { readonly key: string; readonly read: (data: SalesData) => SalesData };

/** An agreement in force, of which another reporter's lines are measured. */
type Counted = { readonly state: AgreementState; readonly agreement: Agreement; readonly partnership: string };

/** The sums before an event, and the changes that it made. */
export type Step = { readonly agreement: Agreement; readonly before: Sums; readonly changes: readonly MeasuredChange[] };

type Kept = { readonly fold: PlanFold; readonly sums: Sums; through: number; revision: number };

const MAX_KEPT = 50;

/** The same terms, counting from another reporter. */
const countingFrom = ({ state, agreement }: Counted, reporter: string): Agreement => {
  if (state.status === 'none') throw new Error('an agreement in force has a state');
  const resolved = resolveAgreement(
    { ...state.terms, countsFrom: reporter },
    state.amendments,
    state.terminatedOn === null ? undefined : toDay(state.terminatedOn),
  );
  return { ...resolved, rates: agreement.rates };
};

/**
 * What an agreement measures in another reporter's record: evidence, so no view keeps its sums. The newest are kept in
 * memory and added to; what was known earlier is added up from the first line.
 */
export class OtherRecord {
  private readonly db: Database;
  private readonly store: EventReader;
  private readonly kept = new Map<string, Kept>();
  /** One at a time: two questions would add the same lines twice. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(db: Database, store: EventReader) {
    this.db = db;
    this.store = store;
  }

  sumsAt(
    inForce: Counted,
    reporter: string,
    position: number,
    readAs: ReadAs,
  ): Promise<{ readonly agreement: Agreement; readonly sums: Sums }> {
    const work = (): Promise<{ readonly agreement: Agreement; readonly sums: Sums }> => this.sumsNow(inForce, reporter, position, readAs);
    return this.inTurn(work);
  }

  /** What the event of one position did to the sums; it must be one of the reporter's. */
  stepAt(inForce: Counted, reporter: string, position: number, readAs: ReadAs): Promise<Step> {
    return this.inTurn(() => this.stepNow(inForce, reporter, position, readAs));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const own = this.last.then(work, work);
    this.last = own;
    return own;
  }

  private async sumsNow(
    inForce: Counted,
    reporter: string,
    position: number,
    readAs: ReadAs,
  ): Promise<{ readonly agreement: Agreement; readonly sums: Sums }> {
    const agreement = countingFrom(inForce, reporter);
    const plan = planOf(agreement);
    const { partnership } = inForce;
    const isNewest = position === (historyOf(this.db).lastPosition(partnership) ?? -1);
    const kept = this.keptFor(`${isNewest ? 'newest' : 'walk'}\n${partnership}\n${readAs.key}\n${plan.key}`, plan, position);
    await this.advance(kept, partnership, `sales-${partnership}.${plan.reporter}`, position, readAs);
    return { agreement, sums: kept.sums };
  }

  private async stepNow(inForce: Counted, reporter: string, position: number, readAs: ReadAs): Promise<Step> {
    const agreement = countingFrom(inForce, reporter);
    const plan = planOf(agreement);
    const { partnership } = inForce;
    const kept = this.keptFor(`walk\n${partnership}\n${readAs.key}\n${plan.key}`, plan, position - 1);
    const stream = `sales-${partnership}.${plan.reporter}`;
    await this.advance(kept, partnership, stream, position - 1, readAs);
    const before = kept.sums.copy();
    const changes: MeasuredChange[] = [];
    for await (const { type, data, revision } of this.store.readStream(stream, { from: kept.revision + 1, max: 1 })) {
      for (const measured of kept.fold.measure({ type, data: readAs.read(data as unknown as SalesData) }, position)) {
        changes.push(measured);
        for (const cell of measured.cells) kept.sums.add(cell);
      }
      kept.revision = revision;
    }
    kept.through = position;
    return { agreement, before, changes };
  }

  /** Whoever asks for earlier positions mostly walks: the newest sums and those of the walk are kept apart. */
  private keptFor(key: string, plan: Plan, position: number): Kept {
    const known = this.kept.get(key);
    if (known !== undefined && known.through <= position) return known;
    const fresh: Kept = {
      fold: new PlanFold(plan, undefined, plan.looksUpSales ? new MemoryBook() : undefined),
      sums: new Sums(),
      through: -1,
      revision: -1,
    };
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(key, fresh);
    return fresh;
  }

  private async advance(kept: Kept, partnership: string, stream: string, to: number, { read }: ReadAs): Promise<void> {
    const positions: number[] = [];
    for (const ref of historyOf(this.db).refs(partnership, kept.through + 1, to)) if (ref.stream === stream) positions.push(ref.position);
    let index = 0;
    if (positions.length > 0) {
      for await (const { type, data, revision } of this.store.readStream(stream, { from: kept.revision + 1, max: positions.length })) {
        const said = read(data as unknown as SalesData);
        for (const cell of kept.fold.sum({ type, data: said }, positions[index] ?? to)) kept.sums.add(cell);
        index += 1;
        kept.revision = revision;
      }
    }
    kept.through = to;
  }
}
