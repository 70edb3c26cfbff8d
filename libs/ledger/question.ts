import { type Day, parseDay, type Rejection, toDay } from '#kernel';
import type { AccrualQueries, History, InForce } from '#projections';
import type { At, KnownAt } from './ledger.ts';
import { agreementUnknown, badDay, badTime, notInForce, positionAhead, timeAhead } from './rejections.ts';
import { dayIn } from './today.ts';

/** A question resolved to both axes: an agreement as in force at a position, and the day asked about. */
export type Question = { readonly inForce: InForce; readonly position: number; readonly on: Day };
export type Resolved<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rejections: readonly Rejection[] };

const no = (rejection: Rejection): { readonly ok: false; readonly rejections: readonly Rejection[] } => ({
  ok: false,
  rejections: [rejection],
});

/** ISO-8601 with its offset, a day of the calendar. */
const TIME = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** Where in a partnership's history something is asked; before its first event: -1. */
export const positionOf = (history: History, partnership: string, knownAt: KnownAt | undefined, now: Date): number | Rejection => {
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

/** Which day is meant where none is said: today kept inside the term, as a balance is; or also after it, as claims and payments go on. */
export type WithoutDay = 'inTerm' | 'alsoAfterTerm';

const dayMeant = (today: string, { from, to }: { readonly from: string; readonly to: string }, without: WithoutDay): string => {
  if (today < from) return from;
  return without === 'inTerm' && today > to ? to : today;
};

export class Questions {
  private readonly history: History;
  private readonly accruals: AccrualQueries;

  constructor(history: History, accruals: AccrualQueries) {
    this.history = history;
    this.accruals = accruals;
  }

  /** Where in its partnership's history a question is asked, whatever was in force there. */
  place(at: Pick<At, 'agreement' | 'knownAt'>, now: Date): Resolved<{ readonly partnership: string; readonly position: number }> {
    const partnership = this.history.partnershipOf(at.agreement);
    if (partnership === undefined) return no(agreementUnknown(at.agreement));
    const position = positionOf(this.history, partnership, at.knownAt, now);
    return typeof position === 'number' ? { ok: true, value: { partnership, position } } : no(position);
  }

  /** Without a day: today in the agreement's time zone. */
  resolve(at: Omit<At, 'atLeast'>, now: Date, without: WithoutDay = 'inTerm'): Resolved<Question> {
    const place = this.place(at, now);
    if (!place.ok) return place;
    const { position } = place.value;
    const inForce = this.accruals.inForceAt(at.agreement, position);
    if (inForce === undefined) return no(notInForce(at.agreement));
    const { from, timeZone } = inForce.agreement.terms;
    const text = at.on ?? dayMeant(dayIn(timeZone, now), inForce.agreement.terms, without);
    const on = parseDay(text);
    return on === undefined ? no(badDay('on', text)) : { ok: true, value: { inForce, position, on: Math.max(on, toDay(from) - 1) } };
  }
}
