import { compareTokens, type EventStore, isStoreError } from '#event-store';
import { formatDay, formatFixed, formatPeriod, partnershipIdOf, Rational, type Rejection, roundUnits, sum, toDay } from '#kernel';
import { agreementDecider, balanceOf, type FiguresStated, parseAccountingPeriod, periodNotValid, type StatedCommand, statedDecider, type StatedEvent, type StatedState } from '#rebates';
import { decideOnStream, foldStream, wrongCommandId } from '../execute.ts';
import type { CommandContext, Executed } from '../ledger.ts';
import type { Question } from '../question.ts';
import { agreementUnknown, commandReused, programmeUnknown } from '../rejections.ts';
import { agreementStream, statedStream } from '../streams.ts';
import type { StatedAnswer, StatedFigure, StatedStatement, StateFigures } from './answers.ts';
import type { ReconcilingParts } from './parts.ts';

const refused = (...rejections: readonly Rejection[]): Executed => ({ kind: 'rejected', rejections });

/** Records what one side's own statement says of a period; the balance does not follow it. */
export const stateFigures = async (store: EventStore, command: StateFigures, context: CommandContext): Promise<Executed> => {
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  const { agreement, party, person, reference, corrects } = command;
  const { state } = await foldStream(store, agreementDecider, agreementStream(agreement));
  if (state.status === 'none') return refused(agreementUnknown(agreement));
  const { terms } = state;
  const period = parseAccountingPeriod(command.period, terms);
  if (period === undefined) return refused(periodNotValid(command.period));
  const figures = Object.entries(command.figures).map(([programme, earned]) => ({ programme, earned })).sort((a, b) => (a.programme < b.programme ? -1 : 1));
  const unknown = figures.filter(({ programme }) => !terms.programmes.some(({ id }) => id === programme));
  if (unknown.length > 0) return refused(...unknown.map(({ programme }) => programmeUnknown(programme)));
  const partnership = partnershipIdOf(terms.supplier, terms.customer);
  const whole: StatedCommand = {
    kind: 'StateFigures', agreement, partnership, party, person, period: formatPeriod(period), figures, ...(reference === undefined ? {} : { reference }), ...(corrects === undefined ? {} : { corrects }),
  };
  try {
    return await decideOnStream<StatedCommand, StatedState, StatedEvent>({ store, decider: statedDecider, command: whole, stream: statedStream(agreement), partnership: () => partnership, context });
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED') return refused(commandReused(context.commandId));
    throw error;
  }
};

type Said = { readonly stated: FiguresStated; readonly position: number; readonly recordedAt: string };

/** The newest of each side and period, as known. */
const saidBy = async ({ store, history }: Pick<ReconcilingParts, 'store' | 'history'>, { inForce, position }: Question): Promise<readonly Said[]> => {
  const { partnership, agreement } = inForce;
  let last = '0';
  for (const { token } of history.refs(partnership, position, position)) last = token;
  const said = new Map<string, Said>();
  for await (const { token, data, recordedAt } of store.readStream(statedStream(agreement.terms.id))) {
    if (compareTokens(token, last) > 0) break;
    const stated = data as unknown as FiguresStated;
    said.set(`${stated.party} ${stated.period.from} ${stated.period.to}`, { stated, position: history.positionOfToken(partnership, token) ?? position, recordedAt });
  }
  return [...said.values()].sort((a, b) => (a.stated.period.from < b.stated.period.from ? -1 : a.stated.period.from > b.stated.period.from ? 1 : a.position - b.position));
};

/** Each side's own figures against what the agreement earns in the same days, both as known at one position. */
export const statedOf = async (parts: Pick<ReconcilingParts, 'store' | 'history' | 'accruals'>, question: Question): Promise<StatedAnswer> => {
  const { inForce, position } = question;
  const { agreement } = inForce;
  const sums = await parts.accruals.sumsAt(inForce, position);
  const { rounding, terms } = agreement;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
  const earnedThrough = (day: number): ReadonlyMap<string, Rational> => {
    const all = new Map<string, Rational>();
    if (day < toDay(terms.from)) return all;
    for (const { id, earned } of balanceOf({ agreement, sums, on: day, knownAt: position }).programmes) all.set(id, (all.get(id) ?? Rational.zero).plus(Rational.parse(earned)));
    return all;
  };
  const figure = (stated: Rational, ledger: Rational): StatedFigure => ({ stated: text(stated), ledger: text(ledger), difference: text(stated.minus(ledger)) });
  const items = (await saidBy(parts, question)).map(({ stated: { party, person, period, reference, figures }, position: said, recordedAt }): StatedStatement => {
    const [before, through] = [earnedThrough(toDay(period.from) - 1), earnedThrough(toDay(period.to))];
    const rows = figures.map(({ programme, earned }) => ({ programme, stated: Rational.parse(earned), ledger: (through.get(programme) ?? Rational.zero).minus(before.get(programme) ?? Rational.zero) }));
    return {
      party, person, period, reference: reference ?? null, position: said, statedAt: recordedAt,
      ...figure(sum(rows.map((row) => row.stated)), sum(rows.map((row) => row.ledger))),
      programmes: rows.map(({ programme, stated, ledger }) => ({ programme, ...figure(stated, ledger) })),
    };
  });
  return { agreement: terms.id, currency: terms.currency, on: formatDay(question.on), knownAt: position, items };
};
