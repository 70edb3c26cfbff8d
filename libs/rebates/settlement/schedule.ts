import { addMonths, type Day, holds, type Period, periodOf, periodsWithin, toDay } from '#kernel';
import { calendarOf } from '../agreement/measurement-periods.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { AgreementTerms, Settle } from '../agreement/terms.ts';

/** When a programme is settled (domain.md §8). A settlement period is not a measurement period: a year can be paid by quarter. */
export type SettlementDate = {
  readonly period: Period;
  readonly plan: Settle;
  /** No measurement period is open at its end. */
  readonly final: boolean;
  /** No other settlement of the plan follows: nothing can be carried on. */
  readonly last: boolean;
};

/** The days in force: a termination ends the term. */
const inForceTerm = ({ terms, terminatedOn }: Agreement): Period => {
  const to = toDay(terms.to);
  return { from: toDay(terms.from), to: Math.min(to, terminatedOn ?? to) };
};

const periodsOf = (terms: AgreementTerms, every: Settle['every'], within: Period): readonly Period[] =>
  every === 'term' ? [within] : periodsWithin(calendarOf(terms), every, within);

/**
 * The settlements of the term: the plan in force on a period's last day settles it, and what is open since the settlement
 * before belongs to it, so a plan that changes in mid-period leaves no day out.
 */
export const scheduleOf = (agreement: Agreement, { timeline, periods }: ResolvedProgramme): SettlementDate[] => {
  const term = inForceTerm(agreement);
  const ends = timeline.flatMap((stretch, index) => {
    const plan = stretch.programme.terms.settle;
    if (plan === undefined) return [];
    const days = { from: stretch.from, to: (timeline[index + 1]?.from ?? term.to + 1) - 1 };
    return periodsOf(agreement.terms, plan.every, term).flatMap(({ to }) => (holds(days, to) ? [{ to, plan }] : []));
  });
  return ends.map(({ to, plan }, index) => ({
    period: { from: (ends[index - 1]?.to ?? term.from - 1) + 1, to },
    plan,
    final: to === term.to || !periods.some((period) => holds(period, to) && period.to > to),
    last: index === ends.length - 1,
  }));
};

/** How a plan goes on after the term: one that pays once by years, one of days or weeks by months. */
const AFTER_TERM = { day: 'month', week: 'month', month: 'month', quarter: 'quarter', half: 'half', year: 'year', term: 'year' } as const;
/** Sales of the term that are returned later than this are of another time. */
const YEARS_AFTER = 10;

/**
 * Settlements after the term, through a day: a return of a later day can change what was settled for good, and then the
 * difference is settled at the end of the plan's next period.
 */
export const scheduleAfter = (agreement: Agreement, { timeline }: ResolvedProgramme, on: Day): SettlementDate[] => {
  const first = inForceTerm(agreement).to + 1;
  const plan = timeline.findLast((stretch) => stretch.from < first)?.programme.terms.settle;
  if (plan === undefined || on < first) return [];
  const every = AFTER_TERM[plan.every];
  const calendar = calendarOf(agreement.terms);
  return periodsWithin(calendar, every, { from: first, to: Math.min(on, addMonths(first, YEARS_AFTER * 12)) })
    .filter(({ to }) => periodOf(calendar, every, to).to === to)
    .map((period) => ({ period, plan, final: true, last: true }));
};
