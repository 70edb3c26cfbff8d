import { setImmediate as othersFirst } from 'node:timers/promises';
import type { EventReader } from '#event-store';
import type { AccrualQueries, History } from '#projections';
import { eventNotices, isNamedKind, kindOfEvent } from './event-notices.ts';
import { GoalNotices } from './goal-notices.ts';
import { lateNotices } from './late-notices.ts';
import type { Notice, NoticesPage, NoticesQuery, NoticeSource, Step, Turned } from './notice.ts';
import { OncePerCommand } from './once-per-command.ts';
import { tierNotices } from './tier-notices.ts';

const MOST_EVENTS = 200;
/** Some steps fold sums: requests are served in between. */
const STEPS_A_TURN = 16;

type Parts = {
  readonly store: EventReader;
  readonly history: History;
  readonly accruals: AccrualQueries;
  readonly caughtUpTo: (token: string) => Promise<void>;
};
type Wanted = (kind: string, event: string) => boolean;

/** Named kinds are wanted as such, events also by their type. */
const wantedOf = (kinds: readonly string[] | undefined): Wanted =>
  kinds === undefined
    ? (kind) => isNamedKind(kind)
    : (kind, event) => kinds.includes(kind) || (kind === kindOfEvent(event) && kinds.includes(event));

/**
 * What a partnership's history is told as, event by event. Nothing is kept: the same places give the same notices, so who
 * was away, or lost what it had heard, asks again from where it was.
 */
export class Notices {
  private readonly parts: Parts;
  /** Each finds kinds of its own; what another view knows is one more of them. */
  private readonly derived: readonly NoticeSource[];

  constructor(parts: Parts, more: readonly NoticeSource[] = []) {
    const { accruals, history } = parts;
    const agreementsOf = (partnership: string): readonly string[] => history.agreementsOf(partnership);
    this.parts = parts;
    this.derived = [
      tierNotices(accruals, agreementsOf),
      new GoalNotices(accruals, agreementsOf).source(),
      new OncePerCommand(lateNotices(accruals, agreementsOf), parts),
      ...more,
    ];
  }

  async after({ partnership, after, kinds, today, limit = MOST_EVENTS }: NoticesQuery): Promise<NoticesPage> {
    const wanted = wantedOf(kinds);
    const last = this.parts.history.lastPosition(partnership) ?? -1;
    // A log that was restored from a copy is shorter than what was told of it.
    const begin = Math.min('time' in after ? (this.parts.history.positionAtTime(partnership, after.time) ?? -1) : after.position, last);
    const through = Math.min(last, begin + Math.max(1, Math.min(limit, MOST_EVENTS)));
    const steps = this.steps(partnership, begin + 1, through);
    await this.known(steps.at(-1));
    const items: Notice[] = [];
    const sources = [eventNotices(this.parts.store, wanted), ...this.derived].filter(({ tells }) => isAsked(tells, kinds));
    const tellsDays = sources.some(({ turned }) => turned !== undefined);
    let told = ('day' in after ? after.day : undefined) ?? this.dayAt(partnership, begin);
    for (const [index, step] of steps.entries()) {
      if (tellsDays) items.push(...(await this.days(sources, partnership, step.ref.position - 1, { after: told, through: step.day })));
      for (const source of sources) {
        for (const { kind, about } of await source.at(step)) items.push({ ...placed(step), kind, about });
      }
      told = later(told, step.day);
      if (index % STEPS_A_TURN === STEPS_A_TURN - 1) await othersFirst();
    }
    const more = through < last;
    if (!more && tellsDays) items.push(...(await this.days(sources, partnership, through, { after: told, through: today })));
    const day = more ? told : later(told, today);
    return { items, through: { position: through, ...(day === undefined ? {} : { day }) }, more };
  }

  private steps(partnership: string, from: number, to: number): Step[] {
    return from > to
      ? []
      : Array.from(this.parts.history.refs(partnership, from, to), (ref) => ({
          partnership,
          ref,
          day: ref.recordedAt.slice(0, DAY_LENGTH),
        }));
  }

  /** A view that stands apart from the others could lack the event that the history has. */
  private async known(step: Step | undefined): Promise<void> {
    if (step !== undefined) await this.parts.caughtUpTo(step.ref.token);
  }

  private dayAt(partnership: string, position: number): string | undefined {
    return this.steps(partnership, position, position)[0]?.day;
  }

  private async days(
    sources: readonly NoticeSource[],
    partnership: string,
    position: number,
    { after, through }: { readonly after: string | undefined; readonly through: string },
  ): Promise<Notice[]> {
    if (after === undefined || after >= through || position < 0) return [];
    const [step] = this.steps(partnership, position, position);
    const turned: Turned[] = [];
    for (const source of sources) turned.push(...((await source.turned?.(partnership, position, after, through)) ?? []));
    return step === undefined
      ? []
      : turned.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0)).map(({ day, told }) => ({ ...placed(step), day, ...told }));
  }
}

const DAY_LENGTH = 'YYYY-MM-DD'.length;
const later = (one: string | undefined, other: string): string => (one === undefined || one < other ? other : one);
const placed = ({
  partnership,
  ref: { position, type, recordedAt },
}: Step): Pick<Notice, 'partnership' | 'position' | 'event' | 'recordedAt'> => ({ partnership, position, event: type, recordedAt });

/** What a source has to look at costs time: only where somebody wants to hear it. */
const isAsked = (tells: NoticeSource['tells'], kinds: readonly string[] | undefined): boolean => kinds === undefined || kinds.some(tells);
