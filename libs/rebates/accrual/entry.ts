import type { Day, Period, Rational } from '#kernel';
import type { CompiledProgramme } from '../agreement/compile.ts';
import type { MeasuredPeriod } from '../agreement/measurement-periods.ts';
import type { Amounts, Cell as EarningCell, Earning, EarnInput } from '../programmes/kind.ts';

export type Scope = null | { readonly member: string } | { readonly product: string };
export const scopeKey = (scope: Scope): string => (scope === null ? '' : JSON.stringify(scope));

/** What one stretch of terms earned within a period, cell by cell. */
export type EarnedStretch = Period & {
  readonly programme: CompiledProgramme;
  readonly upTo: Amounts;
  /** What the target set measured before the stretch: nothing unless an amendment carries. */
  readonly before: Amounts;
  /** Signatures that earn, by their place in the sums, side by side with `cells` and `earning.perCell`. */
  readonly signatures: readonly number[];
  readonly cells: readonly EarningCell[];
  readonly targetCells: EarnInput['targetCells'];
  readonly look: EarnInput['look'];
  readonly earning: Earning;
};

/** One programme, scope and measurement period on a day: what was measured and what it earned by its steps. */
export type Entry = {
  readonly programme: string;
  readonly scope: Scope;
  readonly period: MeasuredPeriod;
  readonly on: Day;
  readonly stretches: readonly EarnedStretch[];
  readonly measured: Rational;
  readonly earningAmount: Rational;
  /** Money of the earning set: what a cap in percent is taken of. */
  readonly value: Rational;
  readonly bySteps: Rational;
  /** What is earned in goods, for kinds that pay in units. */
  readonly units?: Rational;
};
