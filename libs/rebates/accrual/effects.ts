import { type Day, holds, Rational } from '#kernel';
import type { CompiledProgramme } from '../agreement/compile.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { cellInAgreementCurrency, waitsForRate } from '../currency/converted.ts';
import type { StepTerms } from '../programmes/steps.ts';
import type { Cause, LineEffect } from './answers.ts';
import { passes, parseSignature, type Cell } from './cell.ts';
import type { MeasuredChange } from './changes.ts';
import { type EarnedStretch, type Entry, type Scope, scopeKey } from './entry.ts';
import { Evaluation } from './evaluation.ts';
import { cellOfSignature, inScope } from './measure-entry.ts';
import { Overlay } from './readers.ts';
import { amountsOf, type SumsReader } from './sums.ts';
import type { Paid } from './windows.ts';

/** What one line did to what one programme earned, for one of its scopes, unrounded. */
export type Effect = { readonly programme: string; readonly scope: Scope; readonly cause: Cause; readonly amount: Rational };

/** Told of effects as they are found, and of the lines that made them: one, or a run that was taken together. */
export type Trace = (effects: readonly Effect[], lines: readonly MeasuredChange[]) => void;

/** What is paid with some lines, and the evaluation that says so. */
type State = { readonly paid: readonly Paid[]; readonly evaluation: Evaluation };

/**
 * Effects are found line by line, in position and line order: earned after less earned before. The line itself at the
 * rate now reached has the line's own cause; the change this makes on all other lines is "tier crossed" (domain.md §4).
 */
export class EffectFold {
  private readonly agreement: Agreement;
  private readonly on: Day;
  private readonly applied: Overlay;
  private before: readonly Paid[];
  /** True where some programme's lines can never be taken together: looking whether they can would only cost time. */
  private readonly takenSingly: boolean;

  constructor(agreement: Agreement, base: SumsReader, on: Day) {
    this.agreement = agreement;
    this.takenSingly = takesLinesSingly(agreement);
    this.applied = new Overlay(base);
    this.on = on;
    this.before = this.stateWith([]).paid;
  }

  /** What is earned before any line: guarantees fall due by time alone. */
  dueWithoutLines(): Effect[] {
    return ownOf([], this.before, 'fell due');
  }

  /** Effects of one line. */
  apply(measured: MeasuredChange, trace?: Trace): Effect[] {
    const cells = this.known(measured);
    if (cells.length === 0) return [];
    const after = this.stateWith(cells);
    const effects = this.effectsOf(cells, after);
    this.settle(cells, after);
    trace?.(effects, [measured]);
    return effects;
  }

  /**
   * Effects of many lines, summed by programme and cause. Where no step is crossed and each line's effect is its own,
   * order does not matter, so a run of lines is computed at once; any other run is halved until it is a line.
   */
  applyAll(run: readonly MeasuredChange[], trace?: Trace): Effect[] {
    const cells = run.flatMap((measured) => this.known(measured));
    const [only] = run;
    if (cells.length === 0 || only === undefined) return [];
    if (run.length === 1) return this.apply(only, trace);
    if (this.takenSingly) return run.flatMap((measured) => this.apply(measured, trace));
    if (this.crossesNothing(cells)) {
      return this.together(cells, (own, cause) =>
        trace?.(
          own,
          run.filter((measured) => this.known(measured).some((cell) => cell.cause === cause)),
        ),
      );
    }
    const middle = run.length >> 1;
    return [...this.applyAll(run.slice(0, middle), trace), ...this.applyAll(run.slice(middle), trace)];
  }

  /**
   * True where no step is crossed whichever of the cells come first: what is measured lies between what all that add and
   * what all that take away make of it, and steps that are the same at both ends are the same between them.
   */
  private crossesNothing(cells: readonly Cell[]): boolean {
    return [partOver, partUnder].every((part) => {
      const found = cells.flatMap((cell) => part(cell) ?? []);
      if (found.length === 0) return true;
      const after = this.stateWith(found).paid;
      return isAdditive(this.agreement, after) && sameSteps(this.before, after);
    });
  }

  /**
   * Effects of sums of lines in the place of the lines, by programme and cause; undefined, and nothing applied, where the
   * lines must be known: where a step may be crossed, and where one sum may hold what adds and what takes away.
   */
  applySums(cells: readonly Cell[]): Effect[] | undefined {
    const known = cells.filter(({ on }) => on <= this.on);
    const isKnown = !this.takenSingly && known.every(({ cause }) => IN_ONE_DIRECTION.has(cause));
    return isKnown && this.crossesNothing(known) ? this.together(known) : undefined;
  }

  /** One effect for each programme and cause. */
  private together(cells: readonly Cell[], trace?: (own: readonly Effect[], cause: Cause) => void): Effect[] {
    return byCause(cells).flatMap((group) => {
      const next = this.stateWith(group);
      const cause = group[0]?.cause ?? 'sale';
      const own = ownOf(this.before, next.paid, cause);
      this.settle(group, next);
      trace?.(own, cause);
      return own;
    });
  }

  private known(measured: MeasuredChange): readonly Cell[] {
    return measured.cells.filter((cell) => cell.on <= this.on);
  }

  private settle(cells: readonly Cell[], after: State): void {
    for (const cell of cells) this.applied.add(cell);
    this.before = after.paid;
  }

  private stateWith(cells: readonly Cell[]): State {
    const overlay = new Overlay(this.applied);
    for (const cell of cells) overlay.add(cell);
    const evaluation = new Evaluation(this.agreement, overlay);
    return { paid: evaluation.all(this.on), evaluation };
  }

  private effectsOf(cells: readonly Cell[], after: State): Effect[] {
    const cause = cells.at(-1)?.cause ?? 'sale';
    return changes(this.before, after.paid).flatMap(({ paid, change, adjusted, scope }) => {
      if (change.sign === 0) return [];
      const { programme, scope: of } = paid.entry;
      const reached = this.atRateReached(paid.entry, cells, after.evaluation);
      if (reached === undefined && scope === undefined) return [{ programme, scope: of, cause, amount: change }];
      // Where a floor, guarantee or cap acts, a line has at most what it changed.
      const own =
        adjusted || reached === undefined
          ? clip(reached ?? (scope === 'closed' ? paid.entry.bySteps.negated() : paid.entry.bySteps), change)
          : reached;
      const others = change.minus(own);
      return [
        ...(own.sign === 0 ? [] : [{ programme, scope: of, cause, amount: own }]),
        // A guarantee that a member's or product's first line brings, or its last takes away, fell due by time.
        ...(others.sign === 0
          ? []
          : [{ programme, scope: of, cause: scope === undefined ? ('tier crossed' as const) : ('fell due' as const), amount: others }]),
      ];
    });
  }

  /** What the cells of one line earn at the rate now reached; undefined where the line's effect is all its own. */
  private atRateReached(entry: Entry, cells: readonly Cell[], evaluation: Evaluation): Rational | undefined {
    const resolved = this.agreement.programmes.find((programme) => programme.id === entry.programme);
    let own = Rational.zero;
    for (const cell of cells) {
      const stretch = entry.stretches.find((candidate) => holds(candidate, cell.countedOn));
      const tests = stretch === undefined ? undefined : resolved?.testsOf.get(stretch.programme);
      if (stretch === undefined || tests === undefined) continue;
      const signature = parseSignature(cell.signature);
      if (!inScope(signature, entry.scope)) continue;
      if (stretch.earning.atRateReached === undefined) return undefined;
      if (!passes(signature, tests.eligible)) continue;
      const amounts = cellInAgreementCurrency(this.agreement, signature.currency, cell.countedOn, amountsOf(cell));
      if (amounts === undefined) continue;
      const basis = evaluation.basisOf(stretch.programme, { signature, countedOn: cell.countedOn, amounts }, this.on);
      own = own.plus(stretch.earning.atRateReached(cellOfSignature(signature, basis, tests)));
    }
    return own;
  }
}

/**
 * True where, with no step crossed, what a line changes is what it earns itself: whatever lines come before it, and with
 * nothing left over for other lines. Otherwise lines must be taken one by one.
 */
const isAdditive = (agreement: Agreement, paid: readonly Paid[]): boolean =>
  paid.every(({ entry }) => entry.stretches.every((stretch) => isAdditiveStretch(agreement, entry, stretch)));

/** True where some programme's lines can never be taken together, so that sums say nothing of what a line did. */
export const takesLinesSingly = (agreement: Agreement): boolean =>
  agreement.programmes.some(({ timeline }) => timeline.some(({ programme }) => isTakenSingly(programme)));

/** Sales only add to what is measured and returns only take away; a correction, a price credit or what ended a dispute can do both. */
const IN_ONE_DIRECTION: ReadonlySet<Cause> = new Set(['sale', 'late sale', 'return']);

/** Kinds whose earning hangs on other periods; whole bundles come and go with any line; a share can cross a step and come back within a run of lines. */
const TAKEN_SINGLY = new Set(['bundle', 'share', 'loyalty']);

/** A line of a baseline, of a goal or of another member changes what others earn, and a document's step is no step of the period. */
const isTakenSingly = ({ kind, ordered, baseline, terms }: CompiledProgramme): boolean =>
  ordered ||
  baseline !== undefined ||
  TAKEN_SINGLY.has(kind) ||
  terms.earn['when'] !== undefined ||
  terms.scope === 'higherOf' ||
  terms.period === 'document';

const isAdditiveStretch = (agreement: Agreement, entry: Entry, { programme, earning }: EarnedStretch): boolean => {
  const { terms } = programme;
  const deducted = agreement.programmes.filter((other) => terms.deducts?.includes(other.id) === true);
  if (
    !deducted.every((other) =>
      other.timeline.every((stretch) => stretch.programme.kind === 'percentage' && stretch.programme.terms.deducts === undefined),
    )
  )
    return false;
  if (earning.step === undefined) return true;
  const {
    tiers,
    growth,
    steps = [],
  } = terms.earn as { readonly tiers?: string; readonly growth?: string; readonly steps?: readonly StepTerms[] };
  if (tiers === 'retrospective' || tiers === 'total' || growth === 'all') return true;
  // Slices of the volume are the lines' own only where the volume is all that earns, in the measure that is paid on.
  const paysOnMeasure = steps.every(
    (step) => step.rates === undefined && (terms.by === 'value' ? step.perUnit === undefined : step.percent === undefined),
  );
  return (
    (tiers === 'marginal' || tiers === 'rolling' || growth !== undefined) &&
    terms.target === undefined &&
    paysOnMeasure &&
    entry.period.stretches.length === 1
  );
};

const byCause = (cells: readonly Cell[]): Cell[][] => {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const group = groups.get(cell.cause);
    if (group === undefined) groups.set(cell.cause, [cell]);
    else group.push(cell);
  }
  return [...groups.values()];
};

const adds = ({ value, quantity, weight, own }: Cell): boolean => value > 0n || quantity > 0n || weight > 0n || own.some((one) => one > 0n);
const takes = ({ value, quantity, weight, own }: Cell): boolean =>
  value < 0n || quantity < 0n || weight < 0n || own.some((one) => one < 0n);

type Kept = (amount: bigint) => bigint;
const keptOfCell = (cell: Cell, kept: Kept): Cell => ({
  ...cell,
  value: kept(cell.value),
  quantity: kept(cell.quantity),
  weight: kept(cell.weight),
  own: cell.own.map(kept),
});

/** What of a cell adds; undefined where it only takes away. Most cells do one of the two and stay as they are. */
const partOver = (cell: Cell): Cell | undefined => {
  if (!adds(cell)) return undefined;
  return takes(cell) ? keptOfCell(cell, (amount) => (amount > 0n ? amount : 0n)) : cell;
};
const partUnder = (cell: Cell): Cell | undefined => {
  if (!takes(cell)) return undefined;
  return adds(cell) ? keptOfCell(cell, (amount) => (amount < 0n ? amount : 0n)) : cell;
};

const keyOf = (entry: Entry): string => `${entry.programme}\n${entry.period.from}\n${scopeKey(entry.scope)}`;

/** Nothing crossed between two states: same steps, and no floor, guarantee or cap that acts differently. */
const sameSteps = (before: readonly Paid[], after: readonly Paid[]): boolean => {
  if (before.length !== after.length) return false;
  const known = new Map(before.map((paid) => [keyOf(paid.entry), paid]));
  return after.every((paid) => {
    const earlier = known.get(keyOf(paid.entry));
    if (earlier === undefined) return false;
    const steps = (entry: Entry): string => entry.stretches.map((stretch) => String(stretch.earning.step)).join();
    if (steps(earlier.entry) !== steps(paid.entry)) return false;
    // Nothing earned and nothing paid: what comes next can be held back by a floor or a commitment, line by line.
    if (withholds(paid.entry) && (earlier.entry.bySteps.sign === 0 || paid.entry.bySteps.sign === 0)) return false;
    return earlier.amount.equals(earlier.entry.bySteps) && paid.amount.equals(paid.entry.bySteps);
  });
};

const withholds = ({ stretches }: Entry): boolean =>
  stretches.some(({ programme }) => programme.floor !== undefined || programme.commitment !== undefined);

/** `scope` says that the change opened the entry's scope, or closed it; then `paid` is what it had. */
type Change = { readonly paid: Paid; readonly change: Rational; readonly adjusted: boolean; readonly scope?: 'opened' | 'closed' };

const changes = (before: readonly Paid[], after: readonly Paid[]): Change[] => {
  const known = new Map(before.map((paid) => [keyOf(paid.entry), paid]));
  const rules = (one: Paid | undefined): boolean => one !== undefined && !one.amount.equals(one.entry.bySteps);
  const changed = after.map((paid): Change => {
    const earlier = known.get(keyOf(paid.entry));
    known.delete(keyOf(paid.entry));
    return {
      paid,
      change: paid.amount.minus(earlier?.amount ?? Rational.zero),
      adjusted: rules(earlier) || rules(paid),
      ...(earlier === undefined ? { scope: 'opened' } : {}),
    };
  });
  // A scope closes with its last line: what it had is taken back.
  const closed = [...known.values()].map((paid): Change => ({ paid, change: paid.amount.negated(), adjusted: true, scope: 'closed' }));
  return [...changed, ...closed];
};

const ownOf = (before: readonly Paid[], after: readonly Paid[], cause: Cause): Effect[] =>
  changes(before, after)
    .filter(({ change }) => change.sign !== 0)
    .map(({ paid, change }) => ({ programme: paid.entry.programme, scope: paid.entry.scope, cause, amount: change }));

const clip = (own: Rational, change: Rational): Rational =>
  change.sign > 0 ? own.max(Rational.zero).min(change) : own.min(Rational.zero).max(change);

export const addCauses = (totals: Map<Cause, Rational>, effects: readonly Effect[]): void => {
  for (const { cause, amount } of effects) totals.set(cause, (totals.get(cause) ?? Rational.zero).plus(amount));
};

/** A line and its effects as they are answered. */
export const lineEffectOf = (
  agreement: Agreement,
  { change, cells, notCounted: reason }: MeasuredChange,
  effects: readonly Effect[],
): LineEffect => {
  const notCounted = reason ?? waitsForRate(agreement, cells);
  const line = change.line ?? change.was;
  return {
    position: change.position,
    document: change.document,
    line: line?.line ?? '',
    date: line?.date ?? '',
    product: line?.product ?? '',
    effects: effects.map(({ programme, cause, amount }) => ({ programme, cause, amount: amount.toExact() })),
    ...(notCounted === undefined ? {} : { notCounted }),
  };
};
