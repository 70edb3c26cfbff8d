import type { Rejection } from '#kernel';
import type { AmendmentTerms, BalanceAnswer, ExplainAnswer, ReplayDay, SalesDocument } from '#rebates';

/** Who asks, and under which id: the same command id with the same content is carried out once. */
export type CommandContext = {
  readonly commandId: string;
  readonly actor: string;
  readonly correlationId?: string;
  /** ISO-8601 UTC; the ledger's rules take no clock. */
  readonly now: string;
  /** `If-Match`: refuse when the stream is not at this revision. */
  readonly expectedRevision?: number;
};

export type Party = 'supplier' | 'customer';

export type LedgerCommand =
  | { readonly kind: 'OpenPartnership'; readonly supplier: string; readonly customer: string }
  /** Terms as read from a file or a request, unchecked; opens the partnership where it is new. */
  | { readonly kind: 'ProposeAgreement'; readonly terms: unknown; readonly party: Party; readonly person: string }
  | { readonly kind: 'SignAgreement'; readonly agreement: string; readonly version: number; readonly party: Party; readonly person: string }
  | { readonly kind: 'WithdrawProposal'; readonly agreement: string; readonly version: number; readonly party: Party; readonly person: string }
  | { readonly kind: 'ProposeAmendment'; readonly agreement: string; readonly amendments: unknown; readonly party: Party; readonly person: string; readonly reason?: string }
  | { readonly kind: 'TerminateAgreement'; readonly agreement: string; readonly on: string; readonly reason: string; readonly party: Party; readonly person: string }
  | { readonly kind: 'RecordSales'; readonly partnership: string; readonly document: SalesDocument };

export type Executed =
  | { readonly kind: 'done'; /** Read your own write: pass as `atLeast`. */ readonly token: string; readonly revision: number; readonly stream: string; /** Types of the events this command recorded; empty when it changed nothing. */ readonly events: readonly string[] }
  | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] }
  | { readonly kind: 'conflict'; readonly message: string };

/** T of domain.md §3: a position in the partnership's history, or a recorded time; the newest where left out. */
export type KnownAt = { readonly position: number } | { readonly time: string };
export type At = { readonly agreement: string; readonly on?: string; readonly knownAt?: KnownAt; readonly atLeast?: string };

export type Page = { readonly cursor?: string; readonly limit?: number };

export type PartnershipSummary = { readonly partnership: string; readonly supplier: string; readonly customer: string; readonly position: number; readonly agreements: readonly string[] };
export type AgreementSummary = {
  readonly agreement: string;
  readonly partnership: string;
  readonly status: 'proposed' | 'active' | 'terminated' | 'withdrawn';
  readonly version: number;
  /** Of its stream: what `If-Match` is compared with. */
  readonly revision: number;
  readonly terms: unknown;
  readonly amendments: readonly AmendmentTerms[];
  readonly openProposal: null | { readonly version: number; readonly signedBy: readonly Party[] };
  readonly terminatedOn: string | null;
};
export type TimelineEntry = { readonly position: number; readonly recordedAt: string; readonly type: string; readonly summary: string; readonly from: string | null; readonly to: string | null; readonly lines: number; readonly stream: string; readonly revision: number };
export type RefusedLine = { readonly number: number; readonly line: string; readonly column: string; readonly value: string; readonly code: string; readonly reason: string; readonly wayOut: string };
export type ImportSummary = { readonly import: string; readonly by: string; readonly file: string; readonly startedAt: string; readonly status: 'running' | 'completed' | 'interrupted'; readonly sent: number; readonly recorded: number; readonly repeated: number; readonly refused: number; readonly notAddressed: number };

/** Answers are rejections as data: an unknown agreement, a day that is no day. */
export type Answer<T> = { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] };
export type LedgerOptions = { readonly dataDir: string; /** `esdb://…`: EventStoreDB instead of the embedded file. */ readonly eventStoreUrl?: string };
/** Exported by the lib as `openLedger`. Throws a StoreError where the store cannot be opened. */
export type OpenLedger = (options: LedgerOptions) => Promise<Ledger>;
export type Paged<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

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
};
export type ImportProgress = Omit<ImportSummary, 'import' | 'by' | 'file' | 'startedAt' | 'status'> & { readonly bytesRead: number; readonly bytesTotal: number | null };

export type Ledger = {
  /** Good lines are recorded, bad ones come back (`refusedLines`); sending a file again changes nothing. */
  importSales(request: ImportRequest, context: CommandContext, onProgress?: (progress: ImportProgress) => void): Promise<Answer<ImportSummary>>;
  execute(command: LedgerCommand, context: CommandContext): Promise<Executed>;
  balance(at: At): Promise<Answer<BalanceAnswer>>;
  /** Balance of every day from `from` to `to`, both included, all as known at one time. */
  balances(at: Omit<At, 'on'> & { readonly from: string; readonly to: string }): Promise<Answer<readonly BalanceAnswer[]>>;
  explain(at: At & { readonly from?: string; readonly programme?: string } & Page): Promise<Answer<ExplainAnswer>>;
  replay(at: Omit<At, 'on'> & { readonly from: string; readonly to: string }): Promise<Answer<readonly ReplayDay[]>>;
  timeline(query: { readonly agreement: string } & Page): Promise<Answer<Paged<TimelineEntry>>>;
  partnerships(page: Page): Promise<Answer<Paged<PartnershipSummary>>>;
  agreement(id: string): Promise<Answer<AgreementSummary>>;
  imports(page: Page): Promise<Answer<Paged<ImportSummary>>>;
  refusedLines(query: { readonly import: string } & Page): Promise<Answer<Paged<RefusedLine>>>;
  /** "view advanced" notices, lossy: for live screens. Returns how to stop. */
  onAdvance(listener: (notice: { readonly partnership: string; readonly position: number }) => void): () => void;
  /** Rejects when the store or a view cannot serve. */
  ready(): Promise<void>;
  /** Folds all views again from the log; with `check`, beside the standing ones, and names the first difference. */
  rebuild(options: { readonly check: boolean; readonly onProgress?: (done: { readonly events: number }) => void }): Promise<{ readonly identical: boolean; readonly difference: string | null; readonly events: number; readonly digest: string }>;
  /** How far each view is behind the log, for /metrics. */
  lag(): Promise<readonly { readonly view: string; readonly token: string | null; readonly stopped: string | null }[]>;
  close(): Promise<void>;
};
