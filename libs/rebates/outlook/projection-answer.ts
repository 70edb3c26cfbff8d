import { formatFixed, formatPeriod, type Rational } from '#kernel';
import type { BalanceAnswer, MonthAnswer, ProjectionAnswer } from '../accrual/answers.ts';
import { roundCumulative } from '../accrual/round-cumulative.ts';
import type { Paid } from '../accrual/windows.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Outlook, Projection } from './outlook.ts';
import type { MonthPace } from './pace.ts';

type Answers = { readonly of: readonly (ProjectionAnswer | undefined)[]; readonly total: BalanceAnswer['projection'] };

const monthAnswer = (pace: MonthPace | undefined): MonthAnswer | null =>
  pace === undefined ? null : { ...formatPeriod(pace.month), measured: pace.measured.toDecimal() };

/** Each entry's projection, rounded as its earnings are; what is closed counts in the total as what it earned. */
export const projectionAnswers = (agreement: Agreement, paid: readonly Paid[], outlook: Outlook): Answers => {
  const projections = paid.map((row) => outlook.of(row));
  const text = (units: bigint): string => formatFixed(units, agreement.rounding.decimals);
  const units = (pick: (projection: Projection) => Rational): bigint[] =>
    roundCumulative(
      agreement,
      paid.map(({ entry, amount }, index) => ({ entry, amount: projections[index] === undefined ? amount : pick(projections[index]) })),
    );
  const [low, likely, high] = [units((one) => one.low), units((one) => one.likely), units((one) => one.high)];
  const total = (all: readonly bigint[]): string => text(all.reduce((sum, own) => sum + own, 0n));
  return {
    of: projections.map((projection, index): ProjectionAnswer | undefined =>
      projection === undefined
        ? undefined
        : {
            method: projection.method,
            low: text(low[index] ?? 0n),
            likely: text(likely[index] ?? 0n),
            high: text(high[index] ?? 0n),
            pace: { lowMonth: monthAnswer(projection.slowest), highMonth: monthAnswer(projection.fastest) },
          },
    ),
    total: projections.some((projection) => projection !== undefined)
      ? { low: total(low), likely: total(likely), high: total(high) }
      : undefined,
  };
};
