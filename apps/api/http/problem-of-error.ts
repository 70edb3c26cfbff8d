import { HttpException } from '@nestjs/common';
import { type StoreErrorCode, isStoreError } from '#event-store';
import { type Problem, ProblemError, problemOf } from './problem.ts';

/** The store failed, not the request: the same request can succeed later. */
const UNAVAILABLE: ReadonlySet<StoreErrorCode> = new Set<StoreErrorCode>([
  'DISK_FAILED',
  'DISK_FULL',
  'OUTCOME_UNKNOWN',
  'STORE_BUSY',
  'STORE_CLOSED',
  'STORE_DAMAGED',
  'STORE_FAILED',
  'STORE_LOCKED',
  'STORE_REFUSED',
  'STORE_UNREACHABLE',
]);
const TOO_LARGE: ReadonlySet<StoreErrorCode> = new Set<StoreErrorCode>(['APPEND_TOO_LARGE', 'EVENT_TOO_LARGE']);

const INTERNAL: Problem = problemOf(500, [
  {
    code: 'INTERNAL',
    message: 'The server failed while it handled this request.',
    wayOut: 'Try again with the same Idempotency-Key; if it stays, tell the operator the time: the cause is in the log.',
  },
]);

export const unavailable = (code: string): Problem =>
  problemOf(503, [
    {
      code,
      message: 'The store or a view cannot serve at the moment.',
      wayOut: 'Try again later with the same Idempotency-Key: nothing is carried out twice.',
    },
  ]);

/** Every error becomes a problem; what is ours to hide is hidden. */
export const problemOfError = (error: unknown): Problem => {
  if (error instanceof ProblemError) return error.problem;
  if (isStoreError(error)) {
    if (UNAVAILABLE.has(error.code)) return unavailable(error.code);
    if (TOO_LARGE.has(error.code)) return problemOf(413, [{ code: error.code, message: error.message, wayOut: error.wayOut }]);
    if (error.code === 'TOKEN_INVALID')
      return problemOf(400, [{ code: error.code, message: error.message, place: 'atLeast', wayOut: error.wayOut }]);
    return INTERNAL;
  }
  return ofTransport(error) ?? INTERNAL;
};

const SENTENCES: Readonly<Record<number, readonly [code: string, message: string, wayOut: string]>> = {
  400: ['REQUEST_MALFORMED', 'The request cannot be read.', 'Send well-formed JSON with Content-Type: application/json.'],
  404: ['ROUTE_UNKNOWN', 'There is nothing at this address.', 'Look up the routes at /docs.'],
  405: ['METHOD_NOT_ALLOWED', 'This address does not take this method.', 'Look up the routes at /docs.'],
  413: ['BODY_TOO_LARGE', 'The body is larger than 1 MiB.', 'Send it in pieces: a sales document may come in several.'],
  415: ['MEDIA_TYPE_UNSUPPORTED', 'The body is in a form that is not read here.', 'Send JSON in UTF-8.'],
  503: ['UNAVAILABLE', 'The server takes no more of these requests at the moment.', 'Try again later.'],
};

/** What the framework and the body parser refuse before a handler sees it. */
const ofTransport = (error: unknown): Problem | undefined => {
  const status = error instanceof HttpException ? error.getStatus() : statusIn(error);
  const sentence = status === undefined ? undefined : SENTENCES[status];
  if (status === undefined || sentence === undefined) return undefined;
  const [code, message, wayOut] = sentence;
  return problemOf(status, [{ code, message, wayOut }]);
};

const statusIn = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' && error.status < 500
    ? error.status
    : undefined;
