import { describe, expect, it } from '@jest/globals';
import { limitOf } from './approvals.ts';
import { Rational } from '#kernel';
import type { AgreementCommand } from './decider.ts';
import { file, given, proposed, supplier } from './given.contract.ts';

/** What an organisation lets its own people approve holds beside the limits that the agreement names. */
const boss = { party: 'supplier', person: 'boss' } as const;
const capped = {
  ...file,
  currency: 'EUR',
  people: { approve: ['boss'] },
  programmes: [{ id: 'promo', earn: { percent: '2' }, cap: { amount: '20000', per: 'year' } }],
};
const approve = (ownLimit?: { readonly amount: string; readonly currency: string }): AgreementCommand => ({
  kind: 'ApproveProposal',
  agreement: file.id,
  version: 1,
  ...boss,
  ...(ownLimit === undefined ? {} : { ownLimit }),
});
const done = { type: 'ProposalApproved', data: { agreement: file.id, version: '1', ...boss } } as const;

describe("an approval within what one's own organisation allows", () => {
  const open = [proposed('1', supplier, capped)];

  it('is given without a limit, and up to it', () => {
    given(open).when(approve()).then(done);
    given(open)
      .when(approve({ amount: '20000.00', currency: 'EUR' }))
      .then(done);
  });

  it('names the limit alone where it is the agreement’s', () => {
    const approvers = ['5', '20'].map((amount) => ({ person: 'boss', upTo: Rational.parse(amount) }));
    expect(limitOf([...approvers, { person: 'other', upTo: Rational.parse('90') }], 'boss')).toBe('20');
  });

  it('is refused above it, in another currency, and where nothing caps what the version pays', () => {
    given(open)
      .when(approve({ amount: '19999.99', currency: 'EUR' }))
      .thenRefused('APPROVAL_ABOVE_LIMIT');
    given(open)
      .when(approve({ amount: '99999.99', currency: 'USD' }))
      .thenRefused('APPROVAL_ABOVE_LIMIT');
    const uncapped = [proposed('1', supplier, { ...capped, programmes: [{ id: 'promo', earn: { percent: '2' } }] })];
    given(uncapped)
      .when(approve({ amount: '99999.99', currency: 'EUR' }))
      .thenRefused('APPROVAL_ABOVE_LIMIT');
    given(uncapped).when(approve()).then(done);
  });
});
