/** What the API answers about versions of an agreement, what an organisation keeps to itself, and terms not proposed yet. */
import type { Agreement, Goal, Side } from './answers.ts';

export type SaidBy = { readonly party: Side; readonly person: string; readonly at: string };
type Said = SaidBy & { readonly text: string };
export type ProposalKind = 'agreement' | 'amendment' | 'extension' | 'membership';
export type VersionStatus = 'open' | 'signed' | 'countered' | 'replaced' | 'withdrawn' | 'lapsed' | 'ended';

/** A version without its terms. */
export type VersionRow = {
  readonly version: number;
  readonly kind: ProposalKind;
  readonly status: VersionStatus;
  readonly proposed: SaidBy;
  readonly why?: string;
  readonly answers?: number;
  readonly validUntil?: string;
  readonly closedAt?: string;
  readonly signatures: readonly SaidBy[];
  readonly comments: number;
};

export type TermChange = { readonly path: string; readonly before?: unknown; readonly after?: unknown; readonly words: string };
export type Diff = { readonly from: number; readonly to: number; readonly changes: readonly TermChange[] };
export type ReadingWords = {
  readonly agreement: readonly string[];
  readonly programmes: readonly { readonly id: string; readonly name: string; readonly words: readonly string[] }[];
};
export type Words = ReadingWords & { readonly version: number };

/** Whole terms, and amendments of them, as the API takes and gives them: the ledger checks what is in them. */
export type TermsObject = Readonly<Record<string, unknown>>;
export type Amendment = {
  readonly effective: string;
  readonly programme: string;
  readonly mode: 'restate' | 'carry' | 'restart';
  readonly change: TermsObject;
};

export type VersionDetail = {
  readonly version: number;
  readonly kind: ProposalKind;
  readonly terms: unknown;
  readonly amendments: readonly Amendment[];
};

export type Awaited = { readonly party: Side; readonly act: 'approve' | 'sign'; readonly people: readonly string[] };
export type OpenVersion = {
  readonly version: number;
  readonly kind: ProposalKind;
  readonly proposed: SaidBy;
  readonly why?: string;
  readonly answers: number | null;
  readonly validUntil: string | null;
  readonly lapsed: boolean;
  readonly comparedWith: number | null;
  readonly changes: readonly string[];
  readonly awaits: readonly Awaited[];
  readonly warnings: readonly Warning[];
  readonly approvals: readonly SaidBy[];
  readonly signatures: readonly SaidBy[];
  readonly comments: readonly Said[];
};
export type OverviewGoal = Pick<Goal, 'id' | 'measure' | 'target' | 'by' | 'owners'> & {
  readonly standing: null | Pick<Goal, 'measured' | 'progress' | 'expected' | 'status' | 'rule'>;
};
export type Overview = {
  readonly agreement: string;
  readonly partnership: string;
  readonly supplier: string;
  readonly customer: string;
  readonly status: Agreement['status'];
  readonly version: number;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  readonly termination: null | { readonly on: string; readonly reason: string; readonly party: Side; readonly person: string };
  readonly people: {
    readonly propose: readonly string[];
    readonly approve: readonly { readonly person: string; readonly party: Side | null; readonly upTo: string | null }[];
    readonly sign: readonly string[];
  };
  readonly goals: readonly OverviewGoal[];
  readonly open: OpenVersion | null;
};

export type Warning = { readonly code: string; readonly message: string; readonly place: string };
export type Reading = {
  readonly words: ReadingWords;
  readonly warnings: readonly Warning[];
  readonly comparedWith: number | null;
  readonly changes: readonly TermChange[];
};
export type Replica = { readonly terms: unknown; readonly notes: readonly string[] };

export type DraftRow = { readonly draft: string; readonly person: string; readonly savedAt: string; readonly agreement: string | null };
export type Draft = {
  readonly draft: string;
  readonly terms?: unknown;
  readonly agreement?: string;
  readonly amendments?: readonly unknown[];
  readonly note?: string;
};
export type Note = { readonly person: string; readonly at: string; readonly version?: number; readonly text: string };

/** What a write answers with. */
export type Written = { readonly events: readonly string[]; readonly warnings?: readonly Warning[] };
export type Person = {
  readonly id: string;
  readonly name: string | null;
  readonly organisation: string;
  readonly roles: readonly string[];
};
