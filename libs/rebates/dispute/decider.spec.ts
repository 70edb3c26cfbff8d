import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import { type DisputeCommand, disputeDecider } from './decider.ts';
import { type DisputeEvent, disputeEventData } from './events.ts';

const OF = { dispute: 'd-1', partnership: 'acme~buildco' };
const SUE = { party: 'supplier', person: 'sue' } as const;
const CARL = { party: 'customer', person: 'carl' } as const;
const opened: DisputeEvent = {
  type: 'DisputeOpened',
  data: {
    ...OF,
    agreement: 'a-1',
    subject: { kind: 'figure' },
    about: { on: '2026-12-31', knownAt: '4' },
    figures: { supplier: '1.00', customer: '2.00' },
    text: 'More.',
    ...CARL,
  },
};
const correction = (reporter: string) => ({
  reporter,
  stage: 'invoiced' as const,
  document: 'A',
  action: 'correct' as const,
  lines: [{ line: '1', date: '2026-03-05', product: 'P', quantity: '1', unitPrice: '2' }],
});
const proposed: DisputeEvent = {
  type: 'OutcomeProposed',
  data: { ...OF, proposal: '1', outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...CARL },
};
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
    const open: DisputeCommand = {
      kind: 'OpenDispute',
      ...OF,
      agreement: 'a-1',
      subject: { kind: 'figure' },
      about: { on: '2026-12-31', knownAt: '4' },
      figures: { supplier: '1.00', customer: '2.00' },
      text: 'More.',
      ...CARL,
    };
    given().when(open).then(opened);
    given(opened).when(open).thenRefused('DISPUTE_EXISTS');
    given()
      .when({ kind: 'CommentDispute', ...OF, text: 'x', ...SUE })
      .thenRefused('DISPUTE_UNKNOWN');
  });

  test('waits for the side that did not speak last, and holds each side’s newest figure', () => {
    const said: DisputeEvent = { type: 'DisputeCommented', data: { ...OF, text: 'Less.', figure: '1.50', ...SUE } };
    given(opened)
      .when({ kind: 'CommentDispute', ...OF, text: 'Less.', figure: '1.50', ...SUE })
      .then(said);
    expect(fold(disputeDecider, [opened])).toMatchObject({ waitsFor: 'supplier', figures: { supplier: '1.00' } });
    expect(fold(disputeDecider, [opened, said])).toMatchObject({ waitsFor: 'customer', figures: { supplier: '1.50', customer: '2.00' } });
  });

  test('is ended alone only where one’s own record changes, or none', () => {
    const end = { kind: 'EndDispute', ...OF, outcome: 'correction', reason: 'So.', ...SUE } as const;
    given(opened)
      .when({ ...end, corrections: [correction('acme')] })
      .then({ type: 'DisputeEnded', data: { ...OF, outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...SUE } });
    given(opened)
      .when({ ...end, corrections: [correction('buildco')] })
      .thenRefused('DISPUTE_RECORD_OF_OTHER');
    given(opened)
      .when({ ...end, corrections: [correction('broker')] })
      .thenRefused('DISPUTE_NOT_A_SIDE', 'DISPUTE_RECORD_OF_OTHER');
    given(opened)
      .when({ ...end, corrections: [] })
      .thenRefused('DISPUTE_CORRECTION_MISSING');
    given(opened)
      .when({ ...end, outcome: 'rejection', corrections: [correction('acme')] })
      .thenRefused('DISPUTE_VALUE_NOT_ALLOWED');
    given(opened)
      .when({ ...end, outcome: 'rejection', reason: 'No.', corrections: [] })
      .then(ended);
  });

  test('ends by a proposal that the other side accepts, with what was proposed', () => {
    const propose = {
      kind: 'ProposeOutcome',
      ...OF,
      outcome: 'correction',
      reason: 'So.',
      corrections: [correction('acme')],
      ...CARL,
    } as const;
    given(opened).when(propose).then(proposed);
    given(opened, proposed).when(propose).then();
    given(opened, proposed)
      .when({ kind: 'AcceptOutcome', ...OF, proposal: 1, ...SUE })
      .then({
        type: 'DisputeEnded',
        data: { ...OF, outcome: 'correction', reason: 'So.', corrections: [correction('acme')], proposal: '1', ...SUE },
      });
    given(opened, proposed)
      .when({ kind: 'AcceptOutcome', ...OF, proposal: 1, ...CARL })
      .thenRefused('PROPOSAL_OWN');
    given(opened, proposed)
      .when({ kind: 'AcceptOutcome', ...OF, proposal: 7, ...SUE })
      .thenRefused('PROPOSAL_UNKNOWN');
  });

  test('takes nothing more once it has ended, and its end said again changes nothing', () => {
    given(opened, ended)
      .when({ kind: 'EscalateDispute', ...OF, to: 'boss', reason: 'x', ...CARL })
      .thenRefused('DISPUTE_ENDED');
    given(opened, ended)
      .when({ kind: 'EndDispute', ...OF, outcome: 'rejection', reason: 'No, again.', corrections: [], ...SUE })
      .then();
    given(opened, ended)
      .when({ kind: 'EndDispute', ...OF, outcome: 'rejection', reason: 'No.', corrections: [], ...CARL })
      .thenRefused('DISPUTE_ENDED');
  });

  test.each<[string, object, string]>([
    ['without a reason', { kind: 'EscalateDispute', to: 'boss', reason: '' }, 'DISPUTE_TEXT_MISSING'],
    ['to nobody', { kind: 'EscalateDispute', to: '', reason: 'x' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
    ['with a figure that is none', { kind: 'CommentDispute', text: 'x', figure: '1,5' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
    ['with a day that is none', { kind: 'EscalateDispute', to: 'boss', reason: 'x', answerBy: 'soon' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
    ['by nobody', { kind: 'CommentDispute', text: 'x', person: '' }, 'PERSON_MISSING'],
    ['with a file of no name', { kind: 'AddEvidence', sha256: 'aa', bytes: '1', name: '' }, 'DISPUTE_VALUE_NOT_ALLOWED'],
  ])('refuses what is said %s', (_, command, code) => {
    given(opened)
      .when({ ...OF, ...SUE, ...command } as DisputeCommand)
      .thenRefused(code);
  });
});

describe('what is said of a dispute', () => {
  const by = (event: DisputeEvent['type'], data: object, of: object = SUE): DisputeEvent =>
    ({ type: event, data: { ...OF, ...data, ...of } }) as DisputeEvent;

  test('evidence is added once, with or without words', () => {
    const add = { kind: 'AddEvidence', ...OF, sha256: 'aa', bytes: '3', name: 'note.pdf', ...CARL } as const;
    const added = by('EvidenceAdded', { sha256: 'aa', bytes: '3', name: 'note.pdf' }, CARL);
    given(opened).when(add).then(added);
    given(opened, added)
      .when({ ...add, name: 'other.pdf' })
      .then();
    given(opened, added)
      .when({ ...add, sha256: 'bb', text: 'See page 2.' })
      .then(by('EvidenceAdded', { sha256: 'bb', bytes: '3', name: 'note.pdf', text: 'See page 2.' }, CARL));
    given(opened)
      .when({ ...add, text: ' ' })
      .thenRefused('DISPUTE_TEXT_MISSING');
    given(opened)
      .when({ ...add, name: 'x'.repeat(200) })
      .then(by('EvidenceAdded', { sha256: 'aa', bytes: '3', name: 'x'.repeat(200) }, CARL));
    given(opened)
      .when({ ...add, name: 'x'.repeat(201), person: '' })
      .thenRefused('PERSON_MISSING', 'DISPUTE_VALUE_NOT_ALLOWED');
    expect(fold(disputeDecider, [opened, added])).toMatchObject({ evidence: [added.data], waitsFor: 'supplier' });
  });

  test('it is brought to somebody, with a day for the answer that holds until another is given or it ends', () => {
    const escalated = by('DisputeEscalated', { to: 'boss', reason: 'Late.', answerBy: '2027-01-31' });
    given(opened)
      .when({ kind: 'EscalateDispute', ...OF, to: 'boss', reason: 'Late.', answerBy: '2027-01-31', ...SUE })
      .then(escalated);
    given(opened)
      .when({ kind: 'EscalateDispute', ...OF, to: 'x'.repeat(200), reason: 'x'.repeat(2000), ...SUE })
      .then(by('DisputeEscalated', { to: 'x'.repeat(200), reason: 'x'.repeat(2000) }));
    given(opened)
      .when({ kind: 'EscalateDispute', ...OF, to: 'x'.repeat(201), reason: 'x'.repeat(2001), person: '', party: 'supplier' })
      .thenRefused('PERSON_MISSING', 'DISPUTE_TEXT_MISSING', 'DISPUTE_VALUE_NOT_ALLOWED');
    const again = by('DisputeEscalated', { to: 'board', reason: 'Later.' }, CARL);
    expect(fold(disputeDecider, [opened, escalated])).toMatchObject({
      escalatedTo: 'boss',
      answerBy: '2027-01-31',
      waitsFor: 'customer',
      status: 'open',
    });
    expect(fold(disputeDecider, [opened, escalated, again])).toMatchObject({
      escalatedTo: 'board',
      answerBy: '2027-01-31',
      waitsFor: 'supplier',
    });
    expect(
      fold(disputeDecider, [opened, escalated, by('OutcomeProposed', { ...proposed.data, answerBy: '2027-02-28' }, CARL)]),
    ).toMatchObject({ answerBy: '2027-02-28' });
    expect(fold(disputeDecider, [opened, escalated, proposed])).toMatchObject({
      answerBy: '2027-01-31',
      proposals: [proposed.data],
      waitsFor: 'supplier',
    });
    expect(fold(disputeDecider, [opened, escalated, ended])).toMatchObject({ status: 'ended', answerBy: null, ended: ended.data });
    expect(fold(disputeDecider, [by('DisputeOpened', { ...opened.data, answerBy: '2027-03-01' }, SUE)])).toMatchObject({
      answerBy: '2027-03-01',
      waitsFor: 'customer',
      evidence: [],
      proposals: [],
      escalatedTo: null,
      ended: null,
    });
    expect(fold(disputeDecider, [opened])).toMatchObject({ answerBy: null });
    // Nothing is said of what was never opened.
    expect(fold(disputeDecider, [escalated])).toEqual({ status: 'none' });
  });

  test("who accepts the other's view holds its figure, and who ends it otherwise keeps its own", () => {
    const end = (outcome: string, more: object = {}): DisputeEvent =>
      by('DisputeEnded', { outcome, reason: 'So.', corrections: [], ...more });
    const figures = (...history: readonly DisputeEvent[]) => {
      const state = fold(disputeDecider, history);
      return state.status === 'none' ? {} : state.figures;
    };
    expect(figures(opened, end('acceptance'))).toEqual({ supplier: '2.00', customer: '2.00' });
    expect(figures(opened, end('rejection'))).toEqual({ supplier: '1.00', customer: '2.00' });
    expect(figures(opened, end('acceptance', { proposal: '1' }))).toEqual({ supplier: '1.00', customer: '2.00' });
    expect(figures(by('DisputeOpened', { ...opened.data, figures: { supplier: '1.00' } }, CARL), end('acceptance'))).toEqual({
      supplier: '1.00',
    });
    given(opened)
      .when({ kind: 'EndDispute', ...OF, outcome: 'acceptance', reason: 'So.', corrections: [], ...SUE })
      .then(end('acceptance'));
  });

  test('a proposal is new where anything in it is, and each has its number', () => {
    const propose = {
      kind: 'ProposeOutcome',
      ...OF,
      outcome: 'correction',
      reason: 'So.',
      corrections: [correction('acme')],
      ...CARL,
    } as const;
    const second = (data: object, of: object = CARL) =>
      by('OutcomeProposed', { proposal: '2', outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...data }, of);
    given(opened, proposed)
      .when({ ...propose, reason: 'Because.' })
      .then(second({ reason: 'Because.' }));
    given(opened, proposed)
      .when({ ...propose, outcome: 'acceptance' })
      .then(second({ outcome: 'acceptance' }));
    given(opened, proposed)
      .when({ ...propose, corrections: [correction('buildco')] })
      .then(second({ corrections: [correction('buildco')] }));
    given(opened, proposed)
      .when({ ...propose, ...SUE })
      .then(second({}, SUE));
    given(opened)
      .when({ ...propose, answerBy: '2027-01-31' })
      .then(by('OutcomeProposed', { ...proposed.data, answerBy: '2027-01-31' }, CARL));
    given(opened)
      .when({ ...propose, answerBy: 'soon', reason: ' ', person: '' })
      .thenRefused('PERSON_MISSING', 'DISPUTE_TEXT_MISSING', 'DISPUTE_VALUE_NOT_ALLOWED');
    given(opened)
      .when({ ...propose, outcome: 'rejection', corrections: [] })
      .then(by('OutcomeProposed', { proposal: '1', outcome: 'rejection', reason: 'So.', corrections: [] }, CARL));
    // What says nothing of how it is recorded is recorded as new.
    const bare = { reporter: 'acme', stage: 'invoiced' as const, document: 'A', lines: correction('acme').lines };
    given(opened)
      .when({ ...propose, corrections: [bare] })
      .then(by('OutcomeProposed', { ...proposed.data, corrections: [{ ...bare, action: 'record' }] }, CARL));
    // The newest of all proposals decides what is said again.
    given(opened, proposed, second({ reason: 'Because.' }))
      .when(propose)
      .then(second({ proposal: '3' }));
  });

  test('the end said again changes nothing only for who ended it, in the way in which it ended', () => {
    const accepted = by('DisputeEnded', { outcome: 'correction', reason: 'So.', corrections: [correction('acme')], proposal: '1' });
    given(opened, proposed, accepted)
      .when({ kind: 'AcceptOutcome', ...OF, proposal: 1, ...SUE })
      .then();
    given(opened, proposed, accepted)
      .when({ kind: 'AcceptOutcome', ...OF, proposal: 2, ...SUE })
      .thenRefused('DISPUTE_ENDED');
    given(opened, proposed, accepted)
      .when({ kind: 'EndDispute', ...OF, outcome: 'correction', reason: 'So.', corrections: [correction('acme')], ...SUE })
      .thenRefused('DISPUTE_ENDED');
    given(opened, ended)
      .when({ kind: 'EndDispute', ...OF, outcome: 'acceptance', reason: 'No.', corrections: [], ...SUE })
      .thenRefused('DISPUTE_ENDED');
    given(opened, ended)
      .when({ kind: 'CommentDispute', ...OF, text: 'x', ...SUE })
      .thenRefused('DISPUTE_ENDED');
    given(opened, proposed)
      .when({ kind: 'AcceptOutcome', ...OF, proposal: 1, party: 'supplier', person: '' })
      .thenRefused('PERSON_MISSING');
    given(opened)
      .when({ kind: 'EndDispute', ...OF, outcome: 'rejection', reason: '', corrections: [], party: 'supplier', person: '' })
      .thenRefused('PERSON_MISSING', 'DISPUTE_TEXT_MISSING');
    given(opened)
      .when({ kind: 'CommentDispute', ...OF, partnership: 'other~pair', text: 'x', ...SUE })
      .thenRefused('DISPUTE_UNKNOWN');
  });

  test('an opening that is wrong says all that is wrong with it', () => {
    const open: DisputeCommand = {
      kind: 'OpenDispute',
      ...OF,
      agreement: 'a-1',
      subject: { kind: 'figure' },
      about: { on: '2026-12-31', knownAt: '4' },
      figures: {},
      text: 'More.',
      ...CARL,
    };
    given()
      .when(open)
      .then(
        by(
          'DisputeOpened',
          { agreement: 'a-1', subject: { kind: 'figure' }, about: { on: '2026-12-31', knownAt: '4' }, figures: {}, text: 'More.' },
          CARL,
        ),
      );
    given()
      .when({
        ...open,
        person: '',
        text: '',
        answerBy: 'soon',
        about: { on: 'then', knownAt: '4' },
        figures: { supplier: 'x', customer: '1,5' },
        subject: { kind: 'other' } as never,
      })
      .thenRefused('PERSON_MISSING', 'DISPUTE_TEXT_MISSING', ...Array.from({ length: 5 }, () => 'DISPUTE_VALUE_NOT_ALLOWED'));
    const decision = disputeDecider.decide(
      { ...open, subject: { kind: 'lines', lines: [{ document: 'A' }] } as never, answerBy: 'soon' },
      fold(disputeDecider, []),
    );
    expect(decision.kind === 'rejected' ? decision.rejections.map(({ place }) => place?.split('.')[0]) : []).toEqual(
      expect.arrayContaining(['answerBy', 'subject']),
    );
  });
});
