import { Rational, sum } from '#kernel';
import type { Cause, CauseAmounts } from '../accrual/answers.ts';
import { causeAmounts } from '../accrual/calculate.ts';
import { addCauses, type Effect } from '../accrual/effects.ts';
import type { CausedBy } from './answer.ts';
import { rowKey } from './figures.ts';

/** Positions named for one cause; the pages of the bridge have them all. */
const MOST_POSITIONS = 50;

export const signed = (effects: readonly Effect[], sign: 1 | -1): readonly Effect[] =>
  sign === 1 ? effects : effects.map((effect) => ({ ...effect, amount: effect.amount.negated() }));

/** Adds up effects by cause, by programme and scope, and remembers which events they came from. */
export class Tally {
  private readonly sign: 1 | -1;
  private readonly total = new Map<Cause, Rational>();
  private readonly rows = new Map<string, Map<Cause, Rational>>();
  private readonly events = new Map<Cause, Set<number>>();
  private readonly legs = { recorded: new Map<Cause, Rational>(), days: new Map<Cause, Rational>() };

  constructor(sign: 1 | -1) {
    this.sign = sign;
  }

  add(leg: 'recorded' | 'days', found: readonly Effect[], positions: readonly number[]): void {
    const effects = signed(found, this.sign).filter(({ amount }) => amount.sign !== 0);
    addCauses(this.total, effects);
    addCauses(this.legs[leg], effects);
    for (const effect of effects) {
      const key = rowKey(effect.programme, effect.scope);
      const row = this.rows.get(key) ?? new Map<Cause, Rational>();
      this.rows.set(key, row);
      addCauses(row, [effect]);
      const events = this.events.get(effect.cause) ?? new Set<number>();
      this.events.set(effect.cause, events);
      for (const position of positions) events.add(position);
    }
  }

  causesOf(leg: 'recorded' | 'days'): CauseAmounts {
    return causeAmounts(this.legs[leg]);
  }

  /**
   * What is left between the causes of a row and its printed change is what rounding did at both ends. Anything else
   * would be a cause that the rules do not know, so it is a bug and not a remainder.
   */
  rounded(key: string, exactChange: Rational, printedChange: Rational): ReadonlyMap<Cause, Rational> {
    const row = new Map(this.rows.get(key));
    if (!sum(row.values()).equals(exactChange))
      throw new Error(`the causes of ${key.replace('\n', ' ')} come to ${sum(row.values()).toExact()} and not to ${exactChange.toExact()}`);
    const rounding = printedChange.minus(exactChange);
    if (rounding.sign !== 0) {
      row.set('rounding', rounding);
      this.total.set('rounding', (this.total.get('rounding') ?? Rational.zero).plus(rounding));
    }
    return row;
  }

  causes(): CauseAmounts {
    return causeAmounts(this.total);
  }

  causedBy(): CausedBy[] {
    return Object.entries(this.causes()).map(([name, amount]) => {
      const cause = name as Cause;
      const events = [...(this.events.get(cause) ?? [])].sort((a, b) => a - b);
      return { cause, amount, events: events.length, positions: events.slice(0, MOST_POSITIONS) };
    });
  }
}
