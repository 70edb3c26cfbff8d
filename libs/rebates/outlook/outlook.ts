import { type Day, Rational } from '#kernel';
import type { Entry } from '../accrual/entry.ts';
import type { Evaluation } from '../accrual/evaluation.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Paid } from '../accrual/windows.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { forecastOn, type ForecastMethod, type ForecastTerms, type Policy } from '../policy/policy.ts';
import { type Course, type Forecast, forecaster, isOpen } from './course.ts';
import { openDays, runRate } from './going-on.ts';
import type { LastYear } from './last-year.ts';
import { measuredBy } from './measured-in.ts';
import { type MonthPace, monthPaces } from './pace.ts';

/** Where a period will end: likely by its method, and between the slowest and the fastest of the last complete months. */
export type Projection = {
  readonly method: ForecastMethod;
  readonly low: Rational;
  readonly likely: Rational;
  readonly high: Rational;
  readonly slowest: MonthPace | undefined;
  readonly fastest: MonthPace | undefined;
};

export type OutlookInput = {
  readonly agreement: Agreement;
  readonly sums: SumsReader;
  readonly on: Day;
  readonly policy?: Policy | undefined;
  readonly lastYear?: LastYear | undefined;
};

type Likely = { readonly method: ForecastMethod; readonly course: Course };

/** What is ahead of a day: one answer for each programme and period, the same for all of its scopes. */
export class Outlook {
  readonly forecast: Forecast;
  private readonly input: OutlookInput;
  private readonly evaluation: Evaluation;
  private readonly likelies = new Map<string, Likely>();
  private readonly paces = new Map<string, readonly MonthPace[]>();

  constructor(input: OutlookInput, evaluation: Evaluation) {
    this.input = input;
    this.evaluation = evaluation;
    this.forecast = forecaster(input.agreement, input.sums, input.on);
  }

  /** The course that the method in force foresees; a method that has nothing to go by gives way to the run rate. */
  likely(entry: Entry): Likely {
    return kept(this.likelies, entry, () => this.byMethod(entry, this.methodOf(entry)));
  }

  /** Undefined where nothing is ahead: the period is over, or the agreement is. */
  of(paid: Paid): Projection | undefined {
    const { agreement, on } = this.input;
    if (!isOpen(agreement, paid.entry, on)) return undefined;
    const { method, course } = this.likely(paid.entry);
    const likely = this.forecast(paid, course);
    const paces = kept(this.paces, paid.entry, () => this.pacesOf(paid.entry, method));
    const [slowest, fastest] = [paces[0], paces.at(-1)];
    const ends = [slowest, fastest].flatMap((pace) => (pace === undefined ? [] : [this.forecast(paid, this.atPace(paid.entry, pace))]));
    return {
      method,
      likely,
      slowest,
      fastest,
      // Where sales grow month by month the pace so far is the slowest of all; where rates fall, more can pay less.
      low: ends.reduce((low, end) => low.min(end), likely),
      high: ends.reduce((high, end) => high.max(end), likely),
    };
  }

  private methodOf({ programme }: Entry): ForecastTerms {
    return (
      forecastOn(this.input.policy?.programmes[programme]?.forecast, this.input.on) ?? {
        method: this.input.lastYear === undefined ? 'runRate' : 'lastYear',
      }
    );
  }

  private byMethod(entry: Entry, terms: ForecastTerms): Likely {
    const { agreement, on, lastYear } = this.input;
    const days = openDays(agreement, entry.period);
    const byRunRate: Likely = { method: 'runRate', course: { kind: 'grows', growth: runRate(days, on) } };
    switch (terms.method) {
      case 'runRate':
        return byRunRate;
      case 'lastYear': {
        const shape = lastYear?.(entry.programme, days, on);
        return shape === undefined || shape.throughSameDay.sign <= 0
          ? byRunRate
          : { method: 'lastYear', course: { kind: 'grows', growth: shape.total.over(shape.throughSameDay) } };
      }
      case 'given': {
        const [measure, text] =
          terms.value === undefined ? (['quantity', terms.quantity ?? '0'] as const) : (['value', terms.value] as const);
        const measured = measuredBy(this.entriesLike(entry), measure);
        const amount = Rational.parse(text);
        return {
          method: 'given',
          course: measured.sign > 0 ? { kind: 'grows', growth: amount.over(measured) } : { kind: 'begins', measure, amount },
        };
      }
    }
  }

  private pacesOf(entry: Entry, method: ForecastMethod): readonly MonthPace[] {
    const { agreement, on, lastYear } = this.input;
    const programme = agreement.programmes.find(({ id }) => id === entry.programme);
    const by = entry.stretches.at(-1)?.programme.terms.by;
    if (programme === undefined || by === undefined) return [];
    return monthPaces({
      agreement,
      evaluation: this.evaluation,
      programme,
      by,
      days: openDays(agreement, entry.period),
      on,
      lastYear: method === 'lastYear' ? lastYear : undefined,
    });
  }

  private atPace(entry: Entry, { rest }: MonthPace): Course {
    const measure = entry.stretches.at(-1)?.programme.terms.by ?? 'value';
    const measured = measuredBy(this.entriesLike(entry), measure);
    return measured.sign > 0 ? { kind: 'grows', growth: measured.plus(rest).over(measured) } : { kind: 'begins', measure, amount: rest };
  }

  /** Of all scopes: a forecast is given for the programme. */
  private entriesLike(entry: Entry): readonly Entry[] {
    const programme = this.input.agreement.programmes.find(({ id }) => id === entry.programme);
    if (programme === undefined || entry.scope === null) return [entry];
    return this.evaluation
      .paid(programme, this.input.on)
      .map((paid) => paid.entry)
      .filter((other) => other.period.from === entry.period.from);
  }
}

const kept = <T>(known: Map<string, T>, { programme, period }: Entry, compute: () => T): T => {
  const key = `${programme} ${period.from}`;
  const value = known.get(key) ?? compute();
  known.set(key, value);
  return value;
};
