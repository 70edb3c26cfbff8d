import {
  accepted,
  CALENDAR_YEAR,
  type Day,
  formatDay,
  type Period,
  periodsWithin,
  refused,
  type Rejection,
  type Result,
  toDay,
} from '#kernel';
import { RULES_VERSION } from '../accrual/balance.ts';
import { termOf } from '../agreement/measurement-periods.ts';
import type { CompareAnswer, CurvePoint, SetAnswer } from './answers.ts';
import { comparedProgrammes } from './compared-programmes.ts';
import { type Tried, Walk } from './day-totals.ts';
import { countedValue, MinorUnits, printedOn, rateOf } from './figures.ts';
import { type Forecast, withForecast } from './forecast.ts';
import { currencyDiffers, nameTwice, noPaceYet, nothingToCompare, partiesDiffer } from './refusals.ts';
import type { TermsSet } from './terms-set.ts';

export type CompareInput = {
  readonly sets: readonly TermsSet[];
  readonly on: Day;
  readonly forecast?: Forecast | undefined;
  readonly knownAt?: number;
};

/** Days after the last term for which figures may still move: returns that count in the period of their sale. */
const DAYS_AFTER_TERM = 1100;

const faultsOf = ({ sets, on, forecast }: CompareInput): Rejection[] => {
  const [first] = sets;
  if (first === undefined) return [nothingToCompare()];
  const parties = ({ agreement: { terms } }: TermsSet): string => `${terms.supplier} and ${terms.customer}`;
  return sets.flatMap((set, index) => {
    const { name, agreement } = set;
    const { currency, from } = agreement.terms;
    const twice = sets.findIndex((other) => other.name === name) !== index;
    const pace = forecast !== undefined && 'method' in forecast && on < toDay(from);
    return [
      ...(twice ? [nameTwice(name)] : []),
      ...(parties(set) === parties(first) ? [] : [partiesDiffer(name, parties(set), parties(first))]),
      ...(currency === first.agreement.terms.currency ? [] : [currencyDiffers(name, currency, first.agreement.terms.currency)]),
      ...(pace ? [noPaceYet(formatDay(on), from)] : []),
    ];
  });
};

const spanOf = ({ sets, on, forecast }: CompareInput): Period => {
  const terms = sets.map(({ agreement }) => termOf(agreement.terms));
  const last = Math.max(...terms.map(({ to }) => to));
  return {
    from: Math.min(...terms.map(({ from }) => from)),
    to: forecast === undefined ? Math.min(on, last + DAYS_AFTER_TERM) : Math.max(on, last),
  };
};

const curveOf = (walk: Walk, sets: number, units: MinorUnits): CurvePoint[] =>
  walk.span.to < walk.span.from
    ? []
    : periodsWithin(CALENDAR_YEAR, 'month', walk.span).map(({ to }) => {
        const earned = Array.from({ length: sets }, (_, set) => walk.totals(set, to).total);
        return {
          on: formatDay(to),
          earned: earned.map((own) => units.text(own)),
          difference: earned.map((own) => units.text(own - (earned[0] ?? 0n))),
        };
      });

/**
 * The same sales under several sets of terms: what each earns by programme and period, from which day they differ, and
 * by how much at each month's end. Pure; the difference is always to the first set.
 */
export const compareTerms = (input: CompareInput): Result<CompareAnswer> => {
  const { sets, on, forecast, knownAt } = input;
  const faults = faultsOf(input);
  const [first] = sets;
  if (first === undefined || faults.length > 0) return refused(...faults);
  const units = new MinorUnits(sets.map(({ agreement }) => agreement));
  const tried = sets.map((set): Tried => ({
    ...set,
    read: withForecast(set.agreement, { sums: set.sums, yearBefore: set.yearBefore }, forecast, on),
  }));
  const span = spanOf(input);
  const walk = new Walk(tried, span, units);
  const differing = tried.map((_, set) => walk.differing(set));
  const printed = tried.map(({ agreement, read }) => printedOn(agreement, read, span.to));
  const totals = tried.map((_, set) => walk.totals(set, span.to).total);
  const { terms } = first.agreement;
  return accepted({
    agreement: terms.id,
    supplier: terms.supplier,
    customer: terms.customer,
    currency: terms.currency,
    on: formatDay(on),
    through: formatDay(span.to),
    ...(knownAt === undefined ? {} : { knownAt }),
    rules: RULES_VERSION,
    forecast: forecast ?? null,
    sets: tried.map(({ name, agreement, read }, set): SetAnswer => {
      const value = countedValue(agreement, read, span.to);
      const total = totals[set] ?? 0n;
      return {
        name,
        earned: units.text(total),
        difference: units.text(total - (totals[0] ?? 0n)),
        value: value.toDecimal(),
        rate: rateOf(units.exact(total), value),
        differsFrom: differing[set]?.total ?? null,
      };
    }),
    programmes: comparedProgrammes({ tried, printed, walk, differing, units, on }),
    curve: curveOf(walk, sets.length, units),
  });
};
