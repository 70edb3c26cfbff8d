import { type Day, formatDay, Rational, sum, toDay } from '#kernel';
import { type Claim, type ClaimStatus, openOn, type Settlement, unsettled, type Waiver } from '#rebates';
import type { ClaimAnswer, SettlementRecord, WaiverAnswer } from './settling.ts';

/** Claims, settlements and waivers as they stood about a day. */

type Text = (amount: Rational) => string;
const total = (parts: Claim['parts']): Rational => sum(parts.map(({ amount }) => Rational.parse(amount)));
const isBy = (day: string | undefined, on: Day): boolean => day !== undefined && toDay(day) <= on;

const statusOn = (claim: Claim, on: Day): ClaimStatus => {
  if (isBy(claim.ended?.on, on)) return claim.status;
  return isBy(claim.approved?.on, on) ? 'approved' : 'raised';
};

export const claimAnswer = (claim: Claim, on: Day, settled: ReadonlyMap<string, Rational>, text: Text): ClaimAnswer => {
  const { raised, approved, ended, parts } = claim;
  const status = statusOn(claim, on);
  const known = openOn(claim, on);
  const standing = isBy(approved?.on, on) ? claim.standing : parts;
  const open = sum((known?.parts ?? []).map((part) => unsettled(claim.id, part, settled)));
  const decided = [ended, approved].find((one) => isBy(one?.on, on));
  const given = sum([...settled].filter(([key]) => key.startsWith(`${claim.id}\n`)).map(([, amount]) => amount));
  return {
    claim: claim.id,
    status,
    on: raised.on,
    amount: raised.amount,
    asked: raised.asked ?? null,
    approved: isBy(approved?.on, on) ? text(total(claim.standing)) : null,
    settled: text(given),
    open: text(open),
    decideBy: raised.decideBy ?? null,
    overdue: status === 'raised' && raised.decideBy !== undefined && formatDay(on) > raised.decideBy,
    automatic: raised.automatic === true,
    reference: raised.reference ?? null,
    reason: decided?.reason ?? null,
    raisedBy: raised.person,
    decidedBy: decided?.person ?? null,
    evidence: raised.evidence ?? null,
    parts,
    standing,
  };
};

export const settlementRecord = ({ recorded, reversed }: Settlement, on: string): SettlementRecord => {
  const undone = reversed !== undefined && reversed.on <= on ? reversed : undefined;
  const { settlement, kind, reference, amount, party, person, invoice = null, parts, payees = [], tax = [] } = recorded;
  return {
    settlement,
    kind,
    reference,
    on: recorded.on,
    amount,
    party,
    person,
    invoice,
    parts,
    payees,
    tax,
    reversedOn: undone?.on ?? null,
    reversedFor: undone?.reason ?? null,
  };
};

export const waiverAnswer = ({ requested, status, decided }: Waiver, on: string): WaiverAnswer => {
  const { waiver, programme, period, amount, reason, person } = requested;
  const known = decided !== undefined && decided.on <= on ? decided : undefined;
  return {
    waiver,
    status: known === undefined ? 'requested' : status,
    programme,
    period,
    amount,
    reason,
    on: requested.on,
    requestedBy: person,
    decidedBy: known?.person ?? null,
    decidedOn: known?.on ?? null,
  };
};
