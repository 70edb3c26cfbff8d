import { type Day, formatDay, toDay } from '#kernel';
import type { AccrualQueries } from '#projections';
import { goalsOf } from '#rebates';
import type { NoticeSource, Told, Turned } from './notice.ts';

/** A server that was away is told of at most so many days: a goal that long at risk is no news. */
const MOST_DAYS = 400;
const KIND = 'goalAtRisk';

/**
 * Goals that were not at risk and are. An event can bring it, and so can a day on which nothing happens: both are
 * compared, each about its own day (UTC), so what is told follows from the history and the calendar.
 */
export class GoalNotices {
  private readonly accruals: AccrualQueries;
  private readonly agreementsOf: (partnership: string) => readonly string[];

  constructor(accruals: AccrualQueries, agreementsOf: (partnership: string) => readonly string[]) {
    this.accruals = accruals;
    this.agreementsOf = agreementsOf;
  }

  source(): NoticeSource {
    return {
      tells: (kind) => kind === KIND,
      at: async ({ partnership, ref: { position }, day }) => {
        const told: Told[] = [];
        for (const agreement of this.agreementsOf(partnership)) {
          const [before, after] = [
            await this.atRisk(agreement, position - 1, toDay(day)),
            await this.atRisk(agreement, position, toDay(day)),
          ];
          told.push(...newIn(agreement, before, after));
        }
        return told;
      },
      turned: (partnership, position, after, through) => this.turned(partnership, position, after, through),
    };
  }

  /** What the days after one and up to another brought, as known at a position. */
  private async turned(partnership: string, position: number, after: string, through: string): Promise<Turned[]> {
    const found: Turned[] = [];
    const first = Math.max(toDay(after), toDay(through) - MOST_DAYS);
    for (const agreement of this.agreementsOf(partnership)) {
      if (this.hasNoGoals(agreement, position)) continue;
      let before = await this.atRisk(agreement, position, first);
      for (let day = first + 1; day <= toDay(through); day += 1) {
        const now = await this.atRisk(agreement, position, day);
        for (const told of newIn(agreement, before, now)) found.push({ day: formatDay(day), told });
        before = now;
      }
    }
    return found;
  }

  private hasNoGoals(agreement: string, position: number): boolean {
    return (this.accruals.inForceAt(agreement, position)?.agreement.terms.goals ?? []).length === 0;
  }

  private async atRisk(id: string, position: number, on: Day): Promise<readonly string[]> {
    const inForce = position < 0 ? undefined : this.accruals.inForceAt(id, position);
    if (inForce === undefined || this.hasNoGoals(id, position)) return [];
    const sums = await this.accruals.sumsAt(inForce, position);
    return goalsOf({ agreement: inForce.agreement, sums, on }).flatMap(({ id: goal, status }) => (status === 'atRisk' ? [goal] : []));
  }
}

const newIn = (agreement: string, before: readonly string[], after: readonly string[]): Told[] =>
  after.filter((goal) => !before.includes(goal)).map((goal) => ({ kind: KIND, about: { agreement, goal } }));
