import type { Answer } from '#ledger';
import type { Rejection, Result } from '#kernel';
import { EXIT, type ExitCode, exitCodeOf } from './exit-codes.ts';

/** What a command ends with when it cannot answer: refusals that a person can act on, and the exit code. */
export class CliFailure extends Error {
  override readonly name = 'CliFailure';
  readonly rejections: readonly Rejection[];
  readonly exitCode: ExitCode;

  constructor(rejections: readonly Rejection[], exitCode?: ExitCode) {
    super(rejections[0]?.message ?? 'refused');
    this.rejections = rejections;
    this.exitCode = exitCode ?? exitCodeOf(rejections[0]?.code ?? '');
  }
}

export const failure = (
  code: string,
  message: string,
  wayOut: string,
  at: { readonly place?: string; readonly value?: string } = {},
  exitCode?: ExitCode,
): CliFailure => new CliFailure([{ code, message, wayOut, ...at }], exitCode);

export const valueOf = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new CliFailure(answer.rejections);
  return answer.value;
};

/** `file` is put before the places of the refusals, so that they are found where several files are read. */
export const accept = <T>(result: Result<T>, file?: string): T => {
  if (result.ok) return result.value;
  throw new CliFailure(
    result.rejections.map((one) =>
      file === undefined ? one : { ...one, place: one.place === undefined ? file : `${file}: ${one.place}` },
    ),
    EXIT.refused,
  );
};

const isStoreError = (error: Error): error is Error & { readonly code: string; readonly wayOut: string } =>
  error.name === 'StoreError' && 'code' in error && typeof error.code === 'string' && 'wayOut' in error;

const isFileRefused = (error: Error): error is Error & { readonly rejection: Rejection } =>
  error.name === 'FileRefused' && 'rejection' in error;

/** Any error as refusals and an exit code; undefined where it is a bug, whose stack should be seen. */
export const failureOf = (error: unknown): CliFailure | undefined => {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return undefined;
  if (isFileRefused(error)) return new CliFailure([error.rejection], EXIT.refused);
  if (isStoreError(error)) return failure(error.code, error.message, error.wayOut, {}, EXIT.unavailable);
  return fileFailureOf(error);
};

const FILE_ERRORS: Readonly<Record<string, readonly [string, string, string]>> = {
  ENOENT: ['FILE_NOT_FOUND', 'There is no such file or folder', 'Check the path.'],
  EISDIR: ['FILE_IS_FOLDER', 'This is a folder, not a file', 'Name a file in it.'],
  ENOTDIR: ['FILE_NOT_FOUND', 'Part of this path is not a folder', 'Check the path.'],
  EACCES: ['FILE_NOT_READABLE', 'This file may not be opened', 'Give yourself the right to it, or name another one.'],
};

const fileFailureOf = (error: Error): CliFailure | undefined => {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  const known = FILE_ERRORS[error.code];
  if (known === undefined) return undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : undefined;
  const [code, message, wayOut] = known;
  return failure(
    code,
    `${message}${path === undefined ? '' : `: ${path}`}.`,
    wayOut,
    path === undefined ? {} : { value: path },
    EXIT.refused,
  );
};
