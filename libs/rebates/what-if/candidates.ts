import { type Day, pow10, Rational, type Rejection, toDay } from '#kernel';
import { checkAgreement } from '../agreement/check.ts';
import { type CompiledProgramme, compileProgramme } from '../agreement/compile.ts';
import type { Agreement, ResolvedProgramme } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Amounts } from '../programmes/kind.ts';
import { countedValue, printedOn } from './figures.ts';
import { boughtThrough } from '../outlook/going-on.ts';
import { factorOf, grown, withForecast } from './forecast.ts';
import type { DesignGoals, Goal } from './goals.ts';
import type { Axis, Point } from './grid.ts';
import { withValue } from './places.ts';
import type { TermsSet } from './terms-set.ts';

/** What one set of terms does in one scenario: in minor units, and of how much value. */
export type ScenarioFigure = { readonly growth: string; readonly earned: bigint; readonly value: Rational };
export type Evaluated = {
  readonly point: Point;
  readonly terms: AgreementTerms;
  readonly figures: readonly ScenarioFigure[];
  /** By goal, in minor units: 0 where it is met. */ readonly misses: readonly bigint[];
};

/** Candidates ask for the same sums again and again: what one found, the next need not add up. */
const remembered = (sums: SumsReader): SumsReader => {
  const known = new Map<string, Amounts>();
  return {
    signatures: sums.signatures,
    between: (signature, from, to, asOf) => {
      const key = `${signature} ${from} ${to} ${asOf}`;
      const found = known.get(key) ?? sums.between(signature, from, to, asOf);
      known.set(key, found);
      return found;
    },
  };
};

type Scenario = { readonly growth: string; readonly sums: SumsReader };

/** Scenarios that the goals name or that are asked for beside them, from the lowest growth. */
export const growthsOf = ({ goals, scenarios }: DesignGoals): string[] => {
  const byValue = new Map([...goals.map(({ growth }) => growth), ...scenarios].map((growth) => [Rational.parse(growth).toExact(), growth]));
  return [...byValue.keys()].sort((a, b) => Rational.parse(a).compare(Rational.parse(b)));
};

const sameGrowth = (a: string, b: string): boolean => Rational.parse(a).equals(Rational.parse(b));

/** The sales under trial, grown: those of the terms' own days, or those of the year before on their days a year later. */
const scenarioOf = ({ agreement, sums, yearBefore }: TermsSet, { sales }: DesignGoals, on: Day, growth: string): Scenario => {
  const first = toDay(agreement.terms.from);
  const read =
    sales === 'term'
      ? grown(boughtThrough(sums, on), first, factorOf(growth))
      : withForecast(agreement, { sums, yearBefore }, { growth }, first - 1);
  return { growth, sums: remembered(read) };
};

const changed = (terms: AgreementTerms, { programme, place, values }: Axis, position: number): AgreementTerms => ({
  ...terms,
  programmes: terms.programmes.map((own) => (own.id === programme ? withValue(own, place, values[position]) : own)),
});

type Compiled = ReadonlyMap<string, CompiledProgramme>;

/** What the sums hang on: the tests that lines are put to, and what a kind measures itself. */
const measuring = ({ eligible, target, selections, baseline, measure }: CompiledProgramme): string =>
  JSON.stringify([eligible, target, selections, baseline, measure?.key]);

/** A programme of one version with another in its place: what it measures, and over which periods, is the same. */
const replaced = (own: ResolvedProgramme, programme: CompiledProgramme): ResolvedProgramme => {
  const [before, ...others] = own.testsOf;
  if (before === undefined || others.length > 0 || measuring(before[0]) !== measuring(programme))
    throw new Error('a candidate measures lines in another way than the sums');
  const put = <T>(stretch: T): T => ({ ...stretch, programme });
  return {
    ...own,
    timeline: own.timeline.map(put),
    periods: own.periods.map((period) => ({ ...period, stretches: period.stretches.map(put) })),
    testsOf: new Map([[programme, before[1]]]),
  };
};

/** Evaluates candidate terms exactly, by the engine itself, on sums that are measured once. */
export class Candidates {
  private readonly base: Agreement;
  private readonly axes: readonly Axis[];
  private readonly goals: DesignGoals;
  private readonly scenarios: readonly Scenario[];
  private readonly on: Day;

  constructor(set: TermsSet, axes: readonly Axis[], goals: DesignGoals, on: Day) {
    this.base = set.agreement;
    this.axes = axes;
    this.goals = goals;
    this.on = on;
    this.scenarios = growthsOf(goals).map((growth) => scenarioOf(set, goals, on, growth));
  }

  termsAt(point: Point): AgreementTerms {
    return this.axes.reduce<AgreementTerms>((terms, axis, index) => changed(terms, axis, point[index] ?? 0), this.base.terms);
  }

  /** The terms as they are but for one value. */
  withOne(axis: number, position: number): AgreementTerms {
    const only = this.axes[axis];
    return only === undefined ? this.base.terms : changed(this.base.terms, only, position);
  }

  /** The varied programmes, ready to compute with; or why terms do not hold. */
  compiled(terms: AgreementTerms): { readonly programmes: Compiled } | { readonly faults: readonly Rejection[] } {
    const varied = new Set(this.axes.map(({ programme }) => programme));
    const programmes = new Map<string, CompiledProgramme>();
    const faults: Rejection[] = [];
    for (const [index, programme] of terms.programmes.entries()) {
      if (!varied.has(programme.id)) continue;
      const result = compileProgramme(programme, `programmes[${index}]`);
      if ('rejections' in result) faults.push(...result.rejections);
      else programmes.set(programme.id, result.programme);
    }
    if (faults.length === 0) faults.push(...checkAgreement(terms));
    return faults.length > 0 ? { faults } : { programmes };
  }

  evaluate(point: Point): Evaluated | { readonly faults: readonly Rejection[] } {
    const terms = this.termsAt(point);
    const compiled = this.compiled(terms);
    return 'faults' in compiled ? compiled : this.figuresOf(point, terms, compiled.programmes);
  }

  /** The terms as they are. */
  standing(): Evaluated {
    return this.figuresOf([], this.base.terms, new Map());
  }

  private figuresOf(point: Point, terms: AgreementTerms, compiled: Compiled): Evaluated {
    const programmes = this.base.programmes.map((own) => {
      const other = compiled.get(own.id);
      return other === undefined ? own : replaced(own, other);
    });
    const agreement = { ...this.base, terms, programmes };
    const figures = this.scenarios.map(({ growth, sums }): ScenarioFigure => ({
      growth,
      earned: printedOn(agreement, sums, this.on).reduce((total, { earned }) => total + earned, 0n),
      value: countedValue(agreement, sums, this.on),
    }));
    return { point, terms, figures, misses: this.goals.goals.map((goal) => this.missOf(goal, figures)) };
  }

  /** By how much a goal is missed, rounded up: what is missed by less than a minor unit is missed. */
  private missOf({ growth, atLeast, atMost }: Goal, figures: readonly ScenarioFigure[]): bigint {
    const figure = figures.find((one) => sameGrowth(one.growth, growth));
    if (figure === undefined) throw new Error(`no scenario of ${growth} %`);
    const scale = pow10(this.base.rounding.decimals);
    const bound = atLeast ?? atMost;
    const asked = bound?.amount === undefined ? figure.value.times(Rational.percent(bound?.percent ?? '0')) : Rational.parse(bound.amount);
    const over = Rational.of(figure.earned, scale).minus(asked);
    const missed = (atLeast === undefined ? over : over.negated()).max(Rational.zero);
    return -missed.negated().times(Rational.of(scale)).floor();
  }
}
