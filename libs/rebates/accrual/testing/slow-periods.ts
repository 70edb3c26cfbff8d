import { civilOf, type Day, Rational, toDay } from '#kernel';
import type { AgreementTerms, ProgrammeTerms, WindowKind } from '../../agreement/terms.ts';

/** Calendar and stretches of the slow reference: periods are found day by day. */

export type Days = { readonly from: Day; readonly to: Day };
type Stretch = Days & { readonly terms: ProgrammeTerms };
export type Period = Days & { readonly stretches: readonly Stretch[]; readonly share: Rational };
export type Programme = { readonly id: string; readonly periods: readonly Period[]; readonly cut: Day | undefined; readonly joint: Day | undefined };

export const count = (value: number): Rational => Rational.of(BigInt(value));
export const lengthOf = (days: Days): number => days.to - days.from + 1;
export const within = (days: Days, day: Day): boolean => days.from <= day && day <= days.to;

/** A name for the calendar period that holds a day: two days are in one period when they share it. */
export const label = (terms: AgreementTerms, kind: WindowKind, day: Day): number => {
  if (kind === 'term' || kind === 'period') return 0;
  if (kind === 'day') return day;
  if (kind === 'week') return Math.floor((day + 3) / 7);
  const [startMonth, startDay] = [Number(terms.yearStartsOn.slice(0, 2)), Number(terms.yearStartsOn.slice(3))];
  const { year, month } = civilOf(day - (startDay - 1));
  return Math.floor((year * 12 + month - startMonth) / { month: 1, quarter: 3, half: 6, year: 12 }[kind]);
};

/** Runs of days with one label, cut where a new run is asked for. */
export const runs = (days: Days, labelOf: (day: Day) => number, cut?: Day): Days[] => {
  const result: { from: Day; to: Day }[] = [];
  for (let day = days.from; day <= days.to; day += 1) {
    const last = result.at(-1);
    if (last !== undefined && day !== cut && labelOf(day) === labelOf(last.to)) last.to = day;
    else result.push({ from: day, to: day });
  }
  return result;
};

/** The whole calendar period before the one that holds a day. */
export const beforeOf = (terms: AgreementTerms, kind: WindowKind, day: Day): Days => {
  const firstOf = (held: Day): Day => {
    let first = held;
    while (label(terms, kind, first - 1) === label(terms, kind, held)) first -= 1;
    return first;
  };
  const to = firstOf(day) - 1;
  return { from: firstOf(to), to };
};

export const termOf = (terms: AgreementTerms): Days => ({ from: toDay(terms.from), to: toDay(terms.to) });

export const programmeOf = (terms: AgreementTerms, first: ProgrammeTerms): Programme => {
  const amendment = terms.amendments?.find((candidate) => candidate.programme === first.id);
  const kind = first.period as WindowKind;
  // Documents are measured over the whole term.
  const labelOf = (day: Day): number => label(terms, first.period === 'document' ? 'term' : kind, day);
  const whole = runs(termOf(terms), labelOf);
  if (amendment === undefined) {
    return { id: first.id, periods: whole.map((period) => ({ ...period, share: Rational.one, stretches: [{ ...period, terms: first }] })), cut: undefined, joint: undefined };
  }
  const effective = toDay(amendment.effective);
  const second = { ...first, ...amendment.change };
  const cut = amendment.mode === 'restart' && effective !== termOf(terms).from ? effective : undefined;
  const joint = amendment.mode === 'restate' ? (whole.find((period) => within(period, effective))?.from ?? effective) : effective;
  const periods = runs(termOf(terms), labelOf, cut).map((period): Period => {
    const uncut = whole.find((candidate) => within(candidate, period.from)) ?? period;
    const old = period.from < joint ? [{ from: period.from, to: Math.min(period.to, joint - 1), terms: first }] : [];
    const changed = period.to >= joint ? [{ from: Math.max(period.from, joint), to: period.to, terms: second }] : [];
    return { ...period, share: count(lengthOf(period)).over(count(lengthOf(uncut))), stretches: [...old, ...changed] };
  });
  return { id: first.id, periods, cut, joint };
};
