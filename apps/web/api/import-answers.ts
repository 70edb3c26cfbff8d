/** What the API answers about an import. */
export type ImportCounts = {
  readonly sent: number;
  readonly recorded: number;
  readonly repeated: number;
  readonly refused: number;
  readonly notAddressed: number;
};
export type ImportSummary = ImportCounts & {
  readonly import: string;
  readonly by: string;
  readonly file: string;
  readonly startedAt: string;
  readonly status: 'running' | 'completed' | 'interrupted';
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
