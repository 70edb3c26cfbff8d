import { toDay } from '#kernel';
import type { AccrualQueries } from '#projections';
import { type ClaimCommand, type ClaimFacts, claimFacts, type ClaimsState, earnedLines, type LinesEarned, linesThatMatter } from '#rebates';
import type { Question } from '../question.ts';

/** What the rules of claims need of the views: what was earned as known now, by programme, day and line. */
export class ClaimFactsReader {
  private readonly accruals: AccrualQueries;

  constructor(accruals: AccrualQueries) {
    this.accruals = accruals;
  }

  async facts(question: Question, command: ClaimCommand, state: ClaimsState, today: string): Promise<ClaimFacts> {
    const { inForce, position } = question;
    const lines = new Map<string, LinesEarned>();
    for (const { programme, day } of linesThatMatter(command, state)) lines.set(`${programme}\n${day}`, await this.lines(question, programme, day));
    const sums = await this.accruals.sumsAt(inForce, position);
    return claimFacts({ agreement: inForce.agreement, sums, command, state, today, linesEarned: ({ programme, day }) => lines.get(`${programme}\n${day}`) ?? {} });
  }

  private async lines({ inForce, position }: Question, programme: string, day: string): Promise<LinesEarned> {
    const on = toDay(day);
    const sums = await this.accruals.sumsAt(inForce, position);
    const changes = await this.accruals.changesIn(inForce, { from: Number.MIN_SAFE_INTEGER, to: on }, position);
    const earned = earnedLines(inForce.agreement, sums, changes, { programme, on });
    return Object.fromEntries(earned.map(({ document, line, amount }) => [`${document}#${line.line}`, amount]));
  }
}
