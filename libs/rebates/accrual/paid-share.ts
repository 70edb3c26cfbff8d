import { Rational } from '#kernel';
import type { SaleLine } from '../sales/line.ts';

/** What a line comes to on its invoice: its net with tax and freight. */
export const lineDue = ({ net, quantity, unitPrice, tax, freight }: SaleLine): Rational =>
  (net === undefined ? Rational.parse(quantity).times(Rational.parse(unitPrice)) : Rational.parse(net))
    .plus(Rational.parse(tax ?? '0'))
    .plus(Rational.parse(freight ?? '0'));

/** The part of a line that is paid: of what it comes to, at most all of it. A payment without an amount is of all. */
export const paidShare = (line: SaleLine): Rational => {
  if (line.paidAmount === undefined) return Rational.one;
  const due = lineDue(line);
  if (due.sign === 0) return Rational.one;
  return Rational.parse(line.paidAmount).over(due).max(Rational.zero).min(Rational.one);
};
