import type { Accepted, AgreedLine, BalanceAnswer, HeldLine, MatchingChange, Party, StatedAccepted } from '#rebates';
import type { GapDay, VarianceKind } from '#reconciliation';
import type { Answer, At, KnownAt, Page, Paged } from '../asking.ts';

/** What the ledger says of two sides' records, and what it is told of them. */

export type ReconciliationCommand =
  /** How lines are matched from now on: recorded for both sides to see. */
  | {
      readonly kind: 'SetMatchingRules';
      readonly partnership: string;
      readonly rules: MatchingChange;
      readonly party: Party;
      readonly person: string;
    }
  /** Whose figure holds, for one variance or many at once. */
  | {
      readonly kind: 'ResolveVariances';
      readonly partnership: string;
      readonly variances: readonly string[];
      readonly accept: Accepted;
      readonly agreed?: AgreedLine;
      readonly reason?: string;
      readonly party: Party;
      readonly person: string;
    };

/** Says which figure holds where a side's own statement and what is earned differ; the balance follows neither. */
export type ResolveStatedFigure = {
  readonly kind: 'ResolveStatedFigure';
  readonly agreement: string;
  /** Whose statement it is. */
  readonly of: Party;
  readonly period: string;
  readonly programme: string;
  readonly accept: StatedAccepted;
  readonly reason?: string;
  readonly party: Party;
  readonly person: string;
};

/** What one side's own statement says that programmes earned in a period: evidence, which the balance does not follow. */
export type StateFigures = {
  readonly kind: 'StateFigures';
  readonly agreement: string;
  /** `2026-03`, `2026-Q1`, or two days. */
  readonly period: string;
  /** By programme. */
  readonly figures: Readonly<Record<string, string>>;
  readonly reference?: string;
  /** In place of what the side stated of the period before. */
  readonly corrects?: boolean;
  readonly party: Party;
  readonly person: string;
};

type In = { readonly partnership: string; readonly knownAt?: KnownAt; readonly atLeast?: string };

export type VarianceStatus = 'open' | 'proposed' | 'resolved';

export type VarianceFilter = {
  readonly kind?: VarianceKind;
  readonly status?: VarianceStatus;
  readonly document?: string;
  /** By the day since which it shows. */
  readonly from?: string;
  readonly to?: string;
};

/** What taking the other side's line would do to what an agreement earns about a day. */
export type VarianceRebate = {
  readonly agreement: string;
  readonly currency: string;
  readonly counts: Party;
  readonly on: string;
  readonly change: string;
};
export type SaidOfVariance = {
  readonly accept: Accepted;
  readonly agreed?: AgreedLine | undefined;
  readonly reason?: string | undefined;
  readonly party: Party;
  readonly person: string;
};

export type VarianceSummary = {
  readonly variance: string;
  readonly kind: VarianceKind;
  /** The side on which a line is missing, or stands twice. */
  readonly side?: Party;
  readonly supplier?: HeldLine & { readonly position: number };
  readonly customer?: HeldLine & { readonly position: number };
  /** The customer's less the supplier's, in the supplier's unit. */
  readonly quantity: string;
  readonly value: string;
  readonly since: { readonly day: string; readonly position: number };
  readonly until?: string;
  /** `proposed`: one side has said how, and the other, which would give way, has not. */
  readonly status: VarianceStatus;
  readonly proposed: readonly SaidOfVariance[];
  readonly resolution:
    | null
    | (SaidOfVariance & { /** Its correction is not recorded yet: resolve it once more. */ readonly pending: boolean });
  readonly rebate: readonly VarianceRebate[];
};

export type KindTotal = { readonly count: number; readonly net: string; readonly gross: string };
export type VariancesAnswer = Paged<VarianceSummary> & {
  readonly partnership: string;
  readonly knownAt: number;
  readonly rules: number;
  /** The first day of the month in which the later of the two records begins; null while one side has reported nothing, and nothing can be compared. */
  readonly comparedFrom: string | null;
  /** Of all that the filter lets through. */
  readonly total: KindTotal;
  readonly byKind: Partial<Readonly<Record<VarianceKind, KindTotal>>>;
};

export type MatchingRulesAnswer = {
  readonly partnership: string;
  readonly knownAt: number;
  readonly version: number;
} & Required<MatchingChange>;

export type GapAnswer = {
  readonly partnership: string;
  readonly knownAt: number;
  /** As of variances. */ readonly comparedFrom: string | null;
  readonly days: readonly GapDay[];
};

type SideFigures = {
  readonly supplier: string;
  readonly customer: string;
  /** The customer's less the supplier's. */ readonly difference: string;
};
/** What an agreement would pay counting from each side's own record. */
export type SidesAnswer = SideFigures & {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: number;
  readonly rules: number;
  /** Whose record the agreement counts from. */
  readonly counts: string;
  /** Which sides have reported anything yet: a record that is not kept earns nothing. */
  readonly reported: Readonly<Record<Party, boolean>>;
  readonly programmes: readonly (SideFigures & {
    readonly id: string;
    readonly scope: null | { readonly member: string } | { readonly product: string };
    readonly period: { readonly from: string; readonly to: string };
  })[];
};

/** What was stated, what the agreement earns in the same days as known, and the first less the second. */
/** What was said of a figure that differs: which holds, and who gave way. */
export type StatedResolution = {
  readonly accept: StatedAccepted;
  readonly party: Party;
  readonly person: string;
  readonly reason: string | null;
};
export type StatedFigure = { readonly stated: string; readonly ledger: string; readonly difference: string };
export type StatedStatement = StatedFigure & {
  readonly party: Party;
  readonly person: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly reference: string | null;
  readonly position: number;
  readonly statedAt: string;
  /** Those that the statement names. */
  readonly programmes: readonly (StatedFigure & {
    readonly programme: string;
    readonly status: 'agrees' | 'open' | 'resolved';
    readonly resolution: StatedResolution | null;
  })[];
};
export type StatedAnswer = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: number;
  readonly items: readonly StatedStatement[];
};

export type Reconciling = {
  /** What is open between the two records: by the day it shows. */
  variances(
    query: In &
      Page &
      VarianceFilter & { /** The day about which `rebate` is said; each agreement's last where left out. */ readonly on?: string },
  ): Promise<Answer<VariancesAnswer>>;
  variance(query: In & { readonly variance: string; readonly on?: string }): Promise<Answer<VarianceSummary>>;
  rules(query: In): Promise<Answer<MatchingRulesAnswer>>;
  /** How far the records are apart about each day, by kind; without what was resolved. */
  gap(query: In & { readonly from: string; readonly to: string }): Promise<Answer<GapAnswer>>;
  sides(at: At): Promise<Answer<SidesAnswer>>;
  /** The two sides' own statements against what the agreement earns. */
  stated(at: Omit<At, 'on'>): Promise<Answer<StatedAnswer>>;
  /** The balance counting from one side's own record, whichever the agreement counts from. */
  balanceFrom(at: At & { readonly countFrom: Party }): Promise<Answer<BalanceAnswer>>;
};
