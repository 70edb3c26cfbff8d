import type {
  AgreementRequest,
  AlertRules,
  AlertsAnswer,
  AmendmentTerms,
  BalanceAnswer,
  ClaimCommand,
  CompareAnswer,
  DesignAnswer,
  DraftCommand,
  ExplainAnswer,
  GivenRate,
  GoalsAnswer,
  NoteCommand,
  Policy,
  ProposalKind,
  ReplayDay,
  SalesDocument,
  TriedTerms,
} from '#rebates';
import type { Auditing } from './audit/answers.ts';
import type { Answer, At, CommandContext, Executed, Page, Paged } from './asking.ts';
import type { Closing } from './closing.ts';
import type { DisputeRequest, Disputing } from './disputes/answers.ts';
import type { BookCommand, Books } from './books/books.ts';
import type { Reconciling, ReconciliationCommand, ResolveStatedFigure, StateFigures } from './reconciliation/answers.ts';
import type { NoticesPage, NoticesQuery } from './notices/notice.ts';
import type {
  DiffAnswer,
  DraftAnswer,
  DraftSummary,
  NoteAnswer,
  ReadingAnswer,
  ReplicaAnswer,
  TrueUpsAnswer,
  VersionAnswer,
  VersionSummary,
  WordsAnswer,
} from './negotiation-answers.ts';
import type { Audits } from './audit/claims.ts';
import type { OverviewAnswer } from './overview-answers.ts';
import type { ProofOptions, Proofs } from './proofs/proofs.ts';
import type { Settling } from './settling/settling.ts';

export type * from './asking.ts';

export type Party = 'supplier' | 'customer';

export type LedgerCommand =
  | { readonly kind: 'OpenPartnership'; readonly supplier: string; readonly customer: string }
  | AgreementRequest
  /** Private to an organisation: drafts and notes never enter a partnership's history. */
  | DraftCommand
  | NoteCommand
  /** Proposes what a draft holds, as a copy, for the side that the organisation is. */
  | {
      readonly kind: 'ProposeDraft';
      readonly organisation: string;
      readonly draft: string;
      readonly person: string;
      readonly reason?: string;
      readonly answers?: number;
      readonly validUntil?: string;
    }
  /** What one unit of each currency is worth in `to`, from a day on: for agreements that name the table. */
  | {
      readonly kind: 'RecordRates';
      readonly partnership: string;
      readonly table: string;
      readonly to: string;
      readonly rates: readonly GivenRate[];
    }
  /** One party's own accrual policy, private to it. `organisation` is its role or its id; the policy as read, unchecked. */
  | { readonly kind: 'SetPolicy'; readonly organisation: string; readonly agreement: string; readonly policy: unknown }
  | ReconciliationCommand
  | StateFigures
  | ResolveStatedFigure
  /** Issues the statement of a period: `2026-03`, `2026-Q1`, or two days. Closing it again changes nothing. */
  | { readonly kind: 'ClosePeriod'; readonly agreement: string; readonly period: string }
  /** Claims, settlements and waivers: for both sides to read. */
  | ClaimCommand
  /** One party's own accrual account and accounts, private to it. */
  | BookCommand
  | DisputeRequest
  | { readonly kind: 'RecordSales'; readonly partnership: string; readonly document: SalesDocument };

export type PartnershipsOf = { readonly organisations: readonly string[]; readonly partnerships: readonly string[] };

export type PartnershipSummary = {
  readonly partnership: string;
  readonly supplier: string;
  readonly customer: string;
  readonly position: number;
  readonly agreements: readonly string[];
};
export type AgreementSummary = {
  readonly agreement: string;
  readonly partnership: string;
  readonly status: 'proposed' | 'active' | 'terminated' | 'withdrawn' | 'lapsed';
  readonly version: number;
  /** Of its stream: what `If-Match` is compared with. */
  readonly revision: number;
  readonly terms: unknown;
  readonly amendments: readonly AmendmentTerms[];
  readonly openProposal: null | {
    readonly version: number;
    readonly kind: ProposalKind;
    readonly party: Party;
    readonly validUntil: string | null;
    readonly approvedBy: readonly Party[];
    readonly signedBy: readonly Party[];
  };
  readonly terminatedOn: string | null;
};
/** A party's accrual policy as known; version 0 and null where it has set none. */
export type PolicySummary = {
  readonly agreement: string;
  readonly organisation: string;
  readonly version: number;
  readonly revision: number;
  readonly recordedAt: string | null;
  readonly policy: Policy | null;
};
export type TimelineEntry = {
  readonly position: number;
  readonly recordedAt: string;
  readonly type: string;
  readonly summary: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly lines: number;
  readonly stream: string;
  readonly revision: number;
};
export type RefusedLine = {
  readonly number: number;
  readonly line: string;
  readonly column: string;
  readonly value: string;
  readonly code: string;
  readonly reason: string;
  readonly wayOut: string;
};
export type ImportSummary = {
  readonly import: string;
  readonly by: string;
  readonly file: string;
  readonly startedAt: string;
  readonly status: 'running' | 'completed' | 'interrupted';
  readonly sent: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly notAddressed: number;
};

export type LedgerOptions = ProofOptions & {
  readonly dataDir: string;
  /** `esdb://…`: EventStoreDB instead of the embedded file. */ readonly eventStoreUrl?: string;
};
/** Exported by the lib as `openLedger`. Throws a StoreError where the store cannot be opened. */
export type OpenLedger = (options: LedgerOptions) => Promise<Ledger>;

/** Whose lines a file holds: one partnership's, or those of all of a supplier's customers (column `customer`). */
export type ImportTarget =
  | { readonly kind: 'partnership'; readonly partnership: string }
  /** With a template (an agreement file whose `customer` is left out and whose `id` holds `{customer}`), a partnership is opened and one agreement signed for each customer listed. Without one, lines of customers without a partnership are not addressed. */
  | { readonly kind: 'supplier'; readonly supplier: string; readonly template?: unknown };
export type ImportRequest = {
  readonly target: ImportTarget;
  /** The organisation that sends it: its import log is private to it. */
  readonly by: string;
  /** Who saw the lines; the supplier where left out and no column says it. */
  readonly reporter?: string;
  /** Name for the log. */
  readonly file: string;
  /** Where to read: a path on this machine, or bytes (CSV, plain or gzip). */
  readonly source: string | AsyncIterable<Uint8Array>;
  /** `document=InvoiceNo,date=InvoiceDate,…`, or the content of a saved mapping. */
  readonly mapping?: string | Readonly<Record<string, string>>;
  /** The id under which its counts can be asked while it runs; a new one where left out. */
  readonly id?: string;
  /** As whom the sender may report: lines that a column gives to another reporter are refused. Anybody where left out. */
  readonly reportsAs?: readonly string[];
};
export type ImportProgress = Omit<ImportSummary, 'import' | 'by' | 'file' | 'startedAt' | 'status'> & {
  readonly bytesRead: number;
  readonly bytesTotal: number | null;
};

/** What is compared with the terms in force: the open proposal, and terms or amendments that nobody has proposed. */
export type CompareRequest = At & {
  readonly proposal?: boolean;
  readonly with?: readonly TriedTerms[];
  /** As read from a request, unchecked. */ readonly forecast?: unknown;
};
export type DesignRequest = At & { /** The content of a goals file, unchecked. */ readonly goals: unknown };

/** A whole agreement, or amendments of one. */
export type ReadingRequest =
  | { readonly agreement?: string; readonly terms: unknown }
  | { readonly agreement: string; readonly amendments: unknown };

export type Ledger = {
  /** Statements of closed periods, and the causes between any two figures. */
  readonly closing: Closing;
  /** Claims, settlements, waivers, what is due and since when. */
  readonly settling: Settling;
  /** One party's own accrual account, accounts and journal. */
  readonly books: Books;
  /** Good lines are recorded, bad ones come back (`refusedLines`); sending a file again changes nothing. */
  importSales(
    request: ImportRequest,
    context: CommandContext,
    onProgress?: (progress: ImportProgress) => void,
  ): Promise<Answer<ImportSummary>>;
  execute(command: LedgerCommand, context: CommandContext): Promise<Executed>;
  /** With `policyOf` (a party's role or id), `accrued` and `projected` go by that party's own policy; without, accrued is earned. */
  balance(at: At & { readonly policyOf?: string }): Promise<Answer<BalanceAnswer>>;
  /** One party's own policy, as known. */
  policy(query: Omit<At, 'on'> & { readonly organisation: string }): Promise<Answer<PolicySummary>>;
  goals(at: At): Promise<Answer<GoalsAnswer>>;
  /** What to look at: a step near, a goal at risk, the agreement ending, lines waiting. */
  alerts(at: At & Partial<AlertRules>): Promise<Answer<AlertsAnswer>>;
  /** Balance of every day from `from` to `to`, both included, all as known at one time. */
  balances(at: Omit<At, 'on'> & { readonly from: string; readonly to: string }): Promise<Answer<readonly BalanceAnswer[]>>;
  /** The same real sales, or a forecast, under the terms in force and under others: before anybody signs. */
  compare(request: CompareRequest): Promise<Answer<CompareAnswer>>;
  /** Terms within bounds that meet both sides' goals on real sales: the trade-off, and no decision. */
  design(request: DesignRequest): Promise<Answer<DesignAnswer>>;
  explain(at: At & { readonly from?: string; readonly programme?: string } & Page): Promise<Answer<ExplainAnswer>>;
  replay(at: Omit<At, 'on'> & { readonly from: string; readonly to: string }): Promise<Answer<readonly ReplayDay[]>>;
  timeline(query: { readonly agreement: string } & Page): Promise<Answer<Paged<TimelineEntry>>>;
  /** With `of`, only those in which one of these organisations is a party, or that are named. */
  partnerships(page: Page & { readonly of?: PartnershipsOf }): Promise<Answer<Paged<PartnershipSummary>>>;
  agreement(id: string): Promise<Answer<AgreementSummary>>;
  /** Undefined for an id that nobody uses; the work is the same either way. */
  partnershipOf(agreement: string): Promise<string | undefined>;
  /** Every version that was proposed, in order: by whom, why, what became of it. */
  versions(agreement: string): Promise<Answer<readonly VersionSummary[]>>;
  version(query: { readonly agreement: string; readonly version: number }): Promise<Answer<VersionAnswer>>;
  /** What changed from one version to another, term by term. */
  diff(query: { readonly agreement: string; readonly from: number; readonly to: number }): Promise<Answer<DiffAnswer>>;
  /** The terms as plain sentences: of a version, else of the one in force, else of the last proposed. */
  words(query: { readonly agreement: string; readonly version?: number }): Promise<Answer<WordsAnswer>>;
  /** Terms that nobody has proposed yet: whether they hold, what they say, and what they would change of an agreement. As they were sent, unchecked. */
  reading(query: ReadingRequest): Promise<Answer<ReadingAnswer>>;
  /** What each change of the terms made of the balance about a day. */
  trueUps(at: At): Promise<Answer<TrueUpsAnswer>>;
  /** Terms for the next term; with `baselines`, fixed baselines of growth are filled with what was measured. */
  replica(query: {
    readonly agreement: string;
    readonly from?: string;
    readonly id?: string;
    readonly baselines?: boolean;
  }): Promise<Answer<ReplicaAnswer>>;
  /** Private to the organisation: those that are not discarded. */
  drafts(query: { readonly organisation: string } & Page): Promise<Answer<Paged<DraftSummary>>>;
  draft(query: { readonly organisation: string; readonly draft: string }): Promise<Answer<DraftAnswer>>;
  /** Private to the organisation, in the order of writing. */
  notes(query: { readonly organisation: string; readonly agreement: string }): Promise<Answer<readonly NoteAnswer[]>>;
  /** The two sides' records against each other. */
  readonly reconciliation: Reconciling;
  readonly disputes: Disputing;
  readonly auditing: Auditing;
  /** With `by`, only those of these organisations: to anybody else an import does not exist. */
  imports(page: Page & { readonly by?: readonly string[] }): Promise<Answer<Paged<ImportSummary>>>;
  /** One import, with what it has counted so far while it runs. */
  oneImport(query: { readonly import: string; readonly by?: readonly string[] }): Promise<Answer<ImportSummary>>;
  refusedLines(query: { readonly import: string; readonly by?: readonly string[] } & Page): Promise<Answer<Paged<RefusedLine>>>;
  /** What an auditor is given to recompute. */
  readonly audits: Audits;
  /** What proves a partnership's history. */
  readonly proofs: Proofs;
  /** An agreement as both sides see it, on one page; `on` is the day about which its goals are judged. */
  overview(at: Omit<At, 'knownAt'>): Promise<Answer<OverviewAnswer>>;
  /** What a partnership's history is told as after a place of it: the same whenever it is asked for. */
  notices(query: NoticesQuery): Promise<Answer<NoticesPage>>;
  /** "view advanced" notices, lossy: for live screens. Returns how to stop. */
  onAdvance(listener: (notice: { readonly partnership: string; readonly position: number }) => void): () => void;
  /** Rejects when the store or a view cannot serve. */
  ready(): Promise<void>;
  /** Folds all views again from the log; with `check`, beside the standing ones, and names the first difference. */
  rebuild(options: {
    readonly check: boolean;
    readonly onProgress?: (done: { readonly events: number }) => void;
  }): Promise<{ readonly identical: boolean; readonly difference: string | null; readonly events: number; readonly digest: string }>;
  /** How far each view is behind the log, for /metrics. */
  lag(): Promise<readonly { readonly view: string; readonly token: string | null; readonly stopped: string | null }[]>;
  close(): Promise<void>;
};
