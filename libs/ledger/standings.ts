import type { EventStore } from '#event-store';
import { type Day, Rational, toDay } from '#kernel';
import type { History } from '#projections';
import { type ClaimEvent, claimsDecider, type ClaimsState, claimStanding, type Standing, type Taken } from '#rebates';
import { claimsStream } from './streams.ts';

/** Where claims, settlements and waivers of an agreement are read from. */
export type ClaimSources = { readonly store: EventStore; readonly history: History };

type Placed = { readonly position: number; readonly event: ClaimEvent };

/** The claims' events of an agreement up to a position, each with its place; their stream is short. */
const claimEvents = async ({ store, history }: ClaimSources, agreement: string, through: number): Promise<Placed[]> => {
  const stream = claimsStream(agreement);
  const events: ClaimEvent[] = [];
  for await (const { type, data } of store.readStream(stream)) events.push({ type, data } as unknown as ClaimEvent);
  const partnership = events.length === 0 ? undefined : history.partnershipOf(agreement);
  if (partnership === undefined) return [];
  const placed: Placed[] = [];
  for (const ref of history.refs(partnership, 0, through)) {
    const event = ref.stream === stream ? events[ref.revision] : undefined;
    if (event !== undefined) placed.push({ position: ref.position, event });
    if (placed.length === events.length) break;
  }
  return placed;
};

const folded = (events: readonly Placed[]): ClaimsState =>
  events.reduce<ClaimsState>((state, { event }) => claimsDecider.evolve(state, event), claimsDecider.initial);

const takenOf = (state: ClaimsState, on: Day): Taken =>
  new Map([...claimStanding(state, on)].map(([programme, { settled, waived }]) => [programme, settled.plus(waived)]));

const moreOf = (before: Taken, after: Taken): Taken =>
  new Map(
    [...new Set([...before.keys(), ...after.keys()])].map((programme) => [
      programme,
      (after.get(programme) ?? Rational.zero).minus(before.get(programme) ?? Rational.zero),
    ]),
  );

/** What of an agreement's claims is known up to a position, and how it came about. */
export const claimsThrough = async (sources: ClaimSources, agreement: string, through: number) => {
  const events = await claimEvents(sources, agreement, through);
  const known = (position: number): ClaimsState => folded(events.filter((one) => one.position <= position));
  return {
    taken: (position: number, on: Day): Taken => takenOf(known(position), on),
    /** What each event after a position settled or waived more about a day. */
    recorded: (after: number, on: Day): { readonly more: Taken; readonly position: number }[] => {
      let state = known(after);
      return events
        .filter(({ position }) => position > after)
        .map(({ event, position }) => {
          const before = takenOf(state, on);
          state = claimsDecider.evolve(state, event);
          return { more: moreOf(before, takenOf(state, on)), position };
        });
    },
    /** What was settled or waived more from day to day, with the events that are about each. */
    onDays: (from: Day, to: Day): { readonly more: Taken; readonly positions: readonly number[] }[] => {
      const state = folded(events);
      const days = new Map<Day, number[]>();
      for (const {
        event: { data },
        position,
      } of events) {
        const day = 'on' in data ? toDay(data.on) : undefined;
        if (day !== undefined && day >= from && day <= to) days.set(day, [...(days.get(day) ?? []), position]);
      }
      return [...days]
        .sort(([a], [b]) => a - b)
        .map(([day, positions]) => ({ more: moreOf(takenOf(state, day - 1), takenOf(state, day)), positions }));
    },
  };
};

/** How the programmes of an agreement stand about a day, as known at a position. */
export const standingsAt = async (
  sources: ClaimSources,
  agreement: string,
  position: number,
  on: Day,
): Promise<ReadonlyMap<string, Standing>> => claimStanding(folded(await claimEvents(sources, agreement, position)), on);
