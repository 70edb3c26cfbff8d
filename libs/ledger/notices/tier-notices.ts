import { formatDay, Rational, toDay } from '#kernel';
import type { AccrualQueries } from '#projections';
import { Evaluation, type ProgrammeTerms } from '#rebates';
import type { About, NoticeSource, Told } from './notice.ts';

/** Events that can lift a period to a higher step. */
const LIFTING: ReadonlySet<string> = new Set([
  'SalesRecorded',
  'SalesCorrected',
  'SalesVoided',
  'SalesPaid',
  'RatesRecorded',
  'AgreementActivated',
  'AgreementAmended',
  'AgreementExtended',
  'MembersChanged',
]);

/** `standing` is the step of a period in which nothing was sold: 1 where the first begins at nothing. */
type Reached = { readonly step: number; readonly standing: number; readonly about: About };
type Steps = ReadonlyMap<string, Reached>;

const NONE: Steps = new Map();
const MOST_KEPT = 1_000;

const standingOf = ({ earn }: ProgrammeTerms): number => {
  const { steps } = earn as { readonly steps?: readonly { readonly from?: string }[] };
  const from = steps?.[0]?.from;
  return from !== undefined && Rational.parse(from).sign <= 0 ? 1 : 0;
};

/**
 * Steps reached, by the lines known at a position. Every line counts whatever its day, so the answer hangs on no clock. A
 * programme measured by document has a period for each, and reaching a step in one is no news.
 */
class StepsOf {
  private readonly accruals: AccrualQueries;
  /** Of an import each event begins where the one before it ended. */
  private readonly kept = new Map<string, Promise<Steps>>();

  constructor(accruals: AccrualQueries) {
    this.accruals = accruals;
  }

  at(agreement: string, position: number): Promise<Steps> {
    const key = `${agreement}@${position}`;
    const known = this.kept.get(key) ?? this.compute(agreement, position);
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(key, known);
    // A read that failed must not fail every later one.
    known.catch(() => this.kept.delete(key));
    return known;
  }

  private async compute(id: string, position: number): Promise<Steps> {
    const inForce = position < 0 ? undefined : this.accruals.inForceAt(id, position);
    if (inForce === undefined) return NONE;
    const { agreement } = inForce;
    const programmes = new Map(agreement.programmes.map(({ id: name, timeline }) => [name, timeline.at(-1)?.programme.terms]));
    const steps = new Map<string, Reached>();
    for (const { entry } of new Evaluation(agreement, await this.accruals.sumsAt(inForce, position)).all(toDay(agreement.terms.to))) {
      const [terms, step] = [programmes.get(entry.programme), entry.stretches.at(-1)?.earning.step];
      if (step === undefined || terms === undefined || terms.period === 'document') continue;
      const about = {
        agreement: id,
        programme: entry.programme,
        ...entry.scope,
        from: formatDay(entry.period.from),
        to: formatDay(entry.period.to),
      };
      steps.set(JSON.stringify(about), { step, standing: standingOf(terms), about });
    }
    return steps;
  }
}

export const tierNotices = (accruals: AccrualQueries, agreementsOf: (partnership: string) => readonly string[]): NoticeSource => {
  const steps = new StepsOf(accruals);
  return {
    tells: (kind) => kind === 'tierReached',
    at: async ({ partnership, ref }) => {
      if (!LIFTING.has(ref.type)) return [];
      const told: Told[] = [];
      for (const agreement of agreementsOf(partnership)) {
        const [before, after] = [await steps.at(agreement, ref.position - 1), await steps.at(agreement, ref.position)];
        for (const [key, { step, standing, about }] of after) {
          if (step > (before.get(key)?.step ?? standing)) told.push({ kind: 'tierReached', about: { ...about, step: String(step) } });
        }
      }
      return told;
    },
  };
};
