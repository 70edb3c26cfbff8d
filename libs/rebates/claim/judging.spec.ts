import { describe, expect, test } from '@jest/globals';
import { fold } from '#kernel';
import type { AskedPart, ClaimCommand, ClaimFacts } from './commands.ts';
import { claimsDecider } from './decider.ts';
import type { ClaimEvent } from './events.ts';
import { approved, carl, facts, given, part, q1, q2, raised, settled, sue } from './given.contract.ts';

/** What is approved of a claim: never more than was claimed, nor than is earned on the day of the decision, line by line. */

const of = { agreement: 'acme-buildco-2026' };
const line = (document: string, name: string, amount: string) => ({ document, line: name, amount });
const inLines = (...lines: readonly ReturnType<typeof line>[]): AskedPart => ({ programme: 'volume', period: q1, lines });
const approve = (claim: string, parts?: readonly AskedPart[], reason?: string): ClaimCommand => ({
  kind: 'ApproveClaim',
  ...of,
  claim,
  ...(parts === undefined ? {} : { parts }),
  ...(reason === undefined ? {} : { reason }),
  ...sue,
});
const [first, second] = [line('I-1', '1', '60.00'), line('I-1', '2', '30.00')];
/** C-1 claims 60.00 and 30.00 on two lines. */
const claimed: ClaimEvent = {
  type: 'ClaimRaised',
  data: {
    ...of,
    claim: 'c-1',
    parts: [{ ...part('90.00'), lines: [first, second] }],
    amount: '90.00',
    ...carl,
    on: facts.today,
  },
};
const knowing = (volume: Partial<ClaimFacts['programmes'][string]>): ClaimFacts => {
  const own = facts.programmes['volume'];
  if (own === undefined) throw new Error('no programme');
  return { ...facts, programmes: { ...facts.programmes, volume: { ...own, ...volume } } };
};
const refusedFor = (command: ClaimCommand, known: ClaimFacts, ...history: readonly ClaimEvent[]) => {
  const decision = claimsDecider.decide({ ...command, facts: known }, fold(claimsDecider, history));
  return decision.kind === 'rejected' ? decision.rejections : [];
};

describe('approving lines', () => {
  test('a part names what is approved of each, and is their sum', () => {
    given(claimed)
      .when(approve('c-1', [inLines(line('I-1', '1', '50.00'), second)], 'less'))
      .then({
        type: 'ClaimApproved',
        data: {
          ...of,
          claim: 'c-1',
          parts: [{ ...part('80.00'), lines: [line('I-1', '1', '50.00'), second] }],
          amount: '80.00',
          reason: 'less',
          ...sue,
          on: facts.today,
        },
      });
  });
  test('an amount beside the lines is their sum, or refused', () => {
    const both = (amount: string) => [{ ...inLines(line('I-1', '1', '50.00')), amount }];
    given(claimed)
      .when(approve('c-1', both('50.00'), 'less'))
      .thenClaimed('50.00');
    given(claimed)
      .when(approve('c-1', both('50.01'), 'less'))
      .thenRefused('CLAIM_LINES_DIFFER');
  });
  test('each line is approved at most as claimed, and none that was not claimed', () => {
    given(claimed)
      .when(approve('c-1', [inLines(line('I-1', '1', '60.01'))], 'x'))
      .thenRefused('APPROVED_ABOVE_CLAIMED');
    given(claimed)
      .when(approve('c-1', [inLines(line('I-9', '1', '0.01'))], 'x'))
      .thenRefused('APPROVED_ABOVE_CLAIMED');
  });
  test('an amount that is none is said for each line, before sums are compared', () => {
    given(claimed)
      .when(approve('c-1', [inLines(line('I-1', '1', '1.001'), line('I-1', '2', 'much'))], 'x'))
      .thenRefused('CLAIM_AMOUNT_NOT_ALLOWED', 'CLAIM_AMOUNT_NOT_ALLOWED');
  });
  test('what a line no longer earns is not approved, whole claim or part', () => {
    const fewer = knowing({ lines: { [q1.to]: { 'I-1#1': '59.99', 'I-1#2': '30.00' } } });
    expect(refusedFor(approve('c-1'), fewer, claimed)).toMatchObject([
      {
        code: 'CLAIM_LINE_ABOVE_EARNED',
        details: { asked: '60.00', line: 'I-1#1', programme: 'volume', left: '59.99', earned: '59.99', claimed: '0.00' },
      },
    ]);
    given(claimed)
      .when(approve('c-1', [inLines(line('I-1', '1', '59.99'), second)], 'returned'), fewer)
      .thenClaimed('89.99');
    given(claimed)
      .when(approve('c-1'), knowing({ lines: {} }))
      .thenRefused('CLAIM_LINE_ABOVE_EARNED', 'CLAIM_LINE_ABOVE_EARNED');
  });
  test('what other claims ask of a line is not approved again', () => {
    const other: ClaimEvent = {
      type: 'ClaimRaised',
      data: {
        ...of,
        claim: 'c-2',
        parts: [{ ...part('1.00'), lines: [line('I-1', '1', '1.00')] }],
        amount: '1.00',
        ...carl,
        on: facts.today,
      },
    };
    given(claimed, other).when(approve('c-1')).thenRefused('CLAIM_LINE_ABOVE_EARNED');
    given(claimed, other, { type: 'ClaimWithdrawn', data: { ...of, claim: 'c-2', ...carl, on: facts.today } })
      .when(approve('c-1'))
      .thenClaimed('90.00');
  });
  test('at most twenty lines are named in a refusal', () => {
    const many = Array.from({ length: 25 }, (_, index) => line('I-1', String(index), '1.00'));
    const long: ClaimEvent = {
      ...claimed,
      data: { ...claimed.data, parts: [{ ...part('25.00'), lines: many }], amount: '25.00' },
    };
    expect(refusedFor(approve('c-1'), facts, long)).toHaveLength(20);
  });
  test('more than one event holds is refused', () => {
    const many = Array.from({ length: 2_000 }, (_, index) => line(`INVOICE-${index}`, '1', '0.01'));
    const known = knowing({ lines: { [q1.to]: Object.fromEntries(many.map((one) => [`${one.document}#1`, '0.01'])) } });
    const long: ClaimEvent = {
      ...claimed,
      data: { ...claimed.data, parts: [{ ...part('20.00'), lines: many }], amount: '20.00' },
    };
    expect(refusedFor(approve('c-1', [inLines(...many)]), known, long)).toMatchObject([
      { code: 'CLAIM_TOO_LARGE', details: { lines: '2000' } },
    ]);
    given(long).when(approve('c-1'), known).thenClaimed('20.00');
  });
});

describe('approving parts', () => {
  test('earlier parts of one claim leave less for its later ones, of one programme only', () => {
    const both: ClaimEvent = {
      type: 'ClaimRaised',
      data: { ...of, claim: 'c-1', parts: [part('100.00'), part('150.00', q2)], amount: '250.00', ...carl, on: facts.today },
    };
    given(both).when(approve('c-1')).thenClaimed('250.00');
    const fewer = knowing({ earned: { [q1.to]: '100.00', [q2.to]: '249.99' } });
    expect(refusedFor(approve('c-1'), fewer, both)).toMatchObject([
      {
        code: 'CLAIM_ABOVE_EARNED',
        details: { asked: '150.00', left: '149.99', earned: '249.99', used: '100.00', from: q2.from, to: q2.to },
      },
    ]);
    const apart: ClaimEvent = {
      type: 'ClaimRaised',
      data: { ...of, claim: 'c-1', parts: [part('20.00', q1, 'promo'), part('100.00')], amount: '120.00', ...carl, on: facts.today },
    };
    given(apart).when(approve('c-1')).thenClaimed('120.00');
  });
  test('of nothing, by nobody, or the same twice are refused', () => {
    given(raised('c-1', '10.00')).when(approve('c-1', [])).thenRefused('CLAIM_EMPTY');
    given(raised('c-1', '10.00'))
      .when({ ...approve('c-1'), person: '' })
      .thenRefused('PERSON_MISSING');
    given(raised('c-1', '10.00'))
      .when(approve('c-1', [part('4.00'), part('5.00')], 'x'))
      .thenRefused('CLAIM_PART_TWICE');
  });
  test('a reason is kept where it is given, and needed only where less is approved', () => {
    given(raised('c-1', '10.00'))
      .when(approve('c-1', undefined, 'as agreed'))
      .then({
        type: 'ClaimApproved',
        data: { ...of, claim: 'c-1', parts: [part('10.00')], amount: '10.00', reason: 'as agreed', ...sue, on: facts.today },
      });
    given(raised('c-1', '10.00'))
      .when(approve('c-1', [part('10.00')]))
      .thenClaimed('10.00');
  });
});

describe('withdrawing', () => {
  const withdraw = (reason?: string): ClaimCommand => ({
    kind: 'WithdrawClaim',
    ...of,
    claim: 'c-1',
    ...carl,
    ...(reason === undefined ? {} : { reason }),
  });
  test('keeps a reason where one is given, and an empty one is none', () => {
    given(raised('c-1', '10.00'))
      .when(withdraw('twice'))
      .then({
        type: 'ClaimWithdrawn',
        data: { ...of, claim: 'c-1', reason: 'twice', ...carl, on: facts.today },
      });
    given(raised('c-1', '10.00')).when(withdraw(' ')).thenRefused('CLAIM_REASON_MISSING');
  });
  test('an approved claim can be, until something of it is settled', () => {
    const standing = [raised('c-1', '10.00'), approved('c-1', '10.00')];
    given(...standing)
      .when(withdraw())
      .then({ type: 'ClaimWithdrawn', data: { ...of, claim: 'c-1', ...carl, on: facts.today } });
    given(...standing, settled('s-1', '1.00', 'c-1'))
      .when(withdraw())
      .thenRefused('CLAIM_SETTLED');
    given().when(withdraw()).thenRefused('CLAIM_UNKNOWN');
    given(raised('c-1', '10.00'), { type: 'ClaimRefused', data: { ...of, claim: 'c-1', reason: 'no', ...sue, on: facts.today } })
      .when(withdraw())
      .thenRefused('CLAIM_NOT_OPEN');
  });
  test('is the customer’s to do', () => {
    given(raised('c-1', '10.00'))
      .when({ ...withdraw(), ...sue })
      .thenRefused('CLAIM_NOT_THE_PARTY');
  });
});

test('a claim keeps the reference and the evidence that came with it', () => {
  const evidence = { sha256: 'a'.repeat(64), lines: 3 };
  given()
    .when({ kind: 'RaiseClaim', ...of, claim: 'c-1', parts: [part('10.00')], reference: 'CL-2026-7', evidence, ...carl })
    .then({
      type: 'ClaimRaised',
      data: {
        ...of,
        claim: 'c-1',
        parts: [part('10.00')],
        amount: '10.00',
        reference: 'CL-2026-7',
        evidence,
        ...carl,
        on: facts.today,
        decideBy: '2026-08-19',
      },
    });
});

test('a settlement keeps who is paid, and that it is final', () => {
  const payees = [
    { member: 'm-1', amount: '60.00' },
    { member: 'm-2', amount: '40.00' },
  ];
  const command: ClaimCommand = {
    kind: 'RecordSettlement',
    ...of,
    settlement: 's-1',
    means: 'payment',
    reference: 'P-1',
    parts: [{ ...part('100.00'), final: true }],
    payees,
    ...sue,
  };
  given()
    .when(command)
    .then({
      type: 'SettlementRecorded',
      data: {
        ...of,
        settlement: 's-1',
        kind: 'payment',
        reference: 'P-1',
        amount: '100.00',
        parts: [{ ...part('100.00'), final: true }],
        payees,
        ...sue,
        on: facts.today,
      },
    });
});
