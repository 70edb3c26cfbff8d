import { type EventStore, isStoreError, type RecordedEvent } from '#event-store';
import { type Decider, isId, partnershipIdOf, type Rejection } from '#kernel';
import {
  agreementDecider,
  type AgreementEvent,
  type AgreementRequest,
  type AgreementState,
  type PartnershipCommand,
  partnershipDecider,
  type PartnershipEvent,
  type PartnershipState,
  warningsOfOpen,
} from '#rebates';
import { contentHash, toAppend } from './event-ids.ts';
import type { CommandContext, Executed, LedgerCommand } from './ledger.ts';
import { agreementUnknown, commandIdInvalid, commandReused } from './rejections.ts';
import { agreementStream, partnershipStream } from './streams.ts';
import { dayIn } from './today.ts';

const TRIES = 3;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Ids of events are made from it, so it must have their form. */
export const wrongCommandId = ({ commandId }: CommandContext): Executed | undefined =>
  UUID.test(commandId) ? undefined : { kind: 'rejected', rejections: [commandIdInvalid(commandId)] };

export type StreamFold<State> = { readonly state: State; readonly revision: number; readonly events: readonly RecordedEvent[] };

/** Reads a short stream whole and folds it. */
export const foldStream = async <Command, State, Event>(
  store: EventStore,
  decider: Decider<Command, State, Event>,
  stream: string,
): Promise<StreamFold<State>> => {
  let { initial: state } = decider;
  const events: RecordedEvent[] = [];
  for await (const event of store.readStream(stream)) {
    state = decider.evolve(state, { type: event.type, data: event.data } as unknown as Event);
    events.push(event);
  }
  return { state, revision: events.length - 1, events };
};

/** What a command id recorded before: the same command is answered again, another under its id is refused. */
export const earlierRun = (events: readonly RecordedEvent[], context: CommandContext, hash: string): Executed | undefined => {
  const own = events.filter((event) => event.metadata['commandId'] === context.commandId);
  const last = own.at(-1);
  if (last === undefined) return undefined;
  if (own.some((event) => event.metadata['commandHash'] !== hash))
    return { kind: 'rejected', rejections: [commandReused(context.commandId)] };
  return { kind: 'done', token: last.token, revision: last.revision, stream: last.stream, events: own.map((event) => event.type) };
};

type OnStream<Command, State, Event> = {
  readonly store: EventStore;
  readonly decider: Decider<Command, State, Event>;
  readonly command: Command;
  readonly stream: string;
  /** Undefined for a private stream, which belongs to no partnership. */
  readonly partnership: (state: State) => string | undefined;
  readonly context: CommandContext;
  readonly mustExist?: Rejection;
  /** The command with what the rules take as data, where that hangs on the state; a retry is told by the command alone. */
  readonly known?: (state: State) => Promise<Command>;
};

/** Decides on the newest state and appends at exactly that revision; on a conflict decides again. */
export const decideOnStream = async <Command, State, Event extends { readonly type: string; readonly data: unknown }>(
  task: OnStream<Command, State, Event>,
): Promise<Executed> => {
  const { store, decider, command, stream, context } = task;
  const hash = contentHash(command);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const fold = await foldStream(store, decider, stream);
    const earlier = earlierRun(fold.events, context, hash);
    if (earlier !== undefined) return earlier;
    if (fold.revision < 0 && task.mustExist !== undefined) return { kind: 'rejected', rejections: [task.mustExist] };
    if (context.expectedRevision !== undefined && context.expectedRevision !== fold.revision) {
      return {
        kind: 'conflict',
        message: `It was changed meanwhile: it is at revision ${fold.revision}, not ${context.expectedRevision}.`,
      };
    }
    const decision = decider.decide((await task.known?.(fold.state)) ?? command, fold.state);
    if (decision.kind === 'rejected') return decision;
    const names = decision.events.map((event) => event.type);
    if (names.length === 0) return { kind: 'done', token: fold.events.at(-1)?.token ?? '0', revision: fold.revision, stream, events: [] };
    const state = decision.events.reduce<State>((current, event) => decider.evolve(current, event), fold.state);
    const appended = await store.append(
      stream,
      fold.revision < 0 ? 'noStream' : fold.revision,
      toAppend(decision.events, stream, task.partnership(state), context, hash),
    );
    if (appended.kind === 'appended') return { kind: 'done', token: appended.token, revision: appended.revision, stream, events: names };
  }
  return { kind: 'conflict', message: 'Others change it at the same time; try again.' };
};

const partnershipOf = (state: AgreementState): string => (state.status === 'none' ? '' : state.partnership);

const openPartnership = (store: EventStore, supplier: string, customer: string, context: CommandContext): Promise<Executed> => {
  const partnership = partnershipIdOf(supplier, customer);
  return onPartnership(store, { kind: 'OpenPartnership', supplier, customer }, partnership, context);
};

const onPartnership = (store: EventStore, command: PartnershipCommand, partnership: string, context: CommandContext): Promise<Executed> =>
  decideOnStream<PartnershipCommand, PartnershipState, PartnershipEvent>({
    store,
    decider: partnershipDecider,
    command,
    stream: partnershipStream(partnership),
    partnership: () => partnership,
    context,
  });

/** What the rules take as data and cannot know themselves. */
export type Facts = { readonly projected?: string; readonly ownLimit?: { readonly amount: string; readonly currency: string } };

/** Today in the agreement's time zone; a first proposal may name any zone, which the rules then check. */
const todayOf = (state: AgreementState, command: AgreementRequest, now: string): string => {
  const asked =
    command.kind === 'ProposeAgreement' && typeof command.terms === 'object' && command.terms !== null && 'timeZone' in command.terms
      ? command.terms.timeZone
      : 'UTC';
  const zone = state.status === 'none' ? asked : state.terms.timeZone;
  try {
    return dayIn(typeof zone === 'string' ? zone : 'UTC', new Date(now));
  } catch {
    return dayIn('UTC', new Date(now));
  }
};

const onAgreement = (
  store: EventStore,
  command: AgreementRequest,
  agreement: string,
  context: CommandContext,
  facts: Facts = {},
): Promise<Executed> =>
  decideOnStream<AgreementRequest, AgreementState, AgreementEvent>({
    store,
    command,
    stream: agreementStream(agreement),
    partnership: partnershipOf,
    context,
    decider: {
      ...agreementDecider,
      decide: (asked, state) => agreementDecider.decide({ ...asked, today: todayOf(state, asked, context.now), ...facts }, state),
    },
    ...(command.kind === 'ProposeAgreement' ? {} : { mustExist: agreementUnknown(agreement) }),
  });

const PROPOSALS: ReadonlySet<AgreementRequest['kind']> = new Set([
  'ProposeAgreement',
  'ProposeAmendment',
  'ExtendAgreement',
  'ChangeMembers',
]);

/** What those who will sign should see, with the answer to whoever proposed. */
const withWarnings = async (store: EventStore, command: AgreementRequest, agreement: string, executed: Executed): Promise<Executed> => {
  if (executed.kind !== 'done' || !PROPOSALS.has(command.kind)) return executed;
  const warnings = warningsOfOpen((await foldStream(store, agreementDecider, agreementStream(agreement))).state);
  return warnings.length === 0 ? executed : { ...executed, warnings };
};

const textOf = (terms: unknown, key: string): string => {
  const value = typeof terms === 'object' && terms !== null ? (terms as Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' && isId(value) ? value : '';
};

const proposeAgreement = async (
  store: EventStore,
  command: Extract<LedgerCommand, { kind: 'ProposeAgreement' }>,
  context: CommandContext,
): Promise<Executed> => {
  const agreement = textOf(command.terms, 'id');
  if (agreement === '') return decideWithoutStream(command);
  const { state } = await foldStream(store, agreementDecider, agreementStream(agreement));
  const decision = agreementDecider.decide({ ...command, today: todayOf(state, command, context.now) }, state);
  if (decision.kind === 'rejected') return onAgreement(store, command, agreement, context);
  // The partnership comes first in its own history, so that its agreements find it there.
  const opened = await openPartnership(store, textOf(command.terms, 'supplier'), textOf(command.terms, 'customer'), {
    commandId: context.commandId,
    actor: context.actor,
    now: context.now,
    ...(context.correlationId === undefined ? {} : { correlationId: context.correlationId }),
  });
  if (opened.kind !== 'done') return opened;
  return withWarnings(store, command, agreement, await onAgreement(store, command, agreement, context));
};

/** Commands on a partnership or an agreement: what is recorded is for both sides to read. */
export type SharedCommand = AgreementRequest | Extract<LedgerCommand, { kind: 'OpenPartnership' | 'RecordRates' }>;

/** Carries out a command on a partnership or an agreement. */
export const executeCommand = async (
  store: EventStore,
  command: SharedCommand,
  context: CommandContext,
  facts: Facts = {},
): Promise<Executed> => {
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  try {
    if (command.kind === 'OpenPartnership') return await openPartnership(store, command.supplier, command.customer, context);
    if (command.kind === 'RecordRates') return await onPartnership(store, command, command.partnership, context);
    if (command.kind === 'ProposeAgreement') return await proposeAgreement(store, command, context);
    if (!isId(command.agreement)) return { kind: 'rejected', rejections: [agreementUnknown(command.agreement)] };
    return await withWarnings(store, command, command.agreement, await onAgreement(store, command, command.agreement, context, facts));
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED')
      return { kind: 'rejected', rejections: [commandReused(context.commandId)] };
    throw error;
  }
};

/** Terms without a usable id: the rules say what is wrong with them. */
const decideWithoutStream = (command: Extract<LedgerCommand, { kind: 'ProposeAgreement' }>): Executed => {
  const decision = agreementDecider.decide(command, agreementDecider.initial);
  if (decision.kind === 'rejected') return decision;
  throw new Error('terms without an id were accepted');
};
