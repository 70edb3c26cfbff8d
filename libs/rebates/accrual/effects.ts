import { type Day, Rational } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import type { Cause } from './answers.ts';
import { passes, parseSignature, type Cell } from './cell.ts';
import type { MeasuredChange } from './changes.ts';
import { type Entry, scopeKey } from './entry.ts';
import { Evaluation } from './evaluation.ts';
import { Overlay } from './readers.ts';
import type { SumsReader } from './sums.ts';
import type { Paid } from './windows.ts';

/** What one line did to what one programme earned, unrounded. */
export type Effect = { readonly programme: string; readonly cause: Cause; readonly amount: Rational };

/**
 * Effects are found line by line, in position and line order: earned after less earned before. The line itself at the
 * rate now reached has the line's own cause; the change this makes on all other lines is "tier crossed" (domain.md §4).
 */
export class EffectFold {
  private readonly agreement: Agreement;
  private readonly on: Day;
  private readonly applied: Overlay;
  private before: readonly Paid[];

  constructor(agreement: Agreement, base: SumsReader, on: Day) {
    this.agreement = agreement;
    this.applied = new Overlay(base);
    this.on = on;
    this.before = this.paidWith([]);
  }

  /** What is earned before any line: guarantees fall due by time alone. */
  dueWithoutLines(): Effect[] {
    return ownOf([], this.before, 'fell due');
  }

  /** Effects of one line. */
  apply(measured: MeasuredChange): Effect[] {
    const cells = measured.cells.filter((cell) => cell.on <= this.on);
    if (cells.length === 0) return [];
    const after = this.paidWith(cells);
    const effects = effectsBetween(this.before, after, cells, this.agreement);
    this.settle(cells, after);
    return effects;
  }

  /**
   * Effects of many lines, summed by programme and cause. Where no step is crossed, each line's effect is its own and
   * order does not matter, so a run of lines is computed at once; a run that crosses one is halved until it is a line.
   */
  applyAll(run: readonly MeasuredChange[]): Effect[] {
    const cells = run.flatMap((measured) => measured.cells.filter((cell) => cell.on <= this.on));
    const [only] = run;
    if (cells.length === 0 || only === undefined) return [];
    if (run.length === 1) return this.apply(only);
    const after = this.paidWith(cells);
    if (sameDirection(cells) && sameSteps(this.before, after)) {
      const effects = byCause(cells).flatMap((group) => {
        const next = this.paidWith(group);
        const own = ownOf(this.before, next, group[0]?.cause ?? 'sale');
        this.settle(group, next);
        return own;
      });
      return effects;
    }
    const middle = run.length >> 1;
    return [...this.applyAll(run.slice(0, middle)), ...this.applyAll(run.slice(middle))];
  }

  private settle(cells: readonly Cell[], after: readonly Paid[]): void {
    for (const cell of cells) this.applied.add(cell);
    this.before = after;
  }

  private paidWith(cells: readonly Cell[]): readonly Paid[] {
    const overlay = new Overlay(this.applied);
    for (const cell of cells) overlay.add(cell);
    return new Evaluation(this.agreement, overlay).all(this.on);
  }
}

const byCause = (cells: readonly Cell[]): Cell[][] => {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) groups.set(cell.cause, [...(groups.get(cell.cause) ?? []), cell]);
  return [...groups.values()];
};

const sameDirection = (cells: readonly Cell[]): boolean =>
  cells.every((cell) => cell.value >= 0n && cell.quantity >= 0n) || cells.every((cell) => cell.value <= 0n && cell.quantity <= 0n);

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
    return earlier.amount.equals(earlier.entry.bySteps) && paid.amount.equals(paid.entry.bySteps);
  });
};

const changes = (before: readonly Paid[], after: readonly Paid[]): { readonly paid: Paid; readonly change: Rational; readonly adjusted: boolean }[] => {
  const known = new Map(before.map((paid) => [keyOf(paid.entry), paid]));
  return after.map((paid) => {
    const earlier = known.get(keyOf(paid.entry));
    const rules = (one: Paid | undefined): boolean => one !== undefined && !one.amount.equals(one.entry.bySteps);
    return { paid, change: paid.amount.minus(earlier?.amount ?? Rational.zero), adjusted: rules(earlier) || rules(paid) };
  });
};

const ownOf = (before: readonly Paid[], after: readonly Paid[], cause: Cause): Effect[] =>
  changes(before, after)
    .filter(({ change }) => change.sign !== 0)
    .map(({ paid, change }) => ({ programme: paid.entry.programme, cause, amount: change }));

/** What the cells of one line earn at the rate now reached; undefined where the line's effect is all its own. */
const atRateReached = (entry: Entry, cells: readonly Cell[], agreement: Agreement): Rational | undefined => {
  const resolved = agreement.programmes.find((programme) => programme.id === entry.programme);
  let own = Rational.zero;
  for (const cell of cells) {
    const stretch = entry.stretches.find((candidate) => candidate.from <= cell.countedOn && cell.countedOn <= candidate.to);
    const tests = stretch === undefined ? undefined : resolved?.testsOf.get(stretch.programme);
    if (stretch === undefined || tests === undefined) continue;
    if (stretch.earning.atRateReached === undefined) return undefined;
    const signature = parseSignature(cell.signature);
    if (!passes(signature, tests.eligible) || !ofScope(entry, signature)) continue;
    const amounts = { value: Rational.scaled(cell.value), quantity: Rational.scaled(cell.quantity), weight: Rational.scaled(cell.weight) };
    const line = { amounts, passes: (selection: number) => passes(signature, tests.selections[selection] ?? -1) };
    own = own.plus(stretch.earning.atRateReached(line));
  }
  return own;
};

const ofScope = ({ scope }: Entry, signature: { readonly member: string; readonly product: string }): boolean =>
  scope === null || ('member' in scope ? scope.member === signature.member : scope.product === signature.product);

const effectsBetween = (before: readonly Paid[], after: readonly Paid[], cells: readonly Cell[], agreement: Agreement): Effect[] =>
  changes(before, after).flatMap(({ paid, change, adjusted }) => {
    if (change.sign === 0) return [];
    const { programme } = paid.entry;
    const cause = cells.at(-1)?.cause ?? 'sale';
    const reached = atRateReached(paid.entry, cells, agreement);
    if (reached === undefined) return [{ programme, cause, amount: change }];
    // Where a floor, guarantee or cap acts, a line has at most what it changed.
    const own = adjusted ? clip(reached, change) : reached;
    const others = change.minus(own);
    return [
      ...(own.sign === 0 ? [] : [{ programme, cause, amount: own }]),
      ...(others.sign === 0 ? [] : [{ programme, cause: 'tier crossed' as const, amount: others }]),
    ];
  });

const clip = (own: Rational, change: Rational): Rational =>
  change.sign > 0 ? own.max(Rational.zero).min(change) : own.min(Rational.zero).max(change);

export const addCauses = (totals: Map<Cause, Rational>, effects: readonly Effect[]): void => {
  for (const { cause, amount } of effects) totals.set(cause, (totals.get(cause) ?? Rational.zero).plus(amount));
};
