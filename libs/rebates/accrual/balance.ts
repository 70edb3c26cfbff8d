import { type Day, formatDay, formatFixed, formatPeriod, pow10, Rational } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import type { LastYear } from '../outlook/last-year.ts';
import { inAgreementCurrency } from '../currency/converted.ts';
import { nextSteps } from '../outlook/next-step.ts';
import { Outlook } from '../outlook/outlook.ts';
import { projectionAnswers } from '../outlook/projection-answer.ts';
import type { Policy } from '../policy/policy.ts';
import { accruedOf } from '../policy/accrue.ts';
import { settlementsOf } from '../settlement/settlements.ts';
import type { Earning } from '../programmes/kind.ts';
import type { BalanceAnswer, ProgrammeAnswer } from './answers.ts';
import type { Entry } from './entry.ts';
import { Evaluation } from './evaluation.ts';
import { roundCumulative } from './round-cumulative.ts';
import type { SumsReader } from './sums.ts';
import type { Paid, Withheld } from './windows.ts';

/** Version of the arithmetic. A repaired rule is a new version; figures name the one they were computed under. */
export const RULES_VERSION = 1;

export type BalanceInput = {
  readonly agreement: Agreement;
  readonly sums: SumsReader;
  readonly on: Day;
  readonly policy?: Policy;
  readonly lastYear?: LastYear;
  readonly knownAt?: number;
  /** False leaves the range of each projection out, and settlements: a series of days needs none, and each costs other days' figures. */
  readonly ranges?: boolean;
};

/** The balance of an agreement on a day: every programme, scope and period begun by then. */
export const balanceOf = ({
  agreement,
  sums: inMoneyOfLines,
  on,
  policy,
  lastYear,
  knownAt,
  ranges = true,
}: BalanceInput): BalanceAnswer => {
  // Converted once, so that what goes on after the day goes on at the rates of the days before it.
  const sums = inAgreementCurrency(agreement, inMoneyOfLines);
  const evaluation = new Evaluation(agreement, sums);
  const paid = evaluation.all(on);
  const earned = roundCumulative(agreement, paid);
  const outlook = new Outlook({ agreement, sums, on, policy, lastYear }, evaluation);
  const projected = roundCumulative(
    agreement,
    paid.map((row) => ({ entry: row.entry, amount: outlook.forecast(row, outlook.likely(row.entry).course) })),
  );
  const accrued = roundCumulative(
    agreement,
    paid.map((row) => ({ entry: row.entry, amount: accruedOf(row, { agreement, on, policy, outlook }) })),
  );
  const steps = nextSteps({ agreement, sums, on }, paid);
  const projections = ranges ? projectionAnswers(agreement, paid, outlook) : undefined;
  const settlements = ranges ? settlementsOf(agreement, sums, on) : undefined;
  const { decimals } = agreement.rounding;
  const text = (units: bigint | undefined): string => formatFixed(units ?? 0n, decimals);
  const total = (units: readonly bigint[]): string => text(units.reduce((sum, own) => sum + own, 0n));
  return {
    agreement: agreement.terms.id,
    currency: agreement.terms.currency,
    on: formatDay(on),
    ...(knownAt === undefined ? {} : { knownAt }),
    rules: RULES_VERSION,
    programmes: paid.map((row, index) => {
      const { entry } = row;
      const projection = projections?.of[index];
      return {
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
        ...(projection === undefined ? {} : { projection }),
        toNextStep: steps[index] ?? null,
        ...problemOf(row),
      };
    }),
    earned: total(earned),
    accrued: total(accrued),
    ...(projections?.total === undefined ? {} : { projection: projections.total }),
    ...(settlements === undefined ? {} : { settlements }),
  };
};

/** Why an entry earns or pays nothing, where its terms alone do not show it. */
const problemOf = ({ entry: { stretches }, withheld }: Paid): Pick<ProgrammeAnswer, 'problem'> => {
  const code = withheld ?? stretches.at(-1)?.earning.problem;
  return code === undefined ? {} : { problem: { code, message: PROBLEMS[code] } };
};
const PROBLEMS: Readonly<Record<NonNullable<Earning['problem'] | Withheld>, string>> = {
  BASELINE_ZERO: 'Nothing was measured in the period before: growth over nothing has no measure, so nothing is earned.',
  NOT_BEST: 'Another programme of its group earns more over their common period, or as much and comes first: this one is not paid.',
  FORFEITED: 'The agreement was terminated in this period: what it earned is forfeited.',
  CLAWED_BACK: 'The agreement was terminated: what was earned is paid back.',
};

/** The printed total of a day alone, without the rest of the answer: what a series of days is made of. */
export const earnedTotal = (agreement: Agreement, sums: SumsReader, on: Day): Rational => {
  const units = roundCumulative(agreement, new Evaluation(agreement, sums).all(on)).reduce((total, own) => total + own, 0n);
  return Rational.of(units, pow10(agreement.rounding.decimals));
};

/** What one programme, scope and period earned by a day, in the order of `balanceOf`. */
export type EarnedRow = { readonly entry: Entry; readonly earned: Rational };

/** The earned figures of a day alone: what an auditor recomputes for every day. */
export const earnedRows = (agreement: Agreement, sums: SumsReader, on: Day): EarnedRow[] => {
  const paid = new Evaluation(agreement, sums).all(on);
  const units = roundCumulative(agreement, paid);
  return paid.map(({ entry }, index) => ({ entry, earned: Rational.of(units[index] ?? 0n, pow10(agreement.rounding.decimals)) }));
};
