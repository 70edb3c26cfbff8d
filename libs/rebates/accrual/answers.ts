/**
 * What a question about figures is answered with: the names and shapes of files.md, the same from `calculate`, CLI and
 * HTTP. Amounts are decimal strings, days YYYY-MM-DD.
 */
export type PeriodAnswer = { readonly from: string; readonly to: string };
export type ScopeAnswer = null | { readonly member: string } | { readonly product: string };

export type ProgrammeAnswer = {
  readonly id: string;
  readonly period: PeriodAnswer;
  readonly scope: ScopeAnswer;
  readonly measured: string;
  readonly earningAmount: string;
  readonly step: number | null;
  /** Free goods, in units; only for programmes that pay in them. */
  readonly units?: string;
  readonly earned: string;
  readonly accrued: string;
  readonly projected: string;
  readonly toNextStep: null | { readonly from: string; readonly missing: string; readonly pays: string };
};

export type BalanceAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  /** The position in the partnership's history; left out by `calculate`, which has no ledger. */
  readonly knownAt?: number;
  readonly rules: number;
  readonly programmes: readonly ProgrammeAnswer[];
  readonly earned: string;
  readonly accrued: string;
};

/** domain.md §4: the causes of a change, which add up to it; none is called "other". */
export const CAUSES = ['sale', 'late sale', 'return', 'price credit', 'correction', 'tier crossed', 'amendment', 'membership', 'fell due', 'rounding'] as const;
export type Cause = (typeof CAUSES)[number];
export type CauseAmounts = Partial<Record<Cause, string>>;

/** One line's part in a figure; amounts are exact, unrounded. */
export type LineEffect = {
  readonly position: number;
  readonly document: string;
  readonly line: string;
  readonly date: string;
  readonly product: string;
  readonly effects: readonly { readonly programme: string; readonly cause: Cause; readonly amount: string }[];
  /** Why the line counts in none of the programmes, where it does not. */
  readonly notCounted?: string;
};

export type EventOnDay = { readonly position: number; readonly type: string; readonly summary: string; readonly lines?: number };

/** One day of a replay: what happened and what it did. */
export type ReplayDay = {
  readonly on: string;
  readonly earned: string;
  readonly change: string;
  readonly causes: CauseAmounts;
  readonly events: readonly EventOnDay[];
};

export type ExplainAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly from: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly opening: string;
  readonly earned: string;
  /** earned − opening, by cause: they add up to it. */
  readonly causes: CauseAmounts;
  readonly programmes: readonly (ProgrammeAnswer & { readonly words: readonly string[] })[];
  readonly lines: readonly LineEffect[];
  /** Where more lines explain the figure than were asked for. */
  readonly nextCursor: string | null;
};
