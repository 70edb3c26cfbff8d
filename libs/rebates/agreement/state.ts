import type { AgreementEvent, AgreementEventOf, Party, ProposalEvent } from './events.ts';
import { membersAfter } from './members.ts';
import type { AgreementTerms, AmendmentTerms } from './terms.ts';

/** What a proposal asks for; only the first is of an agreement that is not in force yet. */
export type ProposalKind = 'agreement' | 'amendment' | 'extension' | 'membership';

/** What is waiting for signatures; a counter replaces it and takes its approvals and signatures away. */
export type OpenProposal = {
  readonly version: number;
  readonly kind: ProposalKind;
  readonly party: Party;
  readonly amendments: readonly AmendmentTerms[];
  readonly approvals: readonly { readonly party: Party; readonly person: string }[];
  readonly signedBy: readonly Party[];
  /** The event that proposed it. */
  readonly proposal: ProposalEvent;
};

export type Signature = { readonly version: number; readonly party: Party; readonly person: string };

export type KnownAgreement = {
  readonly status: 'proposed' | 'active' | 'terminated' | 'withdrawn' | 'lapsed';
  readonly agreement: string;
  readonly partnership: string;
  /** Of the version in force; before there is one, of the last proposal. */
  readonly terms: AgreementTerms;
  /** Signed by both, in the order of their signature; none before the agreement is in force. */
  readonly amendments: readonly AmendmentTerms[];
  /** The version in force; before there is one, the last proposed. */
  readonly version: number;
  readonly lastVersion: number;
  readonly openProposal: OpenProposal | null;
  /** Of the open version and of those that came into force. */
  readonly signatures: readonly Signature[];
  readonly terminatedOn: string | null;
  readonly termination: AgreementEventOf<'AgreementTerminated'>['data'] | null;
};

/** An agreement's stream, folded. Comments are not kept here: they decide nothing (see `negotiation/versions.ts`). */
export type AgreementState = { readonly status: 'none'; readonly lastVersion: 0 } | KnownAgreement;

export const initial: AgreementState = { status: 'none', lastVersion: 0 };

const KINDS: Readonly<Record<ProposalEvent['type'], ProposalKind>> = {
  AgreementProposed: 'agreement',
  AmendmentProposed: 'amendment',
  ExtensionProposed: 'extension',
  MembershipProposed: 'membership',
};
export const kindOfProposal = (proposal: ProposalEvent): ProposalKind => KINDS[proposal.type];

const opened = (proposal: ProposalEvent): OpenProposal => ({
  version: Number(proposal.data.version),
  kind: kindOfProposal(proposal),
  party: proposal.data.party,
  amendments: 'amendments' in proposal.data ? proposal.data.amendments : [],
  approvals: [],
  signedBy: [],
  proposal,
});

const withoutOpen = (state: AgreementState): readonly Signature[] =>
  state.status === 'none' ? [] : state.signatures.filter((signature) => signature.version !== state.openProposal?.version);

const onProposed = (state: AgreementState, event: AgreementEventOf<'AgreementProposed'>): AgreementState => {
  const { agreement, partnership, terms } = event.data;
  const openProposal = opened(event);
  const { version } = openProposal;
  return {
    status: 'proposed',
    agreement,
    partnership,
    terms,
    amendments: [],
    version,
    lastVersion: version,
    openProposal,
    signatures: withoutOpen(state),
    terminatedOn: null,
    termination: null,
  };
};

const onChangeProposed = (state: KnownAgreement, event: Exclude<ProposalEvent, { type: 'AgreementProposed' }>): KnownAgreement => {
  const openProposal = opened(event);
  return { ...state, lastVersion: openProposal.version, openProposal, signatures: withoutOpen(state) };
};

const onSigned = (state: KnownAgreement, { data }: AgreementEventOf<'AgreementSigned'>): KnownAgreement => {
  const { party, person } = data;
  const open = state.openProposal;
  return {
    ...state,
    openProposal: open === null ? null : { ...open, signedBy: [...open.signedBy, party] },
    signatures: [...state.signatures, { version: Number(data.version), party, person }],
  };
};

const onApproved = (state: KnownAgreement, { data: { party, person } }: AgreementEventOf<'ProposalApproved'>): KnownAgreement => {
  const open = state.openProposal;
  return { ...state, openProposal: open === null ? null : { ...open, approvals: [...open.approvals, { party, person }] } };
};

/** A first proposal that ends leaves no agreement; one that would have changed an agreement leaves it as it was. */
const withoutProposal = (state: KnownAgreement, ended: 'withdrawn' | 'lapsed'): KnownAgreement => ({
  ...state,
  status: state.status === 'proposed' ? ended : state.status,
  openProposal: null,
  signatures: withoutOpen(state),
});

const evolveKnown = (state: KnownAgreement, event: Exclude<AgreementEvent, { type: 'AgreementProposed' }>): KnownAgreement => {
  switch (event.type) {
    case 'AmendmentProposed':
    case 'ExtensionProposed':
    case 'MembershipProposed':
      return onChangeProposed(state, event);
    case 'ProposalApproved':
      return onApproved(state, event);
    case 'AgreementSigned':
      return onSigned(state, event);
    case 'AgreementActivated':
      return {
        ...state,
        status: 'active',
        amendments: state.openProposal?.amendments ?? [],
        version: Number(event.data.version),
        openProposal: null,
      };
    case 'AgreementAmended':
      return {
        ...state,
        amendments: [...state.amendments, ...event.data.amendments],
        version: Number(event.data.version),
        openProposal: null,
      };
    case 'AgreementExtended':
      return { ...state, terms: { ...state.terms, to: event.data.to }, version: Number(event.data.version), openProposal: null };
    case 'MembersChanged':
      return {
        ...state,
        terms: { ...state.terms, members: membersAfter(state.terms.members ?? [], event.data) },
        version: Number(event.data.version),
        openProposal: null,
      };
    case 'CommentAdded':
      return state;
    case 'ProposalWithdrawn':
      return withoutProposal(state, 'withdrawn');
    case 'ProposalLapsed':
      return withoutProposal(state, 'lapsed');
    case 'AgreementTerminated':
      return { ...state, status: 'terminated', openProposal: null, terminatedOn: event.data.on, termination: event.data };
    default:
      return event satisfies never;
  }
};

export const evolve = (state: AgreementState, event: AgreementEvent): AgreementState => {
  if (event.type === 'AgreementProposed') return onProposed(state, event);
  if (state.status === 'none') throw new Error(`${event.type} before the agreement was proposed: the history is damaged`);
  return evolveKnown(state, event);
};
