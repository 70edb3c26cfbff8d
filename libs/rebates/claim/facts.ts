import { formatFixed, Rational, roundUnits, sum, toDay } from '#kernel';
import type { SettlementAnswer } from '../accrual/answers.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { settleableOf } from '../settlement/settleable.ts';
import { settlementsOf } from '../settlement/settlements.ts';
import type { ClaimCommand, ClaimFacts, PlannedPeriod, ProgrammeFacts } from './commands.ts';
import { daysThatMatter } from './open-amounts.ts';
import type { ClaimsState } from './state.ts';

/** What the rules of claims cannot know themselves: what was earned as known, and the plan's periods that are over. */

type Asked = {
  readonly programme: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly lines?: readonly unknown[] | undefined;
};

/** What a command is about; an approval without parts is of all that was claimed. */
export const askedOf = (command: ClaimCommand, state: ClaimsState): readonly Asked[] => {
  switch (command.kind) {
    case 'RaiseClaim':
      return command.parts;
    case 'ApproveClaim':
      return state.claims.get(command.claim)?.parts ?? [];
    case 'RequestWaiver':
      return [command];
    default:
      return [];
  }
};

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** What each line had earned of a programme through a day, by `document#line`. */
export type LinesEarned = Readonly<Record<string, string>>;
export type ProgrammeDay = { readonly programme: string; readonly day: string };

/** Of which programmes, and through which days, it must be known what each line had earned. */
export const linesThatMatter = (command: ClaimCommand, state: ClaimsState): readonly ProgrammeDay[] => {
  const wanted = new Map<string, ProgrammeDay>();
  for (const {
    programme,
    period: { to },
    lines,
  } of askedOf(command, state))
    if (lines !== undefined && isDay(to)) wanted.set(`${programme}\n${to}`, { programme, day: to });
  return [...wanted.values()];
};

export type FactsAsked = {
  /** As known where the command is decided. */
  readonly agreement: Agreement;
  readonly sums: SumsReader;
  readonly command: ClaimCommand;
  readonly state: ClaimsState;
  readonly today: string;
  /** Of what `linesThatMatter` names. */
  readonly linesEarned: (of: ProgrammeDay) => LinesEarned;
};

type Programme = Agreement['programmes'][number];
const settleOf = ({ timeline }: Programme) => timeline.at(-1)?.programme.terms.settle;

export const claimFacts = (asked: FactsAsked): ClaimFacts => {
  const { agreement, command, state, today } = asked;
  const ids =
    command.kind === 'RaiseDueClaims'
      ? agreement.programmes.filter((programme) => settleOf(programme)?.claims?.raised === 'automatic').map(({ id }) => id)
      : [...new Set(askedOf(command, state).map(({ programme }) => programme))];
  return { today, decimals: agreement.rounding.decimals, programmes: Object.fromEntries(ids.map((id) => [id, programmeFacts(asked, id)])) };
};

const programmeFacts = ({ agreement, sums, command, state, today, linesEarned }: FactsAsked, id: string): ProgrammeFacts => {
  const { decimals } = agreement.rounding;
  const asked = askedOf(command, state).filter(({ programme }) => programme === id);
  const timeline = agreement.programmes.find((programme) => programme.id === id)?.timeline ?? [];
  const settle = timeline.at(-1)?.programme.terms.settle;
  const plan = timeline.some((stretch) => stretch.programme.terms.settle !== undefined)
    ? (settlementsOf(agreement, sums, toDay(today)) ?? []).filter((one) => one.programme === id)
    : undefined;
  const through = settleableOf(agreement, sums, id);
  const days = daysThatMatter(state, id, [...asked.map(({ period }) => period.to), ...(plan ?? []).map(({ period }) => period.to)]).filter(
    isDay,
  );
  const earned = days.map((day): [string, string] => {
    const lost = sum(
      (plan ?? []).flatMap((one) => (one.forfeited === undefined || one.period.to > day ? [] : [Rational.parse(one.forfeited)])),
    );
    return [day, formatFixed(roundUnits(through(toDay(day)).minus(lost), agreement.rounding), decimals)];
  });
  const lines = linesThatMatter(command, state)
    .filter(({ programme }) => programme === id)
    .map((of): [string, LinesEarned] => [of.day, linesEarned(of)]);
  return {
    earned: Object.fromEntries(earned),
    plan: plan?.map(plannedPeriod),
    tolerance: settle?.claims?.tolerance,
    decideWithinDays: settle?.claims?.decideWithinDays,
    automatic: settle?.claims?.raised === 'automatic',
    lines: Object.fromEntries(lines),
  };
};

const plannedPeriod = ({ period, claimUntil, belowMinimum }: SettlementAnswer): PlannedPeriod => ({
  ...period,
  ...(claimUntil === undefined ? {} : { claimUntil }),
  ...(belowMinimum === undefined ? {} : { belowMinimum }),
});
