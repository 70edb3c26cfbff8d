import { type Decision, events, Rational, rejected, type Rejection, sum } from '#kernel';
import { checkAmount, checkDay, checkName, checkParty, checkPeriod, checkReason, text } from './checks.ts';
import type { ClaimCommandOf, ClaimFacts } from './commands.ts';
import type { ClaimEvent, SettledPart } from './events.ts';
import { openOfPart } from './open-amounts.ts';
import { claimRefusal } from './refusals.ts';
import { keyOfPart } from './standing.ts';
import type { Claim, ClaimsState } from './state.ts';

/**
 * What was credited, paid or deducted. More or less than was due is recorded as it happened: the next settlement evens it
 * out. A correction is a reversal and a new record.
 */

type Record = ClaimCommandOf<'RecordSettlement'>;

/** The claim that a part settles: approved, unless the customer has deducted already, and with that much open. */
const checkClaim = (part: SettledPart, command: Record, state: ClaimsState, facts: ClaimFacts, place: string): Rejection[] => {
  if (part.claim === undefined) return [];
  const claim = state.claims.get(part.claim);
  const claimed = claim?.standing.find((one) => keyOfPart(one) === keyOfPart(part));
  if (claim === undefined) return [claimRefusal('CLAIM_UNKNOWN', { claim: part.claim }, place)];
  const { programme, period } = part;
  if (claimed === undefined)
    return [claimRefusal('APPROVED_NOT_CLAIMED', { programme, from: period.from, to: period.to, claim: claim.id }, place)];
  if (!isPayable(claim, command.means))
    return [claimRefusal('SETTLEMENT_CLAIM_UNDECIDED', { claim: claim.id, status: claim.status, kind: command.means }, place)];
  const open = openOfPart(state, claim.id, claimed);
  return Rational.parse(part.amount).lte(open)
    ? []
    : [claimRefusal('SETTLEMENT_ABOVE_CLAIM', { amount: part.amount, claim: claim.id, left: text(open, facts), programme }, place)];
};

/** Credit notes and payments settle what is approved; a deduction also what is not decided yet, because it has happened. */
const isPayable = ({ status }: Claim, means: Record['means']): boolean =>
  status === 'approved' || (status === 'raised' && means === 'deduction');

/** A part that names no claim settles those that are open of its programme and period, the oldest first; the rest is of none. */
const matched = (command: Record, state: ClaimsState, facts: ClaimFacts): SettledPart[] =>
  command.parts.flatMap((part): SettledPart[] => {
    if (part.claim !== undefined || part.amount.startsWith('-')) return [part];
    const named = new Set(command.parts.flatMap(({ claim }) => claim ?? []));
    let left = Rational.parse(part.amount);
    const found: SettledPart[] = [];
    for (const claim of state.claims.values()) {
      const own =
        isPayable(claim, command.means) && !named.has(claim.id)
          ? claim.standing.find((one) => keyOfPart(one) === keyOfPart(part))
          : undefined;
      const taken = own === undefined ? Rational.zero : openOfPart(state, claim.id, own).min(left);
      if (taken.sign <= 0) continue;
      found.push({ ...part, claim: claim.id, amount: text(taken, facts) });
      left = left.minus(taken);
    }
    return left.sign > 0 ? [...found, { ...part, amount: text(left, facts) }] : found;
  });

const keyWithClaim = (part: SettledPart): string => `${part.claim ?? ''}\n${keyOfPart(part)}`;

const checkParts = (command: Record, state: ClaimsState, facts: ClaimFacts): Rejection[] => {
  const keys = command.parts.map(keyWithClaim);
  return command.parts.flatMap((part, index) => {
    const place = `parts[${index}]`;
    // What was paid too much comes back as a negative amount, of no claim.
    const form = [
      ...checkAmount(part.amount, facts, { place: `${place}.amount`, negative: part.claim === undefined }),
      ...checkPeriod(part.period, `${place}.period`),
    ];
    if (form.length > 0) return form;
    const {
      programme,
      period: { from, to },
    } = part;
    return keys.indexOf(keyWithClaim(part)) < index
      ? [claimRefusal('CLAIM_PART_TWICE', { programme, from, to }, place)]
      : checkClaim(part, command, state, facts, place);
  });
};

const checkSum = (amounts: readonly string[] | undefined, total: Rational, what: string, facts: ClaimFacts): Rejection[] => {
  if (amounts === undefined) return [];
  const form = amounts.flatMap((amount, index) =>
    /[1-9]/.test(amount) ? checkAmount(amount, facts, { place: `${what}[${index}]`, negative: true }) : [],
  );
  if (form.length > 0) return form;
  const added = sum(amounts.map((amount) => Rational.parse(amount)));
  return added.equals(total)
    ? []
    : [claimRefusal('SETTLEMENT_SUM_DIFFERS', { what, sum: text(added, facts), amount: text(total, facts) }, what)];
};

const LONGEST_REFERENCE = 200;

/** What a document settles of each programme and period, whichever claims it is split over. */
const settlesAlike = (one: readonly SettledPart[], other: readonly SettledPart[]): boolean => {
  const of = (parts: readonly SettledPart[], key: string): Rational =>
    sum(parts.filter((part) => keyOfPart(part) === key).map((part) => Rational.parse(part.amount)));
  return [...one, ...other].map(keyOfPart).every((key) => of(one, key).equals(of(other, key)));
};

/** One document, under another id: it would count twice. One number may stand for several records, of other amounts. */
const checkDocument = ({ settlement, means, reference, parts }: Record, state: ClaimsState): Rejection[] => {
  const same = [...state.settlements.values()].find(
    ({ recorded, reversed }) =>
      reversed === undefined &&
      recorded.settlement !== settlement &&
      recorded.kind === means &&
      recorded.reference === reference &&
      settlesAlike(recorded.parts, parts),
  );
  return same === undefined
    ? []
    : [claimRefusal('SETTLEMENT_DOCUMENT_EXISTS', { reference, settlement: same.recorded.settlement }, 'reference')];
};

export const recordSettlement = (command: Record, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const { agreement, settlement, means, reference, parts, payees, tax, invoice, party, person, on = facts.today } = command;
  const refusals = [
    ...checkName(settlement, 'settlement'),
    ...checkParty(command, means === 'deduction' ? party : 'supplier'),
    ...checkDay(command.on, facts),
    ...(state.settlements.has(settlement) ? [claimRefusal('SETTLEMENT_EXISTS', { settlement }, 'settlement')] : []),
    ...(reference.trim() === '' || reference.length > LONGEST_REFERENCE
      ? [claimRefusal('SETTLEMENT_REFERENCE_MISSING', {}, 'reference')]
      : []),
    ...(parts.length === 0 ? [claimRefusal('SETTLEMENT_EMPTY', {}, 'parts')] : checkParts(command, state, facts)),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const twice = checkDocument(command, state);
  if (twice.length > 0) return rejected(...twice);
  const amount = sum(parts.map((part) => Rational.parse(part.amount)));
  const sums = [
    ...checkSum(
      payees?.map((payee) => payee.amount),
      amount,
      'payees',
      facts,
    ),
    ...checkSum(
      tax?.map((line) => line.net),
      amount,
      'tax',
      facts,
    ),
  ];
  if (sums.length > 0) return rejected(...sums);
  const data = {
    agreement,
    settlement,
    kind: means,
    reference,
    amount: text(amount, facts),
    party,
    person,
    on,
    parts: matched(command, state, facts).map(({ programme, period, amount: own, claim, final }) => ({
      programme,
      period,
      amount: text(Rational.parse(own), facts),
      ...(claim === undefined ? {} : { claim }),
      ...(final === true ? { final } : {}),
    })),
    ...(payees === undefined ? {} : { payees: payees.map((payee) => ({ member: payee.member, amount: payee.amount })) }),
    ...(tax === undefined
      ? {}
      : { tax: tax.map(({ code, net, tax: own }) => ({ ...(code === undefined ? {} : { code }), net, tax: own })) }),
    ...(invoice === undefined ? {} : { invoice }),
  };
  return events({ type: 'SettlementRecorded', data });
};

export const reverseSettlement = (
  command: ClaimCommandOf<'ReverseSettlement'>,
  state: ClaimsState,
  facts: ClaimFacts,
): Decision<ClaimEvent> => {
  const settlement = state.settlements.get(command.settlement);
  if (settlement === undefined) return rejected(claimRefusal('SETTLEMENT_UNKNOWN', { settlement: command.settlement }, 'settlement'));
  const { recorded, reversed } = settlement;
  if (reversed !== undefined)
    return rejected(claimRefusal('SETTLEMENT_REVERSED', { settlement: recorded.settlement, on: reversed.on }, 'settlement'));
  const refusals = [...checkParty(command, recorded.party), ...checkDay(command.on, facts, recorded.on), ...checkReason(command.reason)];
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement, reason, party, person, on = facts.today } = command;
  return events({ type: 'SettlementReversed', data: { agreement, settlement: recorded.settlement, reason, party, person, on } });
};
