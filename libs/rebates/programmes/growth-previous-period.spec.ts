import { describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { calculated, programmeOf, returned, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

/** Growth over the same lines one period before. */

const steps = stepsFrom(['110', '10'], ['120', '20']);
const growth = (baseline: object = {}, more: object = {}) => ({
  growth: 'all',
  baseline: { previousPeriod: 'full', ...baseline },
  steps,
  ...more,
});
const result = (programme: object, sales: readonly Sale[], more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ earn: growth(), ...programme }, more), sales);
const earned = (...args: Parameters<typeof result>): string => result(...args).balance(toDay('2026-12-31')).earned;
const rows = (on: string, ...args: Parameters<typeof result>): string[] =>
  result(...args)
    .balance(toDay(on))
    .programmes.map((row) => row.earned);

describe('the baseline', () => {
  test.each([
    ['109.99', '0.00'],
    ['110', '11.00'],
    ['119.99', '12.00'],
    ['120', '24.00'],
  ])('of 100 the year before, %s pays %s', (value, paid) => {
    expect(earned({}, [sold('2025-05-01', '100'), sold('2026-05-01', value)])).toBe(paid);
  });

  test('is the whole period before, first and last day included, and nothing older', () => {
    expect(earned({}, [sold('2024-12-31', '1000'), sold('2025-01-01', '60'), sold('2025-12-31', '40'), sold('2026-05-01', '120')])).toBe(
      '24.00',
    );
  });

  test('is the quarter before, inside the term and before it', () => {
    const sales = [sold('2025-11-01', '100'), sold('2026-02-01', '120'), sold('2026-05-01', '120'), sold('2026-08-01', '132')];
    expect(rows('2026-09-30', { period: 'quarter' }, sales)).toEqual(['24.00', '0.00', '13.20']);
  });

  test('is as long before periods with their own dates', () => {
    const period = [
      { from: '2026-02-01', to: '2026-03-31' },
      { from: '2026-06-01', to: '2026-07-31' },
    ];
    const sales = [sold('2025-12-01', '70'), sold('2026-01-31', '30'), sold('2026-02-01', '120'), sold('2026-06-01', '144')];
    expect(rows('2026-12-31', { period }, sales)).toEqual(['24.00', '28.80']);
  });

  test('is of the target set', () => {
    const sets = { eligible: { include: [{ category: ['pipes'] }] }, target: { include: [{ category: ['pipes', 'tools'] }] } };
    const sales = [
      sold('2025-05-01', '50', { category: 'pipes' }),
      sold('2025-05-01', '50', { category: 'tools' }),
      sold('2025-05-01', '50'),
      sold('2026-05-01', '90', { category: 'pipes' }),
      sold('2026-05-01', '30', { category: 'tools' }),
    ];
    expect(earned(sets, sales)).toBe('18.00');
  });

  test('is net of returns', () => {
    expect(earned({}, [sold('2025-05-01', '130'), returned('2025-06-01', '30'), sold('2026-05-01', '120')])).toBe('24.00');
  });

  test('is adjusted as declared', () => {
    const adjust = [
      { amount: '-5000', reason: 'a branch was sold' },
      { amount: '100', reason: 'a branch was bought' },
    ];
    expect(earned({ earn: growth({ adjust }) }, [sold('2025-05-01', '5000'), sold('2026-05-01', '120')])).toBe('24.00');
  });

  test('pays on the excess and in slices, too, and in absolute bands', () => {
    const sales = [sold('2025-05-01', '100'), sold('2026-05-01', '125')];
    expect([earned({ earn: growth({}, { growth: 'excess' }) }, sales), earned({ earn: growth({}, { growth: 'slices' }) }, sales)]).toEqual([
      '5.00',
      '2.00',
    ]);
    expect(earned({ earn: growth({}, { growth: 'excess', bands: 'absolute', steps: stepsFrom(['105', '10']) }) }, sales)).toBe('2.50');
  });

  test('counts in part where a short period counts in part', () => {
    const half = { from: '2026-07-01', to: '2026-12-31' };
    expect(earned({ shortPeriod: 'months' }, [sold('2025-05-01', '200'), sold('2026-08-01', '120')], half)).toBe('24.00');
  });

  test('by the units of the day asked about: lines after it are left out of the period, never of its baseline', () => {
    expect(rows('2026-06-30', {}, [sold('2025-11-01', '100'), sold('2026-05-01', '120'), sold('2026-07-01', '500')])).toEqual(['24.00']);
  });
});

describe('a baseline of nothing', () => {
  test('earns nothing, and says why: growth over nothing has no measure', () => {
    const answer = result({}, [sold('2026-05-01', '120')]).balance(toDay('2026-12-31')).programmes[0];
    expect(answer).toMatchObject({ measured: '120', step: 0, earned: '0.00', toNextStep: null, problem: { code: 'BASELINE_ZERO' } });
    expect(earned({}, [sold('2025-05-01', '100'), returned('2025-06-01', '100'), sold('2026-05-01', '120')])).toBe('0.00');
  });
});

describe('members', () => {
  const members = [
    { id: 'm-1', from: '2025-01-01' },
    { id: 'm-2', from: '2026-03-01' },
    { id: 'm-3', from: '2025-01-01', to: '2026-06-30' },
  ];
  const before = ['m-1', 'm-2', 'm-3'].map((member) => sold('2025-05-01', '100', { member }));
  const now = [sold('2026-05-01', '130', { member: 'm-1' }), sold('2026-05-01', '110', { member: 'm-2' })];

  test('as then: the lines of those who were members on the day', () => {
    // 200 of m-1 and m-3: 240 are 120 %.
    expect(earned({ earn: growth({ members: 'asThen' }) }, [...before, ...now], { members })).toBe('48.00');
  });

  test('as now: the lines of those who are members on the day asked about', () => {
    const by = (on: string): string =>
      result({ earn: growth({ members: 'asNow' }) }, [...before, ...now], { members }).balance(toDay(on)).earned;
    // Until the end of June 300 of all three; from July 200 of m-1 and m-2.
    expect([by('2026-06-30'), by('2026-07-01')]).toEqual(['0.00', '48.00']);
  });

  test('as now, a line of a quarter inside the term counts for the baseline, though its member joined later', () => {
    const sales = [sold('2026-02-01', '100', { member: 'm-2' }), sold('2026-05-01', '120', { member: 'm-2' })];
    expect(rows('2026-06-30', { period: 'quarter', earn: growth({ members: 'asNow' }) }, sales, { members })).toEqual(['0.00', '24.00']);
    expect(rows('2026-06-30', { period: 'quarter', earn: growth({ members: 'asThen' }) }, sales, { members })).toEqual(['0.00', '0.00']);
  });

  test('each member has its own baseline', () => {
    const sales = [
      sold('2025-05-01', '100', { member: 'm-1' }),
      sold('2025-05-01', '50', { member: 'm-3' }),
      sold('2026-05-01', '110', { member: 'm-1' }),
      sold('2026-05-01', '60', { member: 'm-3' }),
    ];
    expect(rows('2026-12-31', { scope: 'member' }, sales, { members })).toEqual(['11.00', '12.00']);
  });
});

describe('what a line does', () => {
  test('a line before the term counts toward the baseline alone, and says so', () => {
    const { lines } = result({}, [sold('2025-05-01', '100'), sold('2024-05-01', '100'), sold('2026-05-01', '120')]).explain(
      toDay('2026-12-31'),
    );
    expect(lines.map(({ notCounted }) => notCounted)).toEqual(['counts toward a goal or a baseline alone', 'outside the term', undefined]);
  });

  test('a late line of the baseline changes what all others earn', () => {
    const { lines, causes } = result({}, [sold('2025-05-01', '100'), sold('2026-05-01', '120'), sold('2025-06-01', '5')]).explain(
      toDay('2026-12-31'),
    );
    expect(lines[2]?.effects).toEqual([{ programme: 'p1', cause: 'tier crossed', amount: '-12' }]);
    expect(causes).toEqual({ sale: '24', 'tier crossed': '-12' });
  });

  test('effects add up, quarter upon quarter', () => {
    const answer = result({ period: 'quarter', earn: growth({}, { growth: 'excess' }) }, [
      sold('2026-05-01', '120'),
      sold('2026-02-01', '100'),
      sold('2025-11-01', '80'),
      sold('2026-08-01', '150'),
      returned('2026-05-20', '7'),
    ]);
    const total = sum(Object.values(answer.explain(toDay('2026-12-31')).causes).map((amount) => Rational.parse(amount)));
    expect(total.toExact()).toBe(Rational.parse(answer.balance(toDay('2026-12-31')).earned).toExact());
  });
});

test('amended: restated over the same baseline; carried, what was earned before is frozen', () => {
  const amended = (mode: string) => ({
    amendments: [{ effective: '2026-07-01', programme: 'p1', mode, change: { earn: growth({}, { steps: stepsFrom(['110', '30']) }) } }],
  });
  const sales = [sold('2025-05-01', '100'), sold('2026-05-01', '110'), sold('2026-08-01', '10')];
  expect([earned({}, sales, amended('restate')), earned({}, sales, amended('carry'))]).toEqual(['36.00', '14.00']);
});

test('what is paid counts toward the baseline by the day of its payment', () => {
  const paid = (date: string, value: string, paidOn: string): Sale => sold(date, value, { paidOn });
  expect(earned({ stage: 'paid' }, [paid('2025-11-01', '100', '2025-12-20'), paid('2025-12-10', '120', '2026-02-01')])).toBe('24.00');
});

describe('terms', () => {
  test.each([
    ['another period', growth({ previousPeriod: 'half' }), ['VALUE_NOT_ALLOWED programmes[0].earn.baseline.previousPeriod']],
    ['other members', growth({ members: 'asEver' }), ['VALUE_NOT_ALLOWED programmes[0].earn.baseline.members']],
    [
      'an adjustment without a reason',
      growth({ adjust: [{ amount: '5' }] }),
      ['VALUE_MISSING programmes[0].earn.baseline.adjust[0].reason'],
    ],
  ])('refuses %s', (_, earn, refused) => {
    expect(refusalsOf({ earn })).toEqual(refused);
  });

  test('refuses the period of a document', () => {
    expect(refusalsOf({ earn: growth(), period: 'document' })).toEqual(['SETTING_NOT_FOR_KIND programmes[0].period']);
  });

  test('in words', () => {
    expect(wordsOf({ earn: growth() })[0]).toBe(
      'Growth is measured against the same lines one period before, of members as they were then.',
    );
    expect(wordsOf({ earn: growth({ members: 'asNow', adjust: [{ amount: '-5000', reason: 'sold branch' }] }) })[0]).toBe(
      'Growth is measured against the same lines one period before, of members as they are now, adjusted by EUR -5000 (sold branch).',
    );
  });
});
