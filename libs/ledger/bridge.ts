import type { AccrualQueries, History, InForce } from '#projections';
import { Rational, toDay } from '#kernel';
import {
  balanceOf,
  type Beside,
  Bridge,
  type BridgeAnswer,
  type BridgeChange,
  type BridgePage,
  type BridgePoint,
  type Bridged,
  type Cause,
  causeOfTerms,
  isBack,
  isInForce,
  isOtherVersion,
  type Known,
} from '#rebates';
import { type ClaimSources, claimsThrough } from './standings.ts';

/** What a bridge of one agreement is read from. */
export type BridgeSources = ClaimSources & { readonly accruals: AccrualQueries; readonly history: History };

type Turn = { readonly position: number; readonly inForce: InForce; readonly cause: Cause };

const inForceAt = (accruals: AccrualQueries, agreement: string, position: number): InForce => {
  const found = accruals.inForceAt(agreement, position);
  if (found === undefined) throw new Error(`agreement ${agreement} was in force and is not at position ${position}`);
  return found;
};

/** The events after one position and up to another that changed what is in force, or the rates that it converts with. */
const turnsBetween = (accruals: AccrualQueries, agreement: string, after: number, through: number): Turn[] =>
  accruals.turnsBetween(agreement, after, through).flatMap((position): Turn[] => {
    const [before, inForce] = [inForceAt(accruals, agreement, position - 1), inForceAt(accruals, agreement, position)];
    if (!isInForce(before.state) || !isInForce(inForce.state)) return [];
    if (isOtherVersion(before.state, inForce.state))
      return [{ position, inForce, cause: causeOfTerms({ before: before.state, after: inForce.state }) }];
    // A proposal or a signature changes no figure; what is left are rates.
    return before.agreement.rates === inForce.agreement.rates ? [] : [{ position, inForce, cause: 'exchange rate' }];
  });

/** Walks what was recorded between two positions, run by run of lines that one plan measures. */
const walkRecorded = async (
  accruals: AccrualQueries,
  agreement: string,
  bridge: Bridge,
  positions: { readonly after: number; readonly through: number },
): Promise<void> => {
  const { after, through } = positions;
  const turns = turnsBetween(accruals, agreement, after, through);
  let [at, measured] = [after, inForceAt(accruals, agreement, after)];
  for (let next = 0; next <= turns.length;) {
    const replanned = turns.findIndex(({ inForce }, index) => index >= next && inForce.planId !== measured.planId);
    const end = replanned < 0 ? turns.length : replanned;
    const until = (turns[end]?.position ?? through + 1) - 1;
    const changes = await accruals.changesBetween(measured, at, until);
    let taken = 0;
    const takeBefore = (position: number): void => {
      const first = taken;
      while (taken < changes.length && (changes[taken]?.change.position ?? position) < position) taken += 1;
      bridge.lines(changes.slice(first, taken));
    };
    for (const { position, inForce, cause } of turns.slice(next, end)) {
      takeBefore(position);
      bridge.terms(position, inForce.agreement, cause);
    }
    takeBefore(until + 1);
    const turn = turns[end];
    if (turn === undefined) return;
    bridge.terms(turn.position, turn.inForce.agreement, turn.cause, await accruals.sumsAt(turn.inForce, turn.position));
    [at, measured, next] = [turn.position, turn.inForce, end + 1];
  }
};

const knownAt = async (accruals: AccrualQueries, agreement: string, position: number): Promise<Known> => {
  const inForce = inForceAt(accruals, agreement, position);
  return { agreement: inForce.agreement, sums: await accruals.sumsAt(inForce, position) };
};

/** By programme, what a projection adds to what was earned: by the pace so far, as a balance projects for both sides. */
const expectedAt = async (
  accruals: AccrualQueries,
  agreement: string,
  { on, knownAt: position }: BridgePoint,
): Promise<ReadonlyMap<string, Rational>> => {
  const { agreement: terms, sums } = await knownAt(accruals, agreement, position);
  const expected = new Map<string, Rational>();
  if (on < toDay(terms.terms.from)) return expected;
  for (const { id, projected, earned } of balanceOf({ agreement: terms, sums, on, knownAt: position }).programmes) {
    expected.set(id, (expected.get(id) ?? Rational.zero).plus(Rational.parse(projected)).minus(Rational.parse(earned)));
  }
  return expected;
};

export type BridgeAsked = {
  readonly agreement: string;
  readonly figure: Bridged;
  readonly from: BridgePoint;
  readonly to: BridgePoint;
  readonly page: BridgePage;
};

/** The causes between two figures of an agreement that was in force at both positions. */
export const bridgeBetween = async (sources: BridgeSources, { agreement, figure, from, to, page }: BridgeAsked): Promise<BridgeAnswer> => {
  const { accruals, history } = sources;
  const [start, end] = isBack(from, to) ? [to, from] : [from, to];
  const claims = figure === 'open' ? await claimsThrough(sources, agreement, end.knownAt) : undefined;
  let beside: Beside | undefined =
    claims === undefined
      ? undefined
      : { figure: 'open', start: claims.taken(start.knownAt, start.on), end: claims.taken(end.knownAt, end.on) };
  if (figure === 'projected')
    beside = { figure, start: await expectedAt(accruals, agreement, start), end: await expectedAt(accruals, agreement, end) };
  const bridge = new Bridge(from, to, await knownAt(accruals, agreement, start.knownAt), page, beside);
  if (start.knownAt < end.knownAt) await walkRecorded(accruals, agreement, bridge, { after: start.knownAt, through: end.knownAt });
  for (const { more, position } of claims?.recorded(start.knownAt, start.on) ?? []) bridge.settled('recorded', more, [position]);
  const days = { from: Math.min(start.on, end.on) + 1, to: Math.max(start.on, end.on) };
  const inForce = inForceAt(accruals, agreement, end.knownAt);
  bridge.days(days.from > days.to ? [] : await accruals.changesIn(inForce, days, end.knownAt));
  for (const { more, positions } of claims?.onDays(days.from, days.to) ?? []) bridge.settled('days', more, positions);
  bridge.forecast();
  return described(history, inForce.partnership, bridge.answer());
};

/** Each event in the words of the timeline. */
const described = (history: History, partnership: string, answer: BridgeAnswer): BridgeAnswer => ({
  ...answer,
  events: answer.events.map((event) => {
    if (event.position === undefined) return event;
    const [ref] = history.refs(partnership, event.position, event.position);
    return ref === undefined
      ? event
      : { leg: event.leg, position: event.position, type: ref.type, summary: ref.summary, effects: event.effects, lines: event.lines };
  }),
});

/** What was learned about a day since it was known at a position: the true-ups of a statement. */
export const changesSince = async (
  accruals: AccrualQueries,
  agreement: string,
  then: BridgePoint,
  through: number,
): Promise<readonly BridgeChange[]> => {
  const bridge = new Bridge(then, { on: then.on, knownAt: through }, await knownAt(accruals, agreement, then.knownAt), {
    skip: 0,
    limit: 0,
  });
  if (then.knownAt < through) await walkRecorded(accruals, agreement, bridge, { after: then.knownAt, through });
  return bridge.changes();
};
