import type { Ledger } from '../ledger.ts';
import type { Finding } from './answers.ts';

/** What the checks ask: the same questions as anybody else, so that they find what anybody would. */
export type AuditedLedger = Pick<
  Ledger,
  'agreement' | 'balance' | 'books' | 'closing' | 'disputes' | 'proofs' | 'reconciliation' | 'settling'
>;

export type Audited = {
  readonly ledger: AuditedLedger;
  readonly agreement: string;
  readonly partnership: string;
  readonly from: string;
  readonly to: string;
  readonly knownAt: number;
  /** The parties whose books may be looked into. */
  readonly booksOf: readonly string[];
};

/** One check in one file: what it holds true, and a walk over what it looks at; each look may find things. */
export type AuditCheck = {
  readonly name: string;
  readonly holds: string;
  readonly run: (audited: Audited) => AsyncIterable<readonly Finding[]>;
};
