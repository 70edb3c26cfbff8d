import { type Decider, type Decision, events, isId, partnershipIdOf, rejected } from '#kernel';
import { refusal } from '../agreement/refusals.ts';
import type { PartnershipEvent } from './events.ts';

export type PartnershipCommand = { readonly kind: 'OpenPartnership'; readonly supplier: string; readonly customer: string };

export type PartnershipState =
  | { readonly status: 'none' }
  | { readonly status: 'open'; readonly partnership: string; readonly supplier: string; readonly customer: string };

const evolve = (_state: PartnershipState, event: PartnershipEvent): PartnershipState => ({ status: 'open', ...event.data });

const decide = (command: PartnershipCommand, state: PartnershipState): Decision<PartnershipEvent> => {
  const { supplier, customer } = command;
  const bad = [supplier, customer].filter((id) => !isId(id));
  if (bad.length > 0) return rejected(...bad.map((id) => refusal('ID_NOT_ALLOWED', { id })));
  if (supplier === customer) return rejected(refusal('SAME_PARTY', { party: customer }));
  // The stream's name is made of the two parties, so an open partnership is this one.
  if (state.status === 'open') return events();
  return events({ type: 'PartnershipOpened', data: { partnership: partnershipIdOf(supplier, customer), supplier, customer } });
};

/** One supplier and one customer; opening what is open changes nothing. */
export const partnershipDecider: Decider<PartnershipCommand, PartnershipState, PartnershipEvent> = {
  initial: { status: 'none' },
  evolve,
  decide,
};
