import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { programmeOf } from '../accrual/testing/build.ts';
import { parseAgreement } from './parse.ts';
import { resolveAgreement } from './resolve.ts';
import { warningsOf } from './warnings.ts';
import { termsInWords } from './words.ts';

const words = (programme: Record<string, unknown>): string[] =>
  termsInWords(resolveAgreement(programmeOf({ earn: { percent: '1' }, ...programme }), []), 'p1', toDay('2026-06-30')).slice(1);

const refused = (settle: Record<string, unknown>, to = '2026-12-31'): string[] => {
  const parsed = parseAgreement({
    id: 'a',
    supplier: 's',
    customer: 'c',
    from: '2026-01-01',
    to,
    currency: 'EUR',
    programmes: [{ id: 'p', earn: { percent: '1' }, settle }],
  });
  return parsed.ok ? [] : parsed.rejections.map(({ code, place }) => `${code} ${place ?? ''}`);
};

test('a payee is named once', () => {
  const payTo = [
    { member: 'a', share: '50' },
    { member: 'b', share: '25' },
    { member: 'a', share: '25' },
  ];
  expect(refused({ every: 'year', payTo })).toEqual(['DUPLICATE_ID programmes[0].settle.payTo[2].member']);
});

test('a plan has at most 600 settlements, so that a balance can list them', () => {
  expect(refused({ every: 'month' }, '2075-12-31')).toEqual([]);
  expect(refused({ every: 'day' })).toEqual([]);
  expect(refused({ every: 'day' }, '2027-12-31')).toEqual(['SETTLED_TOO_OFTEN programmes[0].settle.every']);
});

describe('separate parts of a longer measurement period', () => {
  const codes = (every: string, parts: string, period: unknown): string[] =>
    warningsOf(programmeOf({ earn: { percent: '1' }, period, settle: { every, parts } })).map(({ code }) => code);

  test('are warned of: they need not add up to the balance', () => {
    expect(codes('quarter', 'separate', 'year')).toEqual(['SETTLED_APART']);
    expect(codes('quarter', 'separate', [{ from: '2026-02-01', to: '2026-05-31' }])).toEqual(['SETTLED_APART']);
  });

  test('are what everybody expects where the periods are the same or shorter, or where parts are cumulative', () => {
    expect(codes('quarter', 'cumulative', 'year')).toEqual([]);
    expect(codes('quarter', 'separate', 'quarter')).toEqual([]);
    expect(codes('term', 'separate', 'month')).toEqual([]);
    expect(codes('quarter', 'separate', [{ from: '2026-02-01', to: '2026-03-31' }])).toEqual([]);
  });
});

describe('in words', () => {
  test('a plan says when, how, what happens below its minimum and to whom', () => {
    expect(
      words({ settle: { every: 'quarter', graceDays: 5, dueDays: 60, minimum: '100', payTo: [{ member: 'hq', share: '100' }] } }),
    ).toEqual([
      'Settled at the end of every quarter: what is earned so far less what was settled; due 65 days after it.',
      'A settlement below EUR 100 waits for the next settlement.',
      'Paid to hq (100 %).',
    ]);
    expect(words({ settle: { every: 'term', parts: 'separate', minimum: '100', belowMinimum: 'forfeit' } })).toEqual([
      'Settled once, at the end of the term: each term measured on its own; due 0 days after it.',
      'A settlement below EUR 100 is forfeited.',
    ]);
  });

  test.each<[Record<string, unknown>, string[]]>([
    [{}, []],
    [{ raised: 'automatic' }, ['What is earned is claimed by itself once a period is over.']],
    [{ tolerance: { percent: '2' } }, ['A claim that is up to 2 % above what is earned is taken as what is earned.']],
    [
      { tolerance: { amount: '5' }, decideWithinDays: 14 },
      ['A claim that is up to EUR 5 above what is earned is taken as what is earned.', 'A claim is decided within 14 days.'],
    ],
  ])('claims %j', (claims, sentences) => {
    expect(words({ settle: { every: 'year', claims } }).slice(1)).toEqual(sentences);
  });

  test.each([
    [{ paidWithin: 'terms' }, 'Only what is paid by its due day counts.'],
    [{ paidWithin: 30 }, 'Only what is paid within 30 days counts.'],
    [
      { commitment: { amount: '500', shortfall: { percent: '2' } } },
      'If purchases (value) stay below 500 in each period, 2 % of what is missing is charged.',
    ],
    [
      { commitment: { amount: '500', per: 'term', shortfall: { amount: '9' } } },
      'If purchases (value) stay below 500 in the term, EUR 9 are charged.',
    ],
    [
      { commitment: { amount: '500', per: 'year', shortfall: { forfeit: true } } },
      'If purchases (value) stay below 500 in each year, nothing is paid.',
    ],
    [
      { commitment: { measure: 'quantity', amount: '500', per: 'year', shortfall: { perUnit: '2' } } },
      'If purchases (quantity) stay below 500 in each year, EUR 2 are charged for each one that is missing.',
    ],
  ])('a condition: %j', (condition, sentence) => {
    expect(words({ conditions: [condition] })).toEqual([sentence]);
  });
});
