import { type Decision, fold } from '#kernel';
import { expect } from '@jest/globals';
import { rejectionsTable } from '../agreement/refusals.ts';
import { expectFilledFrom } from '../refusal.contract.ts';
import type { ClaimCommand, ClaimFacts } from './commands.ts';
import { claimsDecider } from './decider.ts';
import type { ClaimEvent } from './events.ts';
import { claimRefusalsTable } from './refusals.ts';

const expectFilled = expectFilledFrom(claimRefusalsTable, rejectionsTable);

/** What the tests of claims begin with: a programme that is settled by quarter, and one without a plan. */

export const q1 = { from: '2026-01-01', to: '2026-03-31' };
export const q2 = { from: '2026-04-01', to: '2026-06-30' };
const of = { agreement: 'acme-buildco-2026' };
export const carl = { party: 'customer', person: 'carl' } as const;
export const cora = { party: 'customer', person: 'cora' } as const;
export const sue = { party: 'supplier', person: 'sue' } as const;

export const facts: ClaimFacts = {
  today: '2026-07-20',
  decimals: 2,
  programmes: {
    volume: {
      earned: { [q1.to]: '100.00', [q2.to]: '250.00' },
      plan: [
        { ...q1, claimUntil: '2026-07-31' },
        { ...q2, claimUntil: '2026-10-31' },
      ],
      tolerance: { amount: '1' },
      decideWithinDays: 30,
      lines: { [q1.to]: { 'I-1#1': '60.00', 'I-1#2': '40.00', 'I-2#1': '150.00', 'C-1#1': '-10.00' } },
    },
    promo: { earned: { [q1.to]: '20.00', [q2.to]: '20.00' }, plan: undefined, lines: {} },
  },
};

export const part = (amount: string, period = q1, programme = 'volume') => ({ programme, period, amount });
export const raise = (claim: string, ...parts: readonly ReturnType<typeof part>[]): ClaimCommand => ({
  kind: 'RaiseClaim',
  ...of,
  claim,
  parts,
  ...carl,
});

export const raised = (claim: string, amount: string, period = q1, programme = 'volume'): ClaimEvent => ({
  type: 'ClaimRaised',
  data: {
    ...of,
    claim,
    parts: [part(amount, period, programme)],
    amount,
    ...carl,
    on: facts.today,
    ...(programme === 'volume' ? { decideBy: '2026-08-19' } : {}),
  },
});
export const approved = (claim: string, amount: string, period = q1, on = facts.today): ClaimEvent => ({
  type: 'ClaimApproved',
  data: { ...of, claim, parts: [part(amount, period)], amount, ...sue, on },
});
export const settled = (settlement: string, amount: string, claim?: string, period = q1, on = facts.today): ClaimEvent => ({
  type: 'SettlementRecorded',
  data: {
    ...of,
    settlement,
    kind: 'creditNote',
    reference: `CN-${settlement}`,
    amount,
    parts: [{ ...part(amount, period), ...(claim === undefined ? {} : { claim }) }],
    ...sue,
    on,
  },
});

export const given = (...history: readonly ClaimEvent[]) => ({
  when: (command: ClaimCommand, known: ClaimFacts = facts) => {
    const decision: Decision<ClaimEvent> = claimsDecider.decide({ ...command, facts: known }, fold(claimsDecider, history));
    return {
      then: (...expected: readonly ClaimEvent[]) => {
        expect(decision).toEqual({ kind: 'events', events: expected });
        expect(() => fold(claimsDecider, [...history, ...expected])).not.toThrow();
      },
      thenRefused: (...codes: readonly string[]) => {
        expect(decision.kind === 'rejected' ? decision.rejections.map((rejection) => rejection.code) : decision).toEqual(codes);
        if (decision.kind === 'rejected') decision.rejections.forEach(expectFilled);
      },
      thenClaimed: (amount: string) => {
        expect(
          decision.kind === 'events' ? decision.events.map(({ data }) => ('amount' in data ? data.amount : undefined)) : decision,
        ).toEqual([amount]);
      },
    };
  },
});
