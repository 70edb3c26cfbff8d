import { fold, formatFixed, roundUnits, toDay } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ClaimCommand } from './commands.ts';
import { claimsDecider } from './decider.ts';
import { type ClaimEvent, claimEventData } from './events.ts';
import { approved, carl, cora, facts, given, part, q1, q2, raise, raised, settled, sue } from './given.contract.ts';
import { claimRefusal } from './refusals.ts';
import { claimStanding } from './standing.ts';

const of = { agreement: 'acme-buildco-2026' };
const on = facts.today;
const approve = (claim: string, more: Partial<Extract<ClaimCommand, { kind: 'ApproveClaim' }>> = {}): ClaimCommand => ({
  kind: 'ApproveClaim',
  ...of,
  claim,
  ...sue,
  ...more,
});
const record = (
  settlement: string,
  amount: string,
  more: Partial<Extract<ClaimCommand, { kind: 'RecordSettlement' }>> = {},
): ClaimCommand => ({
  kind: 'RecordSettlement',
  ...of,
  settlement,
  means: 'creditNote',
  reference: `CN-${settlement}`,
  parts: [part(amount)],
  ...sue,
  ...more,
});

describe('raising', () => {
  test('what was earned can be claimed, by the day that the plan gives to decide', () => {
    given()
      .when(raise('c-1', part('100.00')))
      .then(raised('c-1', '100.00'));
  });
  test('without an amount: all that is left', () => {
    given(raised('c-1', '30.00'))
      .when({ kind: 'RaiseClaim', ...of, claim: 'c-2', parts: [{ programme: 'volume', period: q1 }], ...carl })
      .thenClaimed('70.00');
  });
  test('a repeated claim finds nothing left, and one that was refused or withdrawn is no more', () => {
    given(raised('c-1', '100.00'))
      .when(raise('c-2', part('100.00')))
      .thenRefused('CLAIM_ABOVE_EARNED');
    given(raised('c-1', '100.00'), { type: 'ClaimRefused', data: { ...of, claim: 'c-1', reason: 'twice', ...sue, on } })
      .when(raise('c-2', part('100.00')))
      .then(raised('c-2', '100.00'));
    given(raised('c-1', '100.00'), { type: 'ClaimWithdrawn', data: { ...of, claim: 'c-1', ...carl, on } })
      .when(raise('c-2', part('100.00')))
      .then(raised('c-2', '100.00'));
  });
  test('a later period claimed first leaves the earlier one its own, and no more', () => {
    given(raised('c-1', '150.00', q2))
      .when(raise('c-2', part('100.00')))
      .then(raised('c-2', '100.00'));
    given(raised('c-1', '200.00', q2))
      .when(raise('c-2', part('100.00')))
      .thenRefused('CLAIM_ABOVE_EARNED');
  });
  test('within tolerance the claim is what was earned, and the own figure is kept', () => {
    given()
      .when(raise('c-1', part('100.90')))
      .then({ type: 'ClaimRaised', data: { ...(raised('c-1', '100.00').data as object), asked: '100.90' } } as ClaimEvent);
    given()
      .when(raise('c-1', part('101.01')))
      .thenRefused('CLAIM_ABOVE_EARNED');
  });
  test('what was settled or given up cannot be claimed', () => {
    given(settled('s-1', '80.00'))
      .when(raise('c-1', part('21.01')))
      .thenRefused('CLAIM_ABOVE_EARNED');
    given({ type: 'WaiverRequested', data: { ...of, waiver: 'w-1', ...part('90.00'), reason: 'goodwill', ...carl, on } })
      .when(raise('c-1', part('20.00')))
      .thenRefused('CLAIM_ABOVE_EARNED');
  });
  test('each part of one claim leaves less for the next', () => {
    given()
      .when(raise('c-1', part('100.00'), part('160.00', q2)))
      .thenRefused('CLAIM_ABOVE_EARNED');
    given()
      .when(raise('c-1', part('100.00'), part('150.00', q2)))
      .thenClaimed('250.00');
  });
});

describe('lines', () => {
  const lines = (claim: string, ...named: readonly [string, string, string][]): ClaimCommand => ({
    kind: 'RaiseClaim',
    ...of,
    claim,
    ...carl,
    parts: [{ programme: 'volume', period: q1, lines: named.map(([document, line, amount]) => ({ document, line, amount })) }],
  });
  const decided = (command: ClaimCommand, known = facts, ...history: readonly ClaimEvent[]): ClaimEvent[] => {
    const decision = claimsDecider.decide({ ...command, facts: known }, fold(claimsDecider, history));
    return decision.kind === 'events' ? [...decision.events] : [];
  };
  test('a line can be claimed once for what it earned', () => {
    const first = decided(lines('c-1', ['I-1', '1', '60.00']));
    expect(first).toHaveLength(1);
    given(...first)
      .when(lines('c-2', ['I-1', '1', '60.00']))
      .thenRefused('CLAIM_LINE_ABOVE_EARNED');
    given(...first)
      .when(lines('c-2', ['I-1', '2', '40.00']))
      .thenClaimed('40.00');
  });
  test('a catch-up claims a line again for what it has earned since', () => {
    const first = decided(lines('c-1', ['I-1', '1', '60.00']));
    const { volume } = facts.programmes;
    if (volume === undefined) throw new Error('no programme');
    const later = {
      ...facts,
      programmes: { volume: { ...volume, earned: { [q1.to]: '200.00' }, lines: { [q1.to]: { 'I-1#1': '90.00' } } } },
    };
    given(...first)
      .when(lines('c-2', ['I-1', '1', '30.00']), later)
      .thenClaimed('30.00');
    given(...first)
      .when(lines('c-2', ['I-1', '1', '32.00']), later)
      .thenRefused('CLAIM_LINE_ABOVE_EARNED');
  });
  test('a line is cut to what it has left within the tolerance, and a return takes back', () => {
    given()
      .when(lines('c-1', ['I-1', '1', '60.70']))
      .thenClaimed('60.00');
    given()
      .when(lines('c-1', ['I-1', '1', '60.00'], ['C-1', '1', '-10.00']))
      .thenClaimed('50.00');
    given()
      .when(lines('c-1', ['I-1', '1', '60.00'], ['C-1', '1', '-8.00']))
      .thenRefused('CLAIM_LINE_ABOVE_EARNED');
  });
  test('lines of a long claim come in pieces, and count like those of a short one', () => {
    const named = Array.from({ length: 2_000 }, (_, index) => ({ document: `INVOICE-${index}`, line: '1', amount: '0.01' }));
    const { volume } = facts.programmes;
    if (volume === undefined) throw new Error('no programme');
    const known = {
      ...facts,
      programmes: {
        volume: {
          ...volume,
          lines: { [q1.to]: Object.fromEntries(named.map(({ document, line, amount }) => [`${document}#${line}`, amount])) },
        },
      },
    };
    const events = decided(
      { kind: 'RaiseClaim', ...of, claim: 'c-1', ...carl, parts: [{ programme: 'volume', period: q1, lines: named }] },
      known,
    );
    expect(events.map(({ type }) => type)).toEqual(['ClaimRaised', 'ClaimLinesNamed', 'ClaimLinesNamed', 'ClaimLinesNamed']);
    for (const { data } of events) expect(JSON.stringify(data).length).toBeLessThan(60_000);
    given(...events)
      .when(
        { kind: 'RaiseClaim', ...of, claim: 'c-2', ...carl, parts: [{ programme: 'volume', period: q1, lines: named.slice(-1) }] },
        { ...known, programmes: { volume: { ...volume, tolerance: undefined, lines: known.programmes.volume.lines } } },
      )
      .thenRefused('CLAIM_LINE_ABOVE_EARNED');
  });
});

test('plans that claim by themselves claim each period that is over once, whoever closes', () => {
  const { volume } = facts.programmes;
  if (volume === undefined) throw new Error('no programme');
  const known = { ...facts, programmes: { volume: { ...volume, automatic: true } } };
  const due = { kind: 'RaiseDueClaims', ...of, ...sue } as const;
  const claimed = (to: string, period: typeof q1, amount: string): ClaimEvent => ({
    type: 'ClaimRaised',
    data: { ...of, claim: `volume.${to}`, parts: [part(amount, period)], amount, ...sue, on, decideBy: '2026-08-19', automatic: true },
  });
  given()
    .when(due, known)
    .then(claimed(q1.to, q1, '100.00'), claimed(q2.to, q2, '150.00'));
  given(claimed(q1.to, q1, '100.00'))
    .when(due, known)
    .then(claimed(q2.to, q2, '150.00'));
  given(raised('c-1', '250.00', q2))
    .when(due, known)
    .then();
  given().when(due).then();
  // With a close, no day after what it closes is claimed.
  given()
    .when({ ...due, through: q1.to }, known)
    .then(claimed(q1.to, q1, '100.00'));
  given()
    .when({ ...due, through: '2026-03-30' }, known)
    .then();
});

describe('deciding', () => {
  const history = [raised('c-1', '100.00')];
  test('whole, in part with a reason, refused, withdrawn', () => {
    given(...history)
      .when(approve('c-1'))
      .then(approved('c-1', '100.00'));
    given(...history)
      .when(approve('c-1', { parts: [part('60.00')], reason: 'two returns' }))
      .then({
        type: 'ClaimApproved',
        data: { ...of, claim: 'c-1', parts: [part('60.00')], amount: '60.00', reason: 'two returns', ...sue, on },
      });
    given(...history)
      .when({ kind: 'RefuseClaim', ...of, claim: 'c-1', reason: 'paid already', ...sue })
      .then({ type: 'ClaimRefused', data: { ...of, claim: 'c-1', reason: 'paid already', ...sue, on } });
    given(...history)
      .when({ kind: 'WithdrawClaim', ...of, claim: 'c-1', ...carl })
      .then({ type: 'ClaimWithdrawn', data: { ...of, claim: 'c-1', ...carl, on } });
  });
  test('what is no longer earned is not approved in whole', () => {
    const { volume } = facts.programmes;
    if (volume === undefined) throw new Error('no programme');
    const returned = { ...facts, programmes: { volume: { ...volume, earned: { [q1.to]: '70.00', [q2.to]: '70.00' } } } };
    given(...history)
      .when(approve('c-1'), returned)
      .thenRefused('CLAIM_ABOVE_EARNED');
    given(...history)
      .when(approve('c-1', { parts: [part('70.00')], reason: 'returns' }), returned)
      .thenClaimed('70.00');
  });
  test('a claim that was deducted before the decision is decided all the same', () => {
    const deducted: ClaimEvent = {
      type: 'SettlementRecorded',
      data: {
        ...of,
        settlement: 's-1',
        kind: 'deduction',
        reference: 'D-1',
        invoice: 'I-77',
        amount: '100.00',
        parts: [{ ...part('100.00'), claim: 'c-1' }],
        ...carl,
        on,
      },
    };
    given(...history)
      .when(
        record('s-1', '100.00', {
          means: 'deduction',
          reference: 'D-1',
          invoice: 'I-77',
          parts: [{ ...part('100.00'), claim: 'c-1' }],
          ...carl,
        }),
      )
      .then(deducted);
    given(...history, deducted)
      .when(approve('c-1'))
      .then(approved('c-1', '100.00'));
    given(...history, deducted)
      .when({ kind: 'WithdrawClaim', ...of, claim: 'c-1', ...carl })
      .thenRefused('CLAIM_SETTLED');
  });
});

describe('settling', () => {
  const history = [raised('c-1', '100.00'), approved('c-1', '100.00')];
  test('a claim in parts, never beyond it', () => {
    given(...history)
      .when(record('s-1', '40.00', { parts: [{ ...part('40.00'), claim: 'c-1' }] }))
      .then(settled('s-1', '40.00', 'c-1'));
    given(...history, settled('s-1', '40.00', 'c-1'))
      .when(record('s-2', '60.01', { parts: [{ ...part('60.01'), claim: 'c-1' }] }))
      .thenRefused('SETTLEMENT_ABOVE_CLAIM');
  });
  test('too much is recorded as it happened: without a claim, and evened out by a negative amount', () => {
    given(settled('s-1', '100.00')).when(record('s-2', '30.00')).then(settled('s-2', '30.00'));
    given(settled('s-1', '130.00')).when(record('s-2', '-30.00')).then(settled('s-2', '-30.00'));
  });
  test('what names no claim is matched with those open of its period, the oldest first; the rest is of none', () => {
    const recorded = (means: 'creditNote' | 'deduction', ...parts: readonly object[]): ClaimEvent =>
      ({
        type: 'SettlementRecorded',
        data: { ...of, settlement: 's-1', kind: means, reference: 'CN-s-1', amount: '110.00', parts, ...sue, on },
      }) as ClaimEvent;
    const two = [raised('c-1', '60.00'), raised('c-2', '40.00'), raised('c-3', '50.00', q2), approved('c-2', '40.00')];
    // A credit note settles what is approved; a deduction has happened, whatever is decided.
    given(...two)
      .when(record('s-1', '110.00'))
      .then(recorded('creditNote', { ...part('40.00'), claim: 'c-2' }, part('70.00')));
    given(...two)
      .when(record('s-1', '110.00', { means: 'deduction' }))
      .then(recorded('deduction', { ...part('60.00'), claim: 'c-1' }, { ...part('40.00'), claim: 'c-2' }, part('10.00')));
    given(...two, settled('s-0', '40.00', 'c-2'))
      .when(record('s-1', '110.00'))
      .then(recorded('creditNote', part('110.00')));
  });
  test('payees and tax add up', () => {
    given()
      .when(
        record('s-1', '100.00', {
          payees: [
            { member: 'hq', amount: '60.00' },
            { member: 'b-1', amount: '39.99' },
          ],
        }),
      )
      .thenRefused('SETTLEMENT_SUM_DIFFERS');
    given()
      .when(
        record('s-1', '100.00', {
          tax: [
            { code: 'V19', net: '90.00', tax: '17.10' },
            { net: '10.00', tax: '0.00' },
          ],
        }),
      )
      .thenClaimed('100.00');
  });
  test('a reversal gives the claim back', () => {
    const reversed: ClaimEvent = { type: 'SettlementReversed', data: { ...of, settlement: 's-1', reason: 'wrong account', ...sue, on } };
    given(...history, settled('s-1', '100.00', 'c-1'))
      .when({ kind: 'ReverseSettlement', ...of, settlement: 's-1', reason: 'wrong account', ...sue })
      .then(reversed);
    given(...history, settled('s-1', '100.00', 'c-1'), reversed)
      .when(record('s-2', '100.00', { parts: [{ ...part('100.00'), claim: 'c-1' }] }))
      .then(settled('s-2', '100.00', 'c-1'));
    given(...history, settled('s-1', '100.00', 'c-1'), reversed)
      .when({ kind: 'ReverseSettlement', ...of, settlement: 's-1', reason: 'again', ...sue })
      .thenRefused('SETTLEMENT_REVERSED');
  });
});

describe('giving up', () => {
  const request = (amount: string, by: typeof carl | typeof sue = carl): ClaimCommand => ({
    kind: 'RequestWaiver',
    ...of,
    waiver: 'w-1',
    ...part(amount),
    reason: 'goodwill',
    ...by,
  });
  const requested = (amount: string, by: typeof carl | typeof sue = carl): ClaimEvent => ({
    type: 'WaiverRequested',
    data: { ...of, waiver: 'w-1', ...part(amount), reason: 'goodwill', ...by, on },
  });
  test('one of the side asks, another approves', () => {
    given().when(request('10.00')).then(requested('10.00'));
    given(requested('10.00'))
      .when({ kind: 'ApproveWaiver', ...of, waiver: 'w-1', ...cora })
      .then({ type: 'EarningWaived', data: { ...of, waiver: 'w-1', ...part('10.00'), ...cora, on } });
    given(requested('10.00'))
      .when({ kind: 'ApproveWaiver', ...of, waiver: 'w-1', ...carl })
      .thenRefused('WAIVER_BY_AUTHOR');
    given(requested('10.00'))
      .when({ kind: 'ApproveWaiver', ...of, waiver: 'w-1', ...sue })
      .thenRefused('CLAIM_NOT_THE_PARTY');
    given(requested('10.00'))
      .when({ kind: 'DropWaiver', ...of, waiver: 'w-1', reason: 'no', ...cora })
      .then({ type: 'WaiverDropped', data: { ...of, waiver: 'w-1', reason: 'no', ...cora, on } });
  });
  test('what is open and no more; what was paid too much is the supplier’s to give up', () => {
    given().when(request('100.01')).thenRefused('WAIVER_ABOVE_OPEN');
    given(settled('s-1', '130.00')).when(request('-30.00', sue)).then(requested('-30.00', sue));
    given(settled('s-1', '130.00')).when(request('-30.00')).thenRefused('CLAIM_NOT_THE_PARTY');
    given(settled('s-1', '130.00')).when(request('-31.00', sue)).thenRefused('WAIVER_ABOVE_OPEN');
  });
});

test('how a programme stands about a day: claimed, then approved, then settled, less what was reversed', () => {
  const history: ClaimEvent[] = [
    { type: 'ClaimRaised', data: { ...of, claim: 'c-1', parts: [part('100.00')], amount: '100.00', ...carl, on: '2026-04-02' } },
    approved('c-1', '90.00', q1, '2026-04-10'),
    settled('s-1', '50.00', 'c-1', q1, '2026-04-20'),
    { type: 'SettlementReversed', data: { ...of, settlement: 's-1', reason: 'bounced', ...sue, on: '2026-05-02' } },
    { type: 'WaiverRequested', data: { ...of, waiver: 'w-1', ...part('5.00'), reason: 'goodwill', ...carl, on: '2026-05-03' } },
    { type: 'EarningWaived', data: { ...of, waiver: 'w-1', ...part('5.00'), ...cora, on: '2026-05-04' } },
  ];
  const state = fold(claimsDecider, history);
  const about = (day: string) => {
    const standing = claimStanding(state, toDay(day)).get('volume');
    return standing === undefined
      ? undefined
      : (['claimed', 'approved', 'settled', 'waived'] as const).map((key) =>
          formatFixed(roundUnits(standing[key], { mode: 'down', decimals: 2 }), 2),
        );
  };
  expect(about('2026-04-01')).toBeUndefined();
  expect(about('2026-04-09')).toEqual(['100.00', '0.00', '0.00', '0.00']);
  expect(about('2026-04-10')).toEqual(['0.00', '90.00', '0.00', '0.00']);
  expect(about('2026-04-20')).toEqual(['0.00', '40.00', '50.00', '0.00']);
  expect(about('2026-05-02')).toEqual(['0.00', '90.00', '0.00', '0.00']);
  expect(about('2026-05-04')).toEqual(['0.00', '90.00', '0.00', '5.00']);
});

const lineClaim: ClaimEvent = {
  type: 'ClaimRaised',
  data: {
    ...of,
    claim: 'c-1',
    parts: [{ ...part('60.00'), lines: [{ document: 'I-1', line: '1', amount: '60.00' }] }],
    amount: '60.00',
    ...carl,
    on,
  },
};

const REFUSED: readonly (readonly [string, readonly ClaimEvent[], ClaimCommand, string])[] = [
  ['a name that names nothing', [], raise('c 1', part('1')), 'CLAIM_ID_NOT_ALLOWED'],
  ['a claim twice', [raised('c-1', '10.00')], raise('c-1', part('10.00')), 'CLAIM_EXISTS'],
  ['a claim by the supplier', [], { ...raise('c-1', part('10.00')), ...sue }, 'CLAIM_NOT_THE_PARTY'],
  ['a claim of nothing', [], raise('c-1'), 'CLAIM_EMPTY'],
  [
    'a claim of what has nothing left',
    [raised('c-1', '100.00')],
    { kind: 'RaiseClaim', ...of, claim: 'c-2', parts: [{ programme: 'volume', period: q1 }], ...carl },
    'CLAIM_EMPTY',
  ],
  ['a part twice', [], raise('c-1', part('10.00'), part('11.00')), 'CLAIM_PART_TWICE'],
  [
    'a line twice',
    [],
    {
      kind: 'RaiseClaim',
      ...of,
      claim: 'c-1',
      ...carl,
      parts: [
        {
          programme: 'volume',
          period: q1,
          lines: [
            { document: 'I-1', line: '1', amount: '1' },
            { document: 'I-1', line: '1', amount: '2' },
          ],
        },
      ],
    },
    'CLAIM_LINE_TWICE',
  ],
  [
    'too many lines',
    [],
    {
      kind: 'RaiseClaim',
      ...of,
      claim: 'c-1',
      ...carl,
      parts: [
        {
          programme: 'volume',
          period: q1,
          lines: Array.from({ length: 5_001 }, (_, index) => ({ document: 'I-1', line: String(index), amount: '0.01' })),
        },
      ],
    },
    'CLAIM_TOO_LARGE',
  ],
  [
    'lines that do not add up to the amount',
    [],
    {
      kind: 'RaiseClaim',
      ...of,
      claim: 'c-1',
      ...carl,
      parts: [{ programme: 'volume', period: q1, amount: '59.00', lines: [{ document: 'I-1', line: '1', amount: '60.00' }] }],
    },
    'CLAIM_LINES_DIFFER',
  ],
  ['a period that is not over', [], raise('c-1', part('1', { from: '2026-07-01', to: '2026-09-30' })), 'CLAIM_PERIOD_OPEN'],
  ['a period that is not the plan’s', [], raise('c-1', part('1', { from: '2026-01-01', to: '2026-01-31' })), 'CLAIM_PERIOD_UNPLANNED'],
  ['an amount with too many decimals', [], raise('c-1', part('1.001')), 'CLAIM_AMOUNT_NOT_ALLOWED'],
  ['a day that is none', [], raise('c-1', part('1', { from: '2026-01-01', to: '2026-02-30' })), 'DAY_NOT_ALLOWED'],
  ['a day to come', [], { ...raise('c-1', part('10.00')), on: '2026-07-21' }, 'CLAIM_DAY_AHEAD'],
  ['a decision before the claim', [raised('c-1', '10.00')], approve('c-1', { on: '2026-07-19' }), 'CLAIM_DAY_BEFORE'],
  ['deciding what is not there', [], approve('c-1'), 'CLAIM_UNKNOWN'],
  ['deciding twice', [raised('c-1', '10.00'), approved('c-1', '10.00')], approve('c-1'), 'CLAIM_NOT_OPEN'],
  ['approving one’s own claim', [raised('c-1', '10.00')], { ...approve('c-1'), ...carl }, 'CLAIM_NOT_THE_PARTY'],
  ['a part without a reason', [raised('c-1', '10.00')], approve('c-1', { parts: [part('5.00')] }), 'CLAIM_REASON_MISSING'],
  ['more than claimed', [raised('c-1', '10.00')], approve('c-1', { parts: [part('11.00')] }), 'APPROVED_ABOVE_CLAIMED'],
  ['a part that was not claimed', [raised('c-1', '10.00')], approve('c-1', { parts: [part('5.00', q2)] }), 'APPROVED_NOT_CLAIMED'],
  ['a part of lines without the lines', [lineClaim], approve('c-1', { parts: [part('5.00')], reason: 'x' }), 'APPROVED_LINES_MISSING'],
  [
    'more of a line than claimed',
    [lineClaim],
    approve('c-1', { parts: [{ programme: 'volume', period: q1, lines: [{ document: 'I-1', line: '2', amount: '5.00' }] }], reason: 'x' }),
    'APPROVED_ABOVE_CLAIMED',
  ],
  ['a credit note by the customer', [], { ...record('s-1', '1.00'), ...carl }, 'CLAIM_NOT_THE_PARTY'],
  ['a settlement of nothing', [], record('s-1', '1.00', { parts: [] }), 'SETTLEMENT_EMPTY'],
  ['a settlement without a document', [], record('s-1', '1.00', { reference: ' ' }), 'SETTLEMENT_REFERENCE_MISSING'],
  ['a settlement twice', [settled('s-1', '1.00')], record('s-1', '1.00'), 'SETTLEMENT_EXISTS'],
  [
    'a document twice, under another id',
    [settled('s-1', '1.00')],
    record('s-2', '1.0', { reference: 'CN-s-1' }),
    'SETTLEMENT_DOCUMENT_EXISTS',
  ],
  [
    'a document twice, though the first was split over claims',
    [
      {
        type: 'SettlementRecorded',
        data: {
          ...of,
          settlement: 's-1',
          kind: 'creditNote',
          reference: 'CN-1',
          amount: '3.00',
          parts: [{ ...part('1.00'), claim: 'c-1' }, part('2.00')],
          ...sue,
          on,
        },
      },
    ],
    record('s-2', '3.00', { reference: 'CN-1' }),
    'SETTLEMENT_DOCUMENT_EXISTS',
  ],
  [
    'crediting what is not decided',
    [raised('c-1', '10.00')],
    record('s-1', '10.00', { parts: [{ ...part('10.00'), claim: 'c-1' }] }),
    'SETTLEMENT_CLAIM_UNDECIDED',
  ],
  [
    'reversing the other side’s',
    [settled('s-1', '1.00')],
    { kind: 'ReverseSettlement', ...of, settlement: 's-1', reason: 'x', ...carl },
    'CLAIM_NOT_THE_PARTY',
  ],
  ['reversing what is not there', [], { kind: 'ReverseSettlement', ...of, settlement: 's-1', reason: 'x', ...sue }, 'SETTLEMENT_UNKNOWN'],
  ['a waiver that is not there', [], { kind: 'ApproveWaiver', ...of, waiver: 'w-1', ...cora }, 'WAIVER_UNKNOWN'],
];
test.each(REFUSED)('refused: %s', (_, history, command, code) => {
  given(...history)
    .when(command)
    .thenRefused(code);
});

test('claims outside the window or below the minimum say so', () => {
  const { volume } = facts.programmes;
  if (volume === undefined) throw new Error('no programme');
  const late = { ...facts, today: '2026-08-01' };
  given()
    .when(raise('c-1', part('10.00')), late)
    .thenRefused('CLAIM_TOO_LATE');
  const below = { ...facts, programmes: { volume: { ...volume, plan: [{ ...q1, belowMinimum: 'carry' as const }] } } };
  given()
    .when(raise('c-1', part('10.00')), below)
    .thenRefused('CLAIM_BELOW_MINIMUM');
});

test('nobody approves more than the own organisation lets them', () => {
  const limited = { ...facts, approvesUpTo: '99.99' };
  given(raised('c-1', '100.00')).when(approve('c-1'), limited).thenRefused('CLAIM_ABOVE_LIMIT');
  given(raised('c-1', '100.00'))
    .when(approve('c-1', { parts: [part('99.99')], reason: 'my limit' }), limited)
    .thenClaimed('99.99');
  given({ type: 'WaiverRequested', data: { ...of, waiver: 'w-1', ...part('100.00'), reason: 'goodwill', ...carl, on } })
    .when({ kind: 'ApproveWaiver', ...of, waiver: 'w-1', ...cora }, limited)
    .thenRefused('CLAIM_ABOVE_LIMIT');
});

test('a refusal fills in its blanks', () => {
  expect(claimRefusal('CLAIM_UNKNOWN', { claim: 'c-9' }, 'claim')).toMatchObject({ message: 'There is no claim c-9.', place: 'claim' });
});

describe.each(Object.entries(claimEventData))('docs/events: %s', (type, shape) => {
  const docs = join(import.meta.dirname, '../../../docs/events');
  test('has the schema that the code keeps to', () => {
    const file = join(docs, `${type}.v1.schema.json`);
    const schema = JSON.parse(JSON.stringify({ ...z.toJSONSchema(shape), title: type })) as unknown;
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
    expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
  });
  test('has a golden fixture that is still read as it was written', () => {
    const golden = JSON.parse(readFileSync(join(docs, `fixtures/${type}.v1.json`), 'utf8')) as {
      readonly type: string;
      readonly schema: number;
      readonly data: unknown;
    };
    expect([golden.type, golden.schema]).toEqual([type, 1]);
    expect(shape.parse(golden.data)).toEqual(golden.data);
  });
});

test('one number may stand for more: other amounts, other means, or after what was wrong is reversed', () => {
  const again = (more: object = {}) => record('s-2', '1.00', { reference: 'CN-s-1', ...more });
  const passes = (history: readonly ClaimEvent[], command: ReturnType<typeof again>): void => {
    expect(claimsDecider.decide({ ...command, facts }, history.reduce(claimsDecider.evolve, claimsDecider.initial)).kind).toBe('events');
  };
  passes([settled('s-1', '2.00')], again());
  passes([settled('s-1', '1.00', undefined, q2)], again());
  passes([settled('s-1', '1.00')], again({ means: 'payment' }));
  const reversed: ClaimEvent = { type: 'SettlementReversed', data: { ...of, settlement: 's-1', reason: 'wrong', ...sue, on } };
  passes([settled('s-1', '1.00'), reversed], again());
});
