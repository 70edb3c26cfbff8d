/** What the process ends with: documented in --help, and stable. */
export const EXIT = {
  ok: 0,
  failure: 1,
  refused: 2,
  notFound: 3,
  conflict: 4,
  unavailable: 5,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  done (calculate and import also where single lines were refused: they are listed)
  1  failure
  2  usage, or input that is refused: files, values, terms
  3  not found: an agreement, a partnership, an import
  4  conflict with what is recorded, or with somebody else's change
  5  the store or the server cannot be reached, or another process holds it`;

const NOT_FOUND: ReadonlySet<string> = new Set(['AGREEMENT_UNKNOWN', 'PARTNERSHIP_UNKNOWN', 'IMPORT_UNKNOWN']);
const CONFLICT: ReadonlySet<string> = new Set(['LINE_CONFLICT', 'ALREADY_SIGNED', 'AGREEMENT_ACTIVE', 'AGREEMENT_EXISTS', 'AGREEMENT_TERMINATED', 'CONFLICT', 'REVISION_CHANGED', 'VERSION_NOT_OPEN']);
const UNAVAILABLE: ReadonlySet<string> = new Set(['SERVER_UNREACHABLE', 'UNAVAILABLE', 'STOPPED_VIEW']);

/** Several refusals end with the code of the first. */
export const exitCodeOf = (code: string): ExitCode => {
  if (NOT_FOUND.has(code)) return EXIT.notFound;
  if (CONFLICT.has(code)) return EXIT.conflict;
  if (UNAVAILABLE.has(code) || code.startsWith('STORE_') || code.startsWith('DISK_')) return EXIT.unavailable;
  return EXIT.refused;
};
