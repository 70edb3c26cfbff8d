import { fold } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import { Sums } from '../accrual/sums.ts';
import { agreementOf, calculated, sold } from '../accrual/testing/build.ts';
import type { AskedPart, ClaimCommand, ClaimFacts } from './commands.ts';
import { claimsDecider } from './decider.ts';
import type { ClaimEvent } from './events.ts';
import { askedOf, claimFacts, linesThatMatter, type ProgrammeDay } from './facts.ts';
import { approved, carl, cora, part, q1, q2, raised, settled, sue } from './given.contract.ts';

/** 1 % settled by quarter, 2 % without a plan, and one whose claims are raised by themselves. */

const of = { agreement: 'acme-buildco-2026' };
const SETTLE = { every: 'quarter', claimWithinDays: 30, claims: { tolerance: { amount: '1' }, decideWithinDays: 14 } };
const terms = (settle: Record<string, unknown> = SETTLE) =>
  agreementOf([
    { id: 'volume', earn: { percent: '1' }, settle },
    { id: 'promo', earn: { percent: '2' } },
    { id: 'steady', earn: { percent: '3' }, settle: { every: 'year', claims: { raised: 'automatic' } } },
  ]);
const YEAR = [sold('2026-02-01', '10000'), sold('2026-05-01', '20000'), sold('2026-08-01', '30000')];
const state = (...history: readonly ClaimEvent[]) => fold(claimsDecider, history);

type Given = {
  readonly history?: readonly ClaimEvent[];
  readonly settle?: Record<string, unknown>;
  readonly today?: string;
  readonly linesEarned?: (of: ProgrammeDay) => Readonly<Record<string, string>>;
};
const factsFor = (command: ClaimCommand, given: Given = {}): ClaimFacts => {
  const { history = [], settle = SETTLE, today = '2026-07-20', linesEarned = () => ({}) } = given;
  const calculation = calculated(terms(settle), YEAR);
  const sums = new Sums();
  for (const { cells } of calculation.changes) for (const cell of cells) sums.add(cell);
  return claimFacts({ agreement: calculation.agreement, sums, command, state: state(...history), today, linesEarned });
};
const raise = (...parts: readonly AskedPart[]): ClaimCommand => ({ kind: 'RaiseClaim', ...of, claim: 'C-1', parts, ...carl });
const line = { document: 'd-0', line: '1', amount: '60.00' };

describe('what a decision about a claim must know', () => {
  test('is what was earned through the end of each period that is asked for, and the plan of its programme', () => {
    expect(factsFor(raise(part('100.00'), part('150.00', q2)))).toEqual({
      today: '2026-07-20',
      decimals: 2,
      programmes: {
        volume: {
          earned: { [q1.to]: '100.00', [q2.to]: '300.00' },
          plan: [
            { ...q1, claimUntil: '2026-04-30' },
            { ...q2, claimUntil: '2026-07-30' },
          ],
          tolerance: { amount: '1' },
          decideWithinDays: 14,
          automatic: false,
          lines: {},
        },
      },
    });
  });

  test('is without a plan what is earned through the day alone', () => {
    expect(factsFor(raise(part('200.00', q1, 'promo'))).programmes).toEqual({
      promo: {
        earned: { [q1.to]: '200.00' },
        plan: undefined,
        tolerance: undefined,
        decideWithinDays: undefined,
        automatic: false,
        lines: {},
      },
    });
  });

  test('is each day that something stands for, also where the command asks for another', () => {
    const history = [raised('C-0', '50.00', q2), settled('S-0', '20.00', undefined, { from: '2026-07-01', to: '2026-09-30' })];
    expect(Object.keys(factsFor(raise(part('10.00')), { history, today: '2026-04-02' }).programmes['volume']?.earned ?? {})).toEqual([
      q1.to,
      q2.to,
      '2026-09-30',
    ]);
  });

  test('is less what a settlement below the minimum forfeited, from its period on', () => {
    const settle = { ...SETTLE, minimum: '150', belowMinimum: 'forfeit' };
    const volume = factsFor(raise(part('1.00')), { settle }).programmes['volume'];
    expect(volume?.earned).toEqual({ [q1.to]: '0.00', [q2.to]: '200.00' });
    expect(volume?.plan?.[0]).toEqual({ ...q1, claimUntil: '2026-04-30', belowMinimum: 'forfeit' });
  });

  test('is nothing of a day that is none: the rules refuse it by its place', () => {
    expect(factsFor(raise(part('1.00', { from: 'May', to: 'June' }, 'promo'))).programmes['promo']?.earned).toEqual({});
  });

  test('is nothing earned by a programme that the agreement does not know', () => {
    expect(factsFor(raise(part('1.00', q1, 'ghost'))).programmes['ghost']).toMatchObject({ earned: { [q1.to]: '0.00' }, plan: undefined });
  });
});

describe('which programmes it is about', () => {
  const due: ClaimCommand = { kind: 'RaiseDueClaims', ...of, ...carl };
  test.each<readonly [string, ClaimCommand, readonly string[]]>([
    ['a claim: those of its parts, each once', raise(part('1.00'), part('2.00', q2), part('3.00', q1, 'promo')), ['volume', 'promo']],
    ['claims that are due: those whose claims are raised by themselves', due, ['steady']],
    ['an approval: what was claimed', { kind: 'ApproveClaim', ...of, claim: 'C-0', ...sue }, ['volume']],
    ['an approval of a claim that is not there: none', { kind: 'ApproveClaim', ...of, claim: 'C-9', ...sue }, []],
    [
      'a waiver: its own',
      { kind: 'RequestWaiver', ...of, waiver: 'W-1', ...part('1.00', q1, 'promo'), reason: 'goodwill', ...cora },
      ['promo'],
    ],
    ['a withdrawal: none', { kind: 'WithdrawClaim', ...of, claim: 'C-0', ...carl }, []],
  ])('%s', (_, command, expected) => {
    expect(Object.keys(factsFor(command, { history: [raised('C-0', '50.00')] }).programmes)).toEqual(expected);
  });

  test('an automatic programme says so, and what it is about is the plan', () => {
    const { steady } = factsFor(due, { today: '2027-01-15' }).programmes;
    expect(steady).toMatchObject({ automatic: true, earned: { '2026-12-31': '1800.00' } });
    expect(steady?.plan?.map(({ to }) => to)).toEqual(['2026-12-31']);
  });

  test('a claim that was approved is asked for as it was raised', () => {
    const approval: ClaimCommand = { kind: 'ApproveClaim', ...of, claim: 'C-0', ...sue };
    expect(askedOf(approval, state(raised('C-0', '50.00'), approved('C-0', '40.00')))).toEqual([part('50.00')]);
  });
});

describe('what each line earned', () => {
  test('is asked for once a programme and day, and only of parts that name lines', () => {
    const command = raise(
      { ...part('60.00'), lines: [line] },
      { ...part('1.00', { from: '2026-02-01', to: q1.to }), lines: [line] },
      part('5.00', q2),
      { ...part('5.00', q2, 'promo'), lines: [line] },
      { ...part('1.00', { from: '2026-01-01', to: 'June' }), lines: [line] },
    );
    expect(linesThatMatter(command, state())).toEqual([
      { programme: 'volume', day: q1.to },
      { programme: 'promo', day: q2.to },
    ]);
  });

  test('stands in the facts of its own programme, by day', () => {
    const known = factsFor(raise({ ...part('60.00'), lines: [line] }, { ...part('5.00', q2, 'promo'), lines: [line] }), {
      linesEarned: ({ programme, day }) => ({ [`${programme}#${day}`]: '1.00' }),
    });
    expect(known.programmes['volume']?.lines).toEqual({ [q1.to]: { [`volume#${q1.to}`]: '1.00' } });
    expect(known.programmes['promo']?.lines).toEqual({ [q2.to]: { [`promo#${q2.to}`]: '1.00' } });
  });
});
