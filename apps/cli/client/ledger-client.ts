import type { CommandContext, ImportProgress, ImportRequest, ImportSummary, Answer, Ledger } from '#ledger';
import type { ProofSource } from '../audit/source.ts';

/** What is seen of an import under way: lines where the ledger is ours, only bytes where a server reads them. */
export type Progress = Partial<ImportProgress> & { readonly bytesRead: number; readonly bytesTotal: number | null };

/** An import of a file of this machine; the text of a mapping, since it may travel. */
export type FileImport = Omit<ImportRequest, 'source' | 'mapping' | 'by' | 'reportsAs'> & {
  readonly source: string;
  readonly mapping?: string;
  /** Where left out: who signed in at a server, and else the supplier. */
  readonly by?: string;
};

/** Who sends a file where nobody signs in. */
export const senderOf = ({ target, by }: Pick<FileImport, 'target' | 'by'>): string =>
  by ?? (target.kind === 'supplier' ? target.supplier : (target.partnership.split('~')[0] ?? ''));

/** What the commands need of a ledger, wherever it is: in this process, or behind a server. */
export type LedgerClient = Pick<
  Ledger,
  | 'agreement'
  | 'alerts'
  | 'auditing'
  | 'balance'
  | 'books'
  | 'close'
  | 'closing'
  | 'compare'
  | 'design'
  | 'diff'
  | 'disputes'
  | 'draft'
  | 'drafts'
  | 'execute'
  | 'explain'
  | 'goals'
  | 'imports'
  | 'notes'
  | 'partnerships'
  | 'policy'
  | 'rebuild'
  | 'reconciliation'
  | 'refusedLines'
  | 'replay'
  | 'replica'
  | 'settling'
  | 'timeline'
  | 'trueUps'
  | 'version'
  | 'versions'
  | 'words'
> & {
  /** What proves a partnership's history. */
  readonly proofs: ProofSource;
  readonly overview: Ledger['overview'];
  /** For the words: where the answers come from. */
  readonly where: string;
  importSales(request: FileImport, context: CommandContext, onProgress?: (progress: Progress) => void): Promise<Answer<ImportSummary>>;
};
