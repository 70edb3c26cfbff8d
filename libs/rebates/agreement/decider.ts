import { canonicalJson, type Decider, type Decision, events, holds, parseDay, rejected, type Rejection } from '#kernel';
import { approverNames, approversOf, isWithin, limitOf, mayApprove } from './approvals.ts';
import { amountAtStake } from './at-stake.ts';
import type { AgreementCommand, CommandOf, OfVersion } from './commands.ts';
import type { AgreementEvent, Party } from './events.ts';
import { termOf } from './measurement-periods.ts';
import { personMissing, unnamed } from './people.ts';
import {
  isLapsed,
  lapsed,
  MOST_TEXT_LENGTH,
  openInWords,
  proposeAgreement,
  proposeAmendment,
  proposeExtension,
  proposeMembers,
  tooLong,
} from './propose.ts';
import { refusal } from './refusals.ts';
import { type AgreementState, evolve, initial, type KnownAgreement, type OpenProposal } from './state.ts';

export type { AgreementCommand };

type Decided = Decision<AgreementEvent>;

const notOpen = (command: OfVersion, state: KnownAgreement): Decided =>
  rejected(
    refusal('VERSION_NOT_OPEN', { agreement: state.agreement, version: String(command.version), open: openInWords(state.openProposal) }),
  );

const tooLate = (open: OpenProposal, today: string | undefined): Rejection[] =>
  isLapsed(open, today)
    ? [refusal('PROPOSAL_LAPSED', { version: String(open.version), validUntil: open.proposal.data.validUntil ?? '', today: today ?? '' })]
    : [];

/** The terms that say who may act on a version: its own for a first one, those in force for a change of them. */
const unapproved = (open: OpenProposal, { terms }: KnownAgreement, party: Party): Rejection[] => {
  const approvers = approversOf(terms, party);
  if (approvers.length === 0 || open.approvals.some((approval) => approval.party === party)) return [];
  return [refusal('APPROVAL_MISSING', { version: String(open.version), party, named: approverNames(approvers) })];
};

const approve = (command: CommandOf<'ApproveProposal'>, state: KnownAgreement): Decided => {
  const { party, person, projected, today } = command;
  const open = state.openProposal;
  if (open?.version !== command.version) return notOpen(command, state);
  const version = String(open.version);
  if (open.approvals.some((approval) => approval.party === party && approval.person === person)) return events();
  const approvers = approversOf(state.terms, party);
  if (approvers.length === 0) return rejected(refusal('APPROVAL_NOT_ASKED', { party }));
  const refusals = [...tooLate(open, today), ...personMissing(command)];
  if (refusals.length > 0) return rejected(...refusals);
  const named = approverNames(approvers);
  if (!approvers.some((approver) => approver.person === person)) return rejected(refusal('APPROVER_NOT_NAMED', { person, party, named }));
  if (open.proposal.data.person === person) return rejected(refusal('APPROVER_IS_AUTHOR', { person, version }));
  const amount = amountAtStake(state.terms, [...state.amendments, ...open.amendments], projected);
  const { ownLimit } = command;
  if (!mayApprove(approvers, person, amount) || !isWithin(ownLimit, amount, state.terms.currency)) {
    const limit = ownLimit === undefined ? limitOf(approvers, person) : `${ownLimit.amount} ${ownLimit.currency}`;
    return rejected(
      refusal('APPROVAL_ABOVE_LIMIT', { person, version, limit, amount: amount?.toExact() ?? 'any amount: nothing caps it in money' }),
    );
  }
  return events({ type: 'ProposalApproved', data: { agreement: state.agreement, version, party, person } });
};

/** What both signatures make of a proposal. */
export const comesIntoForce = (agreement: string, open: OpenProposal): AgreementEvent => {
  const version = String(open.version);
  const { type, data } = open.proposal;
  switch (type) {
    case 'AgreementProposed':
      return { type: 'AgreementActivated', data: { agreement, version } };
    case 'AmendmentProposed':
      return { type: 'AgreementAmended', data: { agreement, version, amendments: data.amendments } };
    case 'ExtensionProposed':
      return { type: 'AgreementExtended', data: { agreement, version, to: data.to } };
    case 'MembershipProposed':
      return { type: 'MembersChanged', data: { agreement, version, join: data.join, leave: data.leave } };
    default:
      return type satisfies never;
  }
};

const sign = (command: CommandOf<'SignAgreement'>, state: KnownAgreement): Decided => {
  const { party, person, today } = command;
  const signed = state.signatures.find((signature) => signature.version === command.version && signature.party === party);
  if (signed !== undefined) {
    if (signed.person === person) return events();
    return rejected(refusal('ALREADY_SIGNED', { version: String(command.version), party, person: signed.person }));
  }
  const open = state.openProposal;
  if (open?.version !== command.version) return notOpen(command, state);
  const refusals = [...tooLate(open, today), ...unnamed(command, state.terms, 'sign'), ...unapproved(open, state, party)];
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement } = state;
  const signature = { type: 'AgreementSigned', data: { agreement, version: String(open.version), party, person } } as const;
  return open.signedBy.length === 0 ? events(signature) : events<AgreementEvent>(signature, comesIntoForce(agreement, open));
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

/** On any version that was ever proposed: a comment on one that was withdrawn or signed is part of its story. */
const comment = (command: CommandOf<'AddComment'>, state: KnownAgreement): Decided => {
  const { version, text, party, person } = command;
  const { agreement, lastVersion } = state;
  if (!Number.isSafeInteger(version) || version < 1 || version > lastVersion) {
    return rejected(
      refusal(
        'VERSION_UNKNOWN',
        { agreement, version: String(version), last: String(lastVersion) },
        { place: 'version', value: String(version) },
      ),
    );
  }
  const wrong = [
    ...personMissing(command),
    ...(text.trim() === '' ? [refusal('TEXT_MISSING', {}, { place: 'text' })] : tooLong(text, 'text')),
  ];
  if (wrong.length > 0) return rejected(...wrong);
  return events({ type: 'CommentAdded', data: { agreement, version: String(version), text, party, person } });
};

const lapse = ({ today }: CommandOf<'LapseProposals'>, { agreement, openProposal: open }: KnownAgreement): Decided =>
  open !== null && isLapsed(open, today) ? events(lapsed(agreement, open)) : events();

const terminate = (command: CommandOf<'TerminateAgreement'>, state: KnownAgreement): Decided => {
  const { on, reason, party, person, today } = command;
  const { agreement, terms, status } = state;
  const data = { agreement, on, reason, party, person };
  if (canonicalJson(state.termination) === canonicalJson(data)) return events();
  if (status === 'terminated') return rejected(refusal('AGREEMENT_TERMINATED', { agreement, on: state.terminatedOn ?? '' }));
  if (status !== 'active') return rejected(refusal('AGREEMENT_NOT_ACTIVE', { agreement, status }));
  const refusals = unnamed(command, terms, 'sign');
  if (refusals.length > 0) return rejected(...refusals);
  const day = parseDay(on);
  if (day === undefined) return rejected(refusal('DAY_NOT_ALLOWED', { day: on }, { place: 'on', value: on }));
  if (!holds(termOf(terms), day)) {
    return rejected(refusal('TERMINATION_OUTSIDE_TERM', { on, termFrom: terms.from, termTo: terms.to }, { place: 'on', value: on }));
  }
  if (today !== undefined && on < today) return rejected(refusal('TERMINATION_PASSED', { on, today }, { place: 'on', value: on }));
  if (reason.trim() === '' || reason.length > MOST_TEXT_LENGTH) return rejected(refusal('REASON_MISSING', {}, { place: 'reason' }));
  return events({ type: 'AgreementTerminated', data });
};

const decide = (command: AgreementCommand, state: AgreementState): Decided => {
  if (command.kind === 'ProposeAgreement') return proposeAgreement(command, state);
  if (state.status === 'none') return rejected(refusal('AGREEMENT_UNKNOWN', { agreement: command.agreement }));
  switch (command.kind) {
    case 'ProposeAmendment':
      return proposeAmendment(command, state);
    case 'ExtendAgreement':
      return proposeExtension(command, state);
    case 'ChangeMembers':
      return proposeMembers(command, state);
    case 'ApproveProposal':
      return approve(command, state);
    case 'SignAgreement':
      return sign(command, state);
    case 'WithdrawProposal':
      return withdraw(command, state);
    case 'AddComment':
      return comment(command, state);
    case 'LapseProposals':
      return lapse(command, state);
    case 'TerminateAgreement':
      return terminate(command, state);
    default:
      return command satisfies never;
  }
};

/** From the first proposal to the end of an agreement: what both sides signed, and nothing else, is in force. */
export const agreementDecider: Decider<AgreementCommand, AgreementState, AgreementEvent> = { initial, evolve, decide };
