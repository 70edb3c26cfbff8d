import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import { type DisputeCommand, disputeDecider } from './decider.ts';
import { type DisputeEvent, disputeEventData } from './events.ts';

const OF = { dispute: 'd-1', partnership: 'acme~buildco' };
const SUE = { party: 'supplier', person: 'sue' } as const;
const CARL = { party: 'customer', person: 'carl' } as const;
const opened: DisputeEvent = { type: 'DisputeOpened', data: { ...OF, agreement: 'a-1', subject: { kind: 'figure' }, about: { on: '2026-12-31', knownAt: '4' }, figures: { supplier: '1.00', customer: '2.00' }, text: 'More.', ...CARL } };
const correction = (reporter: string) => ({ reporter, stage: 'invoiced' as const, document: 'A', action: 'correct' as const, lines: [{ line: '1', date: '2026-03-05', product: 'P', quantity: '1', unitPrice: '2' }] });
const proposed: DisputeEvent = { type: 'OutcomeProposed', data: { ...OF, proposal: '1', outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...CARL } };
const ended: DisputeEvent = { type: 'DisputeEnded', data: { ...OF, outcome: 'rejection', reason: 'No.', corrections: [], ...SUE } };

const given = (...history: readonly DisputeEvent[]) => ({
  when: (command: DisputeCommand) => {
    const decision = disputeDecider.decide(command, fold(disputeDecider, history));
    return {
      then: (...expected: readonly DisputeEvent[]) => {
        expect(decision).toEqual({ kind: 'events', events: expected });
        for (const event of expected) expect(disputeEventData[event.type].parse(event.data)).toEqual(event.data);
      },
      thenRefused: (...codes: readonly string[]) => {
        expect(decision.kind === 'rejected' ? decision.rejections.map(({ code }) => code) : decision).toEqual(codes);
      },
    };
  },
});

describe('a dispute', () => {
  test('is opened once', () => {
    const open: DisputeCommand = { kind: 'OpenDispute', ...OF, agreement: 'a-1', subject: { kind: 'figure' }, about: { on: '2026-12-31', knownAt: '4' }, figures: { supplier: '1.00', customer: '2.00' }, text: 'More.', ...CARL };
    given().when(open).then(opened);
    given(opened).when(open).thenRefused('DISPUTE_EXISTS');
    given().when({ kind: 'CommentDispute', ...OF, text: 'x', ...SUE }).thenRefused('DISPUTE_UNKNOWN');
  });

  test('waits for the side that did not speak last, and holds each side’s newest figure', () => {
    const said: DisputeEvent = { type: 'DisputeCommented', data: { ...OF, text: 'Less.', figure: '1.50', ...SUE } };
    given(opened).when({ kind: 'CommentDispute', ...OF, text: 'Less.', figure: '1.50', ...SUE }).then(said);
    expect(fold(disputeDecider, [opened])).toMatchObject({ waitsFor: 'supplier', figures: { supplier: '1.00' } });
    expect(fold(disputeDecider, [opened, said])).toMatchObject({ waitsFor: 'customer', figures: { supplier: '1.50', customer: '2.00' } });
  });

  test('is ended alone only where one’s own record changes, or none', () => {
    const end = { kind: 'EndDispute', ...OF, outcome: 'correction', reason: 'So.', ...SUE } as const;
    given(opened).when({ ...end, corrections: [correction('acme')] }).then({ type: 'DisputeEnded', data: { ...OF, outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...SUE } });
    given(opened).when({ ...end, corrections: [correction('buildco')] }).thenRefused('DISPUTE_RECORD_OF_OTHER');
    given(opened).when({ ...end, corrections: [correction('broker')] }).thenRefused('DISPUTE_NOT_A_SIDE', 'DISPUTE_RECORD_OF_OTHER');
    given(opened).when({ ...end, corrections: [] }).thenRefused('DISPUTE_CORRECTION_MISSING');
    given(opened).when({ ...end, outcome: 'rejection', corrections: [correction('acme')] }).thenRefused('DISPUTE_VALUE_NOT_ALLOWED');
    given(opened).when({ ...end, outcome: 'rejection', reason: 'No.', corrections: [] }).then(ended);
  });

  test('ends by a proposal that the other side accepts, with what was proposed', () => {
    const propose = { kind: 'ProposeOutcome', ...OF, outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...CARL } as const;
    given(opened).when(propose).then(proposed);
    given(opened, proposed).when(propose).then();
    given(opened, proposed).when({ kind: 'AcceptOutcome', ...OF, proposal: 1, ...SUE }).then({ type: 'DisputeEnded', data: { ...OF, outcome: 'correction', reason: 'So.', corrections: [correction('acme')], proposal: '1', ...SUE } });
    given(opened, proposed).when({ kind: 'AcceptOutcome', ...OF, proposal: 1, ...CARL }).thenRefused('PROPOSAL_OWN');
    given(opened, proposed).when({ kind: 'AcceptOutcome', ...OF, proposal: 7, ...SUE }).thenRefused('PROPOSAL_UNKNOWN');
  });

  test('takes nothing more once it has ended, and its end said again changes nothing', () => {
    given(opened, ended).when({ kind: 'EscalateDispute', ...OF, to: 'boss', reason: 'x', ...CARL }).thenRefused('DISPUTE_ENDED');
    given(opened, ended).when({ kind: 'EndDispute', ...OF, outcome: 'rejection', reason: 'No, again.', corrections: [], ...SUE }).then();
    given(opened, ended).when({ kind: 'EndDispute', ...OF, outcome: 'rejection', reason: 'No.', corrections: [], ...CARL }).thenRefused('DISPUTE_ENDED');
  });

  test.each<[string, object, string]>([
    ['without a reason', { kind: 'EscalateDispute', to: 'boss', reason: '' }, 'DISPUTE_TEXT_MISSING'], ['to nobody', { kind: 'EscalateDispute', to: '', reason: 'x' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
    ['with a figure that is none', { kind: 'CommentDispute', text: 'x', figure: '1,5' }, 'DISPUTE_VALUE_NOT_ALLOWED'], ['with a day that is none', { kind: 'EscalateDispute', to: 'boss', reason: 'x', answerBy: 'soon' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
    ['by nobody', { kind: 'CommentDispute', text: 'x', person: '' }, 'PERSON_MISSING'], ['with a file of no name', { kind: 'AddEvidence', sha256: 'aa', bytes: '1', name: '' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
  ])('refuses what is said %s', (_, command, code) => {
    given(opened).when({ ...OF, ...SUE, ...command } as DisputeCommand).thenRefused(code);
  });
});
