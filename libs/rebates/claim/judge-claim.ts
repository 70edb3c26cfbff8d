import { canonicalJson, type Decision, events, Rational, rejected, type Rejection, sum } from '#kernel';
import { checkAmount, checkDay, checkLimit, checkParty, checkReason, text } from './checks.ts';
import type { AskedPart, ClaimCommandOf, ClaimFacts } from './commands.ts';
import type { ClaimEvent, ClaimPart } from './events.ts';
import { claimedOnLines, factsOf, leftThrough, settledOfClaim } from './open-amounts.ts';
import { claimRefusal } from './refusals.ts';
import { keyOfPart } from './standing.ts';
import type { Claim, ClaimsState } from './state.ts';

/** What becomes of a claim that was raised: approved, in part, refused, or withdrawn. */

const MOST_EVENT_BYTES = 60_000;

const details = ({ programme, period }: Pick<ClaimPart, 'programme' | 'period'>) => ({ programme, from: period.from, to: period.to });
const isSet = (amount: string | undefined): amount is string => amount !== undefined;

const aboveClaimed = (asked: AskedPart, part: ClaimPart, facts: ClaimFacts, place: string): Rejection[] => {
  const claimed = new Map((part.lines ?? []).map(({ document, line, amount }) => [`${document}#${line}`, Rational.parse(amount)]));
  const above = (amount: string, of: Rational, what: string): Rejection[] =>
    Rational.parse(amount).lte(of) ? [] : [claimRefusal('APPROVED_ABOVE_CLAIMED', { amount, claimed: text(of, facts), what }, place)];
  const lines = asked.lines ?? [];
  const form = [...lines.map(({ amount }) => amount), asked.amount]
    .filter(isSet)
    .flatMap((amount) => checkAmount(amount, facts, { place, negative: true }));
  if (form.length > 0) return form;
  const inLines = sum(lines.map(({ amount }) => Rational.parse(amount)));
  const amount = asked.amount ?? (asked.lines === undefined ? part.amount : text(inLines, facts));
  const isPart = Rational.parse(amount).lt(Rational.parse(part.amount));
  if (isPart && part.lines !== undefined && asked.lines === undefined)
    return [claimRefusal('APPROVED_LINES_MISSING', details(part), place)];
  if (asked.lines !== undefined && !inLines.equals(Rational.parse(amount)))
    return [claimRefusal('CLAIM_LINES_DIFFER', { sum: text(inLines, facts), amount }, place)];
  return [
    ...above(amount, Rational.parse(part.amount), `${part.programme}, ${part.period.from} to ${part.period.to}`),
    ...lines.flatMap(({ document, line, amount: own }) =>
      above(own, claimed.get(`${document}#${line}`) ?? Rational.zero, `line ${document}#${line}`),
    ),
  ];
};

const partOf = (asked: AskedPart, part: ClaimPart, facts: ClaimFacts): ClaimPart => {
  const amount =
    asked.amount ?? (asked.lines === undefined ? part.amount : text(sum(asked.lines.map((line) => Rational.parse(line.amount))), facts));
  return {
    programme: part.programme,
    period: part.period,
    amount: text(Rational.parse(amount), facts),
    ...(asked.lines === undefined ? {} : { lines: [...asked.lines] }),
  };
};

/** What a claim asks must still be earned when it is approved: returns may have come since it was raised. */
const noLongerEarned = (claim: Claim, approved: readonly ClaimPart[], state: ClaimsState, facts: ClaimFacts): Rejection[] =>
  approved.flatMap((part, index) => {
    const own = factsOf(facts, part.programme);
    const { left, earned, used } = leftThrough(state, part.programme, own, part.period.to, claim.id);
    const before = sum(
      approved
        .slice(0, index)
        .filter((one) => one.programme === part.programme && one.period.to <= part.period.to)
        .map((one) => Rational.parse(one.amount)),
    );
    const lines = part.lines ?? claim.parts.find((one) => keyOfPart(one) === keyOfPart(part))?.lines ?? [];
    const others = claimedOnLines(state, part.programme, claim.id);
    const ofLines = lines.flatMap(({ document, line, amount }) => {
      const key = `${document}#${line}`;
      const [has, claimed] = [Rational.parse(own.lines[part.period.to]?.[key] ?? '0'), others.get(key) ?? Rational.zero];
      if (Rational.parse(amount).lte(has.minus(claimed))) return [];
      return [
        claimRefusal('CLAIM_LINE_ABOVE_EARNED', {
          asked: amount,
          line: key,
          programme: part.programme,
          left: text(has.minus(claimed), facts),
          earned: text(has, facts),
          claimed: text(claimed, facts),
        }),
      ];
    });
    if (ofLines.length > 0) return ofLines.slice(0, 20);
    if (Rational.parse(part.amount).lte(left.minus(before))) return [];
    return [
      claimRefusal('CLAIM_ABOVE_EARNED', {
        ...details(part),
        asked: part.amount,
        left: text(left.minus(before), facts),
        earned: text(earned, facts),
        used: text(used.plus(before), facts),
      }),
    ];
  });

const open = (state: ClaimsState, id: string): Claim | Rejection => {
  const claim = state.claims.get(id);
  if (claim === undefined) return claimRefusal('CLAIM_UNKNOWN', { claim: id }, 'claim');
  return claim.status === 'raised' ? claim : claimRefusal('CLAIM_NOT_OPEN', { claim: id, status: claim.status }, 'claim');
};

export const approveClaim = (command: ClaimCommandOf<'ApproveClaim'>, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const claim = open(state, command.claim);
  if ('code' in claim) return rejected(claim);
  const asked: readonly AskedPart[] = command.parts ?? claim.parts.map(({ programme, period }) => ({ programme, period }));
  const refusals = [
    ...checkParty(command, 'supplier'),
    ...checkDay(command.on, facts, claim.raised.on),
    ...(asked.length === 0 ? [claimRefusal('CLAIM_EMPTY', {}, 'parts')] : []),
  ];
  const keys = asked.map(keyOfPart);
  const approved: ClaimPart[] = [];
  asked.forEach((one, index) => {
    const place = `parts[${index}]`;
    const part = claim.parts.find((candidate) => keyOfPart(candidate) === keyOfPart(one));
    if (part === undefined) refusals.push(claimRefusal('APPROVED_NOT_CLAIMED', { ...details(one), claim: claim.id }, place));
    else if (keys.indexOf(keys[index] ?? '') < index) refusals.push(claimRefusal('CLAIM_PART_TWICE', details(one), place));
    else {
      const wrong = aboveClaimed(one, part, facts, place);
      refusals.push(...wrong);
      if (wrong.length === 0) approved.push(partOf(one, part, facts));
    }
  });
  if (refusals.length > 0) return rejected(...refusals);
  const amount = sum(approved.map((part) => Rational.parse(part.amount)));
  if (amount.sign <= 0) return rejected(claimRefusal('CLAIM_EMPTY', {}, 'parts'));
  const wrong = [
    ...checkLimit(amount, facts, command.person),
    ...(amount.lt(Rational.parse(claim.raised.amount)) ? checkReason(command.reason) : []),
    ...noLongerEarned(claim, approved, state, facts),
  ];
  if (wrong.length > 0) return rejected(...wrong);
  const { agreement, party, person, reason, on = facts.today } = command;
  const data = {
    agreement,
    claim: claim.id,
    parts: approved,
    amount: text(amount, facts),
    ...(reason === undefined ? {} : { reason }),
    party,
    person,
    on,
  };
  const lines = approved.reduce((count, part) => count + (part.lines?.length ?? 0), 0);
  if (new TextEncoder().encode(canonicalJson(data)).length > MOST_EVENT_BYTES)
    return rejected(claimRefusal('CLAIM_TOO_LARGE', { lines: String(lines), most: 'what one event holds' }, 'parts'));
  return events({ type: 'ClaimApproved', data });
};

export const refuseClaim = (command: ClaimCommandOf<'RefuseClaim'>, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const claim = open(state, command.claim);
  if ('code' in claim) return rejected(claim);
  const refusals = [...checkParty(command, 'supplier'), ...checkDay(command.on, facts, claim.raised.on), ...checkReason(command.reason)];
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement, reason, party, person, on = facts.today } = command;
  return events({ type: 'ClaimRefused', data: { agreement, claim: claim.id, reason, party, person, on } });
};

/** Also one that is approved, as long as nothing of it is settled. */
export const withdrawClaim = (command: ClaimCommandOf<'WithdrawClaim'>, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const claim = state.claims.get(command.claim);
  if (claim === undefined) return rejected(claimRefusal('CLAIM_UNKNOWN', { claim: command.claim }, 'claim'));
  if (claim.status !== 'raised' && claim.status !== 'approved')
    return rejected(claimRefusal('CLAIM_NOT_OPEN', { claim: claim.id, status: claim.status }, 'claim'));
  const settled = settledOfClaim(state, claim.id);
  const refusals = [
    ...checkParty(command, 'customer'),
    ...checkDay(command.on, facts, claim.approved?.on ?? claim.raised.on),
    ...(command.reason === undefined ? [] : checkReason(command.reason)),
  ];
  if (settled.sign !== 0) refusals.push(claimRefusal('CLAIM_SETTLED', { claim: claim.id, settled: text(settled, facts) }, 'claim'));
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement, reason, party, person, on = facts.today } = command;
  return events({
    type: 'ClaimWithdrawn',
    data: { agreement, claim: claim.id, ...(reason === undefined ? {} : { reason }), party, person, on },
  });
};
