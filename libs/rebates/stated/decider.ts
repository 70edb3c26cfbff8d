import { canonicalJson, type Decider, type Decision, events, isDecimal, Rational, rejected } from '#kernel';
import { personMissing } from '../agreement/people.ts';
import type { FiguresStated, StatedEvent, StatedFigureResolved } from './events.ts';
import { statedAmountNotAllowed, statedEmpty, statedNotYours, statedOtherwise, statedReasonMissing, statedUnknown } from './refusals.ts';

export type StateFiguresCommand = FiguresStated & {
  readonly kind: 'StateFigures';
  /** In place of what was stated before of the same period. */ readonly corrects?: boolean;
};
/** `earned` is what the agreement earns in the period as known now: the rules are told it. */
export type ResolveStatedCommand = Omit<StatedFigureResolved, 'stated'> & { readonly kind: 'ResolveStatedFigure' };
export type StatedCommand = StateFiguresCommand | ResolveStatedCommand;
/** The newest statement of each side and period, and the newest word on each of their figures. */
export type StatedState = {
  readonly said: ReadonlyMap<string, FiguresStated>;
  readonly resolved: ReadonlyMap<string, StatedFigureResolved>;
};

const keyOf = ({ party, period }: Pick<FiguresStated, 'party' | 'period'>): string => `${party} ${period.from}..${period.to}`;
const contentOf = ({ figures, reference = '' }: FiguresStated): string => canonicalJson({ figures: [...figures], reference });
const wordsOf = ({ figures, reference }: FiguresStated): string =>
  `${figures.map(({ programme, earned }) => `${programme} ${earned}`).join(', ')}${reference === undefined ? '' : ` (${reference})`}`;

const keyOfFigure = ({ of, period, programme }: Pick<StatedFigureResolved, 'of' | 'period' | 'programme'>): string =>
  `${keyOf({ party: of, period })} ${programme}`;

/** What was said of a figure that a side states, where it still holds: both figures are what they were then. */
export const resolutionOf = (
  { resolved }: StatedState,
  figure: Pick<StatedFigureResolved, 'of' | 'period' | 'programme'>,
  now: { readonly stated: Rational; readonly earned: Rational },
): StatedFigureResolved | undefined => {
  const found = resolved.get(keyOfFigure(figure));
  return found !== undefined && Rational.parse(found.stated).equals(now.stated) && Rational.parse(found.earned).equals(now.earned)
    ? found
    : undefined;
};

const MOST_REASON = 2000;
/** The side whose figure gives way says so: the one that stated it, or the other for what is earned. */
const resolve = (
  { agreement, partnership, party, person, of, period, programme, earned, accept, reason }: ResolveStatedCommand,
  state: StatedState,
): Decision<StatedEvent> => {
  const stated = state.said.get(keyOf({ party: of, period }))?.figures.find((figure) => figure.programme === programme)?.earned;
  if (stated === undefined) return rejected(statedUnknown(of, `${period.from}..${period.to}`, programme));
  const other = of === 'supplier' ? 'customer' : 'supplier';
  const gives = accept === 'earned' ? of : other;
  const noReason = reason === undefined || reason.trim() === '' || reason.length > MOST_REASON;
  const refusals = [
    ...personMissing({ party, person }),
    ...(accept !== 'neither' && party !== gives ? [statedNotYours(accept, gives)] : []),
    ...(accept === 'neither' && noReason ? [statedReasonMissing()] : []),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const now = { stated: Rational.parse(stated), earned: Rational.parse(earned) };
  if (now.stated.equals(now.earned) || resolutionOf(state, { of, period, programme }, now)?.accept === accept) return events();
  return events({
    type: 'StatedFigureResolved',
    data: {
      agreement,
      partnership,
      party,
      person,
      of,
      period,
      programme,
      stated,
      earned,
      accept,
      ...(reason === undefined ? {} : { reason }),
    },
  });
};

const stateFigures = (
  { corrects, agreement, partnership, party, person, period, reference, figures }: StateFiguresCommand,
  { said }: StatedState,
): Decision<StatedEvent> => {
  const stated: FiguresStated = {
    agreement,
    partnership,
    party,
    person,
    period,
    ...(reference === undefined ? {} : { reference }),
    figures,
  };
  const refusals = [
    ...personMissing(stated),
    ...(stated.figures.length === 0 ? [statedEmpty()] : []),
    ...stated.figures.filter(({ earned }) => !isDecimal(earned)).map(({ programme, earned }) => statedAmountNotAllowed(programme, earned)),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const known = said.get(keyOf(stated));
  if (known !== undefined && contentOf(known) === contentOf(stated)) return events();
  if (known !== undefined && corrects !== true)
    return rejected(statedOtherwise(`${stated.period.from}..${stated.period.to}`, stated.party, wordsOf(known), wordsOf(stated)));
  return events({ type: 'FiguresStated', data: stated });
};

/** What each side's own statements say of one agreement: said again it changes nothing, said otherwise it must say that it corrects. */
export const statedDecider: Decider<StatedCommand, StatedState, StatedEvent> = {
  initial: { said: new Map(), resolved: new Map() },
  evolve: (state, event) =>
    event.type === 'FiguresStated'
      ? { ...state, said: new Map([...state.said, [keyOf(event.data), event.data]]) }
      : { ...state, resolved: new Map([...state.resolved, [keyOfFigure(event.data), event.data]]) },
  decide: (command, state) => (command.kind === 'StateFigures' ? stateFigures(command, state) : resolve(command, state)),
};
