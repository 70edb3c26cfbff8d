import { type EventStore, isStoreError } from '#event-store';
import { formatDay, isId, type Rejection, toDay } from '#kernel';
import type { StatementList } from '#projections';
import {
  parseAccountingPeriod,
  periodNotValid,
  refusedToClose,
  type Statement,
  type StatementCommand,
  statementDecider,
  type StatementEvent,
  type StatementState,
} from '#rebates';
import type { BridgeSources } from './bridge.ts';
import { decideOnStream, foldStream, wrongCommandId } from './execute.ts';
import type { CommandContext, Executed, LedgerCommand } from './ledger.ts';
import { agreementUnknown, commandReused, notInForce } from './rejections.ts';
import { computeStatement } from './statements.ts';
import { statementStream } from './streams.ts';
import { dayIn } from './today.ts';

export type CloseSources = BridgeSources & {
  readonly statements: StatementList;
  /** Waits until the views have taken all that the store has, so that a statement knows whatever was recorded before it. */
  readonly caughtUp: () => Promise<void>;
};

type Close = Extract<LedgerCommand, { kind: 'ClosePeriod' }>;

const refused = (rejection: Rejection): Executed => ({ kind: 'rejected', rejections: [rejection] });

const issuedFrom = async (store: EventStore, agreement: string, firstDay: string): Promise<Statement | undefined> =>
  (await foldStream(store, statementDecider, statementStream(agreement, firstDay))).state;

/**
 * The last statement issued: from the last that the view has seen, along the streams of those after it. A period's stream has
 * the name of its first day, so whatever periods are called, each day begins at most one.
 */
const lastIssued = async ({ store, statements }: CloseSources, agreement: string, begins: string): Promise<Statement | undefined> => {
  let last = statements.all(agreement, Number.MAX_SAFE_INTEGER).at(-1)?.statement;
  for (;;) {
    const next = await issuedFrom(store, agreement, last === undefined ? begins : formatDay(toDay(last.period.to) + 1));
    if (next === undefined) return last;
    last = next;
  }
};

const close = async (sources: CloseSources, { agreement, period: text }: Close, context: CommandContext): Promise<Executed> => {
  await sources.caughtUp();
  const { accruals, history, store } = sources;
  const partnership = history.partnershipOf(agreement);
  if (partnership === undefined) return refused(agreementUnknown(agreement));
  const position = history.lastPosition(partnership) ?? -1;
  const inForce = accruals.inForceAt(agreement, position);
  if (inForce === undefined) return refused(notInForce(agreement));
  const { terms } = inForce.agreement;
  const period = parseAccountingPeriod(text, terms);
  if (period === undefined) return refused(periodNotValid(text));
  const stream = statementStream(agreement, formatDay(period.from));
  const issue = (statement: Statement): Promise<Executed> =>
    decideOnStream<StatementCommand, StatementState, StatementEvent>({
      store,
      decider: statementDecider,
      command: { kind: 'IssueStatement', statement },
      stream,
      partnership: () => partnership,
      context,
    });
  // What is closed stays as it is: closing it again changes nothing.
  const issued = await issuedFrom(store, agreement, formatDay(period.from));
  if (issued !== undefined && toDay(issued.period.to) === period.to) return issue(issued);
  const previous = await lastIssued(sources, agreement, terms.from);
  const rejection = refusedToClose({
    period,
    begins: toDay(terms.from),
    previous,
    today: toDay(dayIn(terms.timeZone, new Date(context.now))),
  });
  if (rejection !== undefined) return refused(rejection);
  return issue((await computeStatement(sources, inForce, { period, position, previous })).statement);
};

/** Closes a period of an agreement: its statement is computed from all that is known, and frozen as an event. */
export const closePeriod = async (sources: CloseSources, command: Close, context: CommandContext): Promise<Executed> => {
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  if (!isId(command.agreement)) return refused(agreementUnknown(command.agreement));
  try {
    return await close(sources, command, context);
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED') return refused(commandReused(context.commandId));
    throw error;
  }
};
