import { type Day, formatDay, formatFixed, formatPeriod, pow10, Rational, roundUnits } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import type { Amounts } from '../programmes/kind.ts';
import type { Policy } from '../policy/policy.ts';
import { accruedOf } from '../policy/accrue.ts';
import type { BalanceAnswer, ProgrammeAnswer } from './answers.ts';
import { type Entry, type EarnedStretch, scopeKey } from './entry.ts';
import { Evaluation, goingOn, isOpen, runRate } from './evaluation.ts';
import { earnInput } from './measure-entry.ts';
import { NO_AMOUNTS, plus, type SumsReader, times } from './sums.ts';
import type { Paid } from './windows.ts';

/** Version of the arithmetic. A repaired rule is a new version; figures name the one they were computed under. */
export const RULES_VERSION = 1;

/**
 * Rounds cumulative amounts per programme and scope, and gives each period the difference of two of them, so that
 * twelve months add up to the year (domain.md §6). In minor units.
 */
export const roundCumulative = (agreement: Agreement, rows: readonly { readonly entry: Entry; readonly amount: Rational }[]): bigint[] => {
  const running = new Map<string, { exact: Rational; rounded: bigint }>();
  return rows.map(({ entry, amount }) => {
    const key = `${entry.programme}\n${scopeKey(entry.scope)}`;
    const before = running.get(key) ?? { exact: Rational.zero, rounded: 0n };
    const exact = before.exact.plus(amount);
    const rounded = roundUnits(exact, agreement.rounding);
    running.set(key, { exact, rounded });
    return rounded - before.rounded;
  });
};

/** What reaching the next step would earn more than now, with further volume of the kind bought so far. */
const nextStepPays = (entry: Entry, stretch: EarnedStretch, missing: Rational): Rational => {
  const { programme, cells, upTo, before, targetCells, earning } = stretch;
  const by = programme.terms.by;
  const growth: Amounts = upTo[by].sign > 0 ? times(upTo, missing.over(upTo[by])) : { ...NO_AMOUNTS, [by]: missing };
  const earned = cells.reduce((total, cell) => plus(total, cell.amounts), NO_AMOUNTS);
  // The mix bought so far goes on: each cell grows in proportion; with nothing bought yet, all of it counts.
  const grown = earned[by].sign > 0 && upTo[by].sign > 0 ? cells.map((cell) => ({ ...cell, amounts: plus(cell.amounts, times(cell.amounts, missing.over(upTo[by]))) })) : [{ amounts: growth, passes: () => true }];
  const input = earnInput({ upTo: plus(upTo, growth), before, cells: grown, targetCells, on: entry.on }, stretch, entry.period);
  return programme.earn({ ...input, reaching: true }).total.minus(earning.total);
};

const toNextStep = (agreement: Agreement, entry: Entry, on: Day): ProgrammeAnswer['toNextStep'] => {
  const stretch = entry.stretches.at(-1);
  const bound = stretch?.earning.nextBound;
  if (stretch === undefined || bound === undefined || on > entry.period.to) return null;
  const missing = bound.minus(entry.measured);
  const pays = nextStepPays(entry, stretch, missing);
  return { from: bound.toDecimal(), missing: missing.toDecimal(), pays: money(agreement, pays) };
};

const money = (agreement: Agreement, amount: Rational): string => formatFixed(roundUnits(amount, agreement.rounding), agreement.rounding.decimals);

/** What an entry will have paid at the end of its period, once its volume is so many times what it is. */
const forecaster = (agreement: Agreement, sums: SumsReader, on: Day) => {
  const evaluations = new Map<string, Evaluation>();
  return ({ entry, amount }: Paid, growth: Rational): Rational => {
    if (!isOpen(entry, on)) return amount;
    const key = `${entry.period.from}-${entry.period.to} ${growth.toExact()}`;
    const evaluation = evaluations.get(key) ?? new Evaluation(agreement, goingOn(sums, entry.period, on, growth));
    evaluations.set(key, evaluation);
    return evaluation.all(entry.period.to).find((other) => sameEntry(other.entry, entry))?.amount ?? amount;
  };
};

const sameEntry = (a: Entry, b: Entry): boolean => a.programme === b.programme && a.period.from === b.period.from && scopeKey(a.scope) === scopeKey(b.scope);

export type BalanceInput = { readonly agreement: Agreement; readonly sums: SumsReader; readonly on: Day; readonly policy?: Policy; readonly knownAt?: number };

/** The balance of an agreement on a day: every programme, scope and period begun by then. */
export const balanceOf = ({ agreement, sums, on, policy, knownAt }: BalanceInput): BalanceAnswer => {
  const evaluation = new Evaluation(agreement, sums);
  const paid = evaluation.all(on);
  const earned = roundCumulative(agreement, paid);
  const forecast = forecaster(agreement, sums, on);
  const projected = roundCumulative(agreement, paid.map((row) => ({ entry: row.entry, amount: forecast(row, runRate(row.entry.period, on)) })));
  const accrued = roundCumulative(agreement, paid.map((row) => ({ entry: row.entry, amount: accruedOf(row, on, policy, forecast) })));
  const { decimals } = agreement.rounding;
  const text = (units: bigint | undefined): string => formatFixed(units ?? 0n, decimals);
  const total = (units: readonly bigint[]): string => text(units.reduce((sum, own) => sum + own, 0n));
  return {
    agreement: agreement.terms.id,
    currency: agreement.terms.currency,
    on: formatDay(on),
    ...(knownAt === undefined ? {} : { knownAt }),
    rules: RULES_VERSION,
    programmes: paid.map(({ entry }, index) => ({
      id: entry.programme,
      period: formatPeriod(entry.period),
      scope: entry.scope,
      measured: entry.measured.toDecimal(),
      earningAmount: entry.earningAmount.toDecimal(),
      step: entry.stretches.at(-1)?.earning.step ?? null,
      ...(entry.units === undefined ? {} : { units: entry.units.toDecimal() }),
      earned: text(earned[index]),
      accrued: text(accrued[index]),
      projected: text(projected[index]),
      toNextStep: toNextStep(agreement, entry, on),
    })),
    earned: total(earned),
    accrued: total(accrued),
  };
};

/** The printed total of a day alone, without the rest of the answer: what a series of days is made of. */
export const earnedTotal = (agreement: Agreement, sums: SumsReader, on: Day): Rational => {
  const units = roundCumulative(agreement, new Evaluation(agreement, sums).all(on)).reduce((total, own) => total + own, 0n);
  return Rational.of(units, pow10(agreement.rounding.decimals));
};
