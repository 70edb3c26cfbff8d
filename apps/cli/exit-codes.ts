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

const NOT_FOUND: ReadonlySet<string> = new Set(['CLAIM_UNKNOWN', 'SETTLEMENT_UNKNOWN', 'WAIVER_UNKNOWN', 'CHECKPOINT_UNKNOWN', 'NOT_YET_SIGNED', 'WITNESS_UNKNOWN', 'AGREEMENT_UNKNOWN', 'PARTNERSHIP_UNKNOWN', 'IMPORT_UNKNOWN', 'VERSION_UNKNOWN', 'DRAFT_UNKNOWN', 'ORGANISATION_UNKNOWN', 'USER_UNKNOWN', 'KEY_UNKNOWN', 'GRANT_UNKNOWN', 'WEBHOOK_UNKNOWN', 'VARIANCE_UNKNOWN', 'DISPUTE_UNKNOWN', 'PROPOSAL_UNKNOWN', 'EVIDENCE_UNKNOWN', 'STATEMENT_UNKNOWN']);
const CONFLICT: ReadonlySet<string> = new Set(['CLAIM_EXISTS', 'CLAIM_NOT_OPEN', 'SETTLEMENT_EXISTS', 'WAIVER_EXISTS', 'RELEASE_EXISTS', 'LOG_INTACT', 'PROOF_KEYS_DIFFER', 'LINE_CONFLICT', 'ALREADY_SIGNED', 'AGREEMENT_ACTIVE', 'AGREEMENT_EXISTS', 'AGREEMENT_TERMINATED', 'CONFLICT', 'REVISION_CHANGED', 'VERSION_NOT_OPEN', 'ANSWERS_NOT_OPEN', 'PROPOSAL_OPEN', 'PROPOSAL_LAPSED', 'AGREEMENT_ID_TAKEN', 'VARIANCE_RESOLVED', 'DISPUTE_ENDED', 'PERIOD_CLOSED_OTHERWISE']);
const UNAVAILABLE: ReadonlySet<string> = new Set(['SERVER_UNREACHABLE', 'UNAVAILABLE', 'STOPPED_VIEW']);

const NOT_ALLOWED: ReadonlySet<string> = new Set([
  'SIGN_IN_REQUIRED', 'SIGN_IN_EXPIRED', 'SIGN_IN_INVALID', 'SIGN_IN_FAILED', 'REFRESH_INVALID', 'REFRESH_REUSED', 'LINK_INVALID', 'PROVIDER_USER_UNKNOWN',
  'ROLE_MISSING', 'OPERATOR_ONLY', 'GRANT_TOO_NARROW', 'PARTY_NOT_YOURS', 'PERSON_NOT_YOURS', 'REPORTER_NOT_YOURS', 'ORGANISATION_NOT_YOURS',
]);

/** Several refusals end with the code of the first. */
export const exitCodeOf = (code: string): ExitCode => {
  if (code === 'LOG_REWOUND') return EXIT.contradicted;
  if (NOT_FOUND.has(code)) return EXIT.notFound;
  if (NOT_ALLOWED.has(code)) return EXIT.notAllowed;
  if (CONFLICT.has(code)) return EXIT.conflict;
  if (UNAVAILABLE.has(code) || code.startsWith('STORE_') || code.startsWith('DISK_')) return EXIT.unavailable;
  return EXIT.refused;
};
