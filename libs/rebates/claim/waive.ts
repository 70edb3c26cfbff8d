import { type Decision, events, Rational, rejected, type Rejection } from '#kernel';
import type { Party } from '../agreement/events.ts';
import { checkAmount, checkDay, checkLimit, checkName, checkParty, checkPeriod, checkReason, text } from './checks.ts';
import type { ClaimCommandOf, ClaimFacts } from './commands.ts';
import type { ClaimEvent } from './events.ts';
import { factsOf, leftThrough } from './open-amounts.ts';
import { claimRefusal } from './refusals.ts';
import type { ClaimsState, Waiver } from './state.ts';

/** What is earned is the customer's to give up; what was settled too much, a negative amount, is the supplier's. */
const giverOf = (amount: string): Party => (amount.startsWith('-') ? 'supplier' : 'customer');

export const requestWaiver = (command: ClaimCommandOf<'RequestWaiver'>, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const { agreement, waiver, programme, period, amount, reason, party, person, on = facts.today } = command;
  const refusals = [
    ...checkName(waiver, 'waiver'),
    ...checkAmount(amount, facts, { place: 'amount', negative: true }),
    ...checkPeriod(period, 'period'),
    ...checkParty(command, giverOf(amount)),
    ...checkDay(command.on, facts),
    ...checkReason(reason),
    ...(state.waivers.has(waiver) ? [claimRefusal('WAIVER_EXISTS', { waiver }, 'waiver')] : []),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const { left } = leftThrough(state, programme, factsOf(facts, programme), period.to);
  const given = Rational.parse(amount);
  const isOpen = given.sign > 0 ? given.lte(left) : left.lte(given);
  if (!isOpen) return rejected(claimRefusal('WAIVER_ABOVE_OPEN', { amount, programme, left: text(left, facts) }, 'amount'));
  return events({
    type: 'WaiverRequested',
    data: { agreement, waiver, programme, period, amount: text(given, facts), reason, party, person, on },
  });
};

const open = (state: ClaimsState, id: string): Waiver | Rejection => {
  const waiver = state.waivers.get(id);
  if (waiver === undefined) return claimRefusal('WAIVER_UNKNOWN', { waiver: id }, 'waiver');
  return waiver.status === 'requested' ? waiver : claimRefusal('WAIVER_NOT_OPEN', { waiver: id, status: waiver.status }, 'waiver');
};

export const approveWaiver = (command: ClaimCommandOf<'ApproveWaiver'>, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const waiver = open(state, command.waiver);
  if ('code' in waiver) return rejected(waiver);
  const { requested } = waiver;
  const refusals = [
    ...checkParty(command, requested.party),
    ...checkDay(command.on, facts, requested.on),
    ...checkLimit(Rational.parse(requested.amount), facts, command.person),
  ];
  if (command.person === requested.person)
    refusals.push(claimRefusal('WAIVER_BY_AUTHOR', { person: command.person, waiver: requested.waiver }, 'person'));
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement, party, person, on = facts.today } = command;
  const { waiver: id, programme, period, amount } = requested;
  return events({ type: 'EarningWaived', data: { agreement, waiver: id, programme, period, amount, party, person, on } });
};

/** Refused by those who would approve it, or taken back by whoever asked. */
export const dropWaiver = (command: ClaimCommandOf<'DropWaiver'>, state: ClaimsState, facts: ClaimFacts): Decision<ClaimEvent> => {
  const waiver = open(state, command.waiver);
  if ('code' in waiver) return rejected(waiver);
  const refusals = [
    ...checkParty(command, waiver.requested.party),
    ...checkDay(command.on, facts, waiver.requested.on),
    ...checkReason(command.reason),
  ];
  if (refusals.length > 0) return rejected(...refusals);
  const { agreement, reason, party, person, on = facts.today } = command;
  return events({ type: 'WaiverDropped', data: { agreement, waiver: waiver.requested.waiver, reason, party, person, on } });
};
