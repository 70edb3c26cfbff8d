import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { planOf } from './plan.ts';
import { calculated, programmeOf, type Sale, sold, stepsFrom } from './testing/build.ts';

/** The three modes of an amendment (domain.md §7), on random sales, by the sentences that define them. */

const EFFECTIVE = '2026-07-01';
const OLD = { tiers: 'retrospective', steps: stepsFrom(['0', '1'], ['500', '2']) };
const NEW = { tiers: 'marginal', steps: stepsFrom(['100', '3'], ['800', '5']) };
const amended = (mode: string, programme: Record<string, unknown> = {}): AgreementTerms =>
  programmeOf({ earn: OLD, ...programme }, { amendments: [{ effective: EFFECTIVE, programme: 'p1', mode, change: { earn: NEW } }] });
const sales = (from: string, to: string) =>
  fc
    .array(fc.record({ day: fc.integer({ min: toDay(from), max: toDay(to) }), value: fc.integer({ min: 1, max: 40 }) }), { maxLength: 8 })
    .map((list) => list.map(({ day, value }): Sale => sold(formatDay(day), String(value * 25))));
const named = (list: readonly Sale[], prefix: string): Sale[] => list.map((sale, index) => ({ ...sale, document: `${prefix}-${index}` }));
const earned = (terms: AgreementTerms, list: readonly Sale[], on = '2026-12-31'): string =>
  calculated(terms, list).balance(toDay(on)).earned;
const before = sales('2026-01-01', '2026-06-30');
const after = sales(EFFECTIVE, '2026-12-31');

describe('carry', () => {
  const flat = programmeOf(
    { earn: OLD },
    { amendments: [{ effective: EFFECTIVE, programme: 'p1', mode: 'carry', change: { earn: { percent: '0' } } }] },
  );
  test('freezes what was earned before it, whatever comes after', () => {
    fc.assert(
      fc.property(before, after, (early, late) => {
        expect(earned(flat, [...named(early, 'a'), ...named(late, 'b')])).toBe(earned(programmeOf({ earn: OLD }), early, '2026-06-30'));
      }),
      { seed: 2026, numRuns: 40 },
    );
  });
  test('a late line before it changes what was frozen', () => {
    const list = [sold('2026-03-01', '400'), sold('2026-09-01', '100'), sold('2026-04-01', '100')];
    expect(earned(flat, list.slice(0, 2))).toBe('4.00');
    expect(earned(flat, list)).toBe('10.00');
  });
});

test('restate earns as if the new terms had held from the first day of the period', () => {
  fc.assert(
    fc.property(before, after, (early, late) => {
      const all = [...named(early, 'a'), ...named(late, 'b')];
      expect(earned(amended('restate'), all)).toBe(earned(programmeOf({ earn: NEW }), all));
    }),
    { seed: 2026, numRuns: 40 },
  );
});

test('restart earns as two agreements would', () => {
  fc.assert(
    fc.property(before, after, (early, late) => {
      const [first, second] = [programmeOf({ earn: OLD }, { to: '2026-06-30' }), programmeOf({ earn: NEW }, { from: EFFECTIVE })];
      const rows = calculated(amended('restart'), [...named(early, 'a'), ...named(late, 'b')]).balance(toDay('2026-12-31')).programmes;
      expect(rows.map((row) => row.measured)).toEqual(
        [calculated(first, early), calculated(second, late)].flatMap((one) =>
          one.balance(toDay('2026-12-31')).programmes.map((row) => row.measured),
        ),
      );
      const cents = (text: string): number => Number(text.replace('.', ''));
      expect(rows.reduce((total, row) => total + cents(row.earned), 0)).toBe(cents(earned(first, early)) + cents(earned(second, late)));
    }),
    { seed: 2026, numRuns: 40 },
  );
});

test('restart between periods with their own dates cuts a cap on its day, whatever is amended before the next period', () => {
  const period = [
    { from: '2026-01-01', to: '2026-03-31' },
    { from: '2026-07-01', to: '2026-12-31' },
  ];
  const change = { earn: { percent: '50' } };
  const of = (...days: readonly (readonly [effective: string, mode: string])[]) =>
    calculated(
      programmeOf(
        { period, earn: { percent: '90' }, cap: { amount: '365', per: 'year' } },
        { amendments: days.map(([effective, mode]) => ({ effective, mode, programme: 'p1', change })) },
      ),
      [sold('2026-02-01', '1000'), sold('2026-08-01', '1000')],
    )
      .balance(toDay('2026-12-31'))
      .programmes.map((row) => row.earned);
  expect(of(['2026-05-01', 'restart'])).toEqual(['120.00', '245.00']);
  expect(of(['2026-05-01', 'restart'], ['2026-06-01', 'carry'])).toEqual(['120.00', '245.00']);
});

describe('amendments one after the other', () => {
  type Signed = readonly [effective: string, mode: string, change: Record<string, unknown>];
  const percent = (rate: string) => ({ earn: { percent: rate } });
  const paid = (programme: Record<string, unknown>, ...signed: readonly Signed[]): string[] =>
    calculated(
      programmeOf(
        { ...percent('1'), ...programme },
        { amendments: signed.map(([effective, mode, change]) => ({ effective, mode, change, programme: 'p1' })) },
      ),
      ['2026-01-10', '2026-05-10', '2026-08-10', '2026-11-10'].map((date) => sold(date, '100')),
    )
      .balance(toDay('2026-12-31'))
      .programmes.map((row) => row.earned);
  const cap = { cap: { amount: '1000' } };
  test.each<[string, readonly Signed[], string]>([
    [
      'a restatement takes the place of a carry before it in its period',
      [
        ['2026-04-01', 'carry', percent('2')],
        ['2026-07-01', 'restate', percent('3')],
      ],
      '12.00',
    ],
    [
      'and of one on its very day: those terms hold for the whole period',
      [
        ['2026-07-01', 'carry', percent('5')],
        ['2026-07-01', 'restate', cap],
      ],
      '20.00',
    ],
    [
      'and keeps one after it',
      [
        ['2026-10-01', 'carry', percent('5')],
        ['2026-07-01', 'restate', cap],
      ],
      '8.00',
    ],
    [
      'which it changes as well where it says so',
      [
        ['2026-10-01', 'carry', percent('5')],
        ['2026-07-01', 'restate', percent('3')],
      ],
      '12.00',
    ],
    [
      'a carry on the day of a carry takes its place',
      [
        ['2026-07-01', 'carry', percent('5')],
        ['2026-07-01', 'carry', percent('2')],
      ],
      '6.00',
    ],
    [
      'a carry after a restatement leaves it before its day',
      [
        ['2026-04-01', 'restate', percent('2')],
        ['2026-10-01', 'carry', percent('4')],
      ],
      '10.00',
    ],
  ])('%s', (_, signed, earnings) => {
    expect(paid({}, ...signed)).toEqual([earnings]);
  });
  test('a restatement leaves the periods before its own, and those that were restated after it', () => {
    expect(paid({ period: 'quarter' }, ['2026-08-01', 'restate', percent('3')])).toEqual(['1.00', '1.00', '3.00', '3.00']);
    expect(paid({ period: 'quarter' }, ['2026-11-01', 'restate', percent('4')], ['2026-05-01', 'restate', { name: 'second' }])).toEqual([
      '1.00',
      '1.00',
      '1.00',
      '4.00',
    ]);
    expect(paid({ period: 'quarter' }, ['2026-05-01', 'restart', percent('2')], ['2026-05-20', 'restate', percent('3')])).toEqual([
      '1.00',
      '0.00',
      '3.00',
      '3.00',
      '3.00',
    ]);
  });
});

describe('the plan by which lines are measured', () => {
  const keyOf = (change: Record<string, unknown>): string => {
    const terms = programmeOf({ earn: OLD, cap: { amount: '10' } });
    return planOf(
      resolveAgreement(terms, [
        { effective: EFFECTIVE, programme: 'p1', mode: 'restate', change },
        { effective: '2026-09-01', programme: 'p1', mode: 'carry', change: { earn: { percent: '9' } } },
      ]),
    ).key;
  };
  const same = planOf(resolveAgreement(programmeOf({ earn: OLD, cap: { amount: '10' } }), [])).key;
  test.each([
    ['rates', { earn: NEW }],
    ['a cap', { cap: { amount: '20' } }],
    ['a period', { period: 'quarter' }],
  ])('a change of %s reads no line again', (_, change) => {
    expect(keyOf(change)).toBe(same);
  });
  test.each([
    ['eligibility', { eligible: { include: [{ product: ['A'] }] } }],
    ['a target set', { target: { include: [{ product: ['A'] }] } }],
    ['scope', { scope: 'member' }],
  ])('a change of %s measures lines anew', (_, change) => {
    expect(keyOf(change)).not.toBe(same);
  });
});
