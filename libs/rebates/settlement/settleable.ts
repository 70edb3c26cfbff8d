import { type Day, pow10, Rational } from '#kernel';
import { Evaluation } from '../accrual/evaluation.ts';
import { roundCumulative } from '../accrual/round-cumulative.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { measuredApart } from './measured-apart.ts';

/**
 * What there is to settle of a programme about any day, rounded: of every period begun by then, each part measured on its
 * own where the plan says so.
 */
export const settleableOf = (agreement: Agreement, sums: SumsReader, id: string): ((day: Day) => Rational) => {
  const programme = agreement.programmes.find((one) => one.id === id);
  const evaluation = new Evaluation(programme === undefined ? agreement : measuredApart(agreement, programme), sums);
  return (day) => {
    const units = roundCumulative(
      agreement,
      evaluation.all(day).filter(({ entry }) => entry.programme === id),
    ).reduce((total, own) => total + own, 0n);
    return Rational.of(units, pow10(agreement.rounding.decimals));
  };
};
