import type { Settle } from '../agreement/terms.ts';

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
  /** Where the period will end, by the policy's forecast or else by run rate. */
  readonly projected: string;
  /** Only while the period is open. */
  readonly projection?: ProjectionAnswer;
  /** Why nothing is earned or paid, where only the figures show it: growth over a period in which nothing was measured, the best of a group, a termination. */
  readonly problem?: { readonly code: string; readonly message: string };
  readonly toNextStep: null | { readonly from: string; readonly missing: string; readonly pays: string };
};

/** A complete month that a low or a high stands on, and what was measured in it. */
export type MonthAnswer = PeriodAnswer & { readonly measured: string };

/** What the period will have earned at its end: `low` ≤ `likely` ≤ `high`. */
export type ProjectionAnswer = {
  /** What `likely` was computed by: last year's shape gives way to the run rate where last year has nothing to go by. */
  readonly method: 'runRate' | 'lastYear' | 'given';
  readonly low: string;
  readonly likely: string;
  readonly high: string;
  /** The slowest and the fastest of the last three complete months; null where none is complete. */
  readonly pace: { readonly lowMonth: MonthAnswer | null; readonly highMonth: MonthAnswer | null };
};

/** What one settlement of a programme's plan pays. */
export type SettlementAnswer = {
  readonly programme: string;
  readonly period: PeriodAnswer;
  /** The last of a measurement period; after it only differences are settled. */
  readonly final: boolean;
  /** The settlement date: the period's end and the days of grace. `due` and `claimUntil` count from it. */
  readonly on: string;
  readonly due: string;
  readonly claimUntil?: string;
  readonly by: Settle['by'];
  readonly amount: string;
  /** What became of an amount below the minimum. */
  readonly belowMinimum?: Settle['belowMinimum'];
  /** What is left for the next settlement; negative where too much was paid. */
  readonly carried?: string;
  readonly forfeited?: string;
  /** They add up to the amount; left out where the terms name none. */
  readonly payees?: readonly { readonly member: string; readonly amount: string }[];
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
  /** What all programmes together will have earned once the open periods end; only where one is open. */
  readonly projection?: { readonly low: string; readonly likely: string; readonly high: string };
  /** Whose accrual policy `accrued` and `projected` go by; only where a party asks a ledger for its own. Null where it has set none. */
  readonly policy?: null | { readonly organisation: string; readonly version: number; readonly recordedAt: string };
  /** Settlements whose period is over by the day; only where a programme has a plan, and not in a series of days. */
  readonly settlements?: readonly SettlementAnswer[];
};

/** domain.md §4: the causes of a change, which add up to it; none is called "other". */
export const CAUSES = [
  'sale',
  'late sale',
  'return',
  'price credit',
  'correction',
  'tier crossed',
  'amendment',
  'membership',
  'exchange rate',
  'forecast',
  'fell due',
  'dispute',
  'settlement',
  'rounding',
] as const;
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
