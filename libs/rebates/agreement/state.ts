import type { AgreementEvent, AgreementEventOf, Party } from './events.ts';
import type { AgreementTerms, AmendmentTerms } from './terms.ts';

/** What is waiting for signatures; a counter replaces it and takes its signatures away. */
export type OpenProposal = {
  readonly version: number;
  readonly kind: 'agreement' | 'amendment';
  readonly party: Party;
  readonly amendments: readonly AmendmentTerms[];
  readonly signedBy: readonly Party[];
  /** The data of the event that proposed it. */
  readonly proposed: AgreementEventOf<'AgreementProposed' | 'AmendmentProposed'>['data'];
};

export type Signature = { readonly version: number; readonly party: Party; readonly person: string };

export type KnownAgreement = {
  readonly status: 'proposed' | 'active' | 'terminated' | 'withdrawn';
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

/** An agreement's stream, folded. */
export type AgreementState = { readonly status: 'none'; readonly lastVersion: 0 } | KnownAgreement;

export const initial: AgreementState = { status: 'none', lastVersion: 0 };

const withoutOpen = (state: AgreementState): readonly Signature[] =>
  state.status === 'none' ? [] : state.signatures.filter((signature) => signature.version !== state.openProposal?.version);

const onProposed = (state: AgreementState, { data }: AgreementEventOf<'AgreementProposed'>): AgreementState => {
  const { agreement, partnership, terms, amendments, party } = data;
  const version = Number(data.version);
  return {
    status: 'proposed',
    agreement,
    partnership,
    terms,
    amendments: [],
    version,
    lastVersion: version,
    openProposal: { version, kind: 'agreement', party, amendments, signedBy: [], proposed: data },
    signatures: withoutOpen(state),
    terminatedOn: null,
    termination: null,
  };
};

const onAmendmentProposed = (state: KnownAgreement, { data }: AgreementEventOf<'AmendmentProposed'>): KnownAgreement => {
  const version = Number(data.version);
  return {
    ...state,
    lastVersion: version,
    openProposal: { version, kind: 'amendment', party: data.party, amendments: data.amendments, signedBy: [], proposed: data },
    signatures: withoutOpen(state),
  };
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

const evolveKnown = (state: KnownAgreement, event: Exclude<AgreementEvent, { type: 'AgreementProposed' }>): KnownAgreement => {
  switch (event.type) {
    case 'AmendmentProposed':
      return onAmendmentProposed(state, event);
    case 'AgreementSigned':
      return onSigned(state, event);
    case 'AgreementActivated':
      return { ...state, status: 'active', amendments: state.openProposal?.amendments ?? [], version: Number(event.data.version), openProposal: null };
    case 'AgreementAmended':
      return { ...state, amendments: [...state.amendments, ...event.data.amendments], version: Number(event.data.version), openProposal: null };
    case 'ProposalWithdrawn':
      return { ...state, status: state.status === 'proposed' ? 'withdrawn' : state.status, openProposal: null, signatures: withoutOpen(state) };
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
