import { civilOf, type Day, Rational, toDay } from '#kernel';
import type { AgreementTerms, ProgrammeTerms, WindowKind } from '../../agreement/terms.ts';

/** Calendar and stretches of the slow reference: periods are found day by day. */

export type Days = { readonly from: Day; readonly to: Day };
type Stretch = Days & { readonly terms: ProgrammeTerms };
/** `share`: what a restart left of the period, for its rules; `counts`: what the term and a termination leave of it, for all its bounds and amounts. */
export type Period = Days & { readonly stretches: readonly Stretch[]; readonly share: Rational; readonly counts: Rational };
export type Programme = { readonly id: string; readonly periods: readonly Period[]; readonly cut: Day | undefined; readonly joint: Day | undefined };

export const count = (value: number): Rational => Rational.of(BigInt(value));
export const lengthOf = (days: Days): number => days.to - days.from + 1;
export const within = (days: Days, day: Day): boolean => days.from <= day && day <= days.to;

/** Weeks of the three months of a quarter. */
const WEEKS = { '4-4-5': [4, 4, 5], '4-5-4': [4, 5, 4], '5-4-4': [5, 4, 4] } as const;

/** A year of weeks begins on the Monday nearest to its nominal first day. */
const weekYearStart = (terms: AgreementTerms, year: number): Day => {
  const nominal = toDay(`${year}-${terms.yearStartsOn}`);
  const mondays = [-3, -2, -1, 0, 1, 2, 3].map((offset) => nominal + offset).filter((day) => weekOf(day) !== weekOf(day - 1));
  return mondays[0] ?? nominal;
};
const weekOf = (day: Day): number => Math.floor((day + 3) / 7);

/** The months of a year of weeks are counted off week by week; a week too many belongs to the last. */
const weekMonth = (terms: AgreementTerms, weeks: readonly number[], day: Day): number => {
  const around = civilOf(day).year;
  const year = [around + 1, around, around - 1].find((candidate) => weekYearStart(terms, candidate) <= day) ?? around - 2;
  let [month, left] = [0, weekOf(day) - weekOf(weekYearStart(terms, year))];
  while (month < 11 && left >= (weeks[month % 3] ?? 4)) {
    left -= weeks[month % 3] ?? 4;
    month += 1;
  }
  return year * 12 + month;
};

/** A name for the calendar period that holds a day: two days are in one period when they share it. */
export const label = (terms: AgreementTerms, kind: WindowKind, day: Day): number => {
  if (kind === 'term' || kind === 'period') return 0;
  if (kind === 'day') return day;
  if (kind === 'week') return weekOf(day);
  const size = { month: 1, quarter: 3, half: 6, year: 12 }[kind];
  if (terms.calendar !== 'months') return Math.floor(weekMonth(terms, WEEKS[terms.calendar], day) / size);
  const [startMonth, startDay] = [Number(terms.yearStartsOn.slice(0, 2)), Number(terms.yearStartsOn.slice(3))];
  const { year, month } = civilOf(day - (startDay - 1));
  return Math.floor((year * 12 + month - startMonth) / size);
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

/** The whole calendar period that holds a day. */
const wholeOf = (terms: AgreementTerms, kind: WindowKind, day: Day): Days => {
  let [from, to] = [day, day];
  while (label(terms, kind, from - 1) === label(terms, kind, day)) from -= 1;
  while (label(terms, kind, to + 1) === label(terms, kind, day)) to += 1;
  return { from, to };
};

/** The part of its whole calendar period that one clipped by the term is, by days or by the months begun in it. */
export const shortShare = (terms: AgreementTerms, { shortPeriod }: ProgrammeTerms, kind: WindowKind | 'document', period: Days): Rational => {
  if (shortPeriod === 'full' || kind === 'document' || kind === 'term' || kind === 'period') return Rational.one;
  const whole = wholeOf(terms, kind, period.from);
  const size = (days: Days): number => (shortPeriod === 'days' ? lengthOf(days) : runs(days, (day) => label(terms, 'month', day)).length);
  return count(size(period)).over(count(size(whole)));
};

/** What a termination leaves of days that it cuts short, where the terms prorate. */
export const prorated = ({ onTermination }: ProgrammeTerms, days: Days, terminatedOn: Day | undefined): Rational =>
  onTermination === 'prorate' && terminatedOn !== undefined && within(days, terminatedOn) ? count(terminatedOn - days.from + 1).over(count(lengthOf(days))) : Rational.one;

/** The whole calendar period before the one that holds a day. */
export const beforeOf = (terms: AgreementTerms, kind: WindowKind, day: Day): Days => wholeOf(terms, kind, wholeOf(terms, kind, day).from - 1);

export const termOf = (terms: AgreementTerms): Days => ({ from: toDay(terms.from), to: toDay(terms.to) });

export const programmeOf = (terms: AgreementTerms, first: ProgrammeTerms, terminatedOn: Day | undefined): Programme => {
  const amendment = terms.amendments?.find((candidate) => candidate.programme === first.id);
  const kind = first.period as WindowKind | 'document';
  // Documents are measured over the whole term.
  const labelOf = (day: Day): number => label(terms, kind === 'document' ? 'term' : kind, day);
  const whole = runs(termOf(terms), labelOf);
  const countsOf = (period: Days, uncut: Days): Rational => (kind === 'document' ? Rational.one : shortShare(terms, first, kind, uncut).times(prorated(first, period, terminatedOn)));
  if (amendment === undefined) {
    return { id: first.id, periods: whole.map((period) => ({ ...period, share: Rational.one, counts: countsOf(period, period), stretches: [{ ...period, terms: first }] })), cut: undefined, joint: undefined };
  }
  const effective = toDay(amendment.effective);
  const second = { ...first, ...amendment.change };
  const cut = amendment.mode === 'restart' && effective !== termOf(terms).from ? effective : undefined;
  const joint = amendment.mode === 'restate' ? (whole.find((period) => within(period, effective))?.from ?? effective) : effective;
  const periods = runs(termOf(terms), labelOf, cut).map((period): Period => {
    const uncut = whole.find((candidate) => within(candidate, period.from)) ?? period;
    const old = period.from < joint ? [{ from: period.from, to: Math.min(period.to, joint - 1), terms: first }] : [];
    const changed = period.to >= joint ? [{ from: Math.max(period.from, joint), to: period.to, terms: second }] : [];
    return { ...period, share: count(lengthOf(period)).over(count(lengthOf(uncut))), counts: countsOf(period, uncut), stretches: [...old, ...changed] };
  });
  return { id: first.id, periods, cut, joint };
};
