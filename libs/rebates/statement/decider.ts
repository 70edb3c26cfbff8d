import {
  type Day,
  type Decider,
  type Decision,
  events,
  formatDay,
  formatPeriod,
  type Period,
  rejected,
  type Rejection,
  toDay,
} from '#kernel';
import type { Statement, StatementEvent } from './events.ts';
import { periodClosedOtherwise, periodNotNext, periodNotOver, statementTooLarge } from './refusals.ts';

const textOf = (period: Period): string => {
  const { from, to } = formatPeriod(period);
  return `${from}..${to}`;
};

export type Closing = {
  readonly period: Period;
  readonly begins: Day;
  /** The last statement issued. */
  readonly previous: Pick<Statement, 'period'> | undefined;
  readonly today: Day;
};

/** Periods close in order, none skipped, none twice, and only once they are over; undefined where one may close. */
export const refusedToClose = ({ period, begins, previous, today }: Closing): Rejection | undefined => {
  const closed = previous === undefined ? undefined : toDay(previous.period.to);
  if (previous !== undefined && closed !== undefined && period.from <= closed)
    return periodClosedOtherwise(textOf(period), `${previous.period.from}..${previous.period.to}`);
  const next = closed === undefined ? begins : closed + 1;
  if (period.from !== next) return periodNotNext(textOf(period), formatDay(next));
  return period.to < today ? undefined : periodNotOver(textOf(period), formatDay(period.to));
};

/** The statement is computed before: what is decided here is whether its period is still open. */
export type StatementCommand = { readonly kind: 'IssueStatement'; readonly statement: Statement };
export type StatementState = Statement | undefined;

/** The rest of an event's leaf is for its type and metadata. */
const MOST_STATEMENT_BYTES = 60_000;

const decide = ({ statement }: StatementCommand, issued: StatementState): Decision<StatementEvent> => {
  if (issued === undefined) {
    const bytes = new TextEncoder().encode(JSON.stringify(statement)).length;
    return bytes > MOST_STATEMENT_BYTES
      ? rejected(statementTooLarge(bytes, MOST_STATEMENT_BYTES))
      : events({ type: 'StatementIssued', data: statement });
  }
  if (issued.period.to === statement.period.to) return events();
  return rejected(periodClosedOtherwise(`${statement.period.from}..${statement.period.to}`, `${issued.period.from}..${issued.period.to}`));
};

/** One period of one agreement: it is issued once. */
export const statementDecider: Decider<StatementCommand, StatementState, StatementEvent> = {
  initial: undefined,
  evolve: (_, { data }) => data,
  decide,
};
