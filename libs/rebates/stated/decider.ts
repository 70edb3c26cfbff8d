import { canonicalJson, type Decider, type Decision, events, isDecimal, rejected } from '#kernel';
import { personMissing } from '../agreement/people.ts';
import type { FiguresStated, StatedEvent } from './events.ts';
import { statedAmountNotAllowed, statedEmpty, statedOtherwise } from './refusals.ts';

export type StatedCommand = FiguresStated & { readonly kind: 'StateFigures'; /** In place of what was stated before of the same period. */ readonly corrects?: boolean };
/** The newest statement of each side and period. */
export type StatedState = ReadonlyMap<string, FiguresStated>;

const keyOf = ({ party, period }: FiguresStated): string => `${party} ${period.from}..${period.to}`;
const contentOf = ({ figures, reference = '' }: FiguresStated): string => canonicalJson({ figures: [...figures], reference });
const wordsOf = ({ figures, reference }: FiguresStated): string => `${figures.map(({ programme, earned }) => `${programme} ${earned}`).join(', ')}${reference === undefined ? '' : ` (${reference})`}`;

const decide = ({ corrects, agreement, partnership, party, person, period, reference, figures }: StatedCommand, state: StatedState): Decision<StatedEvent> => {
  const stated: FiguresStated = { agreement, partnership, party, person, period, ...(reference === undefined ? {} : { reference }), figures };
  const refusals = [
    ...personMissing(stated),
    ...(stated.figures.length === 0 ? [statedEmpty()] : []),
    ...stated.figures.filter(({ earned }) => !isDecimal(earned)).map(({ programme, earned }) => statedAmountNotAllowed(programme, earned)),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const known = state.get(keyOf(stated));
  if (known !== undefined && contentOf(known) === contentOf(stated)) return events();
  if (known !== undefined && corrects !== true) return rejected(statedOtherwise(`${stated.period.from}..${stated.period.to}`, stated.party, wordsOf(known), wordsOf(stated)));
  return events({ type: 'FiguresStated', data: stated });
};

/** What each side's own statements say of one agreement: said again it changes nothing, said otherwise it must say that it corrects. */
export const statedDecider: Decider<StatedCommand, StatedState, StatedEvent> = { initial: new Map(), evolve: (state, { data }) => new Map([...state, [keyOf(data), data]]), decide };
