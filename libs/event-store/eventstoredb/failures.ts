import { StoreError } from '../store-error.ts';
import { TimeLimitPassed } from './time-limit.ts';

/**
 * What a failure of the client means. Told by `type` and by gRPC code: without a connection the client fails with a plain
 * error that has only the code, and the same class is not always used for the same thing.
 */
export type Failure =
  /** The revision of the stream is another one. */
  | { readonly kind: 'wrong-revision'; readonly actual: number | 'noStream' }
  | { readonly kind: 'no-stream' }
  /** It did not reach a server, for certain. */
  | { readonly kind: 'not-sent' }
  /** The server may or may not have done it. A read can simply be made again. */
  | { readonly kind: 'no-answer' }
  /** Asking again would give the same. */
  | { readonly kind: 'refused'; readonly error: StoreError };

const [DEADLINE_EXCEEDED, PERMISSION_DENIED, INVALID_ARGUMENT, UNAUTHENTICATED] = [4, 7, 3, 16];

export function classify(error: unknown): Failure {
  if (error instanceof StoreError) return { kind: 'refused', error };
  if (error instanceof TimeLimitPassed) return { kind: 'no-answer' };
  const { type, code, details, actualVersion } = error as { type?: unknown; code?: unknown; details?: unknown; actualVersion?: unknown };
  switch (type) {
    case 'wrong-expected-version':
      return { kind: 'wrong-revision', actual: typeof actualVersion === 'bigint' ? Number(actualVersion) : 'noStream' };
    case 'stream-not-found':
    case 'no-stream':
      return { kind: 'no-stream' };
    case 'not-leader':
      // The client connects to the leader by itself before the next call.
      return { kind: 'not-sent' };
    case 'maximum-append-size-exceeded':
      return refused(
        'APPEND_TOO_LARGE',
        'The server takes smaller appends than this one.',
        'Send fewer events at once, or raise the limit of the server.',
        error,
      );
    case 'access-denied':
    case 'stream-deleted':
    case 'invalid-argument':
    case 'unsupported':
    case 'missing-required-metadata-property':
      return refused(
        'STORE_REFUSED',
        'The event store refused the request.',
        'See that the user of the connection may read and append, and that nobody deleted the stream.',
        error,
      );
    default:
      break;
  }
  if (code === PERMISSION_DENIED || code === UNAUTHENTICATED || code === INVALID_ARGUMENT) {
    return refused(
      'STORE_REFUSED',
      'The event store refused the request.',
      'Check the user and the settings of the connection string.',
      error,
    );
  }
  // Only ever makes an answer better: whatever is not known to be unsent is looked up.
  const raw = (error as { _raw?: { details?: unknown } })._raw?.details ?? details;
  if (code !== DEADLINE_EXCEEDED && typeof raw === 'string' && raw.startsWith('No connection established')) return { kind: 'not-sent' };
  return { kind: 'no-answer' };
}

function refused(code: StoreError['code'], message: string, wayOut: string, cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return { kind: 'refused', error: new StoreError(code, `${message} (${reason})`, wayOut, cause) };
}

export function unreachable(cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    'STORE_UNREACHABLE',
    `The event store does not answer. (${reason})`,
    'See that the server runs and that the connection string names it; nothing was lost.',
    cause,
  );
}

export function outcomeUnknown(cause: unknown): StoreError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StoreError(
    'OUTCOME_UNKNOWN',
    `The event store took an append and did not answer, nor could it be asked whether the events are there. (${reason})`,
    'Send the same append again, with the same event ids, when the server answers: it is recorded once.',
    cause,
  );
}
