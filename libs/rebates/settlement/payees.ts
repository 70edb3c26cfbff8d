import { largestRemainder, pow10, Rational } from '#kernel';
import type { Settle } from '../agreement/terms.ts';

/** What one payee has of a settlement, in minor units. */
export type Payee = { readonly member: string; readonly units: bigint };

/**
 * Splits settlements between payees. What a payee has had in all is rounded by largest remainder, and a settlement is the
 * difference of two of these, so that cents do not always go to the same one (domain.md §6).
 */
export class PayeeShares {
  private readonly decimals: number;
  private readonly exact = new Map<string, Rational>();
  private readonly had = new Map<string, bigint>();
  private total = 0n;

  constructor(decimals: number) {
    this.decimals = decimals;
  }

  split(units: bigint, payTo: NonNullable<Settle['payTo']>): Payee[] {
    this.total += units;
    const amount = Rational.of(units, pow10(this.decimals));
    for (const { member, share } of payTo)
      this.exact.set(member, (this.exact.get(member) ?? Rational.zero).plus(amount.times(Rational.percent(share))));
    const members = [...this.exact.keys()];
    const rounded = largestRemainder([...this.exact.values()], this.total, this.decimals);
    const payees = members.map((member, index): Payee => ({ member, units: (rounded[index] ?? 0n) - (this.had.get(member) ?? 0n) }));
    members.forEach((member, index) => this.had.set(member, rounded[index] ?? 0n));
    // A payee whom an amendment has taken out can still have a cent to give back.
    return payees.filter((payee) => payee.units !== 0n || payTo.some(({ member }) => member === payee.member));
  }
}
