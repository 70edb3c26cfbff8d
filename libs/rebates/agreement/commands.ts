import type { Party } from './events.ts';

export type By = { readonly party: Party; readonly person: string };
export type OfVersion = By & { readonly agreement: string; readonly version: number };
/** What any proposal may say beside its content: why, the version of the other side that it answers, and its last day. */
export type Offer = By & { readonly reason?: string; readonly answers?: number; readonly validUntil?: string };

/**
 * What people ask of one agreement. Terms, amendments and members are as read from a file or a request, unchecked.
 * ProposeAgreement opens the partnership where it is new.
 */
export type AgreementRequest =
  | (Offer & { readonly kind: 'ProposeAgreement'; readonly terms: unknown })
  | (Offer & { readonly kind: 'ProposeAmendment'; readonly agreement: string; readonly amendments: unknown })
  /** To a later last day. */
  | (Offer & { readonly kind: 'ExtendAgreement'; readonly agreement: string; readonly to: string })
  /** `join`: [{ id, from, to? }]; `leave`: [{ id, on }], the last day. */
  | (Offer & { readonly kind: 'ChangeMembers'; readonly agreement: string; readonly join?: unknown; readonly leave?: unknown })
  | (OfVersion & { readonly kind: 'ApproveProposal' })
  | (OfVersion & { readonly kind: 'SignAgreement' })
  | (OfVersion & { readonly kind: 'WithdrawProposal' })
  | (OfVersion & { readonly kind: 'AddComment'; readonly text: string })
  | { readonly kind: 'LapseProposals'; readonly agreement: string }
  | (By & { readonly kind: 'TerminateAgreement'; readonly agreement: string; readonly on: string; readonly reason: string });

/**
 * The same with what the rules take as data: `today` is the day in the agreement's time zone when the command came (without
 * it nothing is too late), `projected` what a version is projected to pay, where the ledger can say, and `ownLimit` up to
 * which amount the organisation of whoever asks lets them approve.
 */
export type AgreementCommand = AgreementRequest & { readonly today?: string; readonly projected?: string; readonly ownLimit?: OwnLimit };
export type OwnLimit = { readonly amount: string; readonly currency: string };
export type CommandOf<Kind extends AgreementCommand['kind']> = Extract<AgreementCommand, { readonly kind: Kind }>;
