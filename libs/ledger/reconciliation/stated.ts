import { compareTokens, type EventStore, isStoreError } from '#event-store';
import { formatDay, formatFixed, formatPeriod, partnershipIdOf, Rational, type Rejection, roundUnits, sum, toDay } from '#kernel';
import {
  agreementDecider,
  balanceOf,
  type FiguresStated,
  parseAccountingPeriod,
  periodNotValid,
  resolutionOf,
  type StatedCommand,
  statedDecider,
  type StatedEvent,
  type StatedState,
} from '#rebates';
import { decideOnStream, foldStream, wrongCommandId } from '../execute.ts';
import type { CommandContext, Executed } from '../ledger.ts';
import type { Question } from '../question.ts';
import { agreementUnknown, commandReused, programmeUnknown } from '../rejections.ts';
import { agreementStream, statedStream } from '../streams.ts';
import type { ResolveStatedFigure, StatedAnswer, StatedFigure, StatedStatement, StateFigures } from './answers.ts';
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
  const figures = Object.entries(command.figures)
    .map(([programme, earned]) => ({ programme, earned }))
    .sort((a, b) => (a.programme < b.programme ? -1 : 1));
  const unknown = figures.filter(({ programme }) => !terms.programmes.some(({ id }) => id === programme));
  if (unknown.length > 0) return refused(...unknown.map(({ programme }) => programmeUnknown(programme)));
  const partnership = partnershipIdOf(terms.supplier, terms.customer);
  const whole: StatedCommand = {
    kind: 'StateFigures',
    agreement,
    partnership,
    party,
    person,
    period: formatPeriod(period),
    figures,
    ...(reference === undefined ? {} : { reference }),
    ...(corrects === undefined ? {} : { corrects }),
  };
  try {
    return await decideOnStream<StatedCommand, StatedState, StatedEvent>({
      store,
      decider: statedDecider,
      command: whole,
      stream: statedStream(agreement),
      partnership: () => partnership,
      context,
    });
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED') return refused(commandReused(context.commandId));
    throw error;
  }
};

type Said = { readonly stated: FiguresStated; readonly position: number; readonly recordedAt: string };

/** The newest of each side and period, and what was said of their figures, as known. */
const saidBy = async (
  { store, history }: Pick<ReconcilingParts, 'store' | 'history'>,
  { inForce, position }: Question,
): Promise<{ readonly said: readonly Said[]; readonly state: StatedState }> => {
  const { partnership, agreement } = inForce;
  let last = '0';
  for (const { token } of history.refs(partnership, position, position)) last = token;
  const said = new Map<string, Said>();
  let state = statedDecider.initial;
  for await (const { token, type, data, recordedAt } of store.readStream(statedStream(agreement.terms.id))) {
    if (compareTokens(token, last) > 0) break;
    const event = { type, data } as unknown as StatedEvent;
    state = statedDecider.evolve(state, event);
    if (event.type !== 'FiguresStated') continue;
    const stated = event.data;
    said.set(`${stated.party} ${stated.period.from} ${stated.period.to}`, {
      stated,
      position: history.positionOfToken(partnership, token) ?? position,
      recordedAt,
    });
  }
  const inOrder = [...said.values()].sort((a, b) =>
    a.stated.period.from < b.stated.period.from ? -1 : a.stated.period.from > b.stated.period.from ? 1 : a.position - b.position,
  );
  return { said: inOrder, state };
};

const standingOf = (
  state: StatedState,
  figure: Parameters<typeof resolutionOf>[1],
  now: Parameters<typeof resolutionOf>[2],
): Pick<StatedStatement['programmes'][number], 'status' | 'resolution'> => {
  if (now.stated.equals(now.earned)) return { status: 'agrees', resolution: null };
  const found = resolutionOf(state, figure, now);
  return found === undefined
    ? { status: 'open', resolution: null }
    : { status: 'resolved', resolution: { accept: found.accept, party: found.party, person: found.person, reason: found.reason ?? null } };
};

/** Says which of two figures holds, as what is earned is known now. */
export const resolveStated = async (
  parts: Pick<ReconcilingParts, 'store' | 'history' | 'accruals'>,
  question: Question,
  { of, programme, accept, reason, ...command }: ResolveStatedFigure,
  context: CommandContext,
): Promise<Executed> => {
  const wrong = wrongCommandId(context);
  if (wrong !== undefined) return wrong;
  const {
    agreement: { terms },
    partnership,
  } = question.inForce;
  const period = parseAccountingPeriod(command.period, terms);
  if (period === undefined) return refused(periodNotValid(command.period));
  const { items } = await statedOf(parts, question);
  const days = formatPeriod(period);
  const earned =
    items
      .find((one) => one.party === of && one.period.from === days.from && one.period.to === days.to)
      ?.programmes.find((row) => row.programme === programme)?.ledger ?? '0';
  const asked: StatedCommand = {
    kind: 'ResolveStatedFigure',
    agreement: terms.id,
    partnership,
    party: command.party,
    person: command.person,
    of,
    period: days,
    programme,
    accept,
    ...(reason === undefined ? {} : { reason }),
    earned: '',
  };
  try {
    // What is earned is no part of what the command says: a retry is the same command.
    return await decideOnStream<StatedCommand, StatedState, StatedEvent>({
      store: parts.store,
      decider: statedDecider,
      command: asked,
      known: () => Promise.resolve({ ...asked, earned }),
      stream: statedStream(terms.id),
      partnership: () => partnership,
      context,
    });
  } catch (error) {
    if (isStoreError(error) && error.code === 'EVENT_ID_REUSED') return refused(commandReused(context.commandId));
    throw error;
  }
};

/** Each side's own figures against what the agreement earns in the same days, both as known at one position. */
export const statedOf = async (
  parts: Pick<ReconcilingParts, 'store' | 'history' | 'accruals'>,
  question: Question,
): Promise<StatedAnswer> => {
  const { inForce, position } = question;
  const { agreement } = inForce;
  const sums = await parts.accruals.sumsAt(inForce, position);
  const { rounding, terms } = agreement;
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, rounding), rounding.decimals);
  const earnedThrough = (day: number): ReadonlyMap<string, Rational> => {
    const all = new Map<string, Rational>();
    if (day < toDay(terms.from)) return all;
    for (const { id, earned } of balanceOf({ agreement, sums, on: day, knownAt: position }).programmes)
      all.set(id, (all.get(id) ?? Rational.zero).plus(Rational.parse(earned)));
    return all;
  };
  const figure = (stated: Rational, ledger: Rational): StatedFigure => ({
    stated: text(stated),
    ledger: text(ledger),
    difference: text(stated.minus(ledger)),
  });
  const { said: all, state } = await saidBy(parts, question);
  const items = all.map(({ stated: { party, person, period, reference, figures }, position: said, recordedAt }): StatedStatement => {
    const [before, through] = [earnedThrough(toDay(period.from) - 1), earnedThrough(toDay(period.to))];
    const rows = figures.map(({ programme, earned }) => ({
      programme,
      stated: Rational.parse(earned),
      ledger: (through.get(programme) ?? Rational.zero).minus(before.get(programme) ?? Rational.zero),
    }));
    return {
      party,
      person,
      period,
      reference: reference ?? null,
      position: said,
      statedAt: recordedAt,
      ...figure(sum(rows.map((row) => row.stated)), sum(rows.map((row) => row.ledger))),
      programmes: rows.map(({ programme, stated, ledger }) => ({
        programme,
        ...figure(stated, ledger),
        ...standingOf(state, { of: party, period, programme }, { stated, earned: ledger }),
      })),
    };
  });
  return { agreement: terms.id, currency: terms.currency, on: formatDay(question.on), knownAt: position, items };
};
