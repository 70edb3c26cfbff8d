import { fold, toDay } from '#kernel';
import { describe, expect, it } from '@jest/globals';
import { type AgreementCommand, agreementDecider } from './decider.ts';
import type { AgreementEvent } from './events.ts';
import {
  active,
  activated,
  amended,
  amendment,
  answering,
  amendmentProposed,
  customer,
  file,
  given,
  promo,
  proposed,
  signed,
  supplier,
  terminated,
  termsOf,
  withdrawn,
} from './given.contract.ts';
import { agreementInForce } from './in-force.ts';
import { MOST_PROPOSAL_BYTES } from './propose.ts';

const agreement = file.id;
const propose = (by: typeof supplier | typeof customer = supplier, terms: unknown = file): AgreementCommand => ({
  kind: 'ProposeAgreement',
  terms,
  ...by,
});
const sign = (version: number, by: { party: 'supplier' | 'customer'; person: string }): AgreementCommand => ({
  kind: 'SignAgreement',
  agreement,
  version,
  ...by,
});
const withdraw = (version: number, by: typeof supplier | typeof customer = supplier): AgreementCommand => ({
  kind: 'WithdrawProposal',
  agreement,
  version,
  ...by,
});
const amend = (by: typeof supplier | typeof customer = customer, amendments: unknown = [amendment]): AgreementCommand => ({
  kind: 'ProposeAmendment',
  agreement,
  amendments,
  ...by,
});
const terminate = (on: string, reason = 'sold', by: typeof supplier | typeof customer = supplier): AgreementCommand => ({
  kind: 'TerminateAgreement',
  agreement,
  on,
  reason,
  ...by,
});
const stateAfter = (...history: AgreementEvent[]) => fold(agreementDecider, history);

describe('proposing an agreement', () => {
  it('keeps its terms with the defaults, and the amendments of its file beside them', () => {
    given([]).when(propose()).then(proposed());
    given([])
      .when(propose(supplier, { ...file, amendments: [amendment] }))
      .then(proposed('1', supplier, { ...file, amendments: [amendment] }));
    const { data } = proposed('1', supplier, { ...file, amendments: [amendment] }) as Extract<
      AgreementEvent,
      { type: 'AgreementProposed' }
    >;
    expect(data.amendments).toEqual([amendment]);
    expect('amendments' in data.terms).toBe(false);
  });

  it('again changes nothing', () => {
    given([proposed()]).when(propose()).then();
  });

  it('by the other party, or with other terms, is a counter with the next version', () => {
    given([proposed()])
      .when(propose(customer))
      .then(answering('1', proposed('2', customer)));
    const other = { ...file, currency: 'USD' };
    given([proposed(), signed('1', supplier)])
      .when(propose(supplier, other))
      .then(proposed('2', supplier, other));
    expect(stateAfter(proposed(), signed('1', supplier), proposed('2', customer))).toMatchObject({
      status: 'proposed',
      version: 2,
      openProposal: { version: 2, signedBy: [] },
      signatures: [],
    });
  });

  it('may be made again after it was withdrawn', () => {
    given([proposed(), withdrawn('1')])
      .when(propose())
      .then(proposed('2'));
  });

  it('is refused with everything that is wrong with the terms', () => {
    given([])
      .when(propose(supplier, { ...file, customer: 'acme', timeZone: 'Mars/Olympus' }))
      .thenRefused('SAME_PARTY', 'TIME_ZONE_UNKNOWN');
    given([]).when(propose(supplier, null)).thenRefused('VALUE_NOT_ALLOWED');
  });

  it('is refused once the agreement is in force or has ended', () => {
    given(active).when(propose()).thenRefused('AGREEMENT_ACTIVE');
    given([...active, terminated('2026-06-30', 'sold')])
      .when(propose())
      .thenRefused('AGREEMENT_TERMINATED');
  });

  it('is refused between other parties', () => {
    given([proposed()])
      .when(propose(supplier, { ...file, customer: 'other' }))
      .thenRefused('PARTNERSHIP_DIFFERS');
  });

  it('is refused to people who are not named', () => {
    given([])
      .when(propose(supplier, { ...file, people: { propose: ['pat'] } }))
      .thenRefused('PROPOSER_NOT_NAMED');
    given([])
      .when({ ...propose(), person: '' } as AgreementCommand)
      .thenRefused('PERSON_MISSING');
  });

  it('is refused where an event could not hold it', () => {
    const product = Array.from({ length: 700 }, (_, index) => `${index}${'x'.repeat(100)}`);
    given([])
      .when(propose(supplier, { ...file, programmes: [{ ...promo, eligible: { include: [{ product }] } }] }))
      .thenRefused('PROPOSAL_TOO_LARGE');
    expect(MOST_PROPOSAL_BYTES).toBeLessThan(65_535);
  });
});

describe('signing', () => {
  it('by one party waits for the other', () => {
    given([proposed()]).when(sign(1, customer)).then(signed('1', customer));
    expect(stateAfter(proposed(), signed('1', customer))).toMatchObject({
      status: 'proposed',
      openProposal: { version: 1, kind: 'agreement', signedBy: ['customer'] },
    });
  });

  it('by both puts the agreement in force, with the amendments of its file', () => {
    given([proposed(), signed('1', customer)])
      .when(sign(1, supplier))
      .then(signed('1', supplier), activated());
    const withAmendments = proposed('1', supplier, { ...file, amendments: [amendment] });
    expect(stateAfter(withAmendments)).toMatchObject({ amendments: [] });
    expect(stateAfter(withAmendments, signed('1', customer), signed('1', supplier), activated())).toMatchObject({
      status: 'active',
      partnership: 'acme~buildco',
      version: 1,
      openProposal: null,
      terminatedOn: null,
      amendments: [amendment],
    });
  });

  it('twice by the same person changes nothing, before and after the other signed', () => {
    given([proposed(), signed('1', supplier)])
      .when(sign(1, supplier))
      .then();
    given(active).when(sign(1, supplier)).then();
    given(active).when(sign(1, customer)).then();
  });

  it('twice by another person of the same party is refused', () => {
    given([proposed(), signed('1', supplier)])
      .when(sign(1, { party: 'supplier', person: 'sam' }))
      .thenRefused('ALREADY_SIGNED');
    given(active)
      .when(sign(1, { party: 'supplier', person: 'sam' }))
      .thenRefused('ALREADY_SIGNED');
  });

  it('of a version that is not open is refused', () => {
    given([]).when(sign(1, supplier)).thenRefused('AGREEMENT_UNKNOWN');
    given([proposed()]).when(sign(2, supplier)).thenRefused('VERSION_NOT_OPEN');
    given([proposed(), signed('1', supplier), proposed('2', customer)])
      .when(sign(1, supplier))
      .thenRefused('VERSION_NOT_OPEN');
    given([proposed(), signed('1', supplier), withdrawn('1')])
      .when(sign(1, supplier))
      .thenRefused('VERSION_NOT_OPEN');
    given(active).when(sign(2, supplier)).thenRefused('VERSION_NOT_OPEN');
  });

  it('is refused to people who are not named', () => {
    const named = proposed('1', supplier, { ...file, people: { sign: ['sue'] } });
    given([named]).when(sign(1, supplier)).then(signed('1', supplier));
    given([named]).when(sign(1, customer)).thenRefused('SIGNER_NOT_NAMED');
  });
});

describe('withdrawing', () => {
  it('ends a first proposal', () => {
    given([proposed()]).when(withdraw(1)).then(withdrawn('1'));
    expect(stateAfter(proposed(), withdrawn('1'))).toMatchObject({ status: 'withdrawn', openProposal: null, lastVersion: 1 });
  });

  it('of an amendment leaves the agreement as it was', () => {
    given([...active, amendmentProposed('2')])
      .when(withdraw(2, customer))
      .then(withdrawn('2', customer));
    expect(stateAfter(...active, amendmentProposed('2'), withdrawn('2', customer))).toMatchObject({
      status: 'active',
      version: 1,
      lastVersion: 2,
      openProposal: null,
      amendments: [],
    });
  });

  it('is for the party that proposed, while it is open', () => {
    given([]).when(withdraw(1)).thenRefused('AGREEMENT_UNKNOWN');
    given([proposed()]).when(withdraw(1, customer)).thenRefused('WITHDRAWN_BY_OTHER');
    given(active).when(withdraw(1)).thenRefused('VERSION_NOT_OPEN');
    given([proposed(), withdrawn('1')])
      .when(withdraw(1))
      .thenRefused('VERSION_NOT_OPEN');
    given([proposed('1', supplier, { ...file, people: { propose: ['pat'] } })])
      .when(withdraw(1))
      .thenRefused('PROPOSER_NOT_NAMED');
  });
});

describe('amending', () => {
  it('is proposed, signed by both and then in force', () => {
    given(active).when(amend()).then(amendmentProposed('2'));
    given([...active, amendmentProposed('2')])
      .when(sign(2, customer))
      .then(signed('2', customer));
    given([...active, amendmentProposed('2'), signed('2', customer)])
      .when(sign(2, supplier))
      .then(signed('2', supplier), amended('2'));
    const after = [...active, amendmentProposed('2'), signed('2', customer), signed('2', supplier), amended('2')];
    expect(stateAfter(...after)).toMatchObject({ status: 'active', version: 2, openProposal: null, amendments: [amendment] });
    given(after).when(sign(2, supplier)).then();
    given(after).when(amend()).then(amendmentProposed('3'));
  });

  it('keeps the reason it was given', () => {
    const [event] = [amendmentProposed('2') as Extract<AgreementEvent, { type: 'AmendmentProposed' }>];
    given(active)
      .when({ ...amend(), reason: 'more pipes' } as AgreementCommand)
      .then({ ...event, data: { ...event.data, reason: 'more pipes' } });
  });

  it('again changes nothing, and by the other party is a counter', () => {
    given([...active, amendmentProposed('2')])
      .when(amend())
      .then();
    given([...active, amendmentProposed('2'), signed('2', customer)])
      .when(amend(supplier))
      .then(answering('2', amendmentProposed('3', supplier)));
  });

  it('is refused while the agreement is not in force', () => {
    given([]).when(amend()).thenRefused('AGREEMENT_UNKNOWN');
    given([proposed()]).when(amend()).thenRefused('AGREEMENT_NOT_ACTIVE');
    given([proposed(), withdrawn('1')])
      .when(amend())
      .thenRefused('AGREEMENT_NOT_ACTIVE');
    given([...active, terminated('2026-06-30', 'sold')])
      .when(amend())
      .thenRefused('AGREEMENT_NOT_ACTIVE');
  });

  it('is refused where it does not fit the terms as amended, or people are not named', () => {
    given(active)
      .when(amend(customer, [{ ...amendment, programme: 'x' }]))
      .thenRefused('AMENDMENT_PROGRAMME_UNKNOWN');
    const named = proposed('1', supplier, { ...file, people: { propose: ['sue'] } });
    given([named, ...active.slice(1)])
      .when(amend())
      .thenRefused('PROPOSER_NOT_NAMED');
  });
});

describe('terminating', () => {
  it('ends the agreement, and what was proposed lapses', () => {
    given(active).when(terminate('2026-06-30')).then(terminated('2026-06-30', 'sold'));
    expect(stateAfter(...active, amendmentProposed('2'), terminated('2026-06-30', 'sold'))).toMatchObject({
      status: 'terminated',
      terminatedOn: '2026-06-30',
      openProposal: null,
      version: 1,
    });
  });

  it('again changes nothing, and otherwise is refused', () => {
    const ended = [...active, terminated('2026-06-30', 'sold')];
    given(ended).when(terminate('2026-06-30')).then();
    given(ended).when(terminate('2026-07-31')).thenRefused('AGREEMENT_TERMINATED');
    given(ended).when(sign(2, supplier)).thenRefused('VERSION_NOT_OPEN');
  });

  it('is refused where nothing is in force', () => {
    given([]).when(terminate('2026-06-30')).thenRefused('AGREEMENT_UNKNOWN');
    given([proposed()]).when(terminate('2026-06-30')).thenRefused('AGREEMENT_NOT_ACTIVE');
  });

  it('needs a day of the term, a reason, and a person who may sign', () => {
    given(active).when(terminate('2026-02-30')).thenRefused('DAY_NOT_ALLOWED');
    given(active).when(terminate('2027-01-01')).thenRefused('TERMINATION_OUTSIDE_TERM');
    given(active).when(terminate('2026-06-30', ' ')).thenRefused('REASON_MISSING');
    // One side alone ends nothing that has passed: it would take back what was earned since.
    given(active)
      .when({ ...terminate('2026-06-30'), today: '2026-07-01' })
      .thenRefused('TERMINATION_PASSED');
    given(active)
      .when({ ...terminate('2026-06-30'), today: '2026-06-30' })
      .then(terminated('2026-06-30', 'sold'));
    const named = proposed('1', supplier, { ...file, people: { sign: ['carl'] } });
    given([named, ...active.slice(1)])
      .when(terminate('2026-06-30'))
      .thenRefused('SIGNER_NOT_NAMED');
  });
});

describe('the state', () => {
  it('refuses a history that does not begin with a proposal, because that is damage', () => {
    expect(() => fold(agreementDecider, [activated()])).toThrow(/damaged/);
  });

  it('gives the agreement in force once both have signed, through its termination', () => {
    const inForce = (...history: AgreementEvent[]) => agreementInForce(stateAfter(...history));
    expect([inForce(), inForce(proposed()), inForce(proposed(), withdrawn('1'))]).toEqual([undefined, undefined, undefined]);
    expect(inForce(...active, amendmentProposed('2'))).toMatchObject({ terms: termsOf(file), amendments: [], terminatedOn: undefined });
    expect(inForce(...active, amendmentProposed('2'), amended('2'), terminated('2026-06-30', 'sold'))).toMatchObject({
      amendments: [amendment],
      terminatedOn: toDay('2026-06-30'),
    });
  });

  it('exposes the terms that are in force', () => {
    expect(stateAfter(...active)).toMatchObject({ agreement, terms: termsOf(file), lastVersion: 1 });
  });
});
