import { expect, test } from '@jest/globals';
import type { Relation } from '#identity';
import { ProblemError } from '../http/problem.ts';
import { checkOwnSide, ownSideOf } from './own-side.ts';

const ACTOR = { kind: 'signedIn' } as const;
const side = (party: 'supplier' | 'customer') => ({ party, organisation: party, roles: ['finance'] as const });

test.each<[string, Relation, string]>([
  ['of its own side', { kind: 'sides', sides: [side('supplier')] }, 'is let in'],
  ['of both sides', { kind: 'sides', sides: [side('customer'), side('supplier')] }, 'is let in'],
  ['of the other side', { kind: 'sides', sides: [side('customer')] }, 'PARTY_NOT_YOURS'],
  ['who audits the whole partnership', { kind: 'auditor', whole: true, for: ['acme'] }, 'PARTY_NOT_YOURS'],
  ['of no side', { kind: 'stranger' }, 'PARTY_NOT_YOURS'],
])("somebody %s who asks for the supplier's policy: %s", (_, relation, expected) => {
  let answered = 'is let in';
  try {
    checkOwnSide({ actor: ACTOR, relation }, 'supplier', 'for');
  } catch (error) {
    answered = error instanceof ProblemError ? (error.problem.rejections[0]?.code ?? '') : 'no refusal';
  }
  expect(answered).toBe(expected);
});

test('whose policy it is follows from who is signed in, where one side is', () => {
  expect(ownSideOf({ actor: ACTOR, relation: { kind: 'sides', sides: [side('customer')] } }, undefined, 'for')).toBe('customer');
  const both = { kind: 'sides', sides: [side('customer'), side('supplier')] } as const;
  expect(ownSideOf({ actor: ACTOR, relation: both }, 'supplier', 'for')).toBe('supplier');
  expect(() => ownSideOf({ actor: ACTOR, relation: both }, undefined, 'for')).toThrow('both parties');
  expect(() => ownSideOf({ actor: { kind: 'open' }, relation: { kind: 'none' } }, undefined, 'for')).toThrow('nobody is signed in');
});

test('a server that is open to its own machine asks nobody', () => {
  expect(() => {
    checkOwnSide({ actor: { kind: 'open' }, relation: { kind: 'none' } }, 'supplier', 'for');
  }).not.toThrow();
});
