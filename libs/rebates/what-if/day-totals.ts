import { type Day, formatDay, type Period } from '#kernel';
import type { SumsReader } from '../accrual/sums.ts';
import { type MinorUnits, printedOn } from './figures.ts';
import { programmesThatMayDiffer } from './may-differ.ts';
import type { TermsSet } from './terms-set.ts';

/** A set with its sums as the comparison reads them: through the day asked about, and what the forecast adds. */
export type Tried = TermsSet & { readonly read: SumsReader };

/** What a set had earned about one day: in all, and by programme. */
type DayTotals = { readonly total: bigint; readonly byProgramme: ReadonlyMap<string, bigint> };

/** From when a set's figures differ from the first set's: its total, and each programme that ever differs. */
export type Differing = { readonly total: string | null; readonly programmes: ReadonlyMap<string, string> };

/** The days of a comparison; each set and day is computed once, and only when it is asked for. */
export class Walk {
  readonly span: Period;
  private readonly tried: readonly Tried[];
  private readonly units: MinorUnits;
  private readonly done: Map<Day, DayTotals>[];

  constructor(tried: readonly Tried[], span: Period, units: MinorUnits) {
    this.tried = tried;
    this.span = span;
    this.units = units;
    this.done = tried.map(() => new Map<Day, DayTotals>());
  }

  totals(set: number, day: Day): DayTotals {
    const known = this.done[set]?.get(day);
    if (known !== undefined) return known;
    const computed = this.compute(set, day);
    this.done[set]?.set(day, computed);
    return computed;
  }

  private compute(set: number, day: Day): DayTotals {
    const own = this.tried[set];
    const byProgramme = new Map<string, bigint>();
    let total = 0n;
    for (const { entry, earned } of own === undefined ? [] : printedOn(own.agreement, own.read, day)) {
      const units = own === undefined ? 0n : this.units.of(own.agreement, earned);
      byProgramme.set(entry.programme, (byProgramme.get(entry.programme) ?? 0n) + units);
      total += units;
    }
    return { total, byProgramme };
  }

  /**
   * Differences may come and go, so no day is skipped on the way to the first: days are walked until every figure that
   * may differ has differed.
   */
  differing(set: number): Differing {
    const [base, own] = [this.tried[0], this.tried[set]];
    const left = new Set(base === undefined || own === undefined ? [] : programmesThatMayDiffer(base, own));
    const found = new Map<string, string>();
    let total: string | null = null;
    for (let day = this.span.from; day <= this.span.to && left.size > 0; day += 1) {
      const [here, there] = [this.totals(set, day), this.totals(0, day)];
      if (total === null && here.total !== there.total) total = formatDay(day);
      for (const programme of left) {
        if ((here.byProgramme.get(programme) ?? 0n) === (there.byProgramme.get(programme) ?? 0n)) continue;
        found.set(programme, formatDay(day));
        left.delete(programme);
      }
    }
    return { total: total ?? this.totalDiffersLater(set, found), programmes: found };
  }

  /** All programmes have differed and made up for each other so far. */
  private totalDiffersLater(set: number, found: ReadonlyMap<string, string>): string | null {
    if (found.size === 0) return null;
    for (let day = this.span.from; day <= this.span.to; day += 1)
      if (this.totals(set, day).total !== this.totals(0, day).total) return formatDay(day);
    return null;
  }
}
