import { canonicalJson, type Decider, type Decision, events, rejected, type Rejection } from '#kernel';
import type { Party } from '../agreement/events.ts';
import { personMissing } from '../agreement/people.ts';
import type { SalesDocument } from '../sales/line.ts';
import { checkAgreed } from './agreed.ts';
import type { Accepted, AgreedLine, VarianceEvent } from './events.ts';
import type { HeldLine } from './lines.ts';
import { refuse } from './refusals.ts';

type Of<Type extends VarianceEvent['type']> = Extract<VarianceEvent, { type: Type }>['data'];

/** A variance as it stands, and what resolving it would change of the records that count. */
export type ToResolve = Pick<
  Of<'VarianceResolved'>,
  'partnership' | 'variance' | 'kind' | 'side' | 'supplier' | 'customer' | 'quantity' | 'value'
> & { readonly corrections: readonly SalesDocument[] };

export type VarianceCommand = {
  readonly kind: 'ResolveVariances';
  readonly partnership: string;
  readonly variances: readonly ToResolve[];
  readonly accept: Accepted;
  readonly agreed?: AgreedLine;
  readonly reason?: string;
  readonly party: Party;
  readonly person: string;
};

/** What was said of a variance while both lines stood as they do. */
export type VarianceStory = {
  readonly held: string;
  readonly resolved: Of<'VarianceResolved'> | undefined;
  readonly proposed: readonly Of<'ResolutionProposed'>[];
};
export type VarianceState = ReadonlyMap<string, VarianceStory>;

const LONGEST_REASON = 2000;
const MOST_AT_ONCE = 500;

/** What both sides held, as a text: equal texts are the same variance. */
export const heldText = ({
  supplier,
  customer,
}: {
  readonly supplier?: HeldLine | undefined;
  readonly customer?: HeldLine | undefined;
}): string => canonicalJson({ ...(supplier === undefined ? {} : { supplier }), ...(customer === undefined ? {} : { customer }) });

/** What is known of a variance, as long as it is about the same lines. */
export const storyOf = (state: VarianceState, variance: string, held: string): VarianceStory => {
  const story = state.get(variance);
  return story?.held === held ? story : { held, resolved: undefined, proposed: [] };
};

const NOTHING_SAID: VarianceState = new Map();

/** A fold's own map is written into: thousands of resolutions are folded one by one. */
const evolve = (state: VarianceState, { type, data }: VarianceEvent): VarianceState => {
  const held = heldText(data);
  const story = storyOf(state, data.variance, held);
  const next = state === NOTHING_SAID ? new Map<string, VarianceStory>() : (state as Map<string, VarianceStory>);
  next.set(data.variance, type === 'VarianceResolved' ? { ...story, resolved: data } : { ...story, proposed: [...story.proposed, data] });
  return next;
};

/** A side takes the other's figure alone; what favours itself, or is new to both, needs the other's word too. */
const neededFor = (accept: Accepted): readonly Party[] => {
  switch (accept) {
    case 'supplier':
      return ['customer'];
    case 'customer':
      return ['supplier'];
    case 'agreed':
      return ['supplier', 'customer'];
    case 'neither':
      return [];
    default:
      return accept satisfies never;
  }
};

const wordsOf = ({ accept, agreed }: { readonly accept: Accepted; readonly agreed?: AgreedLine | undefined }): string =>
  canonicalJson({ accept, ...(agreed === undefined ? {} : { agreed }) });

const IN_WORDS: Readonly<Record<Accepted, string>> = {
  supplier: "the supplier's line holds",
  customer: "the customer's line holds",
  agreed: 'both agreed on another figure',
  neither: 'it was passed over',
};

const decideOne = (command: VarianceCommand, one: ToResolve, state: VarianceState): VarianceEvent | Rejection | undefined => {
  const { accept, agreed, reason, party, person } = command;
  const story = storyOf(state, one.variance, heldText(one));
  const { resolved } = story;
  if (resolved !== undefined) {
    if (wordsOf(resolved) === wordsOf(command)) return undefined;
    return refuse('VARIANCE_RESOLVED', {
      variance: one.variance,
      person: resolved.person,
      party: resolved.party,
      how: IN_WORDS[resolved.accept],
    });
  }
  const { corrections, ...variance } = one;
  const data = {
    ...variance,
    accept,
    ...(agreed === undefined ? {} : { agreed }),
    ...(reason === undefined ? {} : { reason }),
    party,
    person,
  };
  const agreeing = story.proposed.filter((earlier) => wordsOf(earlier) === wordsOf(command)).map((earlier) => earlier.party);
  const isInForce = neededFor(accept).every((needed) => needed === party || agreeing.includes(needed));
  if (isInForce)
    return {
      type: 'VarianceResolved',
      data: { ...data, corrections: corrections.map((document) => ({ action: 'record', ...document, lines: [...document.lines] })) },
    };
  return agreeing.includes(party) ? undefined : { type: 'ResolutionProposed', data };
};

const wrongReason = ({ accept, reason }: VarianceCommand): Rejection[] => {
  if (reason === undefined && accept !== 'neither') return [];
  return reason !== undefined && reason.trim() !== '' && reason.length <= LONGEST_REASON
    ? []
    : [refuse('RESOLUTION_REASON_MISSING', {}, { place: 'reason' })];
};

const decide = (command: VarianceCommand, state: VarianceState): Decision<VarianceEvent> => {
  const { variances } = command;
  const refusals = [
    ...personMissing(command),
    ...(variances.length === 0 ? [refuse('RESOLUTION_EMPTY')] : []),
    ...(variances.length > MOST_AT_ONCE
      ? [refuse('RESOLUTION_TOO_MANY', { count: String(variances.length), most: String(MOST_AT_ONCE) })]
      : []),
    ...wrongReason(command),
    ...checkAgreed(command),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const decided = variances.map((one) => decideOne(command, one, state)).filter((one) => one !== undefined);
  const wrong = decided.filter((one) => 'code' in one);
  return wrong.length > 0 ? rejected(...wrong) : events(...decided.filter((one) => 'type' in one));
};

/** The resolutions of one partnership: who accepted what, all or none of a command. */
export const varianceDecider: Decider<VarianceCommand, VarianceState, VarianceEvent> = { initial: NOTHING_SAID, evolve, decide };
