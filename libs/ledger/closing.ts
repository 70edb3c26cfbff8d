import type { BridgeAnswer, Bridged, Statement } from '#rebates';
import type { Answer, At, KnownAt, Page } from './asking.ts';

/**
 * A bridge goes from (`fromOn`, `fromKnownAt`) to (`on`, `knownAt`). What is left out of the first is as in the second,
 * so naming one axis alone compares along that axis.
 */
export type BridgeRequest = At &
  Page & { /** `earned` where left out. */ readonly figure?: Bridged; readonly fromOn?: string; readonly fromKnownAt?: KnownAt };

export type StatementSummary = {
  readonly number: number;
  readonly period: Statement['period'];
  /** The position that it was computed at, and its own place in the history. */
  readonly knownAt: number;
  readonly position: number;
  readonly issuedAt: string;
  /** Over the agreement's life through the period's last day. */
  readonly earned: string;
  /** The closing: earned less settled and waived. */
  readonly open: string;
};
export type StatementsAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly knownAt: number;
  readonly statements: readonly StatementSummary[];
  /** The first day that no statement holds yet. */
  readonly nextFrom: string;
};

/** Whether a statement, computed again from its position, comes out byte for byte as it was issued. */
export type StatementCheck = {
  readonly agreement: string;
  readonly period: Statement['period'];
  readonly position: number;
  readonly same: boolean;
  /** Where the two part first, as a path; null where they do not. */
  readonly difference: null | { readonly path: string; readonly issued: string; readonly computed: string };
  /** SHA-256 of the canonical bytes. */
  readonly sha256: string;
};

/** The three figures of a day, each with its axes: booked, known now and known then. */
export type FiguresAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly booked: null | StatementSummary;
  readonly knownNow: { readonly knownAt: number; readonly earned: string };
  readonly knownThen: { readonly knownAt: number; readonly earned: string };
};

/** An accounting period of an agreement: `over` has ended and is not closed, the first such one can be; `ahead` has not begun. */
export type AccountingPeriod = {
  readonly period: Statement['period'];
  readonly state: 'closed' | 'over' | 'running' | 'ahead';
  readonly statement: null | StatementSummary;
};
export type PeriodLength = 'month' | 'quarter' | 'half' | 'year';
export type PeriodsAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly knownAt: number;
  /** Today, where the agreement is. */
  readonly today: string;
  readonly every: PeriodLength;
  readonly periods: readonly AccountingPeriod[];
};

export type OfPeriod = { readonly agreement: string; readonly period: string; readonly atLeast?: string };

/** Closing periods and comparing figures: what finance asks of an agreement. */
export type Closing = {
  bridge(request: BridgeRequest): Promise<Answer<BridgeAnswer>>;
  statements(query: Omit<At, 'on'>): Promise<Answer<StatementsAnswer>>;
  /** As it was issued; the same bytes for ever. */
  statement(query: OfPeriod): Promise<Answer<Statement>>;
  check(query: OfPeriod): Promise<Answer<StatementCheck>>;
  /** What the statement of the next period would say if it were closed now; refused for what closing would be refused for. */
  preview(query: OfPeriod): Promise<Answer<Statement>>;
  /** The periods closed, and those to come by the agreement's calendar, a month each where no length is named. */
  periods(query: { readonly agreement: string; readonly every?: PeriodLength; readonly atLeast?: string }): Promise<Answer<PeriodsAnswer>>;
  figures(at: At): Promise<Answer<FiguresAnswer>>;
};
