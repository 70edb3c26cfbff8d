import type { Bridge, BridgeEvent, Causes } from '../../api/bridge-answers.ts';
import { add } from '../../figures/amounts.ts';
import { shortDay } from '../../figures/days.ts';

/** The way from one figure to another, as it is drawn: one programme's part of it where one is chosen. */
export type Leg = { readonly name: string | undefined; readonly causes: readonly (readonly [string, string])[] };
export type Drawn = { readonly from: string; readonly to: string; readonly legs: readonly Leg[] };

const listed = (causes: Causes): readonly (readonly [string, string])[] =>
  Object.entries(causes).flatMap(([cause, amount]) => (amount === undefined ? [] : [[cause, amount] as const]));

const together = (all: readonly Causes[]): Causes => {
  const sums = new Map<string, string>();
  for (const causes of all) for (const [cause, amount] of listed(causes)) sums.set(cause, add(sums.get(cause) ?? '0', amount));
  return Object.fromEntries(sums);
};

export const drawnOf = (bridge: Bridge, programme: string | undefined): Drawn => {
  const { from, to, causes, legs } = bridge;
  if (programme !== undefined) {
    const rows = bridge.programmes.filter(({ id }) => id === programme);
    return {
      from: add('0.00', ...rows.map((row) => row.from)),
      to: add('0.00', ...rows.map((row) => row.to)),
      legs: [{ name: undefined, causes: listed(together(rows.map((row) => row.causes))) }],
    };
  }
  if (legs.recorded === null || legs.days === null)
    return { from: from.amount, to: to.amount, legs: [{ name: undefined, causes: listed(causes) }] };
  // Rounding belongs to the whole way: what neither leg says of it stands at its end.
  const [recorded, days] = [listed(legs.recorded.causes), listed(legs.days.causes)];
  const rest = listed(causes).filter(([cause]) => !recorded.some(([name]) => name === cause) && !days.some(([name]) => name === cause));
  return {
    from: from.amount,
    to: to.amount,
    legs: [
      {
        name: `Recorded after ${legs.recorded.after}, up to ${legs.recorded.through}, about ${shortDay(legs.recorded.on)}`,
        causes: recorded,
      },
      { name: `The days ${shortDay(legs.days.from)} to ${shortDay(legs.days.to)}, as known at ${legs.days.knownAt}`, causes: days },
      ...(rest.length === 0 ? [] : [{ name: 'Both together', causes: rest }]),
    ],
  };
};

const matches = (
  effect: { readonly programme: string; readonly cause: string },
  programme: string | undefined,
  cause: string | undefined,
): boolean => (programme === undefined || effect.programme === programme) && (cause === undefined || effect.cause === cause);

/** The steps that have an effect of the kind asked for, with those effects alone. */
export const stepsWith = (
  events: readonly BridgeEvent[],
  programme: string | undefined,
  cause: string | undefined,
): readonly BridgeEvent[] => {
  if (programme === undefined && cause === undefined) return events;
  return events.flatMap((event) => {
    const effects = event.effects.filter((effect) => matches(effect, programme, cause));
    return effects.length === 0 ? [] : [{ ...event, effects }];
  });
};
