import type { Rejection } from './rejection.ts';

/** What a decision yields: events to append (none when the command changes nothing), or why it is refused. */
export type Decision<Event> =
  | { readonly kind: 'events'; readonly events: readonly Event[] }
  | { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] };

/** The functional core of a stream: no I/O, no clock, no throw inside. */
export type Decider<Command, State, Event> = {
  readonly initial: State;
  readonly evolve: (state: State, event: Event) => State;
  readonly decide: (command: Command, state: State) => Decision<Event>;
};

export const events = <Event>(...list: readonly Event[]): Decision<Event> => ({ kind: 'events', events: list });
export const rejected = (
  ...rejections: readonly Rejection[]
): { readonly kind: 'rejected'; readonly rejections: readonly Rejection[] } => ({
  kind: 'rejected',
  rejections,
});

export const fold = <Command, State, Event>(decider: Decider<Command, State, Event>, history: Iterable<Event>): State => {
  let state = decider.initial;
  for (const event of history) state = decider.evolve(state, event);
  return state;
};
