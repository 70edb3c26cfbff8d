import type { Ageing, Claim, ClaimStatus, DueItem, ShortPayment, Waiver } from '#rebates';
import type { Answer, At, Page } from '../asking.ts';

/** What the ledger says of claims and settlements: what was really claimed and paid, beside what the plan would pay. */

type Axes = {
  readonly agreement: string;
  readonly currency: string;
  readonly on: string;
  readonly knownAt: number;
  readonly rules: number;
};

export type ClaimAnswer = {
  readonly claim: string;
  readonly status: ClaimStatus;
  readonly on: string;
  readonly amount: string;
  /** The customer's own figure, where it differs within tolerance. */
  readonly asked: string | null;
  readonly approved: string | null;
  readonly settled: string;
  /** Claimed or approved, and not settled. */
  readonly open: string;
  readonly decideBy: string | null;
  /** Raised, and the day to decide by has passed. */
  readonly overdue: boolean;
  readonly automatic: boolean;
  readonly reference: string | null;
  readonly reason: string | null;
  readonly raisedBy: string;
  readonly decidedBy: string | null;
  readonly evidence: { readonly sha256: string; readonly lines: number } | null;
  readonly parts: Claim['parts'];
  /** As approved; as claimed until then. */
  readonly standing: Claim['standing'];
};

export type SettlementRecord = {
  readonly settlement: string;
  readonly kind: 'creditNote' | 'payment' | 'deduction';
  readonly reference: string;
  readonly on: string;
  readonly amount: string;
  readonly party: 'supplier' | 'customer';
  readonly person: string;
  readonly invoice: string | null;
  readonly parts: readonly {
    readonly programme: string;
    readonly period: { readonly from: string; readonly to: string };
    readonly amount: string;
    readonly claim?: string | undefined;
    readonly final?: true | undefined;
  }[];
  readonly payees: readonly { readonly member: string; readonly amount: string }[];
  readonly tax: readonly { readonly code?: string | undefined; readonly net: string; readonly tax: string }[];
  readonly reversedOn: string | null;
  readonly reversedFor: string | null;
};

export type WaiverAnswer = {
  readonly waiver: string;
  readonly status: Waiver['status'];
  readonly programme: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly amount: string;
  readonly reason: string;
  readonly on: string;
  readonly requestedBy: string;
  readonly decidedBy: string | null;
  readonly decidedOn: string | null;
};

/** Earned about a day, and what became of it: settled + waived + open = earned; of the open, what is claimed and approved. */
export type StandingRow = {
  readonly programme: string;
  readonly earned: string;
  readonly settled: string;
  readonly waived: string;
  readonly open: string;
  readonly claimed: string;
  readonly approved: string;
  readonly unclaimed: string;
};

export type ClaimsAnswer = Axes & { readonly claims: readonly ClaimAnswer[] };
export type SettlementsAnswer = Axes & {
  readonly standing: readonly StandingRow[];
  readonly settlements: readonly SettlementRecord[];
  readonly waivers: readonly WaiverAnswer[];
};

type OpenClaim = { readonly claim: string; readonly open: string };
/** An item that is due with the claims that it can be settled with, those that wait for a decision, and its tax. */
export type DueAnswerItem = DueItem & {
  readonly claims: readonly OpenClaim[];
  readonly undecided: readonly OpenClaim[];
  /** It came after a final settlement: a difference of what was settled for good. */
  readonly afterFinal: boolean;
  readonly tax: readonly { readonly code?: string; readonly net: string; readonly tax: string }[];
};
export type DueAnswer = Axes & {
  readonly items: readonly DueAnswerItem[];
  readonly carried: readonly { readonly programme: string; readonly amount: string }[];
};
export type AgeingAnswer = Axes & {
  readonly programmes: readonly (Ageing & { readonly programme: string })[];
  readonly total: Ageing;
  readonly items: readonly DueItem[];
};

export type ShortPaymentsAnswer = Axes & { readonly documents: readonly ShortPayment[] };

export type ClaimLinesAnswer = Axes & {
  readonly programme: string;
  readonly earned: string;
  readonly lines: readonly ClaimLine[];
  readonly nextCursor: string | null;
};
/** A line with what it has earned, what live claims ask of it, and what can still be claimed. */
export type ClaimLine = {
  readonly document: string;
  readonly line: string;
  readonly date: string;
  readonly product: string;
  readonly quantity: string;
  readonly taxCode: string | null;
  readonly earned: string;
  readonly claimed: string;
  readonly left: string;
};

export type Settling = {
  claims(at: At & { readonly status?: ClaimStatus; readonly overdue?: boolean }): Promise<Answer<ClaimsAnswer>>;
  settlements(at: At): Promise<Answer<SettlementsAnswer>>;
  /** The lines that stand behind a claim of a programme, about a day. */
  claimLines(at: At & Page & { readonly programme: string }): Promise<Answer<ClaimLinesAnswer>>;
  /** What the plan gives and was not settled, given up or owed back: what to settle now, with claims, payees and tax. */
  due(at: At): Promise<Answer<DueAnswer>>;
  ageing(at: At): Promise<Answer<AgeingAnswer>>;
  /** Invoices that were paid with less than they come to: deductions that explain it, and claims that it comes to. */
  shortPayments(at: At): Promise<Answer<ShortPaymentsAnswer>>;
};
