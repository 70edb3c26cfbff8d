import { canonicalJson, type Decider, type Decision, events, rejected } from '#kernel';
import type { PolicyEvent } from './events.ts';
import type { Policy } from './policy.ts';
import { policyTooLarge } from './refusals.ts';

/** The policy is read and checked against its agreement before: what is decided here is whether it is new. */
export type PolicyCommand = {
  readonly kind: 'SetPolicy';
  readonly organisation: string;
  readonly agreement: string;
  readonly policy: Policy;
};

/** The policy in force in one party's stream of one agreement; the version counts from 1. */
export type PolicyState = { readonly version: number; readonly policy: Policy | undefined };

/** The rest of an event's leaf is for its type and metadata. */
const MOST_POLICY_BYTES = 60_000;

const evolve = ({ version }: PolicyState, { data }: PolicyEvent): PolicyState => ({ version: version + 1, policy: data.policy });

const decide = ({ organisation, agreement, policy }: PolicyCommand, state: PolicyState): Decision<PolicyEvent> => {
  const text = canonicalJson(plain(policy));
  if (state.policy !== undefined && canonicalJson(plain(state.policy)) === text) return events();
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MOST_POLICY_BYTES) return rejected(policyTooLarge(bytes, MOST_POLICY_BYTES));
  return events({ type: 'PolicySet', data: { organisation, agreement, policy: plain(policy) } });
};

/** Without keys that are there and undefined: events hold JSON. */
const plain = (policy: Policy): Policy => JSON.parse(JSON.stringify(policy)) as Policy;

/** One party's accrual policy for one agreement: the last one set is in force. */
export const policyDecider: Decider<PolicyCommand, PolicyState, PolicyEvent> = {
  initial: { version: 0, policy: undefined },
  evolve,
  decide,
};
