import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, sum, toDay } from '#kernel';
import { calculated, documentOf, programmeOf, sold } from '../accrual/testing/build.ts';
import { SlowReference } from '../accrual/testing/slow-reference.ts';

/** Steps, each one minor unit below its bound, on it, and one above: `from` is reached on it, `above` only beyond it. */

const earned = (programme: Record<string, unknown>, value: string): string =>
  calculated(programmeOf(programme), [sold('2026-02-01', value)]).balance(toDay('2026-12-31')).earned;
const reached = (programme: Record<string, unknown>, value: string): number | null | undefined =>
  calculated(programmeOf(programme), [sold('2026-02-01', value)]).balance(toDay('2026-12-31')).programmes[0]?.step;

const earnedExactly = (terms: ReturnType<typeof programmeOf>, value: string): string | undefined => {
  const [line] = calculated(terms, [sold('2026-02-01', value)]).explain(toDay('2026-12-31')).lines;
  return sum((line?.effects ?? []).map(({ amount }) => exact(amount))).toExact();
};
/** `n/d` or a decimal. */
const exact = (text: string): Rational => {
  const [n = '0', d = '1'] = text.split('/');
  return Rational.parse(n).over(Rational.parse(d));
};

describe.each(['from', 'above'])('steps by value, %s', (bound) => {
  const steps = [
    { [bound]: '1000', percent: '10' },
    { [bound]: '2000', percent: '20' },
  ];
  const on = bound === 'from' ? 0 : -1;
  test.each([
    ['999.99', 0],
    ['1000', 1 + on],
    ['1000.01', 1],
    ['1999.99', 1],
    ['2000', 2 + on],
    ['2000.01', 2],
  ])('at %s', (value, step) => {
    for (const tiers of ['retrospective', 'marginal', 'rolling', 'total']) expect(reached({ earn: { tiers, steps } }, value)).toBe(step);
  });
});

test('retrospective: the rate reached pays on everything', () => {
  const programme = {
    earn: {
      tiers: 'retrospective',
      steps: [
        { from: '1000', percent: '10' },
        { above: '2000', percent: '20' },
      ],
    },
  };
  expect(['999.99', '1000', '1000.01', '2000', '2000.01'].map((value) => earned(programme, value))).toEqual([
    '0.00',
    '100.00',
    '100.00',
    '200.00',
    '400.00',
  ]);
});

test('marginal: a slice begins at its bound, so nothing jumps there', () => {
  for (const bound of ['from', 'above']) {
    const programme = {
      earn: {
        tiers: 'marginal',
        steps: [
          { [bound]: '1000', percent: '10' },
          { [bound]: '2000', percent: '20' },
        ],
      },
    };
    expect(['999.90', '1000', '1000.10', '1999.90', '2000', '2000.10'].map((value) => earned(programme, value))).toEqual([
      '0.00',
      '0.00',
      '0.01',
      '99.99',
      '100.00',
      '100.02',
    ]);
  }
});

test.each([
  ['retrospective', ['0.00', '50.00', '50.00', '80.00']],
  ['marginal', ['0.00', '50.00', '50.00', '130.00']],
  ['rolling', ['0.00', '50.00', '50.00', '130.00']],
  ['total', ['0.00', '50.00', '50.00', '130.00']],
])('amounts on reaching, %s', (tiers, amounts) => {
  const programme = {
    earn: {
      tiers,
      steps: [
        { from: '1000', amount: '50' },
        { above: '2000', amount: '80' },
      ],
    },
  };
  expect(['999.99', '1000', '2000', '2000.01'].map((value) => earned(programme, value))).toEqual(amounts);
});

test('rates by product group: a line takes the first group that it matches', () => {
  const programme = {
    earn: {
      tiers: 'retrospective',
      steps: [
        {
          from: '0',
          rates: [
            { product: ['A'], percent: '1' },
            { category: ['pipes'], percent: '5' },
          ],
        },
      ],
    },
  };
  const sales = [
    sold('2026-02-01', '1000', { category: 'pipes' }),
    sold('2026-02-01', '1000', { product: 'B', category: 'pipes' }),
    sold('2026-02-01', '1000', { product: 'C' }),
  ];
  expect(calculated(programmeOf(programme), sales).balance(toDay('2026-12-31')).earned).toBe('60.00');
});

test('any steps, one minor unit around each of their bounds, earn what the slow reference says', () => {
  const rate = fc.constantFrom({ percent: '1' }, { percent: '2.5' }, { percent: '33.3' }, { perUnit: '3' });
  const steps = fc
    .uniqueArray(fc.integer({ min: 0, max: 90_000 }), { minLength: 1, maxLength: 4 })
    .chain((cents) =>
      fc.tuple(
        ...cents
          .sort((a, b) => a - b)
          .map((bound) => fc.record({ bound: fc.constant(Rational.of(BigInt(bound), 100n)), inclusive: fc.boolean(), rate })),
      ),
    );
  const earn = fc.record({
    method: fc.constantFrom('retrospective', 'marginal', 'rolling', 'total', 'growth all', 'growth excess', 'growth slices'),
    steps,
  });
  const on = toDay('2026-12-31');
  fc.assert(
    fc.property(earn, ({ method, steps: own }) => {
      // Bands are percentages of a baseline of 100, so they are volumes as well.
      const list = own.map(({ bound, inclusive, rate: pays }) => ({ [inclusive ? 'from' : 'above']: bound.toDecimal(), ...pays }));
      const terms = programmeOf({
        earn: method.startsWith('growth ')
          ? { growth: method.slice('growth '.length), baseline: '100', steps: list }
          : { tiers: method, steps: list },
      });
      for (const { bound } of own) {
        for (const cents of [-1n, 0n, 1n]) {
          const value = bound.plus(Rational.of(cents, 100n));
          if (value.sign <= 0) continue;
          const documents = [documentOf(sold('2026-02-01', value.toDecimal()), 0)];
          const [row] = new SlowReference(terms, documents).rows(on);
          expect(earnedExactly(terms, value.toDecimal())).toBe(row?.amount.toExact());
        }
      }
    }),
    { seed: 2026, numRuns: 60 },
  );
});
