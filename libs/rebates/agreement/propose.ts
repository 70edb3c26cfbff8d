import { canonicalJson, type Decision, events, parseDay, partnershipIdOf, rejected, type Rejection } from '#kernel';
import type { CommandOf, Offer } from './commands.ts';
import type { AgreementEvent, ProposalEvent } from './events.ts';
import { readMembersChange } from './members.ts';
import { parseAgreement, parseAmendments, parseExtension } from './parse.ts';
import { refusal } from './refusals.ts';
import { unnamed } from './people.ts';
import { type AgreementState, kindOfProposal, type KnownAgreement, type OpenProposal } from './state.ts';

type Decided = Decision<AgreementEvent>;

/** An event's leaf holds 65,535 bytes; the rest is for its type and metadata. */
export const MOST_PROPOSAL_BYTES = 60_000;
export const MOST_TEXT_LENGTH = 2000;
/** Days as YYYY-MM-DD are in order as texts. */
const FOR_EVER = '9999-12-31';

/** The first day on which a proposal can no longer be signed is the one after its last. */
export const isLapsed = (open: OpenProposal, today: string | undefined): boolean => {
  const { validUntil = FOR_EVER } = open.proposal.data;
  return (today ?? '') > validUntil;
};

export const openInWords = (open: OpenProposal | null): string => (open === null ? 'no version is' : `version ${open.version} is`);

export const tooLong = (text: string, place: string): Rejection[] =>
  text.length <= MOST_TEXT_LENGTH
    ? []
    : [refusal('TEXT_TOO_LONG', { length: String(text.length), most: String(MOST_TEXT_LENGTH) }, { place })];

export const lapsed = (agreement: string, open: OpenProposal): AgreementEvent => ({
  type: 'ProposalLapsed',
  data: { agreement, version: String(open.version), validUntil: open.proposal.data.validUntil ?? '' },
});

const checkValidUntil = (validUntil: string | undefined, today: string | undefined): Rejection[] => {
  if (validUntil === undefined) return [];
  const at = { place: 'validUntil', value: validUntil };
  if (parseDay(validUntil) === undefined) return [refusal('DAY_NOT_ALLOWED', { day: validUntil }, at)];
  return today === undefined || validUntil >= today ? [] : [refusal('VALID_UNTIL_PASSED', { validUntil, today }, at)];
};

const checkAnswers = ({ answers, party }: Offer, open: OpenProposal | null, kind: OpenProposal['kind']): Rejection[] => {
  if (answers === undefined)
    return open === null || open.kind === kind ? [] : [refusal('PROPOSAL_OPEN', { version: String(open.version), kind: open.kind })];
  const at = { place: 'answers', value: String(answers) };
  if (open?.version !== answers) return [refusal('ANSWERS_NOT_OPEN', { answers: String(answers), open: openInWords(open) }, at)];
  return open.party === party ? [refusal('ANSWERS_OWN', { answers: String(answers), party }, at)] : [];
};

type Parts = Pick<ProposalEvent['data'], 'version' | 'party' | 'person' | 'reason' | 'answers' | 'validUntil'>;

/** Two proposals that ask for the same, whatever they answer. */
const sameContent = (one: ProposalEvent, other: ProposalEvent): boolean => {
  const content = ({ type, data }: ProposalEvent): string =>
    canonicalJson(JSON.parse(JSON.stringify({ type, data: { ...data, version: undefined, answers: undefined } })));
  return content(one) === content(other);
};

/** One proposal of one person: an equal one that is still open is the same, any other is a counter that replaces it. */
const propose = (state: AgreementState, command: Offer & { readonly today?: string }, build: (parts: Parts) => ProposalEvent): Decided => {
  const { party, person, reason, answers, validUntil, today } = command;
  const standing = state.status === 'none' ? null : state.openProposal;
  const hasLapsed = standing !== null && isLapsed(standing, today);
  const open = hasLapsed ? null : standing;
  const offered = { party, person, ...(reason === undefined ? {} : { reason }), ...(validUntil === undefined ? {} : { validUntil }) };
  const answered = answers ?? (open !== null && open.party !== party ? open.version : undefined);
  const proposal = build({
    version: String(state.lastVersion + 1),
    ...offered,
    ...(answered === undefined ? {} : { answers: String(answered) }),
  });
  if (open !== null && sameContent(open.proposal, proposal) && (answers === undefined || open.proposal.data.answers === String(answers)))
    return events();
  const wrong = [
    ...checkAnswers(command, open, kindOfProposal(proposal)),
    ...checkValidUntil(validUntil, today),
    ...tooLong(reason ?? '', 'reason'),
  ];
  if (wrong.length > 0) return rejected(...wrong);
  const bytes = new TextEncoder().encode(canonicalJson(proposal.data)).length;
  if (bytes > MOST_PROPOSAL_BYTES)
    return rejected(refusal('PROPOSAL_TOO_LARGE', { bytes: String(bytes), limit: String(MOST_PROPOSAL_BYTES) }));
  return hasLapsed ? events<AgreementEvent>(lapsed(proposal.data.agreement, standing), proposal) : events<AgreementEvent>(proposal);
};

export const proposeAgreement = (command: CommandOf<'ProposeAgreement'>, state: AgreementState): Decided => {
  const parsed = parseAgreement(command.terms);
  if (!parsed.ok) return rejected(...parsed.rejections);
  const { amendments = [], ...terms } = parsed.value;
  const agreement = terms.id;
  if (state.status === 'active') return rejected(refusal('AGREEMENT_ACTIVE', { agreement }));
  if (state.status === 'terminated') return rejected(refusal('AGREEMENT_TERMINATED', { agreement, on: state.terminatedOn ?? '' }));
  const partnership = partnershipIdOf(terms.supplier, terms.customer);
  if (state.status !== 'none' && state.partnership !== partnership) {
    return rejected(refusal('PARTNERSHIP_DIFFERS', { agreement, partnership: state.partnership, other: partnership }));
  }
  const refusals = unnamed(command, terms, 'propose');
  if (refusals.length > 0) return rejected(...refusals);
  return propose(state, command, (parts) => ({ type: 'AgreementProposed', data: { agreement, partnership, terms, amendments, ...parts } }));
};

/** What every change of an agreement in force needs first. */
const mayPropose = (command: Offer, state: KnownAgreement): Rejection[] =>
  state.status === 'active'
    ? unnamed(command, state.terms, 'propose')
    : [refusal('AGREEMENT_NOT_ACTIVE', { agreement: state.agreement, status: state.status })];

export const proposeAmendment = (command: CommandOf<'ProposeAmendment'>, state: KnownAgreement): Decided => {
  const refusals = mayPropose(command, state);
  if (refusals.length > 0) return rejected(...refusals);
  const parsed = parseAmendments(command.amendments, state.terms, state.amendments);
  if (!parsed.ok) return rejected(...parsed.rejections);
  return propose(state, command, (parts) => ({
    type: 'AmendmentProposed',
    data: { agreement: state.agreement, amendments: parsed.value, ...parts },
  }));
};

export const proposeExtension = (command: CommandOf<'ExtendAgreement'>, state: KnownAgreement): Decided => {
  const refusals = mayPropose(command, state);
  if (refusals.length > 0) return rejected(...refusals);
  const { to } = command;
  const at = { place: 'to', value: to };
  if (parseDay(to) === undefined) return rejected(refusal('DAY_NOT_ALLOWED', { day: to }, at));
  if (to <= state.terms.to) return rejected(refusal('EXTENSION_NOT_LATER', { to, termTo: state.terms.to }, at));
  const parsed = parseExtension(to, state.terms, state.amendments);
  if (!parsed.ok) return rejected(...parsed.rejections);
  return propose(state, command, (parts) => ({ type: 'ExtensionProposed', data: { agreement: state.agreement, to, ...parts } }));
};

export const proposeMembers = (command: CommandOf<'ChangeMembers'>, state: KnownAgreement): Decided => {
  const refusals = mayPropose(command, state);
  if (refusals.length > 0) return rejected(...refusals);
  const read = readMembersChange(command, state.terms);
  if (!read.ok) return rejected(...read.rejections);
  const { join, leave } = read.change;
  return propose(state, command, (parts) => ({
    type: 'MembershipProposed',
    data: { agreement: state.agreement, join: [...join], leave: [...leave], ...parts },
  }));
};
