import { STATUS_CODES } from 'node:http';
import { type Rejection, type RejectionKind, rejectionKindOf } from '#kernel';

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

const UNNAMED: Rejection = {
  code: 'REFUSED',
  message: 'The request was refused.',
  wayOut: 'Tell the operator: a refusal must name its reason.',
};

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

const STATUS_OF: Readonly<Record<RejectionKind, number>> = {
  notFound: 404,
  conflict: 409,
  changed: 412,
  signIn: 401,
  notAllowed: 403,
  unavailable: 503,
  refused: 422,
};

/** The ledger says what is wrong by code; HTTP says it by status as well. Several refusals take the status of the first. */
export const statusOf = (rejections: readonly Rejection[]): number => STATUS_OF[rejectionKindOf((rejections[0] ?? UNNAMED).code)];

export const refusal = (rejections: readonly Rejection[]): ProblemError => new ProblemError(statusOf(rejections), rejections);

export const badRequest = (code: string, place: string, message: string, wayOut: string): ProblemError =>
  new ProblemError(400, [{ code, message, place, wayOut }]);
