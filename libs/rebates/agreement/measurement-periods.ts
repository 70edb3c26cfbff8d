import { addMonths, type Calendar, type Day, intersect, lengthOf, type Period, periodOf, periodsWithin, Rational, toDay } from '#kernel';
import type { AgreementTerms, MeasurementPeriod, ProgrammeTerms, WindowKind } from './terms.ts';
import type { Stretch, Timeline } from './stretch.ts';

/** A measurement period with the stretches of terms inside it, and how much of its full calendar period it is. */
export type MeasuredPeriod = Period & {
  /** What of the period counts where a restart cut it: days left ÷ days it would have had. */
  readonly cutShare: Rational;
  /** What of the full calendar period lies inside the term, as the terms say that short periods count. */
  readonly shortShare: Rational;
  readonly stretches: readonly (Stretch & Period)[];
  /** One period before it, whole, whether inside the term or before it. */
  readonly before: Period;
};

export const calendarOf = (terms: Pick<AgreementTerms, 'calendar' | 'yearStartsOn'>): Calendar => ({
  kind: terms.calendar,
  yearStartsOn: { month: Number(terms.yearStartsOn.slice(0, 2)), day: Number(terms.yearStartsOn.slice(3)) },
});

export const termOf = (terms: Pick<AgreementTerms, 'from' | 'to'>): Period => ({ from: toDay(terms.from), to: toDay(terms.to) });

const rawPeriods = (calendar: Calendar, kind: MeasurementPeriod, within: Period): Period[] => {
  if (kind === 'term' || kind === 'document') return [within];
  if (typeof kind === 'string') return periodsWithin(calendar, kind, within);
  return kind
    .map((own) => intersect({ from: toDay(own.from), to: toDay(own.to) }, within))
    .filter((period) => period !== undefined)
    .sort((a, b) => a.from - b.from);
};

/** The part of the full calendar period that one clipped by the term is, by days or by started months (domain.md §6). */
export const shortShareOf = (
  calendar: Calendar,
  shortPeriod: ProgrammeTerms['shortPeriod'],
  kind: MeasurementPeriod | WindowKind,
  period: Period,
): Rational => {
  if (shortPeriod === 'full' || typeof kind !== 'string') return Rational.one;
  if (kind === 'term' || kind === 'document' || kind === 'period') return Rational.one;
  const full = periodOf(calendar, kind, period.from);
  if (lengthOf(full) === lengthOf(period)) return Rational.one;
  if (shortPeriod === 'days') return Rational.of(BigInt(lengthOf(period)), BigInt(lengthOf(full)));
  const months = (within: Period): bigint => BigInt(periodsWithin(calendar, 'month', within).length);
  return Rational.of(months(period), months(full));
};

/** Runs of stretches between joints that end measurement periods. */
const runsOf = (timeline: Timeline, term: Period): { readonly within: Period; readonly stretches: readonly Stretch[] }[] => {
  const starts = timeline.filter((stretch) => stretch.joint !== 'carry');
  return starts.map((start, index) => {
    const within = { from: start.from, to: (starts[index + 1]?.from ?? term.to + 1) - 1 };
    return { within, stretches: timeline.filter((stretch) => stretch.from >= within.from && stretch.from <= within.to) };
  });
};

const stretchesIn = (period: Period, stretches: readonly Stretch[]): (Stretch & Period)[] =>
  stretches.flatMap((stretch, index) => {
    const to = (stretches[index + 1]?.from ?? period.to + 1) - 1;
    const part = intersect({ from: stretch.from, to }, period);
    return part === undefined ? [] : [{ ...stretch, ...part }];
  });

/** The whole period before a full one; before the first of its own dates, or before a term, as many days or whole months. */
const periodBefore = (calendar: Calendar, kind: MeasurementPeriod, whole: Period, previous: Period | undefined): Period => {
  if (typeof kind === 'string' && kind !== 'term' && kind !== 'document')
    return periodOf(calendar, kind, periodOf(calendar, kind, whole.from).from - 1);
  if (previous !== undefined) return previous;
  let months = 0;
  while (addMonths(whole.from, months) <= whole.to) months += 1;
  const from = addMonths(whole.from, months) === whole.to + 1 ? addMonths(whole.from, -months) : whole.from - lengthOf(whole);
  return { from, to: whole.from - 1 };
};

/** All measurement periods of a programme over the term, in order. */
export const runPeriods = (terms: AgreementTerms, timeline: Timeline): MeasuredPeriod[] => {
  const calendar = calendarOf(terms);
  const term = termOf(terms);
  return runsOf(timeline, term).flatMap(({ within, stretches }) => {
    const first = stretches[0]?.programme.terms;
    if (first === undefined) return [];
    // Both lists are in order, so one walk pairs each period with the one that it was cut from.
    const wholes = rawPeriods(calendar, first.period, term);
    let at = 0;
    return rawPeriods(calendar, first.period, within).map((period) => {
      while (at < wholes.length - 1 && (wholes[at]?.to ?? period.from) < period.from) at += 1;
      const uncut = wholes[at] ?? period;
      return {
        ...period,
        cutShare: Rational.of(BigInt(lengthOf(period)), BigInt(lengthOf(uncut))),
        shortShare: shortShareOf(calendar, first.shortPeriod, first.period, uncut),
        stretches: stretchesIn(period, stretches),
        before: periodBefore(calendar, first.period, uncut, wholes[at - 1]),
      };
    });
  });
};

/** A calendar window of a floor, guarantee, cap or limit, and the share of it that counts. `uncut`: before a restart cut it. */
export type CountedWindow = Period & { readonly share: Rational; readonly uncut: Period };

/** The windows (`per`) that meet the term, cut where a programme's restarts cut its measurement periods. */
export const windowsOf = (
  terms: AgreementTerms,
  per: WindowKind,
  { periods, timeline }: { readonly periods: readonly MeasuredPeriod[]; readonly timeline: Timeline },
): CountedWindow[] => {
  if (per === 'period') {
    return periods.map(({ from, to, cutShare, shortShare }) => ({ from, to, uncut: { from, to }, share: cutShare.times(shortShare) }));
  }
  const term = termOf(terms);
  const whole = per === 'term' ? [term] : periodsWithin(calendarOf(terms), per, term);
  const cuts = timeline.filter(({ joint }) => joint === 'cut').map(({ from }) => from);
  return whole.flatMap((window) => cutWindow(window, cuts));
};

const cutWindow = (window: Period, cuts: readonly Day[]): CountedWindow[] => {
  const inside = cuts.filter((cut) => cut > window.from && cut <= window.to);
  const starts = [window.from, ...inside];
  return starts.map((from, index) => {
    const to = (starts[index + 1] ?? window.to + 1) - 1;
    return { from, to, uncut: window, share: Rational.of(BigInt(to - from + 1), BigInt(lengthOf(window))) };
  });
};
