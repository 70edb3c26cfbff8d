import { type Decision, fold } from '#kernel';
import { expect } from '@jest/globals';
import { expectFilledFrom } from '../refusal.contract.ts';
import { type AgreementCommand, agreementDecider } from './decider.ts';
import type { AgreementEvent } from './events.ts';
import { rejectionsTable } from './refusals.ts';
import type { AgreementTerms } from './terms.ts';
import { parseAgreement } from './parse.ts';

/** What the agreement's tests begin with. */

export const promo = { id: 'promo', earn: { percent: '2' } };
export const volume = {
  id: 'volume',
  deducts: ['promo'],
  earn: {
    tiers: 'retrospective',
    steps: [
      { from: '100000', percent: '1' },
      { from: '500000', percent: '2' },
    ],
  },
};

export const file = {
  id: 'acme-buildco-2026',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  programmes: [promo, volume],
};

export const amendment = { effective: '2026-04-01', programme: 'promo', mode: 'restate', change: { earn: { percent: '3' } } };

export const termsOf = (input: unknown): AgreementTerms => {
  const parsed = parseAgreement(input);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejections));
  return parsed.value;
};

const of = { agreement: 'acme-buildco-2026' };
export const supplier = { party: 'supplier', person: 'sue' } as const;
export const customer = { party: 'customer', person: 'carl' } as const;
type By = typeof supplier | typeof customer;

/** Events by what they say; the first proposal is of the file above. */
export const proposed = (version = '1', by: By = supplier, input: unknown = file): AgreementEvent => {
  const { amendments = [], ...terms } = termsOf(input);
  return { type: 'AgreementProposed', data: { ...of, partnership: 'acme~buildco', version, terms, amendments, ...by } };
};
export const signed = (version: string, by: { party: 'supplier' | 'customer'; person: string }): AgreementEvent => ({
  type: 'AgreementSigned',
  data: { ...of, version, ...by },
});
export const activated = (version = '1'): AgreementEvent => ({ type: 'AgreementActivated', data: { ...of, version } });
export const withdrawn = (version: string, by: By = supplier): AgreementEvent => ({
  type: 'ProposalWithdrawn',
  data: { ...of, version, ...by },
});
export const terminated = (on: string, reason: string, by: By = supplier): AgreementEvent => ({
  type: 'AgreementTerminated',
  data: { ...of, on, reason, ...by },
});

const changes = [{ ...amendment, mode: 'restate' as const }];
export const amendmentProposed = (version: string, by: By = customer): AgreementEvent => ({
  type: 'AmendmentProposed',
  data: { ...of, version, amendments: changes, ...by },
});
export const amended = (version: string): AgreementEvent => ({ type: 'AgreementAmended', data: { ...of, version, amendments: changes } });

export const active = [proposed(), signed('1', supplier), signed('1', customer), activated()];

/** A proposal that says which version of the other side it answers. */
export const answering = (answers: string, event: AgreementEvent): AgreementEvent =>
  ({ ...event, data: { ...event.data, answers } }) as AgreementEvent;

export const expectFilled = expectFilledFrom(rejectionsTable);

export const given = (history: readonly AgreementEvent[]) => ({
  when: (command: AgreementCommand) => {
    const decision: Decision<AgreementEvent> = agreementDecider.decide(command, fold(agreementDecider, history));
    return {
      then: (...expected: readonly AgreementEvent[]) => {
        expect(decision).toEqual({ kind: 'events', events: expected });
        // What was decided must be what the state can take.
        expect(() => fold(agreementDecider, [...history, ...expected])).not.toThrow();
      },
      thenRefused: (...codes: readonly string[]) => {
        expect(decision.kind === 'rejected' ? decision.rejections.map((rejection) => rejection.code) : decision).toEqual(codes);
        for (const rejection of decision.kind === 'rejected' ? decision.rejections : []) expectFilled(rejection);
      },
    };
  },
});
