/**
 * What the API answers, as far as the screens read it. Written out here, because a screen knows the API only; a test holds
 * these to what the ledger says (test/web/answers.spec.ts). Amounts are decimal texts, days YYYY-MM-DD.
 */
export type Period = { readonly from: string; readonly to: string };
export type Side = 'supplier' | 'customer';
export type Scope = null | { readonly member: string } | { readonly product: string };
export type Range = { readonly low: string; readonly likely: string; readonly high: string };

export type Programme = {
  readonly id: string;
  readonly period: Period;
  readonly scope: Scope;
  readonly measured: string;
  readonly earningAmount: string;
  readonly step: number | null;
  readonly units?: string;
  readonly earned: string;
  readonly accrued: string;
  readonly projected: string;
  readonly projection?: Range & { readonly method: string };
  readonly problem?: { readonly code: string; readonly message: string };
  readonly toNextStep: null | { readonly from: string; readonly missing: string; readonly pays: string };
};

export type Settlement = {
  readonly programme: string;
  readonly period: Period;
  readonly final: boolean;
  readonly on: string;
  readonly due: string;
  readonly amount: string;
};

export type Balance = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly programmes: readonly Programme[];
  readonly earned: string;
  readonly accrued: string;
  readonly projection?: Range;
  readonly policy?: null | { readonly organisation: string; readonly version: number; readonly recordedAt: string };
  readonly settlements?: readonly Settlement[];
};

export type DayEvent = { readonly position: number; readonly type: string; readonly summary: string; readonly lines?: number };
export type ReplayDay = {
  readonly on: string;
  readonly earned: string;
  readonly change: string;
  readonly causes: Readonly<Partial<Record<string, string>>>;
  readonly events: readonly DayEvent[];
};

export type LineEffect = {
  readonly position: number;
  readonly document: string;
  readonly line: string;
  readonly date: string;
  readonly product: string;
  readonly effects: readonly { readonly programme: string; readonly cause: string; readonly amount: string }[];
  readonly notCounted?: string;
};

export type Explanation = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly from: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly opening: string;
  readonly earned: string;
  readonly causes: Readonly<Partial<Record<string, string>>>;
  readonly programmes: readonly (Programme & { readonly words: readonly string[] })[];
  readonly lines: readonly LineEffect[];
  readonly nextCursor: string | null;
};

export type TimelineEntry = {
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly lines: number;
};

export type Goal = {
  readonly id: string;
  readonly measure: string;
  readonly target: string;
  readonly by: string;
  readonly owners: readonly string[];
  readonly measured: string;
  readonly progress: string;
  readonly pace: string;
  readonly neededPace: string | null;
  readonly expected: string;
  readonly status: 'met' | 'onTrack' | 'atRisk' | 'missed';
  readonly metOn?: string;
  readonly rule: string;
};
export type Goals = { readonly on: string; readonly knownAt?: number; readonly goals: readonly Goal[] };

export type Alert = { readonly code: string; readonly sentence: string; readonly place: string; readonly since: string };
export type Alerts = { readonly on: string; readonly knownAt?: number; readonly alerts: readonly Alert[] };

export type Paged<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };
export type Partnership = {
  readonly partnership: string;
  readonly supplier: string;
  readonly customer: string;
  readonly position: number;
  readonly agreements: readonly string[];
};

export type OpenProposal = {
  readonly version: number;
  readonly kind: string;
  readonly party: Side;
  readonly validUntil: string | null;
  readonly approvedBy: readonly string[];
  readonly signedBy: readonly string[];
};
export type Agreement = {
  readonly agreement: string;
  readonly partnership: string;
  readonly status: 'proposed' | 'active' | 'terminated' | 'withdrawn' | 'lapsed';
  readonly version: number;
  readonly openProposal: null | OpenProposal;
  readonly terminatedOn: string | null;
  readonly terms: unknown;
  /** Those in force. */
  readonly amendments: readonly unknown[];
};

export type Membership = { readonly organisation: string; readonly roles: readonly string[] };
export type Me = {
  readonly id: string;
  readonly is: 'person' | 'machine' | 'open';
  readonly name: string | null;
  readonly email: string | null;
  readonly operator: boolean;
  readonly memberships: readonly Membership[];
  readonly grants: readonly { readonly partnership: string; readonly agreement: string | null }[];
};

export type VersionSummary = {
  readonly version: number;
  readonly kind: string;
  readonly status: string;
  readonly closedAt?: string;
  readonly why?: string;
};

export type Standing = {
  readonly programme: string;
  readonly earned: string;
  readonly settled: string;
  readonly waived: string;
  readonly open: string;
  readonly claimed: string;
  readonly approved: string;
  readonly unclaimed: string;
};
export type Settlements = { readonly standing: readonly Standing[] };

export type StatementSummary = {
  readonly number: number;
  readonly period: Period;
  readonly knownAt: number;
  readonly earned: string;
  readonly open: string;
};
export type Statements = { readonly statements: readonly StatementSummary[]; readonly nextFrom: string };
