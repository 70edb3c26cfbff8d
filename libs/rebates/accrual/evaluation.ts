import { type Day, holds, intersect, lengthOf, Rational, sum } from '#kernel';
import type { MeasuredPeriod } from '../agreement/measurement-periods.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { Amounts } from '../programmes/kind.ts';
import type { Entry, Scope } from './entry.ts';
import { applyLimits, bestOfLosers, forfeited } from './stacking.ts';
import { measureEntry } from './measure-entry.ts';
import { NO_AMOUNTS, type SumsReader, times } from './sums.ts';
import { applyCap, applyFloor, applyGuarantee, type Paid } from './windows.ts';

/** Rules in the order of domain.md §6: steps, then floor, guarantee, cap, then the best of a group. */
const BY_STEPS = 0;
const FLOORED = 1;
const GUARANTEED = 2;
const CAPPED = 3;


/**
 * All figures of an agreement as sums give them, on any day; each programme and day is computed once. Pure: the same
 * agreement and sums give the same figures.
 */
export class Evaluation {
  private readonly done = new Map<string, readonly Paid[]>();
  private readonly scopesSeen = new Map<string, readonly Scope[]>();
  private readonly agreement: Agreement;
  private readonly sums: SumsReader;

  constructor(agreement: Agreement, sums: SumsReader) {
    this.agreement = agreement;
    this.sums = sums;
  }

  /** What every programme pays on a day, in signed order, unrounded, after every rule. */
  all(on: Day): readonly Paid[] {
    return this.once('all', on, () => applyLimits(this.agreement, this.agreement.programmes.flatMap((programme) => this.paid(programme, on))));
  }

  total(on: Day): Rational {
    return sum(this.all(on).map((paid) => paid.amount));
  }

  /** What one programme pays, before limits over several programmes. */
  paid(programme: ResolvedProgramme, on: Day): readonly Paid[] {
    return this.once(`paid ${programme.id}`, on, () => {
      const own = this.stage(programme, CAPPED, on);
      const losers = bestOfLosers(this.agreement, programme, on, (other) => this.stage(other, CAPPED, on));
      return own.map((paid) => (losers(paid.entry) || forfeited(this.agreement, paid.entry, on) ? { ...paid, amount: Rational.zero } : paid));
    });
  }

  private once(name: string, on: Day, compute: () => readonly Paid[]): readonly Paid[] {
    const key = `${name}@${on}`;
    const known = this.done.get(key);
    if (known !== undefined) return known;
    const result = compute();
    this.done.set(key, result);
    return result;
  }

  private stage(programme: ResolvedProgramme, stage: number, on: Day): readonly Paid[] {
    return this.once(`${stage} ${programme.id}`, on, () => {
      if (stage === BY_STEPS) return this.measured(programme, on);
      const current = programme.timeline.findLast((stretch) => stretch.from <= on)?.programme;
      const paidOn = (day: Day): readonly Paid[] => this.stage(programme, stage - 1, day);
      if (current === undefined) return paidOn(on);
      const input = { terms: this.agreement.terms, resolved: programme, programme: current, on, paidOn };
      if (stage === FLOORED) return applyFloor(input);
      return stage === GUARANTEED ? applyGuarantee(input) : applyCap(input);
    });
  }

  private measured(resolved: ResolvedProgramme, on: Day): Paid[] {
    const net = this.netReader(resolved, on);
    return resolved.periods
      .filter((period) => period.from <= on)
      .flatMap((period) => this.scopes(resolved, period).map((scope) => measureEntry({ resolved, sums: this.sums, net, scope, period, on })))
      .map((entry) => ({ entry, amount: entry.bySteps }));
  }

  private scopes(resolved: ResolvedProgramme, period: MeasuredPeriod): readonly Scope[] {
    const scope = period.stretches[0]?.programme.terms.scope ?? 'group';
    if (scope === 'group' || scope === 'higherOf') return [null];
    const known = this.scopesSeen.get(`${resolved.id} ${scope}`);
    if (known !== undefined) return known;
    const keys = new Set(this.sums.signatures.map((signature) => (scope === 'member' ? signature.member : signature.product)));
    const scopes = [...keys].filter((key) => key !== '').sort().map((key): Scope => (scope === 'member' ? { member: key } : { product: key }));
    this.scopesSeen.set(`${resolved.id} ${scope}`, scopes);
    return scopes;
  }

  /** Sums less what earlier programmes earned on the same lines (`deducts`). */
  private netReader(resolved: ResolvedProgramme, on: Day) {
    const deducts = resolved.timeline.findLast((stretch) => stretch.from <= on)?.programme.terms.deducts ?? [];
    const earlier = this.agreement.programmes.filter((programme) => deducts.includes(programme.id));
    return (signature: number, from: Day, to: Day): Amounts => {
      const gross = this.sums.between(signature, from, to, on);
      if (earlier.length === 0 || gross === NO_AMOUNTS) return gross;
      const earned = sum(earlier.map((programme) => this.earnedOn(programme, signature, { from, to }, on)));
      return { ...gross, value: gross.value.minus(earned) };
    };
  }

  /**
   * What a programme earned on the lines of one signature in a run of days. Earnings lie on lines in proportion to
   * their value, so a part of a stretch has its part of the stretch's earning.
   */
  private earnedOn(programme: ResolvedProgramme, signature: number, days: { from: Day; to: Day }, on: Day): Rational {
    return sum(
      this.paid(programme, on).flatMap(({ entry, amount }) => {
        if (entry.bySteps.sign === 0) return [];
        const kept = amount.over(entry.bySteps);
        return entry.stretches.map((stretch) => {
          const place = stretch.signatures.indexOf(signature);
          const overlap = intersect(stretch, days);
          const earned = stretch.earning.perCell[place];
          if (earned === undefined || overlap === undefined) return Rational.zero;
          if (overlap.from === stretch.from && overlap.to === stretch.to) return earned.times(kept);
          const whole = this.sums.between(signature, stretch.from, stretch.to, on).value;
          if (whole.sign === 0) return Rational.zero;
          return earned.times(kept).times(this.sums.between(signature, overlap.from, overlap.to, on).value).over(whole);
        });
      }),
    );
  }
}

/**
 * Sums that go on after a day at the pace of a period so far: measured × days left ÷ days elapsed (domain.md §9).
 * Reading them as of the period's end gives the run rate's total.
 */
export const atRunRate = (sums: SumsReader, period: { from: Day; to: Day }, on: Day): SumsReader => ({
  signatures: sums.signatures,
  between: (signature, from, to) => {
    const known = sums.between(signature, from, to, on);
    const ahead = intersect({ from, to }, { from: on + 1, to: period.to });
    if (ahead === undefined || !holds(period, on)) return known;
    const soFar = sums.between(signature, period.from, on, on);
    const elapsed = BigInt(on - period.from + 1);
    const extra = times(soFar, Rational.of(BigInt(lengthOf(ahead)), elapsed));
    return { value: known.value.plus(extra.value), quantity: known.quantity.plus(extra.quantity), weight: known.weight.plus(extra.weight) };
  },
});

export const isOpen = (entry: Entry, on: Day): boolean => on < entry.period.to;
