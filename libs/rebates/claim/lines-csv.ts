import { csvOf } from '../journal/csv.ts';

/** A line of evidence: what it has earned, what is claimed of it, what is left. */
type ClaimLine = {
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

const COLUMNS = ['document', 'line', 'date', 'product', 'quantity', 'taxCode', 'earned', 'claimed', 'left'] as const;

/** The same lines give the same bytes, so that their hash can stand for them. */
export const claimLinesCsv = (lines: readonly ClaimLine[]): string =>
  csvOf(
    COLUMNS,
    lines.map((line) => COLUMNS.map((column) => line[column] ?? '')),
  );
