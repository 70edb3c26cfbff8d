/** What a refusal means to who asked: the status of HTTP and the exit code of a process both follow from it. */
export type RejectionKind = 'notFound' | 'conflict' | 'changed' | 'signIn' | 'notAllowed' | 'unavailable' | 'refused';

/** One code a line, so that two changes meet only where they mean the same. A code that is not here is `refused`: the input is wrong. */
const CODES: Readonly<Record<Exclude<RejectionKind, 'refused'>, readonly string[]>> = {
  /** What is asked for is not there, or not for this asker. */
  notFound: [
    'AGREEMENT_UNKNOWN',
    'CHECKPOINT_UNKNOWN',
    'CLAIM_UNKNOWN',
    'DISPUTE_UNKNOWN',
    'DRAFT_UNKNOWN',
    'EVIDENCE_LOST',
    'EVIDENCE_UNKNOWN',
    'GRANT_UNKNOWN',
    'IMPORT_UNKNOWN',
    'KEY_UNKNOWN',
    'NOT_YET_SIGNED',
    'ORGANISATION_UNKNOWN',
    'PARTNERSHIP_UNKNOWN',
    'PROPOSAL_UNKNOWN',
    'SETTLEMENT_UNKNOWN',
    'STATEMENT_UNKNOWN',
    'TILE_MISSING',
    'USER_UNKNOWN',
    'VARIANCE_UNKNOWN',
    'VERSION_UNKNOWN',
    'WAIVER_UNKNOWN',
    'WEBHOOK_UNKNOWN',
    'WITNESS_UNKNOWN',
  ],
  /** It conflicts with what is recorded. */
  conflict: [
    'AGREEMENT_ACTIVE',
    'AGREEMENT_EXISTS',
    'AGREEMENT_ID_TAKEN',
    'AGREEMENT_TERMINATED',
    'ALREADY_SIGNED',
    'ANSWERS_NOT_OPEN',
    'CLAIM_EXISTS',
    'CLAIM_NOT_OPEN',
    'CONFLICT',
    'DISPUTE_ENDED',
    'DISPUTE_EXISTS',
    'EMAIL_TAKEN',
    'IMPORT_ID_USED',
    'LAST_ADMINISTRATOR',
    'LAST_OPERATOR',
    'LINE_CONFLICT',
    'LOG_INTACT',
    'LOG_REWOUND',
    'ORGANISATION_EXISTS',
    'PERIOD_CLOSED_OTHERWISE',
    'PROOF_KEYS_DIFFER',
    'PROPOSAL_LAPSED',
    'PROPOSAL_OPEN',
    'RELEASE_EXISTS',
    'SETTLEMENT_DOCUMENT_EXISTS',
    'SETTLEMENT_EXISTS',
    'VARIANCE_RESOLVED',
    'VERSION_NOT_OPEN',
    'WAIVER_EXISTS',
    'WAIVER_NOT_OPEN',
    'WEBHOOK_TOO_MANY',
  ],
  /** It changed since it was read. */
  changed: ['REVISION_CHANGED'],
  /** Nobody is signed in, or not any more. */
  signIn: ['LINK_INVALID', 'REFRESH_INVALID', 'REFRESH_REUSED', 'SIGN_IN_EXPIRED', 'SIGN_IN_FAILED', 'SIGN_IN_INVALID', 'SIGN_IN_REQUIRED'],
  /** Who is signed in may not do it. */
  notAllowed: [
    'GRANT_TOO_NARROW',
    'OPERATOR_ONLY',
    'ORGANISATION_NOT_YOURS',
    'PARTY_NOT_YOURS',
    'PERSON_NOT_YOURS',
    'PROVIDER_USER_UNKNOWN',
    'REPORTER_NOT_YOURS',
    'ROLE_MISSING',
    'WITNESS_OF_OTHER',
  ],
  /** The store, the server or a provider cannot be reached. */
  unavailable: ['PROVIDER_UNREACHABLE', 'SERVER_UNREACHABLE', 'UNAVAILABLE'],
};

const KIND_OF: ReadonlyMap<string, RejectionKind> = new Map(
  Object.entries(CODES).flatMap(([kind, codes]) => codes.map((code) => [code, kind as RejectionKind] as const)),
);

export const rejectionKindOf = (code: string): RejectionKind => KIND_OF.get(code) ?? 'refused';
