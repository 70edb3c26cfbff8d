import { type Decider, type Decision, events, isId, partnershipIdOf, rejected } from '#kernel';
import type { Party } from '../agreement/events.ts';
import { personMissing } from '../agreement/people.ts';
import { refusal } from '../agreement/refusals.ts';
import type { PartnershipEvent } from './events.ts';
import { changed, checkMatching, type MatchingAgreed, type MatchingChange, newsOf, NOTHING_OVERLOOKED } from './matching.ts';
import { checkRates, type GivenRate, inPieces, rateKey } from './rates.ts';

export type PartnershipCommand =
  | { readonly kind: 'OpenPartnership'; readonly supplier: string; readonly customer: string }
  | {
      readonly kind: 'RecordRates';
      readonly partnership: string;
      readonly table: string;
      /** The currency that rates are in. */ readonly to: string;
      readonly rates: readonly GivenRate[];
    }
  /** Either side may: what is overlooked is seen by both, and no money hangs on it. */
  | {
      readonly kind: 'SetMatchingRules';
      readonly partnership: string;
      readonly rules: MatchingChange;
      readonly party: Party;
      readonly person: string;
    };

export type PartnershipState =
  | { readonly status: 'none' }
  | {
      readonly status: 'open';
      readonly partnership: string;
      readonly supplier: string;
      readonly customer: string;
      /** Every rate as it now stands, by table, currencies and day. */
      readonly rates: ReadonlyMap<string, string>;
      readonly matching: MatchingAgreed;
    };

const evolve = (state: PartnershipState, event: PartnershipEvent): PartnershipState => {
  if (event.type === 'PartnershipOpened') return { status: 'open', ...event.data, rates: new Map(), matching: NOTHING_OVERLOOKED };
  if (state.status === 'none') return state;
  if (event.type === 'MatchingRulesSet') return { ...state, matching: changed(state.matching, event.data) };
  const { table, to, rates } = event.data;
  return { ...state, rates: new Map([...state.rates, ...rates.map((rate): [string, string] => [rateKey(table, to, rate), rate.rate])]) };
};

const open = (
  { supplier, customer }: Extract<PartnershipCommand, { kind: 'OpenPartnership' }>,
  state: PartnershipState,
): Decision<PartnershipEvent> => {
  const bad = [supplier, customer].filter((id) => !isId(id));
  if (bad.length > 0) return rejected(...bad.map((id) => refusal('ID_NOT_ALLOWED', { id })));
  if (supplier === customer) return rejected(refusal('SAME_PARTY', { party: customer }));
  // The stream's name is made of the two parties, so an open partnership is this one.
  if (state.status === 'open') return events();
  return events({ type: 'PartnershipOpened', data: { partnership: partnershipIdOf(supplier, customer), supplier, customer } });
};

/** Rates that stand as they are given change nothing; others are recorded, and replace those of their day. */
const recordRates = (
  command: Extract<PartnershipCommand, { kind: 'RecordRates' }>,
  state: PartnershipState,
): Decision<PartnershipEvent> => {
  const { table, to, partnership } = command;
  if (state.status === 'none') return rejected(refusal('PARTNERSHIP_UNKNOWN', { partnership }));
  const refusals = checkRates(command);
  if (refusals.length > 0) return rejected(...refusals);
  const news = command.rates.filter((rate) => state.rates.get(rateKey(table, to, rate)) !== rate.rate);
  return events(
    ...inPieces(news).map((rates) => ({
      type: 'RatesRecorded' as const,
      data: { partnership: state.partnership, table, to, rates: rates.map(({ currency, from, rate }) => ({ currency, from, rate })) },
    })),
  );
};

const setRules = (
  command: Extract<PartnershipCommand, { kind: 'SetMatchingRules' }>,
  state: PartnershipState,
): Decision<PartnershipEvent> => {
  const { partnership, party, person, rules } = command;
  if (state.status === 'none') return rejected(refusal('PARTNERSHIP_UNKNOWN', { partnership }));
  const refusals = [...personMissing(command), ...checkMatching(rules)];
  if (refusals.length > 0) return rejected(...refusals);
  return events(
    ...newsOf(state.matching, rules).map((news) => ({
      type: 'MatchingRulesSet' as const,
      data: { partnership: state.partnership, ...copied(news), party, person },
    })),
  );
};

/** Lists as the events have them. */
const copied = ({ stages, tolerances, prefix, units, products, documents }: MatchingChange) => ({
  ...(tolerances === undefined ? {} : { tolerances }),
  ...(stages === undefined ? {} : { stages }),
  ...(prefix === undefined ? {} : { prefix }),
  ...(units === undefined ? {} : { units: [...units] }),
  ...(products === undefined ? {} : { products: [...products] }),
  ...(documents === undefined ? {} : { documents: [...documents] }),
});

const decide = (command: PartnershipCommand, state: PartnershipState): Decision<PartnershipEvent> => {
  switch (command.kind) {
    case 'OpenPartnership':
      return open(command, state);
    case 'RecordRates':
      return recordRates(command, state);
    case 'SetMatchingRules':
      return setRules(command, state);
    default:
      return command satisfies never;
  }
};

/** One supplier and one customer; opening what is open changes nothing. */
export const partnershipDecider: Decider<PartnershipCommand, PartnershipState, PartnershipEvent> = {
  initial: { status: 'none' },
  evolve,
  decide,
};
