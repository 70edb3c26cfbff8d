import { fold } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import { agreementDecider } from '../agreement/decider.ts';
import type { AgreementEvent } from '../agreement/events.ts';
import { active, amended, amendmentProposed, customer, proposed, signed, supplier, terminated } from '../agreement/given.contract.ts';
import type { AgreementState, KnownAgreement } from '../agreement/state.ts';
import { causeOfTerms, isInForce, isOtherVersion } from './terms-turn.ts';

const of = { agreement: 'acme-buildco-2026' };
const stateAfter = (...history: readonly AgreementEvent[]): AgreementState => fold(agreementDecider, history);
const known = (...history: readonly AgreementEvent[]): KnownAgreement => {
  const state = stateAfter(...history);
  if (!isInForce(state)) throw new Error('not in force');
  return state;
};

describe('an agreement is in force', () => {
  test.each([
    ['before anything', [], false],
    ['proposed', [proposed()], false],
    ['signed by one side', [proposed(), signed('1', supplier)], false],
    ['signed by both', active, true],
    ['terminated: what was earned until then stands', [...active, terminated('2026-06-30', 'sold')], true],
  ] as const)('%s: %#', (_, history, expected) => {
    expect(isInForce(stateAfter(...history))).toBe(expected);
  });
});

describe('what an event changed of the terms', () => {
  const offered = [...active, amendmentProposed('2')];
  const change = { join: [{ id: 'm-1', from: '2026-04-01' }], leave: [] };
  const joining: AgreementEvent = { type: 'MembershipProposed', data: { ...of, version: '2', ...change, ...customer } };
  const joined: AgreementEvent = { type: 'MembersChanged', data: { ...of, version: '2', ...change } };

  test('is nothing where it was only offered or signed by one side', () => {
    expect(isOtherVersion(known(...active), known(...offered))).toBe(false);
    expect(isOtherVersion(known(...offered), known(...offered, signed('2', supplier)))).toBe(false);
  });

  test('is an amendment where both signed one, and where the agreement was terminated', () => {
    const signedByBoth = [...offered, signed('2', supplier), signed('2', customer)];
    const turn = { before: known(...signedByBoth), after: known(...signedByBoth, amended('2')) };
    expect([isOtherVersion(turn.before, turn.after), causeOfTerms(turn)]).toEqual([true, 'amendment']);
    const ended = { before: known(...active), after: known(...active, terminated('2026-06-30', 'sold')) };
    expect([isOtherVersion(ended.before, ended.after), causeOfTerms(ended)]).toEqual([true, 'amendment']);
  });

  test('is the membership where that is what was signed', () => {
    const signedByBoth = [...active, joining, signed('2', supplier), signed('2', customer)];
    const turn = { before: known(...signedByBoth), after: known(...signedByBoth, joined) };
    expect([isOtherVersion(turn.before, turn.after), causeOfTerms(turn)]).toEqual([true, 'membership']);
  });

  test('a termination while a membership waits for signatures is no membership', () => {
    const turn = { before: known(...active, joining), after: known(...active, joining, terminated('2026-06-30', 'sold')) };
    expect(causeOfTerms(turn)).toBe('amendment');
  });
});
