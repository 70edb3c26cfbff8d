import { civilOf, type Day, Rational, toDay } from '#kernel';
import type { AgreementTerms, ProgrammeTerms, WindowKind } from '../../agreement/terms.ts';

/** Calendar and stretches of the slow reference: periods are found day by day. */

export type Days = { readonly from: Day; readonly to: Day };
type Stretch = Days & { readonly terms: ProgrammeTerms };
/** `share`: what a restart left of the period, for its rules; `counts`: what the term and a termination leave of it, for all its bounds and amounts. */
export type Period = Days & { readonly stretches: readonly Stretch[]; readonly share: Rational; readonly counts: Rational };
export type Programme = {
  readonly id: string;
  readonly periods: readonly Period[];
  /** Days on which a restart begins a period. */ readonly cuts: ReadonlySet<Day>;
};

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

/** Runs of days with one label, cut where new runs are asked for. */
export const runs = (days: Days, labelOf: (day: Day) => number, cuts: ReadonlySet<Day> = new Set()): Days[] => {
  const result: { from: Day; to: Day }[] = [];
  for (let day = days.from; day <= days.to; day += 1) {
    const last = result.at(-1);
    if (last !== undefined && !cuts.has(day) && labelOf(day) === labelOf(last.to)) last.to = day;
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

type Measurement = ProgrammeTerms['period'];

/** Days outside all periods of their own dates. */
const NO_PERIOD = -1;

/** A name for the measurement period that holds a day. Documents are measured over the whole term. */
const measurementOf = (terms: AgreementTerms, kind: Measurement, day: Day): number => {
  if (typeof kind !== 'string') return kind.findIndex(({ from, to }) => within({ from: toDay(from), to: toDay(to) }, day));
  return label(terms, kind === 'document' ? 'term' : kind, day);
};

/** The measurement periods of a term, which restarts cut. */
const measured = (terms: AgreementTerms, kind: Measurement, cuts?: ReadonlySet<Day>): Days[] => {
  const nameOf = (day: Day): number => measurementOf(terms, kind, day);
  return runs(termOf(terms), nameOf, cuts).filter(({ from }) => nameOf(from) !== NO_PERIOD);
};

/** The part of its whole calendar period that one clipped by the term is, by days or by the months begun in it. */
export const shortShare = (
  terms: AgreementTerms,
  { shortPeriod }: ProgrammeTerms,
  kind: Measurement | WindowKind,
  period: Days,
): Rational => {
  if (shortPeriod === 'full' || typeof kind !== 'string' || kind === 'document' || kind === 'term' || kind === 'period')
    return Rational.one;
  const whole = wholeOf(terms, kind, period.from);
  const size = (days: Days): number => (shortPeriod === 'days' ? lengthOf(days) : runs(days, (day) => label(terms, 'month', day)).length);
  return count(size(period)).over(count(size(whole)));
};

/** What a termination leaves of days that it cuts short, where the terms prorate. */
export const prorated = ({ onTermination }: ProgrammeTerms, days: Days, terminatedOn: Day | undefined): Rational =>
  onTermination === 'prorate' && terminatedOn !== undefined && within(days, terminatedOn)
    ? count(terminatedOn - days.from + 1).over(count(lengthOf(days)))
    : Rational.one;

/** As many whole months before a period as it is long, or else as many days. */
const asLongBefore = (period: Days): Days => {
  const [first, next] = [civilOf(period.from), civilOf(period.to + 1)];
  const months = (next.year - first.year) * 12 + next.month - first.month;
  const index = first.year * 12 + first.month - 1 - months;
  const text = (value: number, length: number): string => String(value).padStart(length, '0');
  const from =
    first.day === next.day
      ? toDay(`${text(Math.floor(index / 12), 4)}-${text((index % 12) + 1, 2)}-${text(first.day, 2)}`)
      : period.from - lengthOf(period);
  return { from, to: period.from - 1 };
};

/** The whole period before the one that holds a day. */
export const beforeOf = (terms: AgreementTerms, kind: Measurement, day: Day): Days => {
  if (typeof kind === 'string' && kind !== 'document') return wholeOf(terms, kind, wholeOf(terms, kind, day).from - 1);
  const own = measured(terms, kind);
  const at = own.findIndex((period) => within(period, day));
  return own[at - 1] ?? asLongBefore(own[at] ?? termOf(terms));
};

export const termOf = (terms: AgreementTerms): Days => ({ from: toDay(terms.from), to: toDay(terms.to) });

/** The terms of each day of a term, in a row: `begins` where an amendment parts them from the day before. */
type Ruled = { readonly terms: ProgrammeTerms; readonly begins: boolean };

/** Amendments in the order in which they were signed, each on what the ones before it left. */
const ruledDays = (
  terms: AgreementTerms,
  first: ProgrammeTerms,
): { readonly ruledOn: (day: Day) => Ruled; readonly cuts: ReadonlySet<Day> } => {
  const term = termOf(terms);
  const cuts = new Set<Day>();
  let days: Ruled[] = Array.from({ length: lengthOf(term) }, () => ({ terms: first, begins: false }));
  const ruledOn = (day: Day): Ruled => days[day - term.from] ?? { terms: first, begins: false };
  for (const { programme, effective: text, mode, change } of terms.amendments ?? []) {
    if (programme !== first.id) continue;
    const effective = toDay(text);
    if (mode === 'restart' && effective !== term.from) cuts.add(effective);
    const restated = mode === 'restate' ? measured(terms, first.period, cuts).find((period) => within(period, effective)) : undefined;
    const from = restated?.from ?? effective;
    const atEffective = ruledOn(effective).terms;
    days = days.map((was, offset): Ruled => {
      const day = term.from + offset;
      if (day < from) return was;
      // A restated period has the terms of the effective day from its first day: what parted it before parts it no more.
      return {
        terms: { ...(day < effective ? atEffective : was.terms), ...change },
        begins: day === from || (day > effective && was.begins),
      };
    });
  }
  return { ruledOn, cuts };
};

export const programmeOf = (terms: AgreementTerms, first: ProgrammeTerms, terminatedOn: Day | undefined): Programme => {
  const { ruledOn, cuts } = ruledDays(terms, first);
  const whole = measured(terms, first.period);
  const periods = measured(terms, first.period, cuts).map((period): Period => {
    const uncut = whole.find((candidate) => within(candidate, period.from)) ?? period;
    const begins = new Set(
      Array.from({ length: lengthOf(period) }, (_, offset) => period.from + offset).filter((day) => ruledOn(day).begins),
    );
    const stretches = runs(period, () => 0, begins).map((stretch) => ({ ...stretch, terms: ruledOn(stretch.from).terms }));
    const counts =
      first.period === 'document'
        ? Rational.one
        : shortShare(terms, first, first.period, uncut).times(prorated(first, period, terminatedOn));
    return { ...period, share: count(lengthOf(period)).over(count(lengthOf(uncut))), counts, stretches };
  });
  return { id: first.id, periods, cuts };
};
