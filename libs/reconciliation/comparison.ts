import type { Rational } from '#kernel';
import type { Lines } from './lines.ts';
import type { MatchingRules } from './rules.ts';

/** In what a pair of lines can differ, in the order in which it is told. */
export type Difference = 'product' | 'unit' | 'quantity' | 'currency' | 'price' | 'member' | 'date';

const size = (value: Rational): Rational => (value.sign < 0 ? value.negated() : value);
/** Of texts as numbers, where 0 is the empty one. */
const isSameOrUnsaid = (a: number, b: number): boolean => a === b || a === 0 || b === 0;
const gap = (a: Rational, b: Rational): Rational => size(a.minus(b));

/** What counts as the same, under the rules that both sides agreed on. */
export class Comparison {
  readonly lines: Lines;
  readonly rules: MatchingRules;
  /** Some amount may differ and still agree: else equal amounts are the only ones that do. */
  readonly hasAmountTolerance: boolean;

  constructor(lines: Lines, rules: MatchingRules) {
    this.lines = lines;
    this.rules = rules;
    this.hasAmountTolerance = [rules.quantity, rules.price, rules.priceShare, rules.value].some((tolerance) => tolerance.sign > 0);
  }

  dayGap(a: number, b: number): number {
    return Math.abs(this.lines.day(a) - this.lines.day(b));
  }

  quantityGap(a: number, b: number): Rational {
    return gap(this.lines.quantity(a), this.lines.quantity(b));
  }

  priceGap(a: number, b: number): Rational {
    return gap(this.lines.price(a), this.lines.price(b));
  }

  datesAgree(ours: number, theirs: number): boolean {
    return this.dayGap(ours, theirs) <= this.rules.days;
  }

  /** A line that names no unit is in the unit of the other. */
  unitsAgree(ours: number, theirs: number): boolean {
    return isSameOrUnsaid(this.lines.unit(ours), this.lines.unit(theirs));
  }

  /** Who names no currency means that of the other, and so with members. */
  currenciesAgree(ours: number, theirs: number): boolean {
    return isSameOrUnsaid(this.lines.currency(ours), this.lines.currency(theirs));
  }

  membersAgree(ours: number, theirs: number): boolean {
    return isSameOrUnsaid(this.lines.member(ours), this.lines.member(theirs));
  }

  quantitiesAgree(ours: number, theirs: number): boolean {
    const { lines, rules } = this;
    return (
      lines.quantityId(ours) === lines.quantityId(theirs) || (rules.quantity.sign > 0 && this.quantityGap(ours, theirs).lte(rules.quantity))
    );
  }

  pricesAgree(ours: number, theirs: number): boolean {
    const { lines, rules } = this;
    const [quantity, other] = [lines.quantity(ours), lines.quantity(theirs)];
    if (quantity.sign === 0 || other.sign === 0) return gap(lines.value(ours), lines.value(theirs)).lte(rules.value);
    if (lines.priceId(ours) === lines.priceId(theirs)) return true;
    if (!this.hasAmountTolerance) return false;
    const difference = this.priceGap(ours, theirs);
    if (difference.lte(rules.price)) return true;
    return difference.lte(size(lines.price(ours)).times(rules.priceShare)) || difference.times(size(quantity)).lte(rules.value);
  }

  agree(ours: number, theirs: number): boolean {
    return (
      this.lines.product(ours) === this.lines.product(theirs) &&
      this.datesAgree(ours, theirs) &&
      this.unitsAgree(ours, theirs) &&
      this.currenciesAgree(ours, theirs) &&
      this.membersAgree(ours, theirs) &&
      this.quantitiesAgree(ours, theirs) &&
      this.pricesAgree(ours, theirs)
    );
  }

  sameSign(a: number, b: number): boolean {
    return this.lines.quantity(a).sign === this.lines.quantity(b).sign;
  }

  /**
   * Where units cannot be compared, neither can quantities and prices; where currencies differ, neither can prices. The
   * same number in another unit is an error of the unit, not of the quantity.
   */
  differences(ours: number, theirs: number): Difference[] {
    const { lines } = this;
    const found: Difference[] = lines.product(ours) === lines.product(theirs) ? [] : ['product'];
    if (!this.unitsAgree(ours, theirs) || this.isUnitSlip(ours, theirs)) found.push('unit');
    else {
      if (!this.quantitiesAgree(ours, theirs)) found.push('quantity');
      if (!this.currenciesAgree(ours, theirs)) found.push('currency');
      else if (!this.pricesAgree(ours, theirs)) found.push('price');
    }
    if (!this.membersAgree(ours, theirs)) found.push('member');
    if (!this.datesAgree(ours, theirs)) found.push('date');
    return found;
  }

  private isUnitSlip(ours: number, theirs: number): boolean {
    const { lines } = this;
    const [a, b] = [lines.saidUnit(ours), lines.saidUnit(theirs)];
    return a !== b && a !== 0 && b !== 0 && lines.saidQuantity(ours) === lines.saidQuantity(theirs) && !this.quantitiesAgree(ours, theirs);
  }
}
