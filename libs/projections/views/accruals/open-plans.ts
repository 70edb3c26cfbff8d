import type { Database } from '#event-store';
import { agreementInForce, type AgreementState, type Cell, LINE_CAUSES, NO_OWN, type Plan, planOf } from '#rebates';
import { scaled, type Day } from '#kernel';
import { perDatabase } from '../../read-model/per-database.ts';
import type { Planned } from './agreement-versions.ts';
import { blockOf } from './blocks.ts';
import { PlanFold, RowSums } from './plan-fold.ts';
import { type MemoryBook, type SaleBook, storedBook } from './sale-book.ts';
import { type WaitRow, WaitSums } from './waits.ts';

/** A plan in force, with the sums of the block that is still open, and what waits of what is not written yet. */
export type OpenPlan = {
  readonly id: number;
  readonly agreement: string;
  readonly fold: PlanFold;
  readonly rows: RowSums;
  readonly waits: WaitSums;
  block: number;
};

const MAX_PARTNERSHIPS_KEPT = 20_000;

type SumsRow = {
  on_day: number;
  counted_on: number;
  signature: number;
  cause: number;
  value: string;
  quantity: string;
  weight: string;
  own: string;
  lines: number;
};

const statements = perDatabase((db: Database) => ({
  ofPartnership: db.prepare<{ id: number; agreement: string }>(
    'SELECT id, agreement FROM accrual_plans WHERE partnership = ? AND to_position IS NULL ORDER BY id',
  ),
  close: db.prepare('UPDATE accrual_plans SET to_position = ? WHERE id = ?'),
  insert: db.prepare('INSERT INTO accrual_plans (agreement, partnership, plan, from_position, to_position) VALUES (?, ?, ?, ?, NULL)'),
  state: db.prepare<{ state: string }>('SELECT state FROM accrual_versions WHERE agreement = ? ORDER BY position DESC LIMIT 1'),
  newest: db.prepare<{ block: number | null; day: number | null }>(
    'SELECT max(block) AS block, max(on_day) AS day FROM accrual_sums WHERE plan = ?',
  ),
  cells: db.prepare<SumsRow & { block: number }>('SELECT * FROM accrual_sums WHERE plan = ? AND block >= ? AND block <= ? ORDER BY block'),
  signature: db.prepare<{ name: string }>('SELECT name FROM accrual_signatures WHERE id = ?'),
}));

/** The plans that measure each partnership's lines now. */
export class OpenPlans {
  private readonly db: Database;
  private readonly kept = new Map<string, OpenPlan[]>();

  constructor(db: Database) {
    this.db = db;
  }

  of(partnership: string): readonly OpenPlan[] {
    const known = this.kept.get(partnership);
    if (known !== undefined) return known;
    const rows = statements(this.db).ofPartnership.all(partnership);
    const plans = rows.map((row) => this.load(row.id, row.agreement));
    if (this.kept.size >= MAX_PARTNERSHIPS_KEPT) this.kept.clear();
    this.kept.set(partnership, plans);
    return plans;
  }

  /** Puts a plan in force from a position, with the sums of all earlier lines. */
  replace(
    planned: Planned,
    position: number,
    current: OpenPlan | undefined,
    earlier: { readonly rows: RowSums; readonly book: MemoryBook | undefined; readonly waits: readonly WaitRow[] },
  ): OpenPlan {
    if (current !== undefined) statements(this.db).close.run(position, current.id);
    const added = statements(this.db).insert.run(planned.agreement, planned.partnership, planned.plan.key, position);
    const id = Number(added.lastInsertRowid);
    const book = this.bookOf(id, planned.plan);
    for (const { key, stage, line } of earlier.book?.lines.values() ?? []) book?.put(key, stage, line);
    const highWater = [...earlier.rows.all()].reduce<Day | undefined>(
      (latest, { cell }) => (latest === undefined || cell.on > latest ? cell.on : latest),
      undefined,
    );
    const waits = new WaitSums();
    for (const row of earlier.waits) waits.add(row);
    const open: OpenPlan = {
      id,
      agreement: planned.agreement,
      fold: new PlanFold(planned.plan, highWater, book, waits),
      rows: earlier.rows,
      waits,
      block: blockOf(position),
    };
    const others = this.of(planned.partnership).filter((plan) => plan.id !== current?.id && plan.id !== id);
    this.kept.set(planned.partnership, [...others, open]);
    return open;
  }

  private load(id: number, agreement: string): OpenPlan {
    const state = statements(this.db).state.get(agreement);
    const resolved = state === undefined ? undefined : agreementInForce(JSON.parse(state.state) as AgreementState);
    if (resolved === undefined) throw new Error(`agreement ${agreement} has a plan and is not in force`);
    const plan = planOf(resolved);
    const newest = statements(this.db).newest.get(id);
    const block = newest?.block ?? 0;
    const rows = new RowSums();
    for (const cell of readCells(this.db, id, block, block)) rows.add(block, cell.cell);
    rows.takeChanged();
    const waits = new WaitSums();
    return { id, agreement, fold: new PlanFold(plan, newest?.day ?? undefined, this.bookOf(id, plan), waits), rows, waits, block };
  }

  private bookOf(id: number, plan: Plan): SaleBook | undefined {
    return plan.looksUpSales ? storedBook(this.db, id) : undefined;
  }
}

/** Rows of a plan's blocks, both included, as cells in the order of blocks. */
export const readCells = (
  db: Database,
  plan: number,
  fromBlock: number,
  toBlock: number,
): { readonly block: number; readonly cell: Cell }[] => {
  const sql = statements(db);
  const names = new Map<number, string>();
  const nameOf = (id: number): string => {
    const name = names.get(id) ?? sql.signature.get(id)?.name;
    if (name === undefined) throw new RangeError(`accrual_signatures has no name ${id}`);
    names.set(id, name);
    return name;
  };
  return sql.cells.all(plan, fromBlock, toBlock).map((row) => ({
    block: row.block,
    cell: {
      signature: nameOf(row.signature),
      countedOn: row.counted_on,
      on: row.on_day,
      cause: LINE_CAUSES[row.cause] ?? 'sale',
      value: scaled(row.value),
      quantity: scaled(row.quantity),
      weight: scaled(row.weight),
      own: row.own === '' ? NO_OWN : row.own.split(' ').map(scaled),
      lines: row.lines,
    },
  }));
};
