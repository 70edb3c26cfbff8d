import { type Day, formatFixed, Rational, roundUnits, sum } from '#kernel';
import type { AccrualQueries, InForce, ReadAs } from '#projections';
import {
  addCauses,
  type Agreement,
  type Cause,
  earnedTotal,
  EffectFold,
  type MeasuredChange,
  Overlay,
  type Party,
  type SumsReader,
} from '#rebates';
import { withRounding } from '../explain.ts';
import { OURS } from '../reconciliation/rules.ts';
import type { StepEffect } from './answers.ts';

/** The supplier's words are the agreement's. */
const AS_SAID: ReadAs = { key: 'as said', read: (data) => data };

export const amountText = ({ rounding }: Agreement, amount: Rational): string =>
  formatFixed(roundUnits(amount, rounding), rounding.decimals);

/** Figures of one agreement about one day, counting from either side's record, at any position. */
export class Figures {
  private readonly accruals: AccrualQueries;
  private readonly customerReadAs: ReadAs;
  readonly on: Day;

  constructor(accruals: AccrualQueries, customerReadAs: ReadAs, on: Day) {
    this.accruals = accruals;
    this.customerReadAs = customerReadAs;
    this.on = on;
  }

  private readAs(party: Party): ReadAs {
    return party === OURS ? AS_SAID : this.customerReadAs;
  }

  private async sumsOf(
    inForce: InForce,
    party: Party,
    position: number,
    measuredAsStored: boolean,
  ): Promise<{ readonly agreement: Agreement; readonly sums: SumsReader }> {
    const reporter = inForce.agreement.terms[party];
    if (measuredAsStored && inForce.plan.reporter === reporter)
      return { agreement: inForce.agreement, sums: await this.accruals.sumsAt(inForce, position) };
    return this.accruals.sumsCountingFrom(inForce, reporter, position, this.readAs(party));
  }

  /** What is earned by a side's own record as known at a position, under the terms in force there. */
  async earned(inForce: InForce, party: Party, position: number): Promise<string> {
    const { agreement, sums } = await this.sumsOf(inForce, party, position, true);
    return amountText(agreement, earnedTotal(agreement, sums, this.on));
  }

  /** The same under terms that are not those in force at the position: all lines are measured anew. */
  async earnedUnder(terms: InForce, party: Party, position: number): Promise<string> {
    const { agreement, sums } = await this.sumsOf(terms, party, position, false);
    return amountText(agreement, earnedTotal(agreement, sums, this.on));
  }

  /** What one event of a side's sales did to the figure of its own record. */
  async effectOf(inForce: InForce, party: Party, position: number): Promise<StepEffect> {
    const reporter = inForce.agreement.terms[party];
    if (inForce.plan.reporter !== reporter) {
      const { agreement, before, changes } = await this.accruals.stepCountingFrom(inForce, reporter, position, this.readAs(party));
      return this.effect(agreement, party, before, changes);
    }
    return this.effect(
      inForce.agreement,
      party,
      await this.accruals.sumsAt(inForce, position - 1),
      await this.accruals.changesAt(inForce, position),
    );
  }

  private effect(agreement: Agreement, of: Party, before: SumsReader, changes: readonly MeasuredChange[]): StepEffect {
    const totals = new Map<Cause, Rational>();
    addCauses(totals, new EffectFold(agreement, before, this.on).applyAll(changes));
    const unrounded = sum(totals.values());
    const earnedBefore = amountText(agreement, earnedTotal(agreement, before, this.on));
    const after = amountText(agreement, earnedTotal(agreement, withChanges(before, changes), this.on));
    const change = Rational.parse(after).minus(Rational.parse(earnedBefore));
    return {
      of,
      before: earnedBefore,
      after,
      change: amountText(agreement, change),
      causes: unrounded.sign === 0 && change.sign === 0 ? {} : withRounding(totals, change),
    };
  }
}

const withChanges = (before: SumsReader, changes: readonly MeasuredChange[]): SumsReader => {
  const after = new Overlay(before);
  for (const { cells } of changes) for (const cell of cells) after.add(cell);
  return after;
};
