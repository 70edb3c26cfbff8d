import type { AgreementEvent, AgreementEventOf, Party, ProposalEvent } from '../agreement/events.ts';
import { membersAfter } from '../agreement/members.ts';
import { type AgreementState, evolve, initial, kindOfProposal, type ProposalKind } from '../agreement/state.ts';
import type { SignedTerms } from './diff.ts';

/** An event of an agreement and when the store recorded it. */
export type Dated = { readonly event: AgreementEvent; readonly at: string };
export type SaidBy = { readonly party: Party; readonly person: string; readonly at: string };

/**
 * open: waits for signatures. signed: both signed it. countered: the other side answered with another. replaced: its own
 * side proposed another. withdrawn, lapsed: as they say. ended: the agreement was terminated meanwhile.
 */
export type VersionStatus = 'open' | 'signed' | 'countered' | 'replaced' | 'withdrawn' | 'lapsed' | 'ended';

/** One version as it was proposed, and what became of it: who agreed, when, and why. */
export type Version = {
  readonly version: number;
  readonly kind: ProposalKind;
  readonly status: VersionStatus;
  readonly proposed: SaidBy;
  readonly why?: string;
  /** The version of the other side that it answers. */
  readonly answers?: number;
  readonly validUntil?: string;
  /** When it was signed by both, or ended otherwise. */
  readonly closedAt?: string;
  readonly approvals: readonly SaidBy[];
  readonly signatures: readonly SaidBy[];
  readonly comments: readonly (SaidBy & { readonly text: string })[];
  /** The agreement as this version would make it. */
  readonly makes: SignedTerms;
};

const makesOf = (proposal: ProposalEvent, before: AgreementState): SignedTerms => {
  if (proposal.type === 'AgreementProposed') return { terms: proposal.data.terms, amendments: proposal.data.amendments };
  if (before.status === 'none') throw new Error(`${proposal.type} before the agreement was proposed: the history is damaged`);
  const { terms, amendments } = before;
  switch (proposal.type) {
    case 'AmendmentProposed':
      return { terms, amendments: [...amendments, ...proposal.data.amendments] };
    case 'ExtensionProposed':
      return { terms: { ...terms, to: proposal.data.to }, amendments };
    case 'MembershipProposed':
      return { terms: { ...terms, members: membersAfter(terms.members ?? [], proposal.data) }, amendments };
    default:
      return proposal satisfies never;
  }
};

const proposedOf = (proposal: ProposalEvent, before: AgreementState, at: string): Version => {
  const { version, party, person, reason, answers, validUntil } = proposal.data;
  return {
    version: Number(version),
    kind: kindOfProposal(proposal),
    status: 'open',
    proposed: { party, person, at },
    ...(reason === undefined ? {} : { why: reason }),
    ...(answers === undefined ? {} : { answers: Number(answers) }),
    ...(validUntil === undefined ? {} : { validUntil }),
    approvals: [],
    signatures: [],
    comments: [],
    makes: makesOf(proposal, before),
  };
};

type Versions = Map<number, Version>;

const change = (versions: Versions, version: string, next: (version: Version) => Version): void => {
  const known = versions.get(Number(version));
  if (known === undefined) throw new Error(`version ${version} was never proposed: the history is damaged`);
  versions.set(known.version, next(known));
};

const close = (versions: Versions, status: Exclude<VersionStatus, 'open'>, at: string): void => {
  for (const version of versions.values())
    if (version.status === 'open') versions.set(version.version, { ...version, status, closedAt: at });
};

const propose = (versions: Versions, proposal: ProposalEvent, before: AgreementState, at: string): void => {
  const open = [...versions.values()].find((version) => version.status === 'open');
  if (open !== undefined) close(versions, open.proposed.party === proposal.data.party ? 'replaced' : 'countered', at);
  const version = proposedOf(proposal, before, at);
  versions.set(version.version, version);
};

const said = (
  { data: { party, person } }: AgreementEventOf<'ProposalApproved' | 'AgreementSigned' | 'CommentAdded'>,
  at: string,
): SaidBy => ({ party, person, at });

const take = (versions: Versions, event: AgreementEvent, before: AgreementState, at: string): void => {
  switch (event.type) {
    case 'AgreementProposed':
    case 'AmendmentProposed':
    case 'ExtensionProposed':
    case 'MembershipProposed':
      propose(versions, event, before, at);
      return;
    case 'ProposalApproved':
      change(versions, event.data.version, (version) => ({ ...version, approvals: [...version.approvals, said(event, at)] }));
      return;
    case 'AgreementSigned':
      change(versions, event.data.version, (version) => ({ ...version, signatures: [...version.signatures, said(event, at)] }));
      return;
    case 'CommentAdded':
      change(versions, event.data.version, (version) => ({
        ...version,
        comments: [...version.comments, { ...said(event, at), text: event.data.text }],
      }));
      return;
    case 'AgreementActivated':
    case 'AgreementAmended':
    case 'AgreementExtended':
    case 'MembersChanged':
      close(versions, 'signed', at);
      return;
    case 'ProposalWithdrawn':
      close(versions, 'withdrawn', at);
      return;
    case 'ProposalLapsed':
      close(versions, 'lapsed', at);
      return;
    case 'AgreementTerminated':
      close(versions, 'ended', at);
      return;
    default:
      event satisfies never;
  }
};

/** Every version of an agreement, in the order of proposing. */
export const versionsOf = (history: Iterable<Dated>): Version[] => {
  const versions: Versions = new Map();
  let state: AgreementState = initial;
  for (const { event, at } of history) {
    take(versions, event, state, at);
    state = evolve(state, event);
  }
  return [...versions.values()];
};

/** What a version is compared with: the one it answers, else the one in force before it, else the one before. */
export const comparedWith = (versions: readonly Version[], version: Version): Version | undefined => {
  const answered = versions.find((other) => other.version === version.answers);
  const earlier = versions.filter((other) => other.version < version.version);
  return answered ?? earlier.findLast((other) => other.status === 'signed') ?? earlier.at(-1);
};
