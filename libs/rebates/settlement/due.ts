import { type Day, formatDay, formatFixed, formatPeriod, largestRemainder, pow10, Rational, roundUnits, sum, toDay } from '#kernel';
import type { SettlementAnswer } from '../accrual/answers.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import { roundCumulative } from '../accrual/round-cumulative.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Settle } from '../agreement/terms.ts';
import type { ClaimStanding } from '../claim/standing.ts';
import { settlementsOf } from './settlements.ts';

/** What is due of one programme and settlement period, and what of it is still open. */
export type DueItem = {
  readonly programme: string;
  readonly period: { readonly from: string; readonly to: string };
  readonly final: boolean;
  /** The settlement date and the due date; the period's end where the terms have no plan. */
  readonly on: string;
  readonly due: string;
  readonly claimUntil?: string;
  readonly by: Settle['by'];
  /** What the plan gives, as known. */
  readonly planned: string;
  /** Less what was settled or given up: the oldest first. */
  readonly open: string;
  readonly payees?: readonly { readonly member: string; readonly amount: string }[];
};

type Planned = Omit<DueItem, 'planned' | 'open'> & { readonly amount: string };

/** A programme without a plan is due at the end of each measurement period, for what was earned in it. */
const withoutPlan = (agreement: Agreement, sums: SumsReader, on: Day): Planned[] => {
  const rows = new Evaluation(agreement, sums).all(on);
  const units = roundCumulative(agreement, rows);
  const items = new Map<string, { readonly item: Omit<Planned, 'amount'>; readonly total: bigint }>();
  rows.forEach(({ entry }, index) => {
    const programme = agreement.programmes.find(({ id }) => id === entry.programme);
    if (
      entry.period.to > on ||
      programme === undefined ||
      programme.timeline.some((stretch) => stretch.programme.terms.settle !== undefined)
    )
      return;
    const key = `${entry.programme}\n${entry.period.from}`;
    const total = (items.get(key)?.total ?? 0n) + (units[index] ?? 0n);
    const to = formatDay(entry.period.to);
    items.set(key, {
      item: { programme: entry.programme, period: formatPeriod(entry.period), final: true, on: to, due: to, by: 'creditNote' },
      total,
    });
  });
  return [...items.values()].map(({ item, total }) => ({ ...item, amount: formatFixed(total, agreement.rounding.decimals) }));
};

const planned = (agreement: Agreement, sums: SumsReader, on: Day): Planned[] => [
  ...(settlementsOf(agreement, sums, on) ?? []),
  ...withoutPlan(agreement, sums, on),
];

/** What is left for later: settled beyond what is due, or below what is earned of periods that are not over. */
export type Due = { readonly items: readonly DueItem[]; readonly carried: ReadonlyMap<string, Rational> };

const partly = (payees: NonNullable<SettlementAnswer['payees']>, amount: string, open: bigint, decimals: number): DueItem['payees'] => {
  const whole = Rational.parse(amount);
  if (whole.sign === 0) return undefined;
  const shares = payees.map((payee) => Rational.of(open, pow10(decimals)).times(Rational.parse(payee.amount)).over(whole));
  const units = largestRemainder(shares, open, decimals);
  return payees.map(({ member }, index) => ({ member, amount: formatFixed(units[index] ?? 0n, decimals) }));
};

/**
 * What is due about a day. Amounts settled or given up, and what is owed back, take from what is due in the order of due
 * dates; what they leave over is carried to the next settlement.
 */
export const dueOn = (agreement: Agreement, sums: SumsReader, standing: ReadonlyMap<string, ClaimStanding>, on: Day): Due => {
  const { decimals } = agreement.rounding;
  const units = (amount: string): bigint => roundUnits(Rational.parse(amount), { mode: 'down', decimals });
  const byDue = planned(agreement, sums, on).sort((a, b) =>
    a.due === b.due ? toDay(a.period.to) - toDay(b.period.to) : toDay(a.due) - toDay(b.due),
  );
  const credit = new Map<string, bigint>();
  for (const { id } of agreement.programmes) {
    const known = standing.get(id);
    const owedBack = byDue.filter((item) => item.programme === id && item.amount.startsWith('-')).map(({ amount }) => -units(amount));
    const dealtWith = known === undefined ? 0n : roundUnits(known.settled.plus(known.waived), { mode: 'down', decimals });
    credit.set(
      id,
      owedBack.reduce((total, own) => total + own, dealtWith),
    );
  }
  const items = byDue.flatMap(({ payees, amount, ...item }): DueItem[] => {
    const [whole, left] = [units(amount), credit.get(item.programme) ?? 0n];
    if (whole <= 0n) return [];
    // A negative credit (more was given back than settled) is due with the first item.
    const taken = left < whole ? left : whole;
    credit.set(item.programme, left - taken);
    const open = whole - taken;
    const split = payees === undefined || open === 0n ? undefined : partly(payees, amount, open, decimals);
    return [{ ...item, planned: amount, open: formatFixed(open, decimals), ...(split === undefined ? {} : { payees: split }) }];
  });
  return {
    items,
    carried: new Map([...credit].filter(([, left]) => left !== 0n).map(([id, left]) => [id, Rational.of(left, pow10(decimals))])),
  };
};

/** Days after the due date at which each bucket of an ageing ends; the last has no end. */
export const AGES = ['notDue', 'days1to30', 'days31to60', 'days61to90', 'over90'] as const;
export type Age = (typeof AGES)[number];

export const ageOf = (due: string, on: Day): Age => {
  const late = on - toDay(due);
  if (late <= 0) return 'notDue';
  if (late <= 30) return 'days1to30';
  if (late <= 60) return 'days31to60';
  return late <= 90 ? 'days61to90' : 'over90';
};

export type Ageing = Readonly<Record<Age, string>> & { readonly total: string };

/** What is due and open by how long it has been due. */
export const ageingOf = (items: readonly DueItem[], on: Day, decimals: number): Ageing => {
  const text = (amount: Rational): string => formatFixed(roundUnits(amount, { mode: 'down', decimals }), decimals);
  const inAge = (age: Age): Rational => sum(items.filter((item) => ageOf(item.due, on) === age).map((item) => Rational.parse(item.open)));
  const buckets = Object.fromEntries(AGES.map((age) => [age, text(inAge(age))])) as Record<Age, string>;
  return { ...buckets, total: text(sum(items.map((item) => Rational.parse(item.open)))) };
};
