import { describe, expect, it } from '@jest/globals';
import { fold } from '#kernel';
import { active, amendmentProposed, customer, file, proposed, signed, supplier } from '../agreement/given.contract.ts';
import { agreementDecider } from '../agreement/decider.ts';
import type { AgreementEvent } from '../agreement/events.ts';
import { awaitedOf } from './awaited.ts';

const TODAY = '2026-02-01';
const awaited = (...events: readonly AgreementEvent[]): string[] =>
  awaitedOf(fold(agreementDecider, events), TODAY).map(({ party, act, people }) => [party, act, ...people].join(' '));
const people = {
  approve: ['ann', { person: 'sue', party: 'supplier' }, { person: 'tom', party: 'customer', upTo: '100' }],
  sign: ['sue', 'carl'],
};
const named = (party: typeof supplier | typeof customer): AgreementEvent => proposed('1', party, { ...file, people });
const approved = (party: 'supplier' | 'customer'): AgreementEvent => ({
  type: 'ProposalApproved',
  data: { agreement: file.id, version: '1', party, person: 'ann' },
});

describe('what an open version awaits', () => {
  it('is the signature of each side that has not signed', () => {
    expect(awaited(proposed())).toEqual(['supplier sign', 'customer sign']);
    expect(awaited(proposed(), signed('1', customer))).toEqual(['supplier sign']);
    expect(awaited(...active, amendmentProposed('2'))).toEqual(['supplier sign', 'customer sign']);
  });

  it('is an approval first, by somebody who is not the author', () => {
    expect(awaited(named(supplier))).toEqual(['supplier approve ann', 'customer approve ann tom']);
    expect(awaited(named(supplier), approved('supplier'))).toEqual(['supplier sign sue carl', 'customer approve ann tom']);
    expect(awaited(named(supplier), approved('supplier'), signed('1', supplier), approved('customer'))).toEqual(['customer sign sue carl']);
  });

  it('is nothing where no version is open, or its last day is over', () => {
    expect(awaited()).toEqual([]);
    expect(awaited(...active)).toEqual([]);
    const offer = proposed() as Extract<AgreementEvent, { type: 'AgreementProposed' }>;
    expect(awaited({ ...offer, data: { ...offer.data, validUntil: '2026-01-31' } })).toEqual([]);
    expect(awaited({ ...offer, data: { ...offer.data, validUntil: TODAY } })).toHaveLength(2);
  });
});
