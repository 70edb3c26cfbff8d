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
  /** Every event, by the day it is about and then by position. */
  readonly events: readonly Placed[];
  /** How many of the events lie on or before each day. */
  readonly until: Int32Array;
  /** For the curve: earned, and where the open periods will end. */
  readonly earned: Float64Array;
  readonly projected: Float64Array;
};

export const projectedOf = (balance: Balance): string => add('0', ...balance.programmes.map(({ projected }) => projected));

/** `told`: what happened, of the days that were told so far. */
export const yearOf = (balances: readonly Balance[], told: readonly ReplayDay[]): Year => {
  const byDay = new Map(told.map((day) => [day.on, day]));
  const days = balances.map(({ on, earned }): ReplayDay => byDay.get(on) ?? { on, earned, change: '0', causes: {}, events: [] });
  const events = days.flatMap(({ events: own }, day) => own.map((event) => ({ ...event, day })));
  const until = new Int32Array(days.length);
  let count = 0;
  days.forEach(({ events: own }, day) => {
    count += own.length;
    until[day] = count;
  });
  return {
    days,
    balances,
    events,
    until,
    told: byDay.size,
    knownAt: balances[0]?.knownAt ?? 0,
    earned: Float64Array.from(balances, ({ earned }) => drawn(earned)),
    projected: Float64Array.from(balances, (balance) => drawn(projectedOf(balance))),
  };
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

/** What the scrubber marks. The first signature concerns the whole term and stands on its first day. */
export const ticksOf = (year: Year, signed: boolean): readonly Tick[] => [
  ...(signed ? [{ day: 0, kind: 'signature', name: 'Signed by both sides' } as const] : []),
  ...year.days.flatMap(({ causes, events }, day): Tick[] => [
    ...events.flatMap((event): Tick[] => {
      const kind = kindOf(event);
      return kind === undefined ? [] : [{ day, kind, name: event.summary }];
    }),
    ...(causes['tier crossed'] === undefined ? [] : [{ day, kind: 'step crossed', name: 'A step was crossed' } as const]),
    ...(causes['late sale'] === undefined ? [] : [{ day, kind: 'late sale', name: 'A sale of this day came late' } as const]),
  ]),
];

/** The event that the list stands at: the one named, where it is of this day, else the last one up to the day. */
export const indexAt = (year: Year, day: number, position: number | undefined): number => {
  const end = year.until[day] ?? 0;
  if (position === undefined) return end - 1;
  const start = day === 0 ? 0 : (year.until[day - 1] ?? 0);
  const found = year.events.slice(start, end).findIndex((event) => event.position === position);
  return found < 0 ? end - 1 : start + found;
};

/** The next or previous event from where one stands; undefined at the end of the history. */
export const eventBeside = (year: Year, day: number, position: number | undefined, step: 1 | -1): Placed | undefined => {
  const index = indexAt(year, day, position);
  // A day without an event stands behind the last one before it: going back finds that one.
  const isOnEvent = year.events[index]?.day === day;
  return year.events[step === -1 && !isOnEvent ? index : index + step];
};

/** What the statements said, from each period's last day on; nothing before the first. */
export const bookedOf = (
  days: readonly ReplayDay[],
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
