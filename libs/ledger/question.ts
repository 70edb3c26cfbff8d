import { type Day, parseDay, type Rejection, toDay } from '#kernel';
import type { AccrualQueries, History, InForce } from '#projections';
import type { At, KnownAt } from './ledger.ts';
import { agreementUnknown, badDay, badTime, notInForce, positionAhead, timeAhead } from './rejections.ts';

/** A question resolved to both axes: an agreement as in force at a position, and the day asked about. */
export type Question = { readonly inForce: InForce; readonly position: number; readonly on: Day };
export type Resolved<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly Rejection[] };

const no = (rejection: Rejection): { readonly ok: false; readonly rejections: readonly Rejection[] } => ({ ok: false, rejections: [rejection] });

/** ISO-8601 with its offset, a day of the calendar. */
const TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

const positionOf = (history: History, partnership: string, knownAt: KnownAt | undefined, now: Date): number | Rejection => {
  const last = history.lastPosition(partnership) ?? -1;
  if (knownAt === undefined) return last;
  if ('position' in knownAt) {
    const { position } = knownAt;
    if (!Number.isSafeInteger(position) || position < 0) return badTime(String(position));
    return position > last ? positionAhead(position, last) : position;
  }
  const day = TIME.exec(knownAt.time)?.[1];
  if (day === undefined || parseDay(day) === undefined || Number.isNaN(Date.parse(knownAt.time))) return badTime(knownAt.time);
  if (Date.parse(knownAt.time) > now.getTime()) return timeAhead(knownAt.time);
  return history.positionAtTime(partnership, knownAt.time) ?? -1;
};

/** The day in a time zone at an instant, as YYYY-MM-DD. */
const dayIn = (timeZone: string, now: Date): string => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);

const clamped = (day: string, from: string, to: string): string => {
  if (day < from) return from;
  return day > to ? to : day;
};

export class Questions {
  private readonly history: History;
  private readonly accruals: AccrualQueries;

  constructor(history: History, accruals: AccrualQueries) {
    this.history = history;
    this.accruals = accruals;
  }

  /** Without a day: today in the agreement's time zone, kept inside its term. */
  resolve(at: Omit<At, 'atLeast'>, now: Date): Resolved<Question> {
    const partnership = this.history.partnershipOf(at.agreement);
    if (partnership === undefined) return no(agreementUnknown(at.agreement));
    const position = positionOf(this.history, partnership, at.knownAt, now);
    if (typeof position !== 'number') return no(position);
    const inForce = this.accruals.inForceAt(at.agreement, position);
    if (inForce === undefined) return no(notInForce(at.agreement));
    const { from, to, timeZone } = inForce.agreement.terms;
    const text = at.on ?? clamped(dayIn(timeZone, now), from, to);
    const on = parseDay(text);
    return on === undefined ? no(badDay('on', text)) : { ok: true, value: { inForce, position, on: Math.max(on, toDay(from) - 1) } };
  }
}
