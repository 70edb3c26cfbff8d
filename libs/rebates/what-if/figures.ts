import { type Day, formatFixed, pow10, Rational, roundText, sum, toDay } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import { roundCumulative } from '../accrual/round-cumulative.ts';
import { passes } from '../accrual/cell.ts';
import type { Entry } from '../accrual/entry.ts';
import { Evaluation } from '../accrual/evaluation.ts';
import type { SumsReader } from '../accrual/sums.ts';
import { inAgreementCurrency } from '../currency/converted.ts';

/** What an entry earned as it is printed: rounded cumulatively, in minor units. */
export type Printed = { readonly entry: Entry; readonly earned: bigint };

/** Every figure about a day as a balance would print it; none before the terms begin. */
export const printedOn = (agreement: Agreement, sums: SumsReader, day: Day): readonly Printed[] => {
  if (day < toDay(agreement.terms.from)) return [];
  const paid = new Evaluation(agreement, sums).all(day);
  const rounded = roundCumulative(agreement, paid);
  return paid.map(({ entry }, index) => ({ entry, earned: rounded[index] ?? 0n }));
};

/**
 * Value of the lines that earn in at least one programme, each once, through a day: what a rate is taken of. The same
 * goods can stand in lines of several stages (shipped, invoiced, paid): where programmes count at several, of the stage
 * at which most counted.
 */
export const countedValue = (agreement: Agreement, sums: SumsReader, day: Day): Rational => {
  const testsAt = new Map<string, Set<number>>();
  for (const { testsOf } of agreement.programmes) {
    for (const { eligible } of testsOf.values()) {
      const stage = agreement.tests[eligible]?.stage ?? '';
      testsAt.set(stage, (testsAt.get(stage) ?? new Set()).add(eligible));
    }
  }
  const { from, to } = agreement.terms;
  const read = inAgreementCurrency(agreement, sums);
  const values = [...testsAt.values()].map((tests) =>
    sum(
      read.signatures.flatMap((signature, index) =>
        [...tests].some((test) => passes(signature, test)) ? [read.between(index, toDay(from), toDay(to), day).value] : [],
      ),
    ),
  );
  return values.reduce((most, value) => most.max(value), values[0] ?? Rational.zero);
};

const RATE_DECIMALS = 4;
const HUNDRED = Rational.int(100);

/** In percent, to four decimals; null where nothing was measured. */
export const rateOf = (earned: Rational, value: Rational): string | null =>
  value.sign === 0 ? null : roundText(earned.times(HUNDRED).over(value), { mode: 'half-up', decimals: RATE_DECIMALS });

/** Minor units of sets that may round to different decimals, on one scale. */
export class MinorUnits {
  readonly decimals: number;

  constructor(agreements: readonly Agreement[]) {
    this.decimals = Math.max(...agreements.map(({ rounding }) => rounding.decimals));
  }

  of(agreement: Agreement, units: bigint): bigint {
    return units * pow10(this.decimals - agreement.rounding.decimals);
  }

  text(units: bigint): string {
    return formatFixed(units, this.decimals);
  }

  exact(units: bigint): Rational {
    return Rational.of(units, pow10(this.decimals));
  }
}
