import type { Party } from '../agreement/events.ts';
import type { DisputeEvent, DisputeEventOf, HeldFigures } from './events.ts';

type Opened = DisputeEventOf<'DisputeOpened'>['data'];
export type DisputeProposal = DisputeEventOf<'OutcomeProposed'>['data'];
export type Evidence = DisputeEventOf<'EvidenceAdded'>['data'];

export type DisputeState =
  | { readonly status: 'none' }
  | {
      readonly status: 'open' | 'ended';
      readonly opened: Opened;
      /** As each side said it last. */
      readonly figures: HeldFigures;
      readonly proposals: readonly DisputeProposal[];
      readonly evidence: readonly Evidence[];
      /** To whom it was brought last. */
      readonly escalatedTo: string | null;
      readonly answerBy: string | null;
      /** The side whose word is waited for: the one that did not speak last. */
      readonly waitsFor: Party;
      readonly ended: DisputeEventOf<'DisputeEnded'>['data'] | null;
    };

export type KnownDispute = Exclude<DisputeState, { status: 'none' }>;
export const initial: DisputeState = { status: 'none' };

const other = (party: Party): Party => (party === 'supplier' ? 'customer' : 'supplier');

/** Who accepts the other side's view holds its figure from then on. */
const afterEnd = (figures: HeldFigures, { outcome, party, proposal }: DisputeEventOf<'DisputeEnded'>['data']): HeldFigures => {
  const accepted = figures[other(party)];
  return outcome === 'acceptance' && proposal === undefined && accepted !== undefined ? { ...figures, [party]: accepted } : figures;
};

export const evolve = (state: DisputeState, event: DisputeEvent): DisputeState => {
  if (event.type === 'DisputeOpened') {
    const { data } = event;
    return {
      status: 'open',
      opened: data,
      figures: data.figures,
      proposals: [],
      evidence: [],
      escalatedTo: null,
      answerBy: data.answerBy ?? null,
      waitsFor: other(data.party),
      ended: null,
    };
  }
  if (state.status === 'none') return state;
  const said = { ...state, waitsFor: other(event.data.party) };
  switch (event.type) {
    case 'DisputeCommented':
      return event.data.figure === undefined ? said : { ...said, figures: { ...state.figures, [event.data.party]: event.data.figure } };
    case 'EvidenceAdded':
      return { ...said, evidence: [...state.evidence, event.data] };
    case 'OutcomeProposed':
      return { ...said, proposals: [...state.proposals, event.data], answerBy: event.data.answerBy ?? state.answerBy };
    case 'DisputeEscalated':
      return { ...said, escalatedTo: event.data.to, answerBy: event.data.answerBy ?? state.answerBy };
    case 'DisputeEnded':
      return { ...said, status: 'ended', ended: event.data, answerBy: null, figures: afterEnd(state.figures, event.data) };
    default:
      return event satisfies never;
  }
};
