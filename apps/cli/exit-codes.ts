import { type RejectionKind, rejectionKindOf } from '#kernel';

/** What the process ends with: documented in --help, and stable. */
export const EXIT = {
  ok: 0,
  failure: 1,
  refused: 2,
  notFound: 3,
  conflict: 4,
  unavailable: 5,
  notAllowed: 6,
  contradicted: 7,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_HELP = `
Exit codes:
  0  done (calculate and import also where single lines were refused: they are listed)
  1  failure
  2  usage, or input that is refused: files, values, terms
  3  not found: an agreement, a partnership, an import
  4  conflict with what is recorded, or with somebody else's change
  5  the store or the server cannot be reached, or another process holds it
  6  not signed in, or not allowed to
  7  a history that contradicts what was signed before`;

const OF_KIND: Readonly<Record<RejectionKind, ExitCode>> = {
  notFound: EXIT.notFound,
  conflict: EXIT.conflict,
  changed: EXIT.conflict,
  signIn: EXIT.notAllowed,
  notAllowed: EXIT.notAllowed,
  unavailable: EXIT.unavailable,
  refused: EXIT.refused,
};

/** Several refusals end with the code of the first. */
export const exitCodeOf = (code: string): ExitCode => {
  if (code === 'LOG_REWOUND' || code === 'HISTORY_CONTRADICTED') return EXIT.contradicted;
  if (code.startsWith('STORE_') || code.startsWith('DISK_')) return EXIT.unavailable;
  return OF_KIND[rejectionKindOf(code)];
};
