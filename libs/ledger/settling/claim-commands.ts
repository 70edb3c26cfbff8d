import { type EventStore, isStoreError } from '#event-store';
import { formatDay, isId } from '#kernel';
import type { AccrualQueries } from '#projections';
import {
  agreementDecider,
  askedOf,
  type ClaimCommand,
  type ClaimFacts,
  type ClaimRequest,
  claimsDecider,
  type ClaimsState,
  parseAccountingPeriod,
} from '#rebates';
import { decideOnStream, foldStream, wrongCommandId } from '../execute.ts';
import type { CommandContext, Executed, LedgerCommand } from '../ledger.ts';
import type { Question, Resolved } from '../question.ts';
import { agreementUnknown, commandReused, programmeUnknown } from '../rejections.ts';
import { agreementStream, claimsStream } from '../streams.ts';
import { dayIn } from '../today.ts';
import { ClaimFactsReader } from './claim-facts.ts';
import type { LineEarnings } from './line-earnings.ts';

const KINDS: ReadonlySet<string> = new Set<ClaimCommand['kind']>([
  'RaiseClaim',
  'RaiseDueClaims',
  'ApproveClaim',
  'RefuseClaim',
  'WithdrawClaim',
  'RecordSettlement',
  'ReverseSettlement',
  'RequestWaiver',
  'ApproveWaiver',
  'DropWaiver',
]);
export const isClaimCommand = (command: LedgerCommand): command is ClaimCommand => KINDS.has(command.kind);

export type ClaimSources = {
  readonly store: EventStore;
  readonly accruals: AccrualQueries;
  readonly earnings: LineEarnings;
  readonly caughtUpTo: (token: string) => Promise<void>;
  /** Resolves a question to both axes. */
  readonly ask: (at: { readonly agreement: string; readonly on?: string }) => Promise<Resolved<Question>>;
};

const NO_FACTS: ClaimFacts = { today: '', decimals: 0, programmes: {} };

const unknownProgramme = ({ inForce }: Question, command: ClaimCommand): string | undefined => {
  const named =
    command.kind === 'RecordSettlement'
      ? command.parts.map(({ programme }) => programme)
      : askedOf(command, claimsDecider.initial).map(({ programme }) => programme);
  return named.find((programme) => !inForce.agreement.programmes.some(({ id }) => id === programme));
};

/** What the organisation lets whoever asks approve. A limit in another currency compares with nothing, so it lets nothing. */
const ownLimit = ({ approvesUpTo }: CommandContext, currency: string): Pick<ClaimFacts, 'approvesUpTo'> =>
  approvesUpTo === undefined ? {} : { approvesUpTo: approvesUpTo.currency === currency ? approvesUpTo.amount : '0' };

/** Carries a command out on what is earned as known now: every write before it is in the figures that it is judged by. */
export const executeClaim = async (sources: ClaimSources, command: ClaimCommand, context: CommandContext): Promise<Executed> => {
  const { store } = sources;
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  if (!isId(command.agreement)) return { kind: 'rejected', rejections: [agreementUnknown(command.agreement)] };
  const { state } = await foldStream(store, agreementDecider, agreementStream(command.agreement));
  if (state.status === 'none') return { kind: 'rejected', rejections: [agreementUnknown(command.agreement)] };
  const last = await store.lastToken();
  if (last !== undefined) await sources.caughtUpTo(last);
  const question = await sources.ask({ agreement: command.agreement });
  if (!question.ok) return { kind: 'rejected', rejections: question.rejections };
  const stranger = unknownProgramme(question.value, command);
  if (stranger !== undefined) return { kind: 'rejected', rejections: [programmeUnknown(stranger)] };
  const today = dayIn(state.terms.timeZone, new Date(context.now));
  const reader = new ClaimFactsReader(sources);
  try {
    return await decideOnStream<ClaimRequest, ClaimsState, Parameters<typeof claimsDecider.evolve>[1]>({
      store,
      decider: claimsDecider,
      stream: claimsStream(command.agreement),
      context,
      partnership: () => state.partnership,
      command: { ...command, facts: NO_FACTS },
      known: async (claims) => ({
        ...command,
        facts: { ...(await reader.facts(question.value, command, claims, today)), ...ownLimit(context, state.terms.currency) },
      }),
    });
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED')
      return { kind: 'rejected', rejections: [commandReused(context.commandId)] };
    throw error;
  }
};

type Done = Extract<Executed, { kind: 'done' }>;

/**
 * What was done, and then the claims that plans raise by themselves, of no day after the period: who closes a month long over has not
 * closed what came since. The close stands whatever becomes of them.
 */
export const withDueClaims = async (
  sources: ClaimSources,
  { agreement, period: text }: { readonly agreement: string; readonly period: string },
  context: CommandContext,
  done: Done,
): Promise<Executed> => {
  const { commandId, actor, now } = context;
  const { state } = await foldStream(sources.store, agreementDecider, agreementStream(agreement));
  const period = state.status === 'none' ? undefined : parseAccountingPeriod(text, state.terms);
  if (period === undefined) return done;
  const due = { kind: 'RaiseDueClaims', agreement, party: 'customer', person: actor, through: formatDay(period.to) } as const;
  const raised = await executeClaim(sources, due, { commandId, actor, now });
  if (raised.kind !== 'done' || raised.events.length === 0) return done;
  return { ...done, token: raised.token, events: [...done.events, ...raised.events] };
};
