import { multiplyTexts, Rational, type Scaled, scaled } from '#kernel';
import type { SaleLine } from '../sales/line.ts';

/** The part of a line that is paid: of what it comes to, at most all of it. A payment without an amount is of all. */
export const paidShare = (line: SaleLine, value: Scaled): Rational => {
  if (line.paidAmount === undefined) return Rational.one;
  const due = Rational.scaled(line.net === undefined ? (multiplyTexts(line.quantity, line.unitPrice) ?? value) : scaled(line.net))
    .plus(Rational.parse(line.tax ?? '0'))
    .plus(Rational.parse(line.freight ?? '0'));
  if (due.sign === 0) return Rational.one;
  return Rational.parse(line.paidAmount).over(due).max(Rational.zero).min(Rational.one);
};
