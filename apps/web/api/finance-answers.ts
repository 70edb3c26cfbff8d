/** What the API answers about closing, claiming, settling and one's own books. Amounts are decimal texts, days YYYY-MM-DD. */
import type { Period, Scope, Side, Standing } from './answers.ts';

export type PeriodLength = 'month' | 'quarter' | 'half' | 'year';
export type AccountingPeriod = {
  readonly period: Period;
  readonly state: 'closed' | 'over' | 'running' | 'ahead';
  readonly statement: null | {
    readonly number: number;
    readonly knownAt: number;
    readonly issuedAt: string;
    readonly earned: string;
    readonly open: string;
  };
};
export type AccountingPeriods = {
  readonly agreement: string;
  readonly currency: string;
  readonly today: string;
  readonly every: PeriodLength;
  readonly periods: readonly AccountingPeriod[];
};

export type StatementFigures = {
  readonly opening: string;
  readonly earned: string;
  readonly trueUps: string;
  readonly settled: string;
  readonly waived: string;
  readonly closing: string;
  readonly unclaimed: string;
  readonly claimed: string;
  readonly approved: string;
};
export type StatementRow = StatementFigures & {
  readonly programme: string;
  readonly causes: Readonly<Partial<Record<string, string>>>;
  readonly scopes?:
    | readonly { readonly scope: Exclude<Scope, null>; readonly earned: string; readonly trueUps: string; readonly toDate: string }[]
    | undefined;
  readonly scopesLeftOut?: string | undefined;
};
export type Statement = {
  readonly agreement: string;
  readonly currency: string;
  readonly number: string;
  readonly period: Period;
  readonly previous?: { readonly number: string; readonly to: string; readonly position: string } | undefined;
  readonly position: string;
  readonly rules: string;
  readonly inputs: string;
  readonly programmes: readonly StatementRow[];
  readonly total: StatementFigures;
};
export type StatementCheck = {
  readonly same: boolean;
  readonly sha256: string;
  readonly difference: null | { readonly path: string; readonly issued: string; readonly computed: string };
};

type Axes = { readonly agreement: string; readonly currency: string; readonly on: string; readonly knownAt: number };

type ClaimedLine = { readonly document: string; readonly line: string; readonly amount: string };
export type ClaimPart = {
  readonly programme: string;
  readonly period: Period;
  readonly amount: string;
  readonly lines?: readonly ClaimedLine[] | undefined;
};
export type Claim = {
  readonly claim: string;
  readonly status: 'raised' | 'approved' | 'refused' | 'withdrawn';
  readonly on: string;
  readonly amount: string;
  readonly asked: string | null;
  readonly approved: string | null;
  readonly settled: string;
  readonly open: string;
  readonly decideBy: string | null;
  readonly overdue: boolean;
  readonly automatic: boolean;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly raisedBy: string;
  readonly decidedBy: string | null;
  readonly parts: readonly ClaimPart[];
  readonly standing: readonly ClaimPart[];
};
export type Claims = Axes & { readonly claims: readonly Claim[] };

export type Means = 'creditNote' | 'payment' | 'deduction';
export type SettlementRecord = {
  readonly settlement: string;
  readonly kind: Means;
  readonly reference: string;
  readonly on: string;
  readonly amount: string;
  readonly party: Side;
  readonly parts: readonly {
    readonly programme: string;
    readonly period: Period;
    readonly amount: string;
    readonly claim?: string | undefined;
    readonly final?: true | undefined;
  }[];
  readonly tax: readonly TaxLine[];
  readonly reversedOn: string | null;
  readonly reversedFor: string | null;
};
export type Waiver = {
  readonly waiver: string;
  readonly status: 'requested' | 'waived' | 'dropped';
  readonly programme: string;
  readonly period: Period;
  readonly amount: string;
  readonly reason: string;
  readonly on: string;
  readonly requestedBy: string;
  readonly decidedOn: string | null;
};
export type SettledAndWaived = Axes & {
  readonly standing: readonly Standing[];
  readonly settlements: readonly SettlementRecord[];
  readonly waivers: readonly Waiver[];
};

export type TaxLine = { readonly code?: string | undefined; readonly net: string; readonly tax: string };
export type DueItem = {
  readonly programme: string;
  readonly period: Period;
  readonly final: boolean;
  readonly on: string;
  readonly due: string;
  readonly claimUntil?: string;
  readonly by: Means;
  readonly planned: string;
  readonly open: string;
  readonly payees?: readonly { readonly member: string; readonly amount: string }[];
  readonly claims: readonly { readonly claim: string; readonly open: string }[];
  readonly undecided: readonly { readonly claim: string; readonly open: string }[];
  readonly afterFinal: boolean;
  readonly tax: readonly TaxLine[];
};
export type Due = Axes & { readonly items: readonly DueItem[] };

export type ShortPayment = {
  readonly document: string;
  readonly paidOn: string;
  readonly currency: string;
  readonly due: string;
  readonly paid: string;
  readonly short: string;
  readonly deductions: readonly { readonly settlement: string; readonly amount: string }[];
  readonly left: string;
  readonly claims: readonly { readonly claim: string; readonly approved: boolean; readonly open: string }[];
};
export type ShortPayments = Axes & { readonly documents: readonly ShortPayment[] };

export type AgeingRow = {
  readonly notDue: string;
  readonly days1to30: string;
  readonly days31to60: string;
  readonly days61to90: string;
  readonly over90: string;
  readonly total: string;
};
export type Ageing = Axes & { readonly programmes: readonly (AgeingRow & { readonly programme: string })[]; readonly total: AgeingRow };

export type ClaimLine = {
  readonly document: string;
  readonly line: string;
  readonly date: string;
  readonly product: string;
  readonly earned: string;
  readonly claimed: string;
  readonly left: string;
};
export type ClaimLines = Axes & {
  readonly programme: string;
  readonly earned: string;
  readonly lines: readonly ClaimLine[];
  readonly nextCursor: string | null;
};

export type BookedRow = {
  readonly programme: string;
  readonly opening: string;
  readonly charged: string;
  readonly used: string;
  readonly released: string;
  readonly closing: string;
};
export type Booking = {
  readonly booking: string;
  readonly period: Period;
  readonly currency: string;
  readonly knownAt: number;
  readonly policy: number;
  readonly person: string;
  readonly rows: readonly BookedRow[];
  readonly reversed: string | null;
};
export type Release = {
  readonly release: string;
  readonly programme: string;
  readonly amount: string;
  readonly on: string;
  readonly reason: string;
  readonly person: string;
  readonly status: 'requested' | 'released' | 'dropped';
};
export type Accruals = {
  readonly agreement: string;
  readonly organisation: string;
  readonly bookings: readonly Booking[];
  readonly releases: readonly Release[];
};

export type JournalLine = {
  readonly account: string;
  readonly name: string;
  readonly debit?: string;
  readonly credit?: string;
  readonly taxCode?: string;
};
export type JournalEntry = {
  readonly entry: string;
  readonly date: string;
  readonly programme: string;
  readonly text: string;
  readonly reference: string | null;
  readonly lines: readonly JournalLine[];
};
export type Journal = {
  readonly agreement: string;
  readonly organisation: string;
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
  readonly entries: readonly JournalEntry[];
};
