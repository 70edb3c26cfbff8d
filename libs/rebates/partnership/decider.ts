import { type Decider, type Decision, events, isId, partnershipIdOf, rejected } from '#kernel';
import { refusal } from '../agreement/refusals.ts';
import type { PartnershipEvent } from './events.ts';
import { checkRates, type GivenRate, inPieces, rateKey } from './rates.ts';

export type PartnershipCommand =
  | { readonly kind: 'OpenPartnership'; readonly supplier: string; readonly customer: string }
  | { readonly kind: 'RecordRates'; readonly partnership: string; readonly table: string; /** The currency that rates are in. */ readonly to: string; readonly rates: readonly GivenRate[] };

export type PartnershipState =
  | { readonly status: 'none' }
  | {
      readonly status: 'open';
      readonly partnership: string;
      readonly supplier: string;
      readonly customer: string;
      /** Every rate as it now stands, by table, currencies and day. */
      readonly rates: ReadonlyMap<string, string>;
    };

const evolve = (state: PartnershipState, event: PartnershipEvent): PartnershipState => {
  if (event.type === 'PartnershipOpened') return { status: 'open', ...event.data, rates: new Map() };
  if (state.status === 'none') return state;
  const { table, to, rates } = event.data;
  return { ...state, rates: new Map([...state.rates, ...rates.map((rate): [string, string] => [rateKey(table, to, rate), rate.rate])]) };
};

const open = ({ supplier, customer }: Extract<PartnershipCommand, { kind: 'OpenPartnership' }>, state: PartnershipState): Decision<PartnershipEvent> => {
  const bad = [supplier, customer].filter((id) => !isId(id));
  if (bad.length > 0) return rejected(...bad.map((id) => refusal('ID_NOT_ALLOWED', { id })));
  if (supplier === customer) return rejected(refusal('SAME_PARTY', { party: customer }));
  // The stream's name is made of the two parties, so an open partnership is this one.
  if (state.status === 'open') return events();
  return events({ type: 'PartnershipOpened', data: { partnership: partnershipIdOf(supplier, customer), supplier, customer } });
};

/** Rates that stand as they are given change nothing; others are recorded, and replace those of their day. */
const recordRates = (command: Extract<PartnershipCommand, { kind: 'RecordRates' }>, state: PartnershipState): Decision<PartnershipEvent> => {
  const { table, to, partnership } = command;
  if (state.status === 'none') return rejected(refusal('PARTNERSHIP_UNKNOWN', { partnership }));
  const refusals = checkRates(command);
  if (refusals.length > 0) return rejected(...refusals);
  const news = command.rates.filter((rate) => state.rates.get(rateKey(table, to, rate)) !== rate.rate);
  return events(...inPieces(news).map((rates) => ({ type: 'RatesRecorded' as const, data: { partnership: state.partnership, table, to, rates: rates.map(({ currency, from, rate }) => ({ currency, from, rate })) } })));
};

/** One supplier and one customer; opening what is open changes nothing. */
export const partnershipDecider: Decider<PartnershipCommand, PartnershipState, PartnershipEvent> = {
  initial: { status: 'none' },
  evolve,
  decide: (command, state) => (command.kind === 'OpenPartnership' ? open(command, state) : recordRates(command, state)),
};
