import { expect, test } from '@jest/globals';
import { bookRoute, claimRoute, isBookCommand, isClaimCommand } from './settling-routes.ts';

const BY = { agreement: 'a', party: 'customer', person: 'carl' } as const;
const OWN = { organisation: 'acme', agreement: 'a', person: 'fin' };
const period = { from: '2026-01-01', to: '2026-03-31' };

test('each command on claims and settlements goes to its own route, with all that it says', () => {
  const by = { party: 'customer', person: 'carl' };
  expect(claimRoute({ kind: 'RaiseClaim', ...BY, claim: 'c', parts: [{ programme: 'p', period }], reference: 'r' })).toEqual({
    path: ['agreements', 'a', 'claims'],
    body: { ...by, claim: 'c', parts: [{ programme: 'p', period }], reference: 'r' },
  });
  expect(claimRoute({ kind: 'RaiseDueClaims', ...BY, on: '2026-04-01' })).toEqual({
    path: ['agreements', 'a', 'claims', 'due'],
    body: { ...by, on: '2026-04-01' },
  });
  for (const [kind, last] of [
    ['ApproveClaim', 'approvals'],
    ['WithdrawClaim', 'withdrawals'],
  ] as const)
    expect(claimRoute({ kind, ...BY, claim: 'c', reason: 'x' })).toEqual({
      path: ['agreements', 'a', 'claims', 'c', last],
      body: { ...by, reason: 'x' },
    });
  expect(claimRoute({ kind: 'RefuseClaim', ...BY, claim: 'c', reason: 'x' }).path).toEqual(['agreements', 'a', 'claims', 'c', 'refusals']);
  expect(claimRoute({ kind: 'RecordSettlement', ...BY, settlement: 's', means: 'payment', reference: 'r', parts: [] })).toEqual({
    path: ['agreements', 'a', 'settlements'],
    body: { ...by, settlement: 's', means: 'payment', reference: 'r', parts: [] },
  });
  expect(claimRoute({ kind: 'ReverseSettlement', ...BY, settlement: 's', reason: 'x' })).toEqual({
    path: ['agreements', 'a', 'settlements', 's', 'reversals'],
    body: { ...by, reason: 'x' },
  });
  expect(claimRoute({ kind: 'RequestWaiver', ...BY, waiver: 'w', programme: 'p', period, amount: '1', reason: 'x' })).toEqual({
    path: ['agreements', 'a', 'waivers'],
    body: { ...by, waiver: 'w', programme: 'p', period, amount: '1', reason: 'x' },
  });
  expect(claimRoute({ kind: 'ApproveWaiver', ...BY, waiver: 'w' })).toEqual({
    path: ['agreements', 'a', 'waivers', 'w', 'approvals'],
    body: by,
  });
  expect(claimRoute({ kind: 'DropWaiver', ...BY, waiver: 'w', reason: 'x' }).path).toEqual(['agreements', 'a', 'waivers', 'w', 'drops']);
});

test('what is of a party’s books goes to its organisation, and the person is left to the sign-in', () => {
  const at = ['organisations', 'acme', 'agreements', 'a'];
  expect(bookRoute({ kind: 'SetAccounts', organisation: 'acme', accounts: { supplier: {} } })).toEqual({
    method: 'PUT',
    path: ['organisations', 'acme', 'accounts'],
    body: { supplier: {} },
  });
  expect(bookRoute({ kind: 'BookAccruals', ...OWN, through: '2026-03-31' })).toEqual({
    path: [...at, 'accruals'],
    body: { through: '2026-03-31' },
  });
  expect(bookRoute({ kind: 'ReverseBooking', ...OWN, booking: '2', reason: 'x' })).toEqual({
    path: [...at, 'accruals', '2', 'reversals'],
    body: { reason: 'x' },
  });
  expect(bookRoute({ kind: 'RequestRelease', ...OWN, release: 'r', programme: 'p', amount: '1', reason: 'x' })).toEqual({
    path: [...at, 'releases'],
    body: { release: 'r', programme: 'p', amount: '1', reason: 'x' },
  });
  expect(bookRoute({ kind: 'ApproveRelease', ...OWN, release: 'r' }).path).toEqual([...at, 'releases', 'r', 'approvals']);
  expect(bookRoute({ kind: 'DropRelease', ...OWN, release: 'r', reason: 'x' })).toEqual({
    path: [...at, 'releases', 'r', 'drops'],
    body: { reason: 'x' },
  });
});

test('other commands are none of these', () => {
  expect([
    isClaimCommand({ kind: 'SetPolicy' }),
    isBookCommand({ kind: 'RaiseClaim' }),
    isClaimCommand({ kind: 'RaiseClaim' }),
    isBookCommand({ kind: 'SetAccounts' }),
  ]).toEqual([false, false, true, true]);
});
