import type { AgreementState, KnownAgreement } from '../agreement/state.ts';

/** An event that put other terms in force: what they were until then, and what they are from it on. */
export type TermsTurn = { readonly before: KnownAgreement; readonly after: KnownAgreement };

export const isInForce = (state: AgreementState): state is KnownAgreement => state.status === 'active' || state.status === 'terminated';
export const isOtherVersion = (before: KnownAgreement, after: KnownAgreement): boolean =>
  before.version !== after.version || before.terminatedOn !== after.terminatedOn;

/** The kind of the version that was signed; an extension and a termination change the terms as an amendment does. */
export const causeOfTerms = ({ before, after }: TermsTurn): 'membership' | 'amendment' =>
  before.openProposal?.version === after.version && before.openProposal.kind === 'membership' ? 'membership' : 'amendment';
