import { type EventStore, isStoreError } from '#event-store';
import { isId, type Rejection } from '#kernel';
import {
  agreementDecider,
  type AgreementRequest,
  type AgreementState,
  type DraftCommand,
  draftDecider,
  type DraftState,
  type NoteCommand,
  noteDecider,
} from '#rebates';
import { decideOnStream, executeCommand, foldStream, type StreamFold, wrongCommandId } from './execute.ts';
import type { CommandContext, Executed, LedgerCommand, Party } from './ledger.ts';
import { agreementIdTaken, agreementUnknown, commandReused, draftOfOthers, draftUnknown } from './rejections.ts';
import { agreementStream, draftStream, noteStream } from './streams.ts';

/** What an organisation keeps to itself. Its streams name no partnership, so nothing in them has a position to be shared. */
export type PrivateCommand = DraftCommand | NoteCommand | Extract<LedgerCommand, { kind: 'ProposeDraft' }>;

const KINDS: ReadonlySet<string> = new Set<PrivateCommand['kind']>(['SaveDraft', 'DiscardDraft', 'AddNote', 'ProposeDraft']);
export const isPrivateCommand = (command: LedgerCommand): command is PrivateCommand => KINDS.has(command.kind);

const refused = (rejection: Rejection): Executed => ({ kind: 'rejected', rejections: [rejection] });

const onDraft = (store: EventStore, command: DraftCommand, context: CommandContext): Promise<Executed> => {
  const { organisation, draft } = command;
  // A name that cannot name a stream is refused by the rules, before any stream is read.
  const named = isId(organisation) && isId(draft);
  const decision = draftDecider.decide(command, draftDecider.initial);
  if (!named && decision.kind === 'rejected') return Promise.resolve(decision);
  return decideOnStream({
    store,
    decider: draftDecider,
    command,
    stream: draftStream(organisation, draft),
    partnership: () => undefined,
    context,
  });
};

const onNote = (store: EventStore, command: NoteCommand, context: CommandContext): Promise<Executed> => {
  const decision = noteDecider.decide(command, noteDecider.initial);
  if (decision.kind === 'rejected') return Promise.resolve(decision);
  return decideOnStream({
    store,
    decider: noteDecider,
    command,
    stream: noteStream(command.organisation, command.agreement),
    partnership: () => undefined,
    context,
  });
};

/** Undefined for names that cannot name a stream. */
export const foldDraft = async (store: EventStore, organisation: string, draft: string): Promise<StreamFold<DraftState> | undefined> =>
  isId(organisation) && isId(draft) ? foldStream(store, draftDecider, draftStream(organisation, draft)) : undefined;

const keyIn = (terms: Readonly<Record<string, unknown>>, key: string): string => (typeof terms[key] === 'string' ? terms[key] : '');

/** Which side an organisation is; undefined for a stranger, who is told nothing of others' agreements. */
const sideOf = (
  organisation: string,
  { supplier, customer }: { readonly supplier: string; readonly customer: string },
): Party | undefined => {
  if (organisation === supplier) return 'supplier';
  return organisation === customer ? 'customer' : undefined;
};

type Offered = Omit<Extract<PrivateCommand, { kind: 'ProposeDraft' }>, 'kind' | 'organisation' | 'draft'>;

const stateOf = async (store: EventStore, agreement: string): Promise<AgreementState> =>
  isId(agreement) ? (await foldStream(store, agreementDecider, agreementStream(agreement))).state : agreementDecider.initial;

const ofTerms = async (
  store: EventStore,
  organisation: string,
  terms: Readonly<Record<string, unknown>>,
  offer: Offered,
): Promise<AgreementRequest | Rejection> => {
  const party = sideOf(organisation, { supplier: keyIn(terms, 'supplier'), customer: keyIn(terms, 'customer') });
  if (party === undefined) return draftOfOthers(organisation);
  const standing = await stateOf(store, keyIn(terms, 'id'));
  if (standing.status !== 'none' && sideOf(organisation, standing.terms) === undefined) return agreementIdTaken(keyIn(terms, 'id'));
  return { kind: 'ProposeAgreement', terms, party, ...offer };
};

const ofAmendments = async (
  store: EventStore,
  organisation: string,
  agreement: string,
  amendments: unknown,
  offer: Offered,
): Promise<AgreementRequest | Rejection> => {
  const standing = await stateOf(store, agreement);
  const party = standing.status === 'none' ? undefined : sideOf(organisation, standing.terms);
  return party === undefined ? agreementUnknown(agreement) : { kind: 'ProposeAmendment', agreement, amendments, party, ...offer };
};

/** A copy: the shared event does not say that there was a draft. */
const proposeDraft = async (
  store: EventStore,
  command: Extract<PrivateCommand, { kind: 'ProposeDraft' }>,
  context: CommandContext,
): Promise<Executed> => {
  const { organisation, draft, person, reason, answers, validUntil } = command;
  const offer: Offered = {
    person,
    ...(reason === undefined ? {} : { reason }),
    ...(answers === undefined ? {} : { answers }),
    ...(validUntil === undefined ? {} : { validUntil }),
  };
  const state = (await foldDraft(store, organisation, draft))?.state;
  if (state?.status !== 'saved') return refused(draftUnknown(organisation, draft));
  const { terms, agreement = '', amendments } = state.content;
  const request =
    terms === undefined
      ? await ofAmendments(store, organisation, agreement, amendments, offer)
      : await ofTerms(store, organisation, terms, offer);
  return 'code' in request ? refused(request) : executeCommand(store, request, context);
};

export const executePrivate = async (store: EventStore, command: PrivateCommand, context: CommandContext): Promise<Executed> => {
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  try {
    if (command.kind === 'ProposeDraft') return await proposeDraft(store, command, context);
    return await (command.kind === 'AddNote' ? onNote(store, command, context) : onDraft(store, command, context));
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED') return refused(commandReused(context.commandId));
    throw error;
  }
};
