import { StoreError } from '../store-error.ts';

/** Turns what SQLite and the file system fail with into a sentence and a way out. */

const [BUSY, LOCKED, NO_MEMORY, READ_ONLY, IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, CONSTRAINT, NOT_A_DATABASE] = [
  5, 6, 7, 8, 10, 11, 13, 14, 19, 26,
];

/** The primary result code; extended codes carry it in their low byte. */
function sqliteCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | undefined)?.errcode;
  return typeof code === 'number' ? code & 0xff : undefined;
}

export const isBusy = (error: unknown): boolean => sqliteCode(error) === BUSY || sqliteCode(error) === LOCKED;
export const isConstraint = (error: unknown): boolean => sqliteCode(error) === CONSTRAINT;

const RESTORE = 'Stop, keep the file as it is, and restore the last copy or an export beside it.';

export function storeErrorFromSqlite(error: unknown, file: string): StoreError {
  if (error instanceof StoreError) return error;
  const systemCode = (error as { code?: unknown } | undefined)?.code;
  const reason = error instanceof Error ? error.message : String(error);
  const make = (code: StoreError['code'], message: string, wayOut: string) => new StoreError(code, `${message} (${reason})`, wayOut, error);

  if (systemCode === 'ENOSPC' || systemCode === 'EDQUOT') return diskFull(make, file);
  switch (sqliteCode(error)) {
    case FULL:
      return diskFull(make, file);
    case CORRUPT:
    case NOT_A_DATABASE:
      return make('STORE_DAMAGED', `The file ${file} is damaged.`, RESTORE);
    case BUSY:
    case LOCKED:
      return make('STORE_LOCKED', `The file ${file} is in use.`, 'Stop the other program that has it open, then try again.');
    case CANNOT_OPEN:
    case READ_ONLY:
      return make(
        'STORE_FAILED',
        `The file ${file} cannot be opened for this.`,
        'See that its folder exists and that this user may write there.',
      );
    case IO_ERROR:
      return make(
        'DISK_FAILED',
        `The disk failed under ${file}.`,
        'Check the disk, then start again: what was acknowledged is there, and anything else can be sent again.',
      );
    case NO_MEMORY:
      return make('STORE_FAILED', `There was not enough memory to work on ${file}.`, 'Give the process more memory, then try again.');
    default:
      return make('STORE_FAILED', `The file ${file} could not be used.`, 'Read the reason in brackets; nothing was written by this call.');
  }
}

function diskFull(make: (code: StoreError['code'], message: string, wayOut: string) => StoreError, file: string): StoreError {
  return make('DISK_FULL', `There is no room left for ${file}; nothing of this was written.`, 'Make room on the disk, then send it again.');
}
