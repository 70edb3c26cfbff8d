import type { CommandContext, ImportProgress, ImportRequest, ImportSummary, Answer, Ledger } from '#ledger';

/** What is seen of an import under way: lines where the ledger is ours, only bytes where a server reads them. */
export type Progress = Partial<ImportProgress> & { readonly bytesRead: number; readonly bytesTotal: number | null };

/** An import of a file of this machine; the text of a mapping, since it may travel. */
export type FileImport = Omit<ImportRequest, 'source' | 'mapping'> & { readonly source: string; readonly mapping?: string };

/** What the commands need of a ledger, wherever it is: in this process, or behind a server. */
export type LedgerClient = Pick<Ledger, 'execute' | 'balance' | 'explain' | 'replay' | 'timeline' | 'partnerships' | 'agreement' | 'imports' | 'refusedLines' | 'rebuild' | 'close'> & {
  /** For the words: where the answers come from. */
  readonly where: string;
  importSales(request: FileImport, context: CommandContext, onProgress?: (progress: Progress) => void): Promise<Answer<ImportSummary>>;
};
