import { compareTokens, type EventStore, type RecordedEvent } from '#event-store';
import { isId, type Rejection } from '#kernel';
import {
  agreementDecider,
  checkPolicy,
  type KnownAgreement,
  parsePolicy,
  type PolicyCommand,
  policyDecider,
  type PolicyEvent,
  policyOfOther,
  type PolicyState,
  reporterOf,
  resolveAgreement,
} from '#rebates';
import { decideOnStream, foldStream } from './execute.ts';
import type { CommandContext, Executed, LedgerCommand } from './ledger.ts';
import { agreementUnknown, commandIdInvalid } from './rejections.ts';
import { agreementStream, policyStream } from './streams.ts';

/** A party's policy as known: its version counts the policies that it has set, from 1. */
export type KnownPolicy = PolicyState & {
  readonly organisation: string;
  readonly revision: number;
  readonly recordedAt: string | undefined;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The party that is meant: by its role, or by its own id. */
export const partyOf = ({ terms }: Pick<KnownAgreement, 'terms'>, organisation: string): string | Rejection => {
  const party = reporterOf(terms, organisation);
  return party === terms.supplier || party === terms.customer ? party : policyOfOther(organisation, [terms.supplier, terms.customer]);
};

/** Checks a policy against the agreement as it stands, and records it in its owner's own stream: nobody else's history speaks of it. */
export const setPolicy = async (
  store: EventStore,
  { agreement, organisation, policy }: Extract<LedgerCommand, { kind: 'SetPolicy' }>,
  context: CommandContext,
): Promise<Executed> => {
  if (!UUID.test(context.commandId)) return { kind: 'rejected', rejections: [commandIdInvalid(context.commandId)] };
  if (!isId(agreement)) return { kind: 'rejected', rejections: [agreementUnknown(agreement)] };
  const { state } = await foldStream(store, agreementDecider, agreementStream(agreement));
  if (state.status === 'none') return { kind: 'rejected', rejections: [agreementUnknown(agreement)] };
  const party = partyOf(state, organisation);
  if (typeof party !== 'string') return { kind: 'rejected', rejections: [party] };
  const parsed = parsePolicy(policy);
  if (!parsed.ok) return { kind: 'rejected', rejections: parsed.rejections };
  const rejections = checkPolicy(parsed.value, resolveAgreement(state.terms, state.amendments));
  if (rejections.length > 0) return { kind: 'rejected', rejections };
  const command: PolicyCommand = { kind: 'SetPolicy', organisation: party, agreement, policy: parsed.value };
  return decideOnStream<PolicyCommand, PolicyState, PolicyEvent>({
    store,
    decider: policyDecider,
    command,
    stream: policyStream(party, agreement),
    partnership: () => undefined,
    context,
  });
};

/** Up to when a policy is asked for: the store's place of an event, a recorded time, or the newest. */
export type PolicyKnown = { readonly token: string } | { readonly time: string } | undefined;

const isKnown = ({ token, recordedAt }: RecordedEvent, known: PolicyKnown): boolean => {
  if (known === undefined) return true;
  return 'token' in known ? compareTokens(token, known.token) <= 0 : Date.parse(recordedAt) <= Date.parse(known.time);
};

/** A party's policy out of its own stream, which is short. */
export const readPolicy = async (store: EventStore, organisation: string, agreement: string, known: PolicyKnown): Promise<KnownPolicy> => {
  let state = policyDecider.initial;
  let [revision, recordedAt]: [number, string | undefined] = [-1, undefined];
  for await (const event of store.readStream(policyStream(organisation, agreement))) {
    if (!isKnown(event, known)) break;
    state = policyDecider.evolve(state, { type: event.type, data: event.data } as unknown as PolicyEvent);
    ({ revision, recordedAt } = event);
  }
  return { ...state, organisation, revision, recordedAt };
};
