import { approversOf } from '../agreement/approvals.ts';
import { PARTIES, type Party } from '../agreement/events.ts';
import { isLapsed } from '../agreement/propose.ts';
import type { AgreementState } from '../agreement/state.ts';

/** What has to happen before the open version is in force. */
export type Awaited = {
  readonly party: Party;
  readonly act: 'approve' | 'sign';
  /** Whom the terms name for it; anybody of that side who may, where they name nobody. */
  readonly people: readonly string[];
};

/** Each side's next step: its approval, where the terms ask for one, and then its signature. Nothing where no version is open, or it lapsed. */
export const awaitedOf = (state: AgreementState, today: string): Awaited[] => {
  const open = state.status === 'none' ? null : state.openProposal;
  if (state.status === 'none' || open === null) return [];
  if (isLapsed(open, today)) return [];
  return PARTIES.flatMap((party): Awaited[] => {
    if (open.signedBy.includes(party)) return [];
    const approvers = approversOf(state.terms, party);
    const isApproved = approvers.length === 0 || open.approvals.some((approval) => approval.party === party);
    const others = [...new Set(approvers.map(({ person }) => person))].filter((person) => person !== open.proposal.data.person);
    return [isApproved ? { party, act: 'sign', people: state.terms.people?.sign ?? [] } : { party, act: 'approve', people: others }];
  });
};
