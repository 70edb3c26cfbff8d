import { expect, test } from '@jest/globals';
import { agreementRoute, privateRoute } from './agreement-routes.ts';

const BY = { party: 'supplier', person: 'sue' } as const;
const OWN = { organisation: 'acme', person: 'sue' };

test('each command on an agreement goes to its own route, with all that it says', () => {
  expect(agreementRoute({ kind: 'ProposeAgreement', terms: { id: 'a' }, ...BY, reason: 'why' })).toEqual({
    path: ['agreements'],
    body: { terms: { id: 'a' }, ...BY, reason: 'why' },
  });
  expect(agreementRoute({ kind: 'ProposeAmendment', agreement: 'a', amendments: [], ...BY, answers: 2 })).toEqual({
    path: ['agreements', 'a', 'amendments'],
    body: { amendments: [], ...BY, answers: 2 },
  });
  expect(agreementRoute({ kind: 'ChangeMembers', agreement: 'a', join: [], leave: [], ...BY })).toEqual({
    path: ['agreements', 'a', 'members'],
    body: { join: [], leave: [], ...BY },
  });
  expect(agreementRoute({ kind: 'ExtendAgreement', agreement: 'a', to: '2027-03-31', ...BY })).toEqual({
    path: ['agreements', 'a', 'extensions'],
    body: { to: '2027-03-31', ...BY },
  });
  expect(agreementRoute({ kind: 'AddComment', agreement: 'a', version: 1, text: 'x', ...BY })).toEqual({
    path: ['agreements', 'a', 'comments'],
    body: { version: 1, text: 'x', ...BY },
  });
  expect(agreementRoute({ kind: 'LapseProposals', agreement: 'a' })).toEqual({ path: ['agreements', 'a', 'lapses'], body: {} });
  expect(agreementRoute({ kind: 'TerminateAgreement', agreement: 'a', on: '2026-06-30', reason: 'x', ...BY })).toEqual({
    path: ['agreements', 'a', 'termination'],
    body: { on: '2026-06-30', reason: 'x', ...BY },
  });
  for (const [kind, path] of [
    ['ApproveProposal', 'approvals'],
    ['SignAgreement', 'signatures'],
    ['WithdrawProposal', 'withdrawals'],
  ] as const) {
    expect(agreementRoute({ kind, agreement: 'a', version: 1, ...BY })).toEqual({
      path: ['agreements', 'a', path],
      body: { version: 1, ...BY },
    });
  }
});

test('what is private goes to its organisation, and the person is left to the sign-in', () => {
  const at = ['organisations', 'acme'];
  expect(privateRoute({ kind: 'SaveDraft', draft: 'd', terms: {}, ...OWN })).toMatchObject({
    method: 'PUT',
    path: [...at, 'drafts', 'd'],
    body: { terms: {} },
  });
  expect(privateRoute({ kind: 'DiscardDraft', draft: 'd', ...OWN })).toEqual({
    method: 'DELETE',
    path: [...at, 'drafts', 'd'],
    body: undefined,
  });
  expect(privateRoute({ kind: 'ProposeDraft', draft: 'd', ...OWN, answers: 1 })).toMatchObject({
    path: [...at, 'drafts', 'd', 'proposals'],
    body: { answers: 1 },
  });
  expect(privateRoute({ kind: 'AddNote', agreement: 'a', text: 'x', ...OWN })).toMatchObject({
    path: [...at, 'agreements', 'a', 'notes'],
    body: { text: 'x' },
  });
});
