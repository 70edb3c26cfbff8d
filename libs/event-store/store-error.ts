/** What a store can fail with. A revision conflict is not among them: it is an answer, not a failure. */

export type StoreErrorCode =
  | 'APPEND_EMPTY'
  | 'APPEND_TOO_LARGE'
  | 'DISK_FAILED'
  | 'DISK_FULL'
  | 'EVENT_ID_INVALID'
  | 'EVENT_ID_REUSED'
  | 'EVENT_NOT_JSON'
  | 'EVENT_NOT_OURS'
  | 'EVENT_TOO_LARGE'
  | 'EVENT_TYPE_INVALID'
  | 'OPTION_INVALID'
  | 'OUTCOME_UNKNOWN'
  | 'STORE_BUSY'
  | 'STORE_CLOSED'
  | 'STORE_DAMAGED'
  | 'STORE_FAILED'
  | 'STORE_LOCKED'
  | 'STORE_NEWER'
  | 'STORE_NOT_OURS'
  | 'STORE_REFUSED'
  | 'STORE_UNREACHABLE'
  | 'STREAM_NAME_INVALID'
  | 'TOKEN_AHEAD'
  | 'TOKEN_INVALID';

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;
  /** What a person can do about it, as one sentence. */
  readonly wayOut: string;

  constructor(code: StoreErrorCode, message: string, wayOut: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.wayOut = wayOut;
  }
}

export function isStoreError(error: unknown): error is StoreError {
  return error instanceof StoreError;
}
