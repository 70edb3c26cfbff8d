export type ProjectionErrorCode = 'VIEW_STOPPED' | 'VIEW_REBUILDING' | 'VIEW_BEHIND' | 'RUNNER_STOPPED' | 'BAD_CURSOR' | 'BAD_VIEW';

/** What the read side cannot do, why, and what a person can do about it. */
export class ProjectionError extends Error {
  override readonly name = 'ProjectionError';
  readonly code: ProjectionErrorCode;
  readonly wayOut: string;

  constructor(code: ProjectionErrorCode, message: string, wayOut: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.wayOut = wayOut;
  }
}

// By name: the class can be there twice when tests load a module anew.
export const isProjectionError = (error: unknown): error is ProjectionError => error instanceof Error && error.name === 'ProjectionError';
