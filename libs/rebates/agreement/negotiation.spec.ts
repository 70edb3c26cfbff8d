import { fold } from '#kernel';
import { describe, expect, it } from '@jest/globals';
import { amountAtStake } from './at-stake.ts';
import { type AgreementCommand, agreementDecider } from './decider.ts';
import type { AgreementEvent, AgreementEventOf } from './events.ts';
import {
  active,
  amendmentProposed,
  answering,
  customer,
  file,
  given,
  proposed,
  signed,
  supplier,
  terminated,
  termsOf,
  withdrawn,
} from './given.contract.ts';

type By = { readonly party: 'supplier' | 'customer'; readonly person: string };

const agreement = file.id;
const amendment = { effective: '2026-04-01', programme: 'promo', mode: 'restate', change: { earn: { percent: '3' } } };
const stateAfter = (...history: AgreementEvent[]) => fold(agreementDecider, history);
const until = (validUntil: string, event: AgreementEvent): AgreementEvent =>
  ({ ...event, data: { ...event.data, validUntil } }) as AgreementEvent;
const lapsed = (version: string, validUntil: string): AgreementEvent => ({
  type: 'ProposalLapsed',
  data: { agreement, version, validUntil },
});
const approved = (version: string, by: By): AgreementEvent => ({ type: 'ProposalApproved', data: { agreement, version, ...by } });
const amend = (by: By, more: Partial<AgreementCommand> = {}): AgreementCommand =>
  ({ kind: 'ProposeAmendment', agreement, amendments: [amendment], ...by, ...more }) as AgreementCommand;
const sign = (version: number, by: By, today?: string): AgreementCommand => ({
  kind: 'SignAgreement',
  agreement,
  version,
  ...by,
  ...(today === undefined ? {} : { today }),
});
const approve = (version: number, by: By, more: { readonly projected?: string; readonly today?: string } = {}): AgreementCommand => ({
  kind: 'ApproveProposal',
  agreement,
  version,
  ...by,
  ...more,
});
const extend = (to: string, by: By = supplier): AgreementCommand => ({ kind: 'ExtendAgreement', agreement, to, ...by });
const change = (join: unknown, leave: unknown, by: By = customer): AgreementCommand => ({
  kind: 'ChangeMembers',
  agreement,
  join,
  leave,
  ...by,
});
const extensionProposed = (version: string, to: string, by: By = supplier): AgreementEvent => ({
  type: 'ExtensionProposed',
  data: { agreement, version, to, ...by },
});

describe('answering a proposal', () => {
  it('names the version of the other side that it answers, said or not', () => {
    const counter = answering('2', amendmentProposed('3', supplier));
    given([...active, amendmentProposed('2')])
      .when(amend(supplier))
      .then(counter);
    given([...active, amendmentProposed('2')])
      .when(amend(supplier, { answers: 2 }))
      .then(counter);
    given([...active, amendmentProposed('2'), counter])
      .when(amend(supplier, { answers: 2 }))
      .then();
  });

  it("is refused where that version is not open, or is one's own", () => {
    given([...active, amendmentProposed('2'), withdrawn('2', customer)])
      .when(amend(supplier, { answers: 2 }))
      .thenRefused('ANSWERS_NOT_OPEN');
    given(active)
      .when(amend(supplier, { answers: 1 }))
      .thenRefused('ANSWERS_NOT_OPEN');
    given([...active, amendmentProposed('2')])
      .when(amend(customer, { answers: 2, reason: 'on second thoughts' }))
      .thenRefused('ANSWERS_OWN');
  });

  it('by another kind of proposal must be meant', () => {
    given([...active, amendmentProposed('2')])
      .when(extend('2027-06-30'))
      .thenRefused('PROPOSAL_OPEN');
    given([...active, amendmentProposed('2')])
      .when({ ...extend('2027-06-30'), answers: 2 } as AgreementCommand)
      .then(answering('2', extensionProposed('3', '2027-06-30')));
  });

  it("by one's own side replaces what that side proposed", () => {
    const event = amendmentProposed('3', customer) as AgreementEventOf<'AmendmentProposed'>;
    given([...active, amendmentProposed('2')])
      .when(amend(customer, { reason: 'better' }))
      .then({ ...event, data: { ...event.data, reason: 'better' } });
  });

  it('keeps why, and not more than an event can hold', () => {
    const event = proposed() as AgreementEventOf<'AgreementProposed'>;
    given([])
      .when({ kind: 'ProposeAgreement', terms: file, ...supplier, reason: 'a new year' })
      .then({ ...event, data: { ...event.data, reason: 'a new year' } });
    given(active)
      .when(amend(customer, { reason: 'x'.repeat(2001) }))
      .thenRefused('TEXT_TOO_LONG');
  });
});

describe('a proposal with a last day', () => {
  const open = [...active, until('2026-03-31', amendmentProposed('2'))];

  it('is kept with it', () => {
    given(active)
      .when(amend(customer, { validUntil: '2026-03-31', today: '2026-03-31' }))
      .then(until('2026-03-31', amendmentProposed('2')));
    given(active)
      .when(amend(customer, { validUntil: '2026-03-30', today: '2026-03-31' }))
      .thenRefused('VALID_UNTIL_PASSED');
    given(active)
      .when(amend(customer, { validUntil: '2026-02-30' }))
      .thenRefused('DAY_NOT_ALLOWED');
  });

  it('is signed on that day, and refused on the next', () => {
    given(open)
      .when(sign(2, supplier, '2026-03-31'))
      .then(signed('2', supplier));
    given(open)
      .when(sign(2, supplier, '2026-04-01'))
      .thenRefused('PROPOSAL_LAPSED');
    given([...open, signed('2', supplier)])
      .when(sign(2, customer, '2026-04-01'))
      .thenRefused('PROPOSAL_LAPSED');
  });

  it('lapses once, by name, and leaves the agreement as it was', () => {
    const command: AgreementCommand = { kind: 'LapseProposals', agreement, today: '2026-04-01' };
    given(open).when(command).then(lapsed('2', '2026-03-31'));
    given(open)
      .when({ ...command, today: '2026-03-31' })
      .then();
    given([...open, lapsed('2', '2026-03-31')])
      .when(command)
      .then();
    given([]).when(command).thenRefused('AGREEMENT_UNKNOWN');
    expect(stateAfter(...open, signed('2', supplier), lapsed('2', '2026-03-31'))).toMatchObject({
      status: 'active',
      version: 1,
      openProposal: null,
      lastVersion: 2,
      signatures: [{ version: 1 }, { version: 1 }],
    });
  });

  it('that was the first leaves no agreement, and may be made again', () => {
    const first = [until('2026-03-31', proposed()), lapsed('1', '2026-03-31')];
    expect(stateAfter(...first)).toMatchObject({ status: 'lapsed', openProposal: null });
    given(first)
      .when({ kind: 'ProposeAgreement', terms: file, ...supplier })
      .then(proposed('2'));
    given(first).when(amend(customer)).thenRefused('AGREEMENT_NOT_ACTIVE');
  });

  it('is said to have lapsed by the next proposal, which answers nothing', () => {
    given(open)
      .when(amend(supplier, { today: '2026-04-01' }))
      .then(lapsed('2', '2026-03-31'), amendmentProposed('3', supplier));
    given(open)
      .when(amend(supplier, { today: '2026-04-01', answers: 2 }))
      .thenRefused('ANSWERS_NOT_OPEN');
  });
});

describe('comments', () => {
  const said = (version: number, text: string, by: By = customer): AgreementCommand => ({
    kind: 'AddComment',
    agreement,
    version,
    text,
    ...by,
  });

  it('are of a version, whatever became of it', () => {
    given([proposed()])
      .when(said(1, 'too high'))
      .then({ type: 'CommentAdded', data: { agreement, version: '1', text: 'too high', ...customer } });
    given([proposed()])
      .when(said(1, 'x'.repeat(2000)))
      .then({ type: 'CommentAdded', data: { agreement, version: '1', text: 'x'.repeat(2000), ...customer } });
    given([proposed(), withdrawn('1')])
      .when(said(1, 'pity'))
      .then({ type: 'CommentAdded', data: { agreement, version: '1', text: 'pity', ...customer } });
  });

  it('need a version, a text and a person', () => {
    given([]).when(said(1, 'x')).thenRefused('AGREEMENT_UNKNOWN');
    given([proposed()]).when(said(2, 'x')).thenRefused('VERSION_UNKNOWN');
    given([proposed()]).when(said(0, 'x')).thenRefused('VERSION_UNKNOWN');
    given([proposed()]).when(said(1, ' ')).thenRefused('TEXT_MISSING');
    given([proposed()])
      .when(said(1, 'x'.repeat(2001)))
      .thenRefused('TEXT_TOO_LONG');
    given([proposed()])
      .when(said(1, 'x', { party: 'customer', person: '' }))
      .thenRefused('PERSON_MISSING');
  });

  it('decide nothing', () => {
    const before = stateAfter(proposed());
    expect(stateAfter(proposed(), { type: 'CommentAdded', data: { agreement, version: '1', text: 'too high', ...customer } })).toEqual(
      before,
    );
  });
});

describe("approving inside one's own organisation", () => {
  const people = {
    approve: [
      { person: 'ann', party: 'supplier', upTo: '20000' },
      { person: 'boss', party: 'supplier' },
      { person: 'sue', party: 'supplier' },
    ],
  };
  const capped = { ...file, people, programmes: file.programmes.map((programme) => ({ ...programme, cap: { amount: '10000' } })) };
  const open = [proposed('1', supplier, capped)];
  const ann = { party: 'supplier', person: 'ann' } as const;
  const boss = { party: 'supplier', person: 'boss' } as const;

  it("comes before the side's signature, and binds that side only", () => {
    given(open).when(sign(1, supplier)).thenRefused('APPROVAL_MISSING');
    given(open).when(sign(1, customer)).then(signed('1', customer));
    given(open).when(approve(1, ann)).then(approved('1', ann));
    given([...open, approved('1', ann)])
      .when(sign(1, supplier))
      .then(signed('1', supplier));
  });

  it('by a name alone binds both sides', () => {
    const both = [proposed('1', supplier, { ...file, people: { approve: ['ann'] } })];
    given([...both, approved('1', ann)])
      .when(sign(1, customer))
      .thenRefused('APPROVAL_MISSING');
    given(both)
      .when(approve(1, { party: 'customer', person: 'ann' }))
      .then(approved('1', { party: 'customer', person: 'ann' }));
  });

  it('again changes nothing, and another of the side may approve as well', () => {
    given([...open, approved('1', ann)])
      .when(approve(1, ann))
      .then();
    given([...open, approved('1', ann)])
      .when(approve(1, boss))
      .then(approved('1', boss));
  });

  it('is refused to the author, to others, and where nobody is asked', () => {
    given(open).when(approve(1, supplier)).thenRefused('APPROVER_IS_AUTHOR');
    given(open)
      .when(approve(1, { party: 'supplier', person: 'eve' }))
      .thenRefused('APPROVER_NOT_NAMED');
    given(open)
      .when(approve(1, { party: 'customer', person: 'ann' }))
      .thenRefused('APPROVAL_NOT_ASKED');
    given(open).when(approve(2, ann)).thenRefused('VERSION_NOT_OPEN');
    given([]).when(approve(1, ann)).thenRefused('AGREEMENT_UNKNOWN');
    given([until('2026-01-31', proposed('1', supplier, capped))])
      .when(approve(1, ann, { today: '2026-02-01' }))
      .thenRefused('PROPOSAL_LAPSED');
  });

  it("above one's limit is for those with a higher one", () => {
    const more = [
      proposed('1', supplier, {
        ...capped,
        programmes: capped.programmes.map((programme) => ({ ...programme, cap: { amount: '10000.01' } })),
      }),
    ];
    given(more).when(approve(1, ann)).thenRefused('APPROVAL_ABOVE_LIMIT');
    given(more).when(approve(1, boss)).then(approved('1', boss));
    given(open)
      .when(approve(1, ann, { projected: '20001' }))
      .thenRefused('APPROVAL_ABOVE_LIMIT');
    given([proposed('1', supplier, { ...file, people })])
      .when(approve(1, ann))
      .thenRefused('APPROVAL_ABOVE_LIMIT');
    given([proposed('1', supplier, { ...file, people })])
      .when(approve(1, ann, { projected: '20000' }))
      .then(approved('1', ann));
  });

  it('of an amendment looks at what it makes of the agreement, those before it included', () => {
    const inForce = [...open, approved('1', ann), ...active.slice(1)];
    const raised = (version: string, programme: string): AgreementEvent => ({
      type: 'AmendmentProposed',
      data: {
        agreement,
        version,
        amendments: [{ effective: '2026-04-01', programme, mode: 'restate', change: { cap: { amount: '10001' } } }],
        ...customer,
      },
    });
    given([...inForce, raised('2', 'promo')])
      .when(approve(2, ann))
      .thenRefused('APPROVAL_ABOVE_LIMIT');
    const lowered: AgreementEvent = {
      type: 'AgreementAmended',
      data: {
        agreement,
        version: '2',
        amendments: [{ effective: '2026-01-01', programme: 'volume', mode: 'restate', change: { cap: { amount: '9999' } } }],
      },
    };
    given([...inForce, raised('2', 'volume'), lowered, raised('3', 'promo')])
      .when(approve(3, ann))
      .then(approved('3', ann));
  });

  it('ends with the version: a counter must be approved again', () => {
    const counter = proposed('2', customer, { ...capped, name: 'again' });
    given([...open, approved('1', ann), answering('1', counter)])
      .when(sign(2, supplier))
      .thenRefused('APPROVAL_MISSING');
  });

  it('adds up what caps let through, so that small ones do not hide a large sum', () => {
    const two = {
      ...capped,
      programmes: ['one', 'two'].map((id) => ({ id, earn: { percent: '2' }, cap: { amount: '900', per: 'month' } })),
    };
    expect(amountAtStake(termsOf(two), [])?.toExact()).toBe('21600');
    expect(
      amountAtStake({ ...termsOf(two), limits: [{ programmes: ['one', 'two'], cap: { amount: '5000', per: 'year' } }] }, [])?.toExact(),
    ).toBe('5000');
    const quarterly = termsOf({ ...two, programmes: two.programmes.map((programme) => ({ ...programme, period: 'quarter' })) });
    // A limit without a window of its own is one for each year, however often its programmes are measured.
    expect(amountAtStake({ ...quarterly, limits: [{ programmes: ['one', 'two'], cap: { amount: '5000' } }] }, [])?.toExact()).toBe('5000');
  });

  it('looks at what the version makes of the terms: a cap taken out bounds nothing', () => {
    const terms = termsOf(capped);
    const out = { effective: '2026-04-01', programme: 'promo', mode: 'restate' as const, change: { cap: null } };
    const higher = { ...out, change: { cap: { amount: '30000' } } };
    expect(amountAtStake(terms, [])?.toExact()).toBe('20000');
    expect(amountAtStake(terms, [higher])?.toExact()).toBe('40000');
    expect(amountAtStake(terms, [out])).toBeUndefined();
    expect(amountAtStake({ ...terms, limits: [{ programmes: ['promo'], cap: { amount: '50000' } }] }, [out])?.toExact()).toBe('60000');
  });
});

describe('extending', () => {
  const extended: AgreementEvent = { type: 'AgreementExtended', data: { agreement, version: '2', to: '2027-06-30' } };

  it('is proposed, signed by both, and moves the last day', () => {
    given(active).when(extend('2027-06-30')).then(extensionProposed('2', '2027-06-30'));
    const signing = [...active, extensionProposed('2', '2027-06-30'), signed('2', customer)];
    given(signing).when(sign(2, supplier)).then(signed('2', supplier), extended);
    expect(stateAfter(...signing, signed('2', supplier), extended)).toMatchObject({
      status: 'active',
      version: 2,
      terms: { from: '2026-01-01', to: '2027-06-30' },
      openProposal: null,
    });
    const late = { ...amendment, effective: '2027-02-01' };
    const after = [...signing, signed('2', supplier), extended];
    given(active)
      .when({ kind: 'ProposeAmendment', agreement, amendments: [late], ...customer })
      .thenRefused('AMENDMENT_OUTSIDE_TERM');
    given(after)
      .when({ kind: 'ProposeAmendment', agreement, amendments: [late], ...customer })
      .then({ type: 'AmendmentProposed', data: { agreement, version: '3', amendments: [{ ...late, mode: 'restate' }], ...customer } });
  });

  it('is refused where it is not later, no day, too long, or nothing is in force', () => {
    given(active).when(extend('2026-12-31')).thenRefused('EXTENSION_NOT_LATER');
    given(active).when(extend('2027-02-30')).thenRefused('DAY_NOT_ALLOWED');
    given(active).when(extend('2099-12-31')).thenRefused('TERM_TOO_LONG');
    given([proposed()]).when(extend('2027-06-30')).thenRefused('AGREEMENT_NOT_ACTIVE');
    given([...active, terminated('2026-06-30', 'sold')])
      .when(extend('2027-06-30'))
      .thenRefused('AGREEMENT_NOT_ACTIVE');
    given([]).when(extend('2027-06-30')).thenRefused('AGREEMENT_UNKNOWN');
    const named = proposed('1', supplier, { ...file, people: { propose: ['pat'] } });
    given([named, ...active.slice(1)])
      .when(extend('2027-06-30'))
      .thenRefused('PROPOSER_NOT_NAMED');
  });
});

describe('members who join and leave', () => {
  const members = [{ id: 'north' }, { id: 'south', from: '2026-02-01' }];
  const grouped = [proposed('1', supplier, { ...file, members }), ...active.slice(1)];
  const join = [{ id: 'west', from: '2026-05-01' }];
  const leave = [{ id: 'south', on: '2026-06-30' }];

  it('are proposed, signed by both, and then in the terms', () => {
    const event: AgreementEvent = { type: 'MembershipProposed', data: { agreement, version: '2', join, leave, ...customer } };
    const changed: AgreementEvent = { type: 'MembersChanged', data: { agreement, version: '2', join, leave } };
    given(grouped).when(change(join, leave)).then(event);
    given([...grouped, event, signed('2', customer)])
      .when(sign(2, supplier))
      .then(signed('2', supplier), changed);
    expect(stateAfter(...grouped, event, signed('2', customer), signed('2', supplier), changed)).toMatchObject({
      version: 2,
      terms: { members: [{ id: 'north' }, { id: 'south', from: '2026-02-01', to: '2026-06-30' }, { id: 'west', from: '2026-05-01' }] },
    });
  });

  it('may join for some days, and leave on the day that they joined', () => {
    const some = [{ id: 'west', from: '2026-05-01', to: '2026-05-01' }];
    const first = [{ id: 'south', on: '2026-02-01' }];
    given(grouped)
      .when(change(some, first))
      .then({ type: 'MembershipProposed', data: { agreement, version: '2', join: some, leave: first, ...customer } });
  });

  it('leave the stay that holds the day, of those of their name', () => {
    const twice = [
      proposed('1', supplier, {
        ...file,
        members: [
          { id: 'north', to: '2026-03-31' },
          { id: 'north', from: '2026-06-01' },
        ],
      }),
      ...active.slice(1),
    ];
    const event = {
      type: 'MembersChanged' as const,
      data: { agreement, version: '2', join: [], leave: [{ id: 'north', on: '2026-08-31' }] },
    };
    expect(stateAfter(...twice, event)).toMatchObject({
      terms: {
        members: [
          { id: 'north', to: '2026-03-31' },
          { id: 'north', from: '2026-06-01', to: '2026-08-31' },
        ],
      },
    });
    const stays = (on: string) => stateAfter(...twice, { ...event, data: { ...event.data, leave: [{ id: 'north', on }] } });
    expect(stays('2026-06-01')).toMatchObject({ terms: { members: [{ to: '2026-03-31' }, { from: '2026-06-01', to: '2026-06-01' }] } });
    expect(stays('2026-03-31')).toEqual(stays('2026-05-01'));
    given(twice)
      .when(change([], [{ id: 'north', on: '2026-05-01' }]))
      .thenRefused('MEMBER_NOT_THERE');
    given(twice)
      .when(change([], [{ id: 'north', on: '2026-03-31' }]))
      .then({
        type: 'MembershipProposed',
        data: { agreement, version: '2', join: [], leave: [{ id: 'north', on: '2026-03-31' }], ...customer },
      });
    given(grouped)
      .when(change([{ id: 'south', from: '2026-09-01' }], []))
      .thenRefused('MEMBER_STAYS_OVERLAP');
  });

  it('may join again after they left', () => {
    given(grouped)
      .when(change([{ id: 'south', from: '2026-09-01' }], leave))
      .then({
        type: 'MembershipProposed',
        data: { agreement, version: '2', join: [{ id: 'south', from: '2026-09-01' }], leave, ...customer },
      });
    given(grouped)
      .when(change([{ id: 'south', from: '2026-06-30' }], leave))
      .thenRefused('MEMBER_STAYS_OVERLAP');
  });

  it('are refused where they are one already, are none, or nothing changes', () => {
    given(grouped)
      .when(change([{ id: 'north', from: '2026-05-01' }], []))
      .thenRefused('MEMBER_STAYS_OVERLAP');
    given(grouped)
      .when(
        change(
          [
            { id: 'east', from: '2026-05-01' },
            { id: 'east', from: '2026-06-01' },
          ],
          [],
        ),
      )
      .thenRefused('MEMBER_STAYS_OVERLAP');
    given(grouped)
      .when(change([{ id: 'east', from: '2026-05-02', to: '2026-05-01' }], []))
      .thenRefused('TERM_BACKWARDS');
    given(grouped)
      .when(change([], [{ id: 'south', on: '2026-01-31' }]))
      .thenRefused('MEMBER_NOT_THERE');
    given([proposed('1', supplier, { ...file, members: [{ id: 'north', to: '2026-06-30' }] }), ...active.slice(1)])
      .when(change([], [{ id: 'north', on: '2026-07-01' }]))
      .thenRefused('MEMBER_NOT_THERE');
    given(grouped)
      .when(change([], [{ id: 'east', on: '2026-06-30' }]))
      .thenRefused('MEMBER_NOT_THERE');
    given(grouped).when(change(undefined, [])).thenRefused('MEMBERS_UNCHANGED');
    given(grouped)
      .when(change([{ id: 'east' }], []))
      .thenRefused('VALUE_MISSING');
    given(active).when(change(join, [])).thenRefused('MEMBERS_NOT_LISTED');
    given([proposed()]).when(change(join, [])).thenRefused('AGREEMENT_NOT_ACTIVE');
  });
});

describe('an amendment with nothing to change', () => {
  it('is refused', () => {
    given(active)
      .when(amend(customer, { amendments: [] }))
      .thenRefused('VALUE_NOT_ALLOWED');
  });
});
