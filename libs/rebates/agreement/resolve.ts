import { type Day, holds, lengthOf, Rational, type Rounding } from '#kernel';
import type { CompiledProgramme, LineTest } from './compile.ts';
import { type MeasuredPeriod, runPeriods } from './measurement-periods.ts';
import type { SaleLine } from '../sales/line.ts';
import type { LineMeasure } from '../programmes/kind.ts';
import type { AgreementTerms, AmendmentTerms } from './terms.ts';
import { roundingOf } from './currency.ts';
import { type RateRecord, Rates } from '../currency/rates.ts';
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
  /** Sums that kinds measure themselves, in a fixed order: the places of `Amounts.own`. */
  readonly measures: readonly LineMeasure[];
  /** What ordered kinds asked to know of each line, in a fixed order. */
  readonly marks: readonly ((line: SaleLine) => string)[];
  readonly goals: readonly ResolvedGoal[];
  /** Rates of the declared table, as known at the same time as the terms. */
  readonly rates: Pick<Rates, 'on' | 'runs'> | undefined;
};

/** A shared goal with the place of its test. */
export type ResolvedGoal = NonNullable<AgreementTerms['goals']>[number] & { readonly test: number };

export type ResolvedProgramme = {
  readonly id: string;
  readonly timeline: Timeline;
  readonly periods: readonly MeasuredPeriod[];
  /** Positions of this programme's tests in the agreement's list, by version. */
  readonly testsOf: ReadonlyMap<CompiledProgramme, TestIndexes>;
};

export type TestIndexes = {
  readonly eligible: number;
  readonly target: number;
  readonly selections: readonly number[];
  /** The test of its baseline, its own measure and its mark; -1 where it has none. */
  readonly baseline: number;
  readonly measure: number;
  readonly mark: number;
};

/** Gives each distinct test, measure and mark a number. */
class TestList {
  readonly tests: LineTest[] = [];
  readonly measures: LineMeasure[] = [];
  readonly marks: ((line: SaleLine) => string)[] = [];
  private readonly numbers = new Map<string, number>();

  numberOf(test: LineTest): number {
    const key = JSON.stringify([
      test.stage,
      test.paidWithin ?? null,
      test.selection.include ?? null,
      test.selection.exclude ?? null,
      test.measure ?? null,
      test.baseline ?? null,
    ]);
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
      baseline: programme.baseline === undefined ? -1 : this.numberOf(programme.baseline),
      measure: programme.measure === undefined ? -1 : this.measureOf(programme.measure),
      mark: programme.mark === undefined ? -1 : this.marks.push(programme.mark) - 1,
    };
  }

  private measureOf(measure: LineMeasure): number {
    const known = this.measures.findIndex(({ key }) => key === measure.key);
    return known < 0 ? this.measures.push(measure) - 1 : known;
  }
}

/** On termination `prorate` scales bounds and fixed amounts of the period it falls in by the days that were left of it; a document has none. */
export const prorated = (period: MeasuredPeriod, terminatedOn: Day | undefined): MeasuredPeriod => {
  const terms = period.stretches.at(-1)?.programme.terms;
  if (terminatedOn === undefined || terms?.onTermination !== 'prorate' || terms.period === 'document' || !holds(period, terminatedOn))
    return period;
  const days = Rational.of(BigInt(terminatedOn - period.from + 1), BigInt(lengthOf(period)));
  return { ...period, shortShare: period.shortShare.times(days) };
};

/** The rates that an agreement converts with; undefined where it converts nothing. */
export const ratesOf = (
  { exchange, currency }: Pick<AgreementTerms, 'exchange' | 'currency'>,
  records: readonly RateRecord[],
): Rates | undefined =>
  exchange === undefined ? undefined : new Rates(records, { table: exchange.table, to: currency, maxAgeDays: exchange.maxAgeDays });

export const resolveAgreement = (
  terms: AgreementTerms,
  amendments: readonly AmendmentTerms[],
  terminatedOn?: Day,
  rates: readonly RateRecord[] = [],
): Agreement => {
  const timelines = timelinesOf(terms, amendments);
  const list = new TestList();
  const programmes = terms.programmes.map(({ id }) => {
    const timeline = timelines.get(id) ?? [];
    const testsOf = new Map(timeline.map((stretch) => [stretch.programme, list.indexesOf(stretch.programme)]));
    return { id, timeline, periods: runPeriods(terms, timeline).map((period) => prorated(period, terminatedOn)), testsOf };
  });
  const goals = (terms.goals ?? []).map((goal) => ({
    ...goal,
    test: list.numberOf({ stage: 'invoiced', selection: goal.eligible ?? {} }),
  }));
  return {
    terms,
    amendments,
    terminatedOn,
    rounding: roundingOf(terms),
    programmes,
    tests: list.tests,
    measures: list.measures,
    marks: list.marks,
    goals,
    rates: ratesOf(terms, rates),
  };
};
