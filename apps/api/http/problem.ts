import { STATUS_CODES } from 'node:http';
import type { Rejection } from '#kernel';

/** RFC 9457. `code` is stable; `rejections` lists every refusal where there are more. */
export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly place?: string;
  readonly wayOut: string;
  readonly rejections: readonly Rejection[];
};

/** What a handler throws to answer with a problem; the filter writes it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;

  constructor(status: number, rejections: readonly Rejection[]) {
    const problem = problemOf(status, rejections);
    super(problem.detail);
    this.problem = problem;
  }
}

const UNNAMED: Rejection = { code: 'REFUSED', message: 'The request was refused.', wayOut: 'Tell the operator: a refusal must name its reason.' };

export const problemOf = (status: number, rejections: readonly Rejection[]): Problem => {
  const first = rejections[0] ?? UNNAMED;
  return {
    type: `urn:rebate:problem:${first.code.toLowerCase().replaceAll('_', '-')}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code: first.code,
    detail: first.message,
    ...(first.place === undefined ? {} : { place: first.place }),
    wayOut: first.wayOut,
    rejections: rejections.length === 0 ? [UNNAMED] : rejections,
  };
};

const NOT_FOUND: ReadonlySet<string> = new Set(['CLAIM_UNKNOWN', 'SETTLEMENT_UNKNOWN', 'WAIVER_UNKNOWN', 'CHECKPOINT_UNKNOWN', 'NOT_YET_SIGNED', 'TILE_MISSING', 'WITNESS_UNKNOWN', 'AGREEMENT_UNKNOWN', 'PARTNERSHIP_UNKNOWN', 'IMPORT_UNKNOWN', 'ORGANISATION_UNKNOWN', 'USER_UNKNOWN', 'KEY_UNKNOWN', 'GRANT_UNKNOWN', 'VERSION_UNKNOWN', 'DRAFT_UNKNOWN', 'VARIANCE_UNKNOWN', 'DISPUTE_UNKNOWN', 'PROPOSAL_UNKNOWN', 'EVIDENCE_UNKNOWN', 'EVIDENCE_LOST', 'STATEMENT_UNKNOWN', 'WEBHOOK_UNKNOWN']);
const CONFLICT: ReadonlySet<string> = new Set(['CLAIM_EXISTS', 'SETTLEMENT_EXISTS', 'WAIVER_EXISTS', 'RELEASE_EXISTS', 'LOG_REWOUND', 'LOG_INTACT', 'PROOF_KEYS_DIFFER', 'LINE_CONFLICT', 'ALREADY_SIGNED', 'AGREEMENT_EXISTS', 'AGREEMENT_ID_TAKEN', 'VARIANCE_RESOLVED', 'DISPUTE_ENDED', 'PERIOD_CLOSED_OTHERWISE', 'ANSWERS_NOT_OPEN', 'PROPOSAL_OPEN', 'CONFLICT', 'ORGANISATION_EXISTS', 'EMAIL_TAKEN', 'LAST_ADMINISTRATOR', 'LAST_OPERATOR', 'WEBHOOK_TOO_MANY']);
const UNAUTHENTICATED: ReadonlySet<string> = new Set(['SIGN_IN_REQUIRED', 'SIGN_IN_EXPIRED', 'SIGN_IN_INVALID', 'SIGN_IN_FAILED', 'REFRESH_INVALID', 'REFRESH_REUSED', 'LINK_INVALID']);
const FORBIDDEN: ReadonlySet<string> = new Set([
  'ROLE_MISSING', 'OPERATOR_ONLY', 'GRANT_TOO_NARROW', 'PARTY_NOT_YOURS', 'PERSON_NOT_YOURS', 'REPORTER_NOT_YOURS', 'ORGANISATION_NOT_YOURS', 'PROVIDER_USER_UNKNOWN',
]);
const UNAVAILABLE: ReadonlySet<string> = new Set(['PROVIDER_UNREACHABLE']);
const STALE: ReadonlySet<string> = new Set(['REVISION_CHANGED']);

/** The ledger says what is wrong by code; HTTP says it by status as well. Several refusals take the status of the first. */
export const statusOf = (rejections: readonly Rejection[]): number => {
  const code = rejections[0]?.code ?? UNNAMED.code;
  if (UNAUTHENTICATED.has(code)) return 401;
  if (FORBIDDEN.has(code)) return 403;
  if (UNAVAILABLE.has(code)) return 503;
  if (NOT_FOUND.has(code)) return 404;
  if (CONFLICT.has(code)) return 409;
  return STALE.has(code) ? 412 : 422;
};

export const refusal = (rejections: readonly Rejection[]): ProblemError => new ProblemError(statusOf(rejections), rejections);

export const badRequest = (code: string, place: string, message: string, wayOut: string): ProblemError =>
  new ProblemError(400, [{ code, message, place, wayOut }]);
