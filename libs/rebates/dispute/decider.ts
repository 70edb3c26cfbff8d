import { canonicalJson, type Decider, type Decision, events, isDecimal, parseDay, partiesOf, rejected, type Rejection } from '#kernel';
import type { Party } from '../agreement/events.ts';
import { formatPath } from '../agreement/issues.ts';
import { personMissing } from '../agreement/people.ts';
import type { SalesDocument } from '../sales/line.ts';
import { type DisputeEvent, type DisputeOutcome, disputeSubject, type DisputeSubject, type HeldFigures } from './events.ts';
import { refuse } from './refusals.ts';
import { type DisputeState, evolve, initial, type KnownDispute } from './state.ts';

type By = { readonly dispute: string; readonly partnership: string; readonly party: Party; readonly person: string };
type Ending = { readonly outcome: DisputeOutcome; readonly reason: string; readonly corrections: readonly SalesDocument[] };

export type DisputeCommand =
  | (By & {
      readonly kind: 'OpenDispute';
      readonly agreement: string;
      readonly subject: DisputeSubject;
      readonly about: { readonly on: string; readonly knownAt: string };
      readonly figures: HeldFigures;
      readonly text: string;
      readonly answerBy?: string;
    })
  | (By & { readonly kind: 'CommentDispute'; readonly text: string; readonly figure?: string })
  | (By & { readonly kind: 'AddEvidence'; readonly sha256: string; readonly bytes: string; readonly name: string; readonly text?: string })
  | (By & Ending & { readonly kind: 'ProposeOutcome'; readonly answerBy?: string })
  | (By & { readonly kind: 'EscalateDispute'; readonly to: string; readonly reason: string; readonly answerBy?: string })
  | (By & Ending & { readonly kind: 'EndDispute' })
  | (By & { readonly kind: 'AcceptOutcome'; readonly proposal: number });
type CommandOf<Kind extends DisputeCommand['kind']> = Extract<DisputeCommand, { kind: Kind }>;
type Decided = Decision<DisputeEvent>;

const LONGEST_TEXT = 2000;
const LONGEST_NAME = 200;

const textMissing = (text: string, place: string): Rejection[] =>
  text.trim() !== '' && text.length <= LONGEST_TEXT ? [] : [refuse('DISPUTE_TEXT_MISSING', {}, { place })];
const notAllowed = (what: string, value: string, allowed: string): Rejection =>
  refuse('DISPUTE_VALUE_NOT_ALLOWED', { what, value, allowed }, { place: what, value });
const wrongDay = (place: string, day: string | undefined): Rejection[] =>
  day === undefined || parseDay(day) !== undefined ? [] : [notAllowed(place, day, 'a day as YYYY-MM-DD')];
const wrongFigure = (place: string, figure: string | undefined): Rejection[] =>
  figure === undefined || isDecimal(figure) ? [] : [notAllowed(place, figure, 'an exact decimal')];
const given = <Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> =>
  value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);

const open = (command: CommandOf<'OpenDispute'>): Decided => {
  const { dispute, partnership, agreement, subject, about, figures, text, answerBy, party, person } = command;
  const { error } = disputeSubject.safeParse(subject);
  const wrong = [
    ...personMissing(command),
    ...textMissing(text, 'text'),
    ...wrongDay('answerBy', answerBy),
    ...wrongDay('about.on', about.on),
    ...wrongFigure('figures.supplier', figures.supplier),
    ...wrongFigure('figures.customer', figures.customer),
    ...(error === undefined
      ? []
      : error.issues.map(({ path, message }) => notAllowed(`subject.${formatPath(path)}`, JSON.stringify(subject), message))),
  ];
  if (wrong.length > 0) return rejected(...wrong);
  return events({
    type: 'DisputeOpened',
    data: { dispute, partnership, agreement, subject, about, figures, text, ...given('answerBy', answerBy), party, person },
  });
};

const MAY_BE_EMPTY: ReadonlySet<DisputeOutcome> = new Set(['acceptance', 'rejection']);

const wrongEnding = ({ partnership, party, outcome, reason, corrections }: By & Ending, ownOnly: boolean): Rejection[] => {
  const parties = partiesOf(partnership);
  const reporters = corrections.map(({ reporter }) => reporter);
  return [
    ...textMissing(reason, 'reason'),
    ...(corrections.length === 0 && !MAY_BE_EMPTY.has(outcome)
      ? [refuse('DISPUTE_CORRECTION_MISSING', { outcome }, { place: 'corrections' })]
      : []),
    ...(corrections.length > 0 && outcome === 'rejection'
      ? [notAllowed('corrections', String(corrections.length), 'none: a rejection leaves the record as it is')]
      : []),
    ...reporters
      .filter((reporter) => reporter !== parties?.supplier && reporter !== parties?.customer)
      .map((reporter) => refuse('DISPUTE_NOT_A_SIDE', { reporter })),
    ...(ownOnly
      ? reporters
          .filter((reporter) => reporter !== parties?.[party])
          .map((reporter) => refuse('DISPUTE_RECORD_OF_OTHER', { reporter, party }))
      : []),
  ];
};

const recorded = (corrections: readonly SalesDocument[]) =>
  corrections.map((document) => ({ action: 'record' as const, ...document, lines: [...document.lines] }));
const same = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

const propose = (command: CommandOf<'ProposeOutcome'>, { proposals }: KnownDispute): Decided => {
  const { dispute, partnership, outcome, reason, corrections, answerBy, party, person } = command;
  const wrong = [...personMissing(command), ...wrongEnding(command, false), ...wrongDay('answerBy', answerBy)];
  if (wrong.length > 0) return rejected(...wrong);
  const last = proposals.at(-1);
  const content = { outcome, reason, corrections: recorded(corrections) };
  if (last?.party === party && same({ outcome: last.outcome, reason: last.reason, corrections: last.corrections }, content))
    return events();
  return events({
    type: 'OutcomeProposed',
    data: { dispute, partnership, proposal: String(proposals.length + 1), ...content, ...given('answerBy', answerBy), party, person },
  });
};

/** A side ends a dispute alone where only its own record changes, or none. */
const end = (command: CommandOf<'EndDispute'>): Decided => {
  const { dispute, partnership, outcome, reason, corrections, party, person } = command;
  const wrong = [...personMissing(command), ...wrongEnding(command, true)];
  return wrong.length > 0
    ? rejected(...wrong)
    : events({ type: 'DisputeEnded', data: { dispute, partnership, outcome, reason, corrections: recorded(corrections), party, person } });
};

const accept = (command: CommandOf<'AcceptOutcome'>, { proposals }: KnownDispute): Decided => {
  const { dispute, partnership, proposal, party, person } = command;
  const named = proposals[proposal - 1];
  if (named === undefined)
    return rejected(refuse('PROPOSAL_UNKNOWN', { dispute, proposal: String(proposal) }, { place: 'proposal', value: String(proposal) }));
  const wrong = [
    ...personMissing(command),
    ...(named.party === party ? [refuse('PROPOSAL_OWN', { proposal: String(proposal), party })] : []),
  ];
  if (wrong.length > 0) return rejected(...wrong);
  const { outcome, reason, corrections } = named;
  return events({
    type: 'DisputeEnded',
    data: { dispute, partnership, outcome, reason, corrections, proposal: named.proposal, party, person },
  });
};

const onOpen = (command: Exclude<DisputeCommand, { kind: 'OpenDispute' }>, state: KnownDispute): Decided => {
  const { dispute, partnership, party, person } = command;
  const by = { party, person };
  const wrong = personMissing(command);
  switch (command.kind) {
    case 'CommentDispute': {
      const refusals = [...wrong, ...textMissing(command.text, 'text'), ...wrongFigure('figure', command.figure)];
      return refusals.length > 0
        ? rejected(...refusals)
        : events({
            type: 'DisputeCommented',
            data: { dispute, partnership, text: command.text, ...given('figure', command.figure), ...by },
          });
    }
    case 'AddEvidence': {
      const { sha256, bytes, name, text } = command;
      if (state.evidence.some((one) => one.sha256 === sha256)) return events();
      const refusals = [
        ...wrong,
        ...(name.length > 0 && name.length <= LONGEST_NAME ? [] : [notAllowed('name', name, `1 to ${LONGEST_NAME} characters`)]),
        ...(text === undefined ? [] : textMissing(text, 'text')),
      ];
      return refusals.length > 0
        ? rejected(...refusals)
        : events({ type: 'EvidenceAdded', data: { dispute, partnership, sha256, bytes, name, ...given('text', text), ...by } });
    }
    case 'EscalateDispute': {
      const { to, reason, answerBy } = command;
      const refusals = [
        ...wrong,
        ...textMissing(reason, 'reason'),
        ...wrongDay('answerBy', answerBy),
        ...(to.length > 0 && to.length <= LONGEST_NAME ? [] : [notAllowed('to', to, 'a name')]),
      ];
      return refusals.length > 0
        ? rejected(...refusals)
        : events({ type: 'DisputeEscalated', data: { dispute, partnership, to, reason, ...given('answerBy', answerBy), ...by } });
    }
    case 'ProposeOutcome':
      return propose(command, state);
    case 'EndDispute':
      return end(command);
    case 'AcceptOutcome':
      return accept(command, state);
    default:
      return command satisfies never;
  }
};

/** Ending it once more in the same way changes nothing: what is left to be recorded can then be finished. */
const isSaidAgain = (command: DisputeCommand, { outcome, proposal, party }: NonNullable<KnownDispute['ended']>): boolean => {
  if (command.party !== party) return false;
  if (command.kind === 'AcceptOutcome') return String(command.proposal) === proposal;
  return command.kind === 'EndDispute' && proposal === undefined && command.outcome === outcome;
};

const decide = (command: DisputeCommand, state: DisputeState): Decided => {
  const { dispute, partnership } = command;
  if (command.kind === 'OpenDispute') return state.status === 'none' ? open(command) : rejected(refuse('DISPUTE_EXISTS', { dispute }));
  if (state.status === 'none' || state.opened.partnership !== partnership)
    return rejected(refuse('DISPUTE_UNKNOWN', { dispute, partnership }, { place: 'dispute', value: dispute }));
  const { ended } = state;
  if (ended !== null && isSaidAgain(command, ended)) return events();
  if (ended !== null)
    return rejected(refuse('DISPUTE_ENDED', { dispute, person: ended.person, party: ended.party, outcome: ended.outcome }));
  return onOpen(command, state);
};

/** A disagreement on named lines or figures, from its opening to the event that ends it. */
export const disputeDecider: Decider<DisputeCommand, DisputeState, DisputeEvent> = { initial, evolve, decide };
