import { type Day, holds, lengthOf, Rational, type Rounding } from '#kernel';
import type { CompiledProgramme, LineTest } from './compile.ts';
import { type MeasuredPeriod, runPeriods } from './measurement-periods.ts';
import type { AgreementTerms, AmendmentTerms } from './terms.ts';
import { roundingOf } from './currency.ts';
import { type Timeline, timelinesOf } from './timeline.ts';

/** The agreement as known at one time: its terms, the amendments signed by then, and what follows from both. */
export type Agreement = {
  readonly terms: AgreementTerms;
  readonly amendments: readonly AmendmentTerms[];
  readonly terminatedOn: Day | undefined;
  readonly rounding: Rounding;
  readonly programmes: readonly ResolvedProgramme[];
  /** Every test that any version of any programme puts to a line, each once, in a fixed order. */
  readonly tests: readonly LineTest[];
};

export type ResolvedProgramme = {
  readonly id: string;
  readonly timeline: Timeline;
  readonly periods: readonly MeasuredPeriod[];
  /** Positions of this programme's tests in the agreement's list, by version. */
  readonly testsOf: ReadonlyMap<CompiledProgramme, TestIndexes>;
};

export type TestIndexes = { readonly eligible: number; readonly target: number; readonly selections: readonly number[] };

/** Gives each distinct test a number. */
class TestList {
  readonly tests: LineTest[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(test: LineTest): number {
    const key = JSON.stringify([test.stage, test.paidWithin ?? null, test.selection.include ?? null, test.selection.exclude ?? null]);
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    this.numbers.set(key, this.tests.length);
    this.tests.push(test);
    return this.tests.length - 1;
  }

  indexesOf(programme: CompiledProgramme): TestIndexes {
    return {
      eligible: this.numberOf(programme.eligible),
      target: this.numberOf(programme.target),
      selections: programme.selections.map((selection) => this.numberOf(selection)),
    };
  }
}

/** On termination `prorate` scales bounds and fixed amounts of the period it falls in by the days that were left of it. */
const prorated = (period: MeasuredPeriod, terminatedOn: Day | undefined): MeasuredPeriod => {
  const rule = period.stretches.at(-1)?.programme.terms.onTermination;
  if (terminatedOn === undefined || rule !== 'prorate' || !holds(period, terminatedOn)) return period;
  const days = Rational.of(BigInt(terminatedOn - period.from + 1), BigInt(lengthOf(period)));
  return { ...period, shortShare: period.shortShare.times(days) };
};

export const resolveAgreement = (terms: AgreementTerms, amendments: readonly AmendmentTerms[], terminatedOn?: Day): Agreement => {
  const timelines = timelinesOf(terms, amendments);
  const list = new TestList();
  const programmes = terms.programmes.map(({ id }) => {
    const timeline = timelines.get(id) ?? [];
    const testsOf = new Map(timeline.map((stretch) => [stretch.programme, list.indexesOf(stretch.programme)]));
    return { id, timeline, periods: runPeriods(terms, timeline).map((period) => prorated(period, terminatedOn)), testsOf };
  });
  return { terms, amendments, terminatedOn, rounding: roundingOf(terms), programmes, tests: list.tests };
};
