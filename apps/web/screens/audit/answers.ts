/** What the API answers about audits of an agreement. */
export type Finding = {
  readonly kind: 'wrong' | 'open';
  readonly subject: string;
  readonly words: string;
  readonly events: readonly number[];
};
export type CheckReport = {
  readonly check: string;
  readonly holds: string;
  readonly looked: number;
  readonly findings: readonly Finding[];
};
export type AuditReport = {
  readonly agreement: string;
  readonly partnership: string;
  readonly knownAt: number;
  readonly passed: boolean;
  readonly checks: readonly CheckReport[];
};
/** One look of an auditor: what was asked for, by its path. */
export type Look = { readonly auditor: string; readonly user: string; readonly path: string; readonly lookedAt: string };
