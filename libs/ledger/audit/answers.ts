import type { Answer } from '../asking.ts';

/** What an audit of an agreement finds. */

/** `wrong`: something contradicts what was recorded. `open`: nothing does, and something is not settled. */
export type FindingKind = 'wrong' | 'open';

export type Finding = {
  readonly kind: FindingKind;
  /** What was looked at: a period, a dispute, a variance. */
  readonly subject: string;
  readonly words: string;
  /** Positions of the events that it is about. */
  readonly events: readonly number[];
};

export type CheckReport = {
  readonly check: string;
  /** What it holds true, in words. */
  readonly holds: string;
  /** How many things were looked at. */
  readonly looked: number;
  readonly findings: readonly Finding[];
};

export type AuditReport = {
  readonly agreement: string;
  readonly partnership: string;
  readonly knownAt: number;
  /** Nothing is wrong; there may be open ends. */
  readonly passed: boolean;
  readonly checks: readonly CheckReport[];
};

export type Auditing = {
  /** Runs every check of an agreement; records nothing. */
  report(query: {
    readonly agreement: string;
    readonly atLeast?: string;
    /** Organisations whose private books whoever asks may see; both parties' where left out. */ readonly booksOf?: readonly string[];
  }): Promise<Answer<AuditReport>>;
};
