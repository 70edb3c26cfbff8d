import type { Leaf } from '#audit';
import { canonicalJson, formatDay, Rational, type Rejection, sum, toDay } from '#kernel';
import {
  type ClaimCommand,
  claimedOnLines,
  type ClaimEvent,
  claimFacts,
  claimsDecider,
  type ClaimsState,
  type LinesEarned,
} from '#rebates';
import type { Known } from '../claims/figures.ts';
import { verificationRefusal } from '../refusals.ts';

/**
 * What was claimed, approved, settled and waived is decided again: by the rules, from what was earned as known then. An
 * event holds only if the same command has the same answer.
 */

/** What was known where an event may have been decided. */
export type ClaimBasis = Pick<Known, 'agreement' | 'sums'> & {
  /** Of the lines that are named, of which histories have many and claims few. */
  readonly linesEarned: (of: { readonly programme: string; readonly day: string }, named: readonly LineName[]) => LinesEarned;
};
type LineName = { readonly document: string; readonly line: string };

type Of<Type extends ClaimEvent['type']> = Extract<ClaimEvent, { type: Type }>['data'];

type Parts = Of<'ClaimRaised'>['parts'];
const partsOf = (parts: Parts) =>
  parts.map(({ programme, period, amount, lines }) => ({ programme, period, amount, ...(lines === undefined ? {} : { lines }) }));

const raising = ({ agreement, claim, parts, party, person, on, reference, evidence, automatic }: Of<'ClaimRaised'>): ClaimCommand => {
  const command = {
    kind: 'RaiseClaim' as const,
    agreement,
    claim,
    parts: partsOf(parts),
    party,
    person,
    on,
    ...(reference === undefined ? {} : { reference }),
    ...(evidence === undefined ? {} : { evidence }),
    // Claims that the plan raises are raised by the rules in the same way.
    ...(automatic === undefined ? {} : { automatic }),
  };
  return command;
};

const settling = ({
  agreement,
  settlement,
  kind: means,
  reference,
  parts,
  payees,
  tax,
  invoice,
  party,
  person,
  on,
}: Of<'SettlementRecorded'>): ClaimCommand => ({
  kind: 'RecordSettlement',
  agreement,
  settlement,
  means,
  reference,
  party,
  person,
  on,
  parts: parts.map(({ programme, period, amount, claim, final }) => ({
    programme,
    period,
    amount,
    ...(claim === undefined ? {} : { claim }),
    ...(final === undefined ? {} : { final }),
  })),
  ...(payees === undefined ? {} : { payees }),
  ...(invoice === undefined ? {} : { invoice }),
  ...(tax === undefined ? {} : { tax: tax.map(({ code, net, tax: own }) => ({ ...(code === undefined ? {} : { code }), net, tax: own })) }),
});

const withReason = <Command>(command: Command, reason: string | undefined): Command =>
  reason === undefined ? command : { ...command, reason };

/** The command that an event answers; none for more lines of a claim, which come with its raising. */
const commandOf = (event: ClaimEvent): ClaimCommand | undefined => {
  switch (event.type) {
    case 'ClaimRaised':
      return raising(event.data);
    case 'ClaimLinesNamed':
      return undefined;
    case 'ClaimApproved': {
      const { reason, agreement, claim, parts, party, person, on } = event.data;
      return withReason({ kind: 'ApproveClaim' as const, agreement, claim, parts: partsOf(parts), party, person, on }, reason);
    }
    case 'ClaimRefused':
      return { kind: 'RefuseClaim', ...event.data };
    case 'ClaimWithdrawn': {
      const { reason, ...data } = event.data;
      return withReason({ kind: 'WithdrawClaim' as const, ...data }, reason);
    }
    case 'SettlementRecorded':
      return settling(event.data);
    case 'SettlementReversed':
      return { kind: 'ReverseSettlement', ...event.data };
    case 'WaiverRequested':
      return { kind: 'RequestWaiver', ...event.data };
    case 'EarningWaived': {
      const { agreement, waiver, party, person, on } = event.data;
      return { kind: 'ApproveWaiver', agreement, waiver, party, person, on };
    }
    case 'WaiverDropped':
      return { kind: 'DropWaiver', ...event.data };
    default:
      return event satisfies never;
  }
};

/** What the customer's own figure was says nothing of what was claimed. */
const textOf = ({ type, data }: ClaimEvent): string => {
  const plain = { ...(JSON.parse(JSON.stringify(data)) as Record<string, unknown>) };
  delete plain['asked'];
  return canonicalJson({ type, data: plain });
};

/**
 * The days on which it may have been decided: no event says it. That of its recording, in whatever time zone, and the day
 * that it is about.
 */
const todays = (on: string, recordedAt: string | undefined): string[] => {
  const recorded =
    recordedAt === undefined ? [] : [0, 1, -1].map((days) => formatDay(toDay(recordedAt.slice(0, 'YYYY-MM-DD'.length)) + days));
  return [...new Set([...recorded, on])].filter((day) => day >= on);
};

/** The lines that an event names, and those of the claim that it is about. */
const linesNamed = (event: ClaimEvent, { claims }: ClaimsState): readonly LineName[] => {
  const raised = 'claim' in event.data ? claims.get(event.data.claim)?.parts : undefined;
  const said = event.type === 'ClaimRaised' || event.type === 'ClaimApproved' ? event.data.parts : undefined;
  return [...(raised ?? []), ...(said ?? [])].flatMap(({ lines }) => lines ?? []);
};

const decidedOtherwise = (
  event: ClaimEvent,
  command: ClaimCommand,
  state: ClaimsState,
  { agreement, sums, linesEarned }: ClaimBasis,
  today: string,
): string | undefined => {
  const named = linesNamed(event, state);
  const facts = claimFacts({ agreement, sums, command, state, today, linesEarned: (of) => linesEarned(of, named) });
  const decision = claimsDecider.decide({ ...command, facts }, state);
  if (decision.kind === 'rejected') return decision.rejections.map(({ message }) => message).join(' ');
  const [first] = decision.events;
  return first !== undefined && textOf(first) === textOf(event) ? undefined : 'the rules decide something else.';
};

/** Lines that follow a claim's raising: each within what it has earned, with all that other claims ask of it. */
const whyNotLines = (data: Of<'ClaimLinesNamed'>, state: ClaimsState, { linesEarned }: ClaimBasis): string | undefined => {
  const { claim, programme, period, lines } = data;
  if (state.claims.get(claim)?.status !== 'raised') return `there is no claim ${claim} that was just raised.`;
  const earned = linesEarned({ programme, day: period.to }, lines);
  const claimed = claimedOnLines(claimsDecider.evolve(state, { type: 'ClaimLinesNamed', data }), programme);
  for (const { document, line } of lines) {
    const key = `${document}#${line}`;
    const [has, asked] = [Rational.parse(earned[key] ?? '0'), claimed.get(key) ?? Rational.zero];
    if (has.lt(asked)) return `line ${key} has earned ${has.toExact()}, and ${asked.toExact()} is claimed of it.`;
  }
  return undefined;
};

/** Where lines follow a claim, they must add up to it by the time that something becomes of it. */
const linesLeftOut = (event: ClaimEvent, state: ClaimsState): string | undefined => {
  const claim = 'claim' in event.data ? state.claims.get(event.data.claim) : undefined;
  const part =
    event.type === 'ClaimLinesNamed'
      ? undefined
      : claim?.parts.find(
          ({ lines, amount }) =>
            lines !== undefined && !sum(lines.map((line) => Rational.parse(line.amount))).equals(Rational.parse(amount)),
        );
  return part === undefined ? undefined : `the lines of claim ${claim?.id ?? ''} do not add up to the ${part.amount} of ${part.programme}.`;
};

/** Why an event cannot have been decided from what was known; undefined where it can. */
export const whyNotClaim = (
  event: ClaimEvent,
  state: ClaimsState,
  basis: ClaimBasis | undefined,
  { recordedAt }: Pick<Leaf, 'recordedAt'>,
): Rejection | undefined => {
  const refused = (why: string): Rejection =>
    verificationRefusal('CLAIM_UNLAWFUL', { type: event.type, agreement: event.data.agreement, why });
  if (basis === undefined) return refused('the agreement was not in force.');
  const lacking = linesLeftOut(event, state);
  if (lacking !== undefined) return refused(lacking);
  if (event.type === 'ClaimLinesNamed') {
    const why = whyNotLines(event.data, state, basis);
    return why === undefined ? undefined : refused(why);
  }
  const command = commandOf(event);
  if (command === undefined) return undefined;
  const whys = todays(event.data.on, recordedAt).map((today) => () => decidedOtherwise(event, command, state, basis, today));
  let first: string | undefined;
  for (const decide of whys) {
    const why = decide();
    if (why === undefined) return undefined;
    first ??= why;
  }
  return refused(first ?? 'it is about a day after the one on which it was recorded.');
};
