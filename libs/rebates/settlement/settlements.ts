import { type Day, formatDay, formatFixed, formatPeriod, pow10, Rational } from '#kernel';
import type { SettlementAnswer } from '../accrual/answers.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { roundCumulative } from '../accrual/round-cumulative.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { Settle } from '../agreement/terms.ts';
import { measuredApart } from './measured-apart.ts';
import { type Payee, PayeeShares } from './payees.ts';
import { scheduleAfter, scheduleOf, type SettlementDate } from './schedule.ts';

/** What settlements so far have dealt with, in minor units. */
type Standing = { readonly paid: bigint; readonly forfeited: bigint };
/** What one settlement does; `carried` is left for the next. */
type Outcome = {
  readonly amount: bigint;
  readonly carried: bigint;
  readonly forfeited: bigint;
  readonly belowMinimum: Settle['belowMinimum'] | undefined;
};

const most = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What is open is paid, carried on or forfeited. A carry needs a settlement that follows: the last one pays, or shows what is owed back. */
const outcomeOf = (open: bigint, { plan, last }: SettlementDate, decimals: number): Outcome => {
  const paid: Outcome = { amount: open, carried: 0n, forfeited: 0n, belowMinimum: undefined };
  if (open < 0n) return last ? paid : { ...paid, amount: 0n, carried: open };
  const isBelow = open > 0n && plan.minimum !== undefined && Rational.of(open, pow10(decimals)).lt(Rational.parse(plan.minimum));
  if (!isBelow) return paid;
  if (plan.belowMinimum === 'forfeit') return { amount: 0n, carried: 0n, forfeited: open, belowMinimum: 'forfeit' };
  if (plan.belowMinimum === 'carry' && !last) return { amount: 0n, carried: open, forfeited: 0n, belowMinimum: 'carry' };
  return { ...paid, belowMinimum: 'pay' };
};

class Settling {
  private standing: Standing = { paid: 0n, forfeited: 0n };
  private readonly payees: PayeeShares;
  private readonly programme: string;
  private readonly decimals: number;

  constructor(programme: string, decimals: number) {
    this.programme = programme;
    this.decimals = decimals;
    this.payees = new PayeeShares(decimals);
  }

  /** Nothing is open: all that was earned has been paid or forfeited. */
  isClear(earned: bigint): boolean {
    return this.openOf(earned).open === 0n;
  }

  next(date: SettlementDate, earned: bigint): SettlementAnswer {
    const { open, forfeited } = this.openOf(earned);
    // What was forfeited and is no longer earned is shown as forfeited no more: paid and forfeited add up to what was earned.
    const released = this.standing.forfeited - forfeited;
    const outcome = outcomeOf(open, date, this.decimals);
    this.standing = { paid: this.standing.paid + outcome.amount, forfeited: forfeited + outcome.forfeited };
    const { payTo } = date.plan;
    return this.answer(
      date,
      { ...outcome, forfeited: outcome.forfeited - released },
      payTo === undefined ? undefined : this.payees.split(outcome.amount, payTo),
    );
  }

  /** What was forfeited and is no longer earned cost nobody anything, so it is not owed back. */
  private openOf(earned: bigint): { readonly open: bigint; readonly forfeited: bigint } {
    const { paid } = this.standing;
    const forfeited = least(this.standing.forfeited, most(0n, earned - paid));
    return { open: earned - paid - forfeited, forfeited };
  }

  private answer({ period, plan, final }: SettlementDate, outcome: Outcome, payees: readonly Payee[] | undefined): SettlementAnswer {
    const text = (units: bigint): string => formatFixed(units, this.decimals);
    const on = period.to + plan.graceDays;
    return {
      programme: this.programme,
      period: formatPeriod(period),
      final,
      on: formatDay(on),
      due: formatDay(on + plan.dueDays),
      ...(plan.claimWithinDays === undefined ? {} : { claimUntil: formatDay(on + plan.claimWithinDays) }),
      by: plan.by,
      amount: text(outcome.amount),
      ...(outcome.belowMinimum === undefined ? {} : { belowMinimum: outcome.belowMinimum }),
      ...(outcome.carried === 0n ? {} : { carried: text(outcome.carried) }),
      ...(outcome.forfeited === 0n ? {} : { forfeited: text(outcome.forfeited) }),
      ...(payees === undefined ? {} : { payees: payees.map(({ member, units }) => ({ member, amount: text(units) })) }),
    };
  }
}

type Measured = { readonly measured: Agreement; readonly evaluation: Evaluation };

const settled = (agreement: Agreement, programme: ResolvedProgramme, { measured, evaluation }: Measured, on: Day): SettlementAnswer[] => {
  const own = measured.programmes.find(({ id }) => id === programme.id) ?? programme;
  // The rounded total about a day, of every period begun by then: what lies between two days is what a settlement pays.
  const earnedThrough = (day: Day): bigint =>
    roundCumulative(
      agreement,
      evaluation.all(day).filter(({ entry }) => entry.programme === programme.id),
    ).reduce((total, units) => total + units, 0n);
  const settling = new Settling(programme.id, agreement.rounding.decimals);
  const schedule = scheduleOf(measured, own);
  const answers = schedule.filter(({ period }) => period.to <= on).map((date) => settling.next(date, earnedThrough(date.period.to)));
  if (answers.length < schedule.length || settling.isClear(earnedThrough(on))) return answers;
  // After the final settlement only differences are settled, however small.
  const differences = scheduleAfter(measured, own, on).flatMap((date) => {
    const earned = earnedThrough(date.period.to);
    return settling.isClear(earned) ? [] : [settling.next({ ...date, plan: { ...date.plan, minimum: undefined } }, earned)];
  });
  return [...answers, ...differences];
};

const hasPlan = ({ timeline }: ResolvedProgramme): boolean => timeline.some((stretch) => stretch.programme.terms.settle !== undefined);

/**
 * What each settlement whose period is over by a day pays (domain.md §8, settlement plan), from what is known: a
 * settlement is what is earned through its period's end less what those before it dealt with. Undefined where no
 * programme has a plan.
 */
export const settlementsOf = (agreement: Agreement, sums: SumsReader, on: Day): readonly SettlementAnswer[] | undefined => {
  const programmes = agreement.programmes.filter(hasPlan);
  // Programmes that are not measured apart read one evaluation, so that each day is computed once for all of them.
  const whole: Measured = { measured: agreement, evaluation: new Evaluation(agreement, sums) };
  const measuredFor = (programme: ResolvedProgramme): Measured => {
    const measured = measuredApart(agreement, programme);
    return measured === agreement ? whole : { measured, evaluation: new Evaluation(measured, sums) };
  };
  return programmes.length === 0 ? undefined : programmes.flatMap((programme) => settled(agreement, programme, measuredFor(programme), on));
};
