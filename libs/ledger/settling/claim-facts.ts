import { formatFixed, Rational, roundUnits, sum, toDay } from '#kernel';
import type { AccrualQueries } from '#projections';
import { type ClaimCommand, type ClaimFacts, type ClaimsState, daysThatMatter, earnedLines, type PlannedPeriod, type ProgrammeFacts, settleableOf, settlementsOf, type SettlementAnswer } from '#rebates';
import type { Question } from '../question.ts';

/** What the rules of claims cannot know themselves: what was earned as known now, and the plan's periods that are over. */

type Asked = { readonly programme: string; readonly period: { readonly from: string; readonly to: string }; readonly lines?: readonly unknown[] | undefined };

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

type Programme = Question['inForce']['agreement']['programmes'][number];
const settleOf = ({ timeline }: Programme) => timeline.at(-1)?.programme.terms.settle;
const claimsByItself = (programme: Programme): boolean => settleOf(programme)?.claims?.raised === 'automatic';

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

export class ClaimFactsReader {
  private readonly accruals: AccrualQueries;

  constructor(accruals: AccrualQueries) {
    this.accruals = accruals;
  }

  async facts(question: Question, command: ClaimCommand, state: ClaimsState, today: string): Promise<ClaimFacts> {
    const { inForce: { agreement } } = question;
    const asked = askedOf(command, state);
    const ids = command.kind === 'RaiseDueClaims' ? agreement.programmes.filter(claimsByItself).map(({ id }) => id) : [...new Set(asked.map(({ programme }) => programme))];
    const programmes: [string, ProgrammeFacts][] = [];
    for (const id of ids) programmes.push([id, await this.programme(question, id, asked.filter(({ programme }) => programme === id), state, today)]);
    return { today, decimals: agreement.rounding.decimals, programmes: Object.fromEntries(programmes) };
  }

  private async programme(question: Question, id: string, asked: readonly Asked[], state: ClaimsState, today: string): Promise<ProgrammeFacts> {
    const { inForce, position } = question;
    const { agreement } = inForce;
    const sums = await this.accruals.sumsAt(inForce, position);
    const { decimals } = agreement.rounding;
    const timeline = agreement.programmes.find((programme) => programme.id === id)?.timeline ?? [];
    const settle = timeline.at(-1)?.programme.terms.settle;
    const plan = timeline.some((stretch) => stretch.programme.terms.settle !== undefined) ? (settlementsOf(agreement, sums, toDay(today)) ?? []).filter((one) => one.programme === id) : undefined;
    const through = settleableOf(agreement, sums, id);
    const days = daysThatMatter(state, id, [...asked.map(({ period }) => period.to), ...(plan ?? []).map(({ period }) => period.to)]).filter(isDay);
    const earned = days.map((day): [string, string] => {
      const lost = sum((plan ?? []).flatMap((one) => (one.forfeited === undefined || one.period.to > day ? [] : [Rational.parse(one.forfeited)])));
      return [day, formatFixed(roundUnits(through(toDay(day)).minus(lost), agreement.rounding), decimals)];
    });
    const withLines = [...new Set(asked.flatMap(({ lines, period }) => (lines === undefined || !isDay(period.to) ? [] : [period.to])))];
    const lines: [string, Readonly<Record<string, string>>][] = [];
    for (const day of withLines) lines.push([day, await this.lines(question, id, day)]);
    return {
      earned: Object.fromEntries(earned),
      plan: plan?.map(plannedPeriod),
      tolerance: settle?.claims?.tolerance,
      decideWithinDays: settle?.claims?.decideWithinDays,
      automatic: settle?.claims?.raised === 'automatic',
      lines: Object.fromEntries(lines),
    };
  }

  private async lines({ inForce, position }: Question, programme: string, day: string): Promise<Readonly<Record<string, string>>> {
    const on = toDay(day);
    const sums = await this.accruals.sumsAt(inForce, position);
    const changes = await this.accruals.changesIn(inForce, { from: Number.MIN_SAFE_INTEGER, to: on }, position);
    const earned = earnedLines(inForce.agreement, sums, changes, { programme, on });
    return Object.fromEntries(earned.map(({ document, line, amount }) => [`${document}#${line.line}`, amount]));
  }
}

const plannedPeriod = ({ period, claimUntil, belowMinimum }: SettlementAnswer): PlannedPeriod => ({
  ...period,
  ...(claimUntil === undefined ? {} : { claimUntil }),
  ...(belowMinimum === undefined ? {} : { belowMinimum }),
});

