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
/** Who cosigns the log, where it is handed checkpoints, and what came of it last. */
export type Witness = {
  readonly key: string;
  readonly organisation: string;
  readonly addedAt: string;
  readonly url: string | null;
  readonly triedAt: string | null;
  readonly said: string | null;
  readonly dueAt: string | null;
  readonly size: number | null;
  readonly cosignedAt: string | null;
  readonly contradicts: boolean;
};
/** A witness saw another history: both checkpoints, word for word. */
export type Contradiction = {
  readonly partnership: string;
  readonly origin: string;
  readonly witness: string;
  readonly size: number;
  readonly own: string;
  readonly seen: string;
  readonly why: string;
  readonly foundAt: string;
};
/** One look of an auditor: what was asked for, by its path. */
export type Look = { readonly auditor: string; readonly user: string; readonly path: string; readonly lookedAt: string };
