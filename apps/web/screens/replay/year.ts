import type { Balance, DayEvent, ReplayDay } from '../../api/answers.ts';
import { add, drawn } from '../../figures/amounts.ts';
import { plusDays, plusMonths } from '../../figures/days.ts';

/** A year as known at one position, laid out so that any day of it is one look-up. */
export type Placed = DayEvent & { readonly day: number };
export type Year = {
  readonly days: readonly ReplayDay[];
  readonly balances: readonly Balance[];
  readonly knownAt: number;
  /** Of how many days it is known what happened; the others are being asked. */
  readonly told: number;
  /** How many events there are on or before each day; all are in the order of the days they are about, then of positions. */
  readonly until: Int32Array;
  /** For the curve: earned, and where the open periods will end. */
  readonly earned: Float64Array;
  readonly projected: Float64Array;
};

export const projectedOf = (balance: Balance): string => add('0', ...balance.programmes.map(({ projected }) => projected));

type Curve = Pick<Year, 'earned' | 'projected'>;
const curves = new WeakMap<readonly Balance[], Curve>();
/** Once for a year's balances: what happened on its days comes month after month, and changes none of them. */
const curveOf = (balances: readonly Balance[]): Curve => {
  const known = curves.get(balances);
  if (known !== undefined) return known;
  const curve = {
    earned: Float64Array.from(balances, ({ earned }) => drawn(earned)),
    projected: Float64Array.from(balances, (balance) => drawn(projectedOf(balance))),
  };
  curves.set(balances, curve);
  return curve;
};

/** `told`: what happened, of the days that were told so far. Its cost is that of days, not of events. */
export const yearOf = (balances: readonly Balance[], told: readonly ReplayDay[]): Year => {
  const byDay = new Map(told.map((day) => [day.on, day]));
  const days = balances.map(({ on, earned }): ReplayDay => byDay.get(on) ?? { on, earned, change: '0', causes: {}, events: [] });
  const until = new Int32Array(days.length);
  let count = 0;
  days.forEach(({ events }, day) => {
    count += events.length;
    until[day] = count;
  });
  return { days, balances, until, told: byDay.size, knownAt: balances[0]?.knownAt ?? 0, ...curveOf(balances) };
};

export const countOf = ({ until }: Year): number => until.at(-1) ?? 0;

/** An event by its place among all of the year. */
export const eventAt = ({ days, until }: Year, index: number): Placed | undefined => {
  if (index < 0 || index >= (until.at(-1) ?? 0)) return undefined;
  // The first day by whose end more events have come than the index.
  let [low, high] = [0, until.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((until[middle] ?? 0) > index) high = middle;
    else low = middle + 1;
  }
  const event = days[low]?.events[index - (low === 0 ? 0 : (until[low - 1] ?? 0))];
  return event === undefined ? undefined : { ...event, day: low };
};

export const KINDS = ['signature', 'amendment', 'step crossed', 'late sale', 'dispute', 'close', 'settlement'] as const;
export type Kind = (typeof KINDS)[number];
export type Tick = { readonly day: number; readonly kind: Kind; readonly name: string };

const kindOf = ({ type }: DayEvent): Kind | undefined => {
  if (type === 'AgreementAmended' || type === 'AgreementExtended' || type === 'MembersChanged' || type === 'AgreementTerminated')
    return 'amendment';
  if (type === 'AgreementActivated') return 'signature';
  if (type.startsWith('Dispute')) return 'dispute';
  if (type.startsWith('Statement') || type === 'PeriodClosed') return 'close';
  return type.startsWith('Settlement') ? 'settlement' : undefined;
};

type DayTick = Omit<Tick, 'day'>;
const marks = new WeakMap<ReplayDay, readonly DayTick[]>();
/** Once for a day, however often the year grows by another month. */
const marksOf = (of: ReplayDay): readonly DayTick[] => {
  const known = marks.get(of);
  if (known !== undefined) return known;
  const { causes, events } = of;
  const found = [
    ...events.flatMap((event): DayTick[] => {
      const kind = kindOf(event);
      return kind === undefined ? [] : [{ kind, name: event.summary }];
    }),
    ...(causes['tier crossed'] === undefined ? [] : [{ kind: 'step crossed', name: 'A step was crossed' } as const]),
    ...(causes['late sale'] === undefined ? [] : [{ kind: 'late sale', name: 'A sale of this day came late' } as const]),
  ];
  marks.set(of, found);
  return found;
};

/** What the scrubber marks. The first signature concerns the whole term and stands on its first day. */
export const ticksOf = (year: Year, signed: boolean): readonly Tick[] => [
  ...(signed ? [{ day: 0, kind: 'signature', name: 'Signed by both sides' } as const] : []),
  ...year.days.flatMap((of, day) => marksOf(of).map((mark): Tick => ({ day, ...mark }))),
];

/** The event that the list stands at: the one named, where it is of this day, else the last one up to the day. */
export const indexAt = (year: Year, day: number, position: number | undefined): number => {
  const end = year.until[day] ?? 0;
  if (position === undefined) return end - 1;
  const found = year.days[day]?.events.findIndex((event) => event.position === position) ?? -1;
  return found < 0 ? end - 1 : end - (year.days[day]?.events.length ?? 0) + found;
};

/** The next or previous event from where one stands; undefined at the end of the history. */
export const eventBeside = (year: Year, day: number, position: number | undefined, step: 1 | -1): Placed | undefined => {
  const index = indexAt(year, day, position);
  // A day without an event stands behind the last one before it: going back finds that one.
  const isOnEvent = eventAt(year, index)?.day === day;
  return eventAt(year, step === -1 && !isOnEvent ? index : index + step);
};

/** What the statements said, from each period's last day on; nothing before the first. */
export const bookedOf = (
  days: readonly { readonly on: string }[],
  statements: readonly { readonly period: { readonly to: string }; readonly earned: string }[],
): readonly (number | null)[] | undefined => {
  if (statements.length === 0) return undefined;
  const inOrder = [...statements].sort((one, other) => (one.period.to < other.period.to ? -1 : 1));
  return days.map(({ on }) => {
    const said = inOrder.findLast(({ period }) => period.to <= on);
    return said === undefined ? null : drawn(said.earned);
  });
};

export type Span = { readonly from: string; readonly to: string };

/** Above so many events a year is told month by month: its balances are drawn long before the last line is traced. */
const MOST_AT_ONCE = 5_000;

/** @returns the whole span, or its months. */
export const stretchesOf = ({ from, to }: Span, events: number): readonly Span[] => {
  if (events <= MOST_AT_ONCE) return [{ from, to }];
  const stretches: Span[] = [];
  for (let start = from; start <= to;) {
    const next = plusMonths(`${start.slice(0, 'YYYY-MM'.length)}-01`, 1);
    stretches.push({ from: start, to: next <= to ? plusDays(next, -1) : to });
    start = next;
  }
  return stretches;
};
