import { canonicalJson, type Decider, type Decision, events, holds, parseDay, partnershipIdOf, rejected, type Rejection } from '#kernel';
import type { AgreementEvent, Party } from './events.ts';
import { termOf } from './measurement-periods.ts';
import { parseAgreement, parseAmendments } from './parse.ts';
import { refusal } from './refusals.ts';
import { type AgreementState, evolve, initial, type KnownAgreement } from './state.ts';
import type { AgreementTerms } from './terms.ts';

type By = { readonly party: Party; readonly person: string };
type OfVersion = By & { readonly agreement: string; readonly version: number };

/** The ledger's commands on one agreement. Terms and amendments are as read from a file or a request, unchecked. */
export type AgreementCommand =
  | (By & { readonly kind: 'ProposeAgreement'; readonly terms: unknown })
  | (OfVersion & { readonly kind: 'SignAgreement' })
  | (OfVersion & { readonly kind: 'WithdrawProposal' })
  | (By & { readonly kind: 'ProposeAmendment'; readonly agreement: string; readonly amendments: unknown; readonly reason?: string })
  | (By & { readonly kind: 'TerminateAgreement'; readonly agreement: string; readonly on: string; readonly reason: string });
type CommandOf<Kind extends AgreementCommand['kind']> = Extract<AgreementCommand, { kind: Kind }>;
type Decided = Decision<AgreementEvent>;

/** An event's leaf holds 65,535 bytes; the rest is for its type and metadata. */
export const MOST_PROPOSAL_BYTES = 60_000;
const MOST_REASON_LENGTH = 2000;

const unnamed = (command: By, terms: AgreementTerms, role: 'propose' | 'sign'): Rejection[] => {
  const { person } = command;
  if (person.length === 0 || person.length > 200) return [refusal('PERSON_MISSING')];
  const named = terms.people?.[role];
  if (named === undefined || named.includes(person)) return [];
  return [refusal(role === 'sign' ? 'SIGNER_NOT_NAMED' : 'PROPOSER_NOT_NAMED', { person, named: named.join(', ') })];
};

/** One proposal of one person: an equal one that is still open is the same, any other is a counter that replaces it. */
const propose = (state: AgreementState, proposal: Extract<AgreementEvent, { type: 'AgreementProposed' | 'AmendmentProposed' }>): Decided => {
  const { lastVersion } = state;
  const open = state.status === 'none' ? null : state.openProposal;
  const next = { ...proposal, data: { ...proposal.data, version: String(lastVersion + 1) } } as typeof proposal;
  const again = { ...proposal.data, version: String(lastVersion) };
  if (open !== null && canonicalJson(open.proposed) === canonicalJson(again)) return events();
  const bytes = new TextEncoder().encode(canonicalJson(next.data)).length;
  if (bytes <= MOST_PROPOSAL_BYTES) return events(next);
  return rejected(refusal('PROPOSAL_TOO_LARGE', { bytes: String(bytes), limit: String(MOST_PROPOSAL_BYTES) }));
};

const proposeAgreement = (command: CommandOf<'ProposeAgreement'>, state: AgreementState): Decided => {
  const parsed = parseAgreement(command.terms);
  if (!parsed.ok) return rejected(...parsed.rejections);
  const { amendments = [], ...terms } = parsed.value;
  const agreement = terms.id;
  if (state.status === 'active') return rejected(refusal('AGREEMENT_ACTIVE', { agreement }));
  if (state.status === 'terminated') return rejected(refusal('AGREEMENT_TERMINATED', { agreement, on: state.terminatedOn ?? '' }));
  const partnership = partnershipIdOf(terms.supplier, terms.customer);
  if (state.status !== 'none' && state.partnership !== partnership) {
    return rejected(refusal('PARTNERSHIP_DIFFERS', { agreement, partnership: state.partnership, other: partnership }));
  }
  const refusals = unnamed(command, terms, 'propose');
  if (refusals.length > 0) return rejected(...refusals);
  const { party, person } = command;
  return propose(state, { type: 'AgreementProposed', data: { agreement, partnership, version: '', terms, amendments, party, person } });
};

const notActive = (state: KnownAgreement): Decided =>
  rejected(refusal('AGREEMENT_NOT_ACTIVE', { agreement: state.agreement, status: state.status }));

const proposeAmendment = (command: CommandOf<'ProposeAmendment'>, state: KnownAgreement): Decided => {
  if (state.status !== 'active') return notActive(state);
  const refusals = unnamed(command, state.terms, 'propose');
  if (refusals.length > 0) return rejected(...refusals);
  const parsed = parseAmendments(command.amendments, state.terms, state.amendments);
  if (!parsed.ok) return rejected(...parsed.rejections);
  const { agreement, party, person, reason } = command;
  const data = { agreement, version: '', amendments: parsed.value, party, person };
  return propose(state, { type: 'AmendmentProposed', data: reason === undefined ? data : { ...data, reason } });
};

const notOpen = (command: OfVersion, state: KnownAgreement): Decided => {
  const open = state.openProposal === null ? 'no version is' : `version ${state.openProposal.version} is`;
  return rejected(refusal('VERSION_NOT_OPEN', { agreement: state.agreement, version: String(command.version), open }));
};

const sign = (command: CommandOf<'SignAgreement'>, state: KnownAgreement): Decided => {
  const { party, person } = command;
  const signed = state.signatures.find((signature) => signature.version === command.version && signature.party === party);
  if (signed !== undefined) {
    if (signed.person === person) return events();
    return rejected(refusal('ALREADY_SIGNED', { version: String(command.version), party, person: signed.person }));
  }
  const open = state.openProposal;
  if (open?.version !== command.version) return notOpen(command, state);
  const refusals = unnamed(command, state.terms, 'sign');
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement } = state;
  const version = String(open.version);
  const signature = { type: 'AgreementSigned', data: { agreement, version, party, person } } as const;
  if (open.signedBy.length === 0) return events(signature);
  if (open.kind === 'agreement') return events<AgreementEvent>(signature, { type: 'AgreementActivated', data: { agreement, version } });
  return events<AgreementEvent>(signature, { type: 'AgreementAmended', data: { agreement, version, amendments: [...open.amendments] } });
};

const withdraw = (command: CommandOf<'WithdrawProposal'>, state: KnownAgreement): Decided => {
  const open = state.openProposal;
  if (open?.version !== command.version) return notOpen(command, state);
  if (open.party !== command.party) return rejected(refusal('WITHDRAWN_BY_OTHER', { version: String(open.version), party: open.party }));
  const refusals = unnamed(command, state.terms, 'propose');
  if (refusals.length > 0) return rejected(...refusals);
  const { party, person } = command;
  return events({ type: 'ProposalWithdrawn', data: { agreement: state.agreement, version: String(open.version), party, person } });
};

const terminate = (command: CommandOf<'TerminateAgreement'>, state: KnownAgreement): Decided => {
  const { on, reason, party, person } = command;
  const { agreement, terms } = state;
  const data = { agreement, on, reason, party, person };
  if (state.termination !== null && canonicalJson(state.termination) === canonicalJson(data)) return events();
  if (state.status === 'terminated') return rejected(refusal('AGREEMENT_TERMINATED', { agreement, on: state.terminatedOn ?? '' }));
  if (state.status !== 'active') return notActive(state);
  const refusals = unnamed(command, terms, 'sign');
  if (refusals.length > 0) return rejected(...refusals);
  const day = parseDay(on);
  if (day === undefined) return rejected(refusal('DAY_NOT_ALLOWED', { day: on }, { place: 'on', value: on }));
  if (!holds(termOf(terms), day)) {
    return rejected(refusal('TERMINATION_OUTSIDE_TERM', { on, termFrom: terms.from, termTo: terms.to }, { place: 'on', value: on }));
  }
  if (reason.trim() === '' || reason.length > MOST_REASON_LENGTH) return rejected(refusal('REASON_MISSING', {}, { place: 'reason' }));
  return events({ type: 'AgreementTerminated', data });
};

const decide = (command: AgreementCommand, state: AgreementState): Decided => {
  if (command.kind === 'ProposeAgreement') return proposeAgreement(command, state);
  if (state.status === 'none') return rejected(refusal('AGREEMENT_UNKNOWN', { agreement: command.agreement }));
  switch (command.kind) {
    case 'ProposeAmendment':
      return proposeAmendment(command, state);
    case 'SignAgreement':
      return sign(command, state);
    case 'WithdrawProposal':
      return withdraw(command, state);
    case 'TerminateAgreement':
      return terminate(command, state);
    default:
      return command satisfies never;
  }
};

/** From the first proposal to the end of an agreement: what both sides signed, and nothing else, is in force. */
export const agreementDecider: Decider<AgreementCommand, AgreementState, AgreementEvent> = { initial, evolve, decide };
