import { addMonths, type Day, formatDay, parseDay, type Period, Rational, toDay } from '#kernel';
import { measureChange } from '../accrual/changes.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { planOf } from '../accrual/plan.ts';
import { Sums, type SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Stage } from '../agreement/terms.ts';
import type { SaleLine } from '../sales/line.ts';
import { measuredIn } from './measured-in.ts';

const MONTHS_A_YEAR = 12;

/** What a programme measured one year before: over a whole period, and through the same day of it. */
export type LastYear = (
  programme: string,
  period: Period,
  on: Day,
) => { readonly total: Rational; readonly throughSameDay: Rational } | undefined;

/** Sales as they stood, of the counted reporter, one year before the term or in it. */
export type StandingLine = { readonly document: string; readonly stage: Stage; readonly line: SaleLine };

/** A line one year later: 29 February comes to stand on the 28th. */
export const aYearLater = (line: SaleLine): SaleLine => ({ ...line, date: formatDay(addMonths(toDay(line.date), MONTHS_A_YEAR)) });

/** Last year's lines under this year's tests: each is measured as if it were sold one year later. */
export const lastYearSums = (agreement: Agreement, lines: Iterable<StandingLine>): Sums => {
  const plan = planOf(agreement);
  const sums = new Sums();
  for (const { document, stage, line } of lines) {
    if (parseDay(line.date) === undefined) continue;
    const change = { position: 0, document, stage, line: aYearLater(line), was: undefined, corrects: false };
    for (const cell of measureChange(plan, change, { highWater: undefined, saleDay: () => undefined }).cells) sums.add(cell);
  }
  return sums;
};

/** Rates of a year ago: last year's lines in other money are worth what they were worth then. */
const ratesAYearAgo = (rates: NonNullable<Agreement['rates']>): Pick<NonNullable<Agreement['rates']>, 'on' | 'runs'> => {
  const on = (currency: string, day: Day): Rational | undefined => rates.on(currency, addMonths(day, -MONTHS_A_YEAR));
  return {
    on,
    runs: (currency, days) => {
      const runs: { from: Day; to: Day; rate: Rational }[] = [];
      for (let day = days.from; day <= days.to; day += 1) {
        const rate = on(currency, day);
        const last = runs.at(-1);
        if (rate === undefined) continue;
        if (last?.to === day - 1 && last.rate.equals(rate)) last.to = day;
        else runs.push({ from: day, to: day, rate });
      }
      return runs;
    },
  };
};

/** The shape of last year, from its sums on this year's days; undefined for a programme that measured nothing then. */
export const lastYearOf = (agreement: Agreement, sums: SumsReader): LastYear => {
  const { rates } = agreement;
  const evaluation = new Evaluation(rates === undefined ? agreement : { ...agreement, rates: ratesAYearAgo(rates) }, sums);
  return (id, period, on) => {
    const programme = agreement.programmes.find((candidate) => candidate.id === id);
    const by = programme?.timeline.findLast((stretch) => stretch.from <= on)?.programme.terms.by;
    if (programme === undefined || by === undefined) return undefined;
    const total = measuredIn(evaluation, programme, period, by);
    const throughSameDay =
      on < period.from ? Rational.zero : measuredIn(evaluation, programme, { from: period.from, to: Math.min(on, period.to) }, by);
    return total.sign <= 0 ? undefined : { total, throughSameDay };
  };
};
