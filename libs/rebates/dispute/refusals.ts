import type { Rejection } from '#kernel';

/** Every refusal about disputes: a stable code, a sentence and what to do. */
const REFUSALS = {
  DISPUTE_UNKNOWN: { reason: 'There is no dispute {dispute} in {partnership}.', wayOut: 'Look up its id with `rebate dispute list`.' },
  DISPUTE_EXISTS: { reason: 'Dispute {dispute} is open already.', wayOut: 'Comment on it, or open another.' },
  DISPUTE_ENDED: {
    reason: 'Dispute {dispute} was ended by {person} for the {party}: {outcome}.',
    wayOut: 'Open another dispute where something new is to be said.',
  },
  DISPUTE_SUBJECT_UNKNOWN: {
    reason: 'What is disputed is not there: {what}.',
    wayOut: 'Name lines, a variance, a statement or a claim that the history holds.',
  },
  DISPUTE_TEXT_MISSING: { reason: 'It is not said why.', wayOut: 'Say it, in 1 to 2000 characters.' },
  DISPUTE_VALUE_NOT_ALLOWED: { reason: '{what} is {value}; allowed is {allowed}.', wayOut: 'Mend it and send it again.' },
  DISPUTE_CORRECTION_MISSING: {
    reason: 'An end by {outcome} changes the record, and no change is said.',
    wayOut: 'Say what is to be recorded, or end it by acceptance or rejection.',
  },
  DISPUTE_RECORD_OF_OTHER: {
    reason: 'The record of {reporter} is not the {party}’s to correct.',
    wayOut: 'Propose it: the other side accepts it, and it is recorded then.',
  },
  DISPUTE_NOT_A_SIDE: {
    reason: '{reporter} is neither side of the partnership, so no dispute corrects its record.',
    wayOut: 'Correct the record of the supplier or of the customer.',
  },
  PROPOSAL_UNKNOWN: { reason: 'Dispute {dispute} has no proposal {proposal}.', wayOut: 'Look them up with `rebate dispute show`.' },
  PROPOSAL_OWN: { reason: 'Proposal {proposal} was made by the {party}, the same side.', wayOut: 'Let the other side accept it.' },
  EVIDENCE_TOO_LARGE: { reason: 'The file is larger than {most} bytes.', wayOut: 'Send a smaller one, or parts of it.' },
  EVIDENCE_EMPTY: { reason: 'The file is empty.', wayOut: 'Send the file itself.' },
  EVIDENCE_UNKNOWN: { reason: 'Dispute {dispute} has no evidence {sha256}.', wayOut: 'Look it up with `rebate dispute show`.' },
  EVIDENCE_LOST: {
    reason: 'The file of evidence {sha256} is not kept here, or is not what it was.',
    wayOut: 'Ask who added it for the file: its SHA-256 is in the history.',
  },
} as const satisfies Readonly<Record<string, { readonly reason: string; readonly wayOut: string }>>;

type Details = Readonly<Record<string, string>>;

export const refuse = (
  code: keyof typeof REFUSALS,
  details: Details = {},
  at: { readonly place?: string; readonly value?: string } = {},
): Rejection => {
  const { reason, wayOut } = REFUSALS[code];
  return {
    code,
    message: reason.replaceAll(/\{(\w+)\}/g, (_, key: string) => details[key] ?? ''),
    wayOut,
    ...at,
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
};
