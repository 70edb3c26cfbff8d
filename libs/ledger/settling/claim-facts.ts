import { toDay } from '#kernel';
import type { AccrualQueries } from '#projections';
import { type ClaimCommand, type ClaimFacts, claimFacts, type ClaimsState, type LinesEarned, linesThatMatter } from '#rebates';
import type { Question } from '../question.ts';
import type { LineEarnings } from './line-earnings.ts';

/** What the rules of claims need of the views: what was earned as known now, by programme, day and line. */
export class ClaimFactsReader {
  private readonly accruals: AccrualQueries;
  private readonly earnings: LineEarnings;

  constructor({ accruals, earnings }: { readonly accruals: AccrualQueries; readonly earnings: LineEarnings }) {
    [this.accruals, this.earnings] = [accruals, earnings];
  }

  async facts(question: Question, command: ClaimCommand, state: ClaimsState, today: string): Promise<ClaimFacts> {
    const { inForce, position } = question;
    const lines = new Map<string, LinesEarned>();
    for (const { programme, day } of linesThatMatter(command, state))
      lines.set(`${programme}\n${day}`, await this.lines(question, programme, day));
    const sums = await this.accruals.sumsAt(inForce, position);
    return claimFacts({
      agreement: inForce.agreement,
      sums,
      command,
      state,
      today,
      linesEarned: ({ programme, day }) => lines.get(`${programme}\n${day}`) ?? {},
    });
  }

  private async lines(question: Question, programme: string, day: string): Promise<LinesEarned> {
    const earned = await this.earnings.of(question, programme, toDay(day));
    return Object.fromEntries(earned.lines.map(({ document, line, amount }) => [`${document}#${line.line}`, amount]));
  }
}
