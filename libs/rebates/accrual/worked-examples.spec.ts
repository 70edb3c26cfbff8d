import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { agreementSchema } from '../agreement/terms.ts';
import { parsePolicy } from '../policy/policy.ts';
import type { SaleLine } from '../sales/line.ts';
import { Calculation } from './calculate.ts';

/** Worked figures printed in public product documentation and accounting literature, and this project's own. */

const agreement = (programme: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  agreementSchema.parse({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'p', ...programme }],
    ...more,
  });

type Sale = { date: string; quantity?: string; unitPrice?: string } & Partial<SaleLine>;
const calculation = (terms: ReturnType<typeof agreement>, sales: readonly Sale[]): Calculation => {
  const result = new Calculation(terms);
  sales.forEach((sale, index) => {
    result.add({
      reporter: 'acme',
      stage: 'invoiced',
      document: `d-${index}`,
      lines: [{ line: '1', product: 'A', quantity: '1', unitPrice: '1', ...sale }],
    });
  });
  return result;
};
const sold = (date: string, value: string): Sale => ({ date, quantity: '1', unitPrice: value });
const earnedOn = (result: Calculation, on = '2026-12-31'): string => result.balance(toDay(on)).earned;

const steps = (...list: [string, string][]) => list.map(([from, percent]) => ({ from, percent }));

describe('steps by value', () => {
  test.each([
    ['marginal', '350.00'],
    ['retrospective', '500.00'],
    ['rolling', '600.00'],
    ['total', '700.00'],
  ])('10 %% on the first 1,000 and 25 %% beyond, %s, pays %s on 2,000', (tiers, earned) => {
    const terms = agreement({ earn: { tiers, steps: steps(['0', '10'], ['1000', '25']) } });
    expect(earnedOn(calculation(terms, [sold('2026-05-01', '2000')]))).toBe(earned);
  });

  test('marginal over three steps', () => {
    const terms = agreement({ earn: { tiers: 'marginal', steps: steps(['0', '1'], ['100000', '2'], ['500000', '3']) } });
    const balance = calculation(terms, [sold('2026-05-01', '650000')]).balance(toDay('2026-12-31'));
    expect(balance.programmes[0]).toEqual({
      id: 'p',
      period: { from: '2026-01-01', to: '2026-12-31' },
      scope: null,
      measured: '650000',
      earningAmount: '650000',
      step: 3,
      earned: '13500.00',
      accrued: '13500.00',
      projected: '13500.00',
      toNextStep: null,
    });
  });

  test('a target set and a smaller earning set', () => {
    const terms = agreement({
      eligible: { include: [{ category: ['pipes'] }] },
      target: { include: [{ category: ['pipes', 'tools'] }] },
      earn: { tiers: 'marginal', steps: steps(['100000', '1'], ['200000', '2']) },
    });
    const sales = [
      { ...sold('2026-02-01', '40000'), category: 'pipes' },
      { ...sold('2026-02-01', '210000'), category: 'tools' },
    ];
    expect(earnedOn(calculation(terms, sales))).toBe('320.00');
  });
});

test.each([
  ['all', '70500.00'],
  ['excess', '10500.00'],
  ['slices', '3500.00'],
])('growth over a baseline of 2,000,000 in bands from 110 %%, on %s, pays %s on 2,350,000', (growth, earned) => {
  const terms = (bands: object) => agreement({ earn: { growth, baseline: '2000000', ...bands } });
  const sales = [sold('2026-05-01', '2350000')];
  expect(earnedOn(calculation(terms({ steps: steps(['110', '2'], ['115', '3'], ['120', '4']) }), sales))).toBe(earned);
  expect(
    earnedOn(calculation(terms({ bands: 'absolute', steps: steps(['2200000', '2'], ['2300000', '3'], ['2400000', '4']) }), sales)),
  ).toBe(earned);
});

test.each([
  [{ downTo: '18' }, '200.00'],
  [{ downBy: '1.5' }, '150.00'],
  [{ downByPercent: '10' }, '200.00'],
])('ship and debit: 100 units that cost 20, %j, pay %s', (price, earned) => {
  const terms = agreement({ earn: { shipAndDebit: price } });
  expect(earnedOn(calculation(terms, [{ date: '2026-05-01', quantity: '100', unitPrice: '27', cost: '20' }]))).toBe(earned);
});

test('a guarantee of a quarter, with its excess carried or not', () => {
  const sales = [sold('2026-02-01', '12000'), sold('2026-05-01', '5000')];
  const terms = (carryExcess: boolean) =>
    agreement({ period: 'quarter', earn: { percent: '100' }, guarantee: { amount: '10000', per: 'quarter', carryExcess } });
  const secondQuarter = (carryExcess: boolean, on: string) =>
    calculation(terms(carryExcess), sales).balance(toDay(on)).programmes[1]?.earned;
  expect(secondQuarter(true, '2026-06-30')).toBe('8000.00');
  expect(secondQuarter(false, '2026-06-30')).toBe('10000.00');
  expect(secondQuarter(false, '2026-06-29')).toBe('5000.00');
});

test('a guarantee by quarter inside a yearly period', () => {
  const terms = agreement({ earn: { percent: '100' }, guarantee: { amount: '10000', per: 'quarter', carryExcess: true } });
  const result = calculation(terms, [sold('2026-02-01', '12000'), sold('2026-05-01', '5000')]);
  expect(earnedOn(result, '2026-06-30')).toBe('20000.00');
  expect(earnedOn(result, '2026-06-29')).toBe('17000.00');
});

test('earned, accrued and projected are three figures', () => {
  const terms = agreement(
    { earn: { tiers: 'retrospective', steps: steps(['100000', '3'], ['200000', '4'], ['300000', '5']) } },
    { from: '2028-01-01', to: '2028-12-31' },
  );
  const result = calculation(terms, [sold('2028-03-01', '110000')]);
  const ask = (accrue: unknown) => {
    const policy = parsePolicy({ programmes: { p: { accrue, forecast: { method: 'runRate' } } } });
    return result.balance(toDay('2028-07-01'), policy.ok ? policy.value : undefined).programmes[0];
  };
  expect(ask({ step: 3 })).toMatchObject({ earned: '3300.00', accrued: '5500.00', projected: '8800.00' });
  expect(ask('forecast')).toMatchObject({ earned: '3300.00', accrued: '4400.00' });
});

test('returns count as if never sold', () => {
  const terms = agreement({
    by: 'quantity',
    earn: {
      tiers: 'marginal',
      steps: [
        { from: '1', perUnit: '10' },
        { above: '2', perUnit: '20' },
        { above: '4', perUnit: '30' },
      ].map((step, index) => (index === 0 ? { above: '0', perUnit: '10' } : step)),
    },
  });
  const sale = (date: string, quantity: string): Sale => ({ date, quantity, unitPrice: '5' });
  const result = calculation(terms, [sale('2026-01-10', '2'), sale('2026-02-10', '2'), sale('2026-03-10', '2'), sale('2026-04-10', '-2')]);
  expect(['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'].map((on) => earnedOn(result, on))).toEqual([
    '20.00',
    '60.00',
    '120.00',
    '60.00',
  ]);
});

test('a catch-up accrued at a forecast that changes', () => {
  const terms = agreement({ by: 'quantity', earn: { tiers: 'retrospective', steps: [{ above: '600', perUnit: '48' }] } });
  const result = calculation(terms, [
    { date: '2026-02-01', quantity: '75', unitPrice: '480' },
    { date: '2026-05-01', quantity: '225', unitPrice: '480' },
  ]);
  const policy = parsePolicy({
    programmes: {
      p: {
        accrue: 'forecast',
        forecast: [
          { method: 'given', quantity: '500' },
          { method: 'given', quantity: '700', from: '2026-04-01' },
        ],
      },
    },
  });
  const accrued = (on: string) => result.balance(toDay(on), policy.ok ? policy.value : undefined).accrued;
  expect([accrued('2026-03-31'), accrued('2026-06-30')]).toEqual(['0.00', '14400.00']);
});

test('an amendment that carries freezes what was earned before it', () => {
  const terms = agreement(
    { earn: { percent: '1' } },
    {
      amendments: [
        {
          effective: '2026-07-01',
          programme: 'p',
          mode: 'carry',
          change: { earn: { tiers: 'retrospective', steps: steps(['100000', '2'], ['200000', '3']) } },
        },
      ],
    },
  );
  expect(earnedOn(calculation(terms, [sold('2026-03-01', '150000'), sold('2026-09-01', '100000')]))).toBe('4500.00');
});

test('a late line that crosses a step: its own effect, and that on all other lines', () => {
  const terms = agreement({ earn: { tiers: 'retrospective', steps: steps(['0', '1'], ['100000', '2']) } });
  const explained = calculation(terms, [sold('2026-06-01', '99000'), sold('2026-03-01', '2000')]).explain(toDay('2026-12-31'));
  expect(explained.causes).toEqual({ sale: '990', 'late sale': '40', 'tier crossed': '990' });
  expect(explained.lines[1]?.effects).toEqual([
    { programme: 'p', cause: 'late sale', amount: '40' },
    { programme: 'p', cause: 'tier crossed', amount: '990' },
  ]);
});

describe('other modes of amendment', () => {
  const sales = [sold('2026-03-01', '150000'), sold('2026-09-01', '100000')];
  const amended = (mode: string) =>
    agreement(
      { earn: { percent: '1' } },
      { amendments: [{ effective: '2026-07-01', programme: 'p', mode, change: { earn: { percent: '2' } } }] },
    );
  test('restate: the new terms from the first day of the period', () => {
    expect(earnedOn(calculation(amended('restate'), sales))).toBe('5000.00');
  });
  test('restart: the period closes and another begins', () => {
    const balance = calculation(amended('restart'), sales).balance(toDay('2026-12-31'));
    expect(balance.programmes.map((programme) => [programme.period, programme.earned])).toEqual([
      [{ from: '2026-01-01', to: '2026-06-30' }, '1500.00'],
      [{ from: '2026-07-01', to: '2026-12-31' }, '2000.00'],
    ]);
  });
});

test('stacking: a later programme earns on what an earlier one left, and a cap holds', () => {
  const terms = agreementSchema.parse({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [
      { id: 'promo', eligible: { include: [{ product: ['A'] }] }, period: 'month', earn: { percent: '10' } },
      { id: 'volume', deducts: ['promo'], earn: { percent: '5' }, cap: { amount: '100' } },
    ],
  });
  expect(earnedOn(calculation(terms, [{ ...sold('2026-02-01', '1000') }]))).toBe('145.00');
  expect(earnedOn(calculation(terms, [{ ...sold('2026-02-01', '1000') }, { ...sold('2026-02-02', '9000'), product: 'B' }]))).toBe('200.00');
});

test('twelve months add up to the year', () => {
  const terms = agreement({ period: 'month', earn: { percent: '0.333' } });
  const result = calculation(
    terms,
    Array.from({ length: 12 }, (_, month) => sold(`2026-${String(month + 1).padStart(2, '0')}-15`, '100')),
  );
  const balance = result.balance(toDay('2026-12-31'));
  expect(balance.earned).toBe('4.00');
  expect(balance.programmes.slice(0, 3).map((programme) => programme.earned)).toEqual(['0.33', '0.34', '0.33']);
});

test.each([
  ['retrospective', '20.00'],
  ['marginal', '30.00'],
  ['total', '30.00'],
])('amounts on reaching, %s, from a first step at 0', (tiers, earned) => {
  const terms = agreement({
    earn: {
      tiers,
      steps: [
        { from: '0', amount: '10' },
        { from: '100', amount: '20' },
      ],
    },
  });
  expect(earnedOn(calculation(terms, [sold('2026-05-01', '150')]))).toBe(earned);
});

test('an exclusion that names no article only filters: it holds whatever includes the article', () => {
  const terms = agreement({ eligible: { include: [{ category: ['c'] }], exclude: [{ shipTo: ['S9'] }] }, earn: { percent: '1' } });
  expect(
    earnedOn(
      calculation(terms, [
        { ...sold('2026-05-01', '100'), category: 'c', shipTo: 'S1' },
        { ...sold('2026-05-01', '100'), category: 'c', shipTo: 'S9' },
      ]),
    ),
  ).toBe('1.00');
});

test('what a carry froze and what a cap cuts stay so in what is accrued', () => {
  const policyOf = (accrue: unknown) => {
    const parsed = parsePolicy({ programmes: { p: { accrue, forecast: { method: 'runRate' } } } });
    return parsed.ok ? parsed.value : undefined;
  };
  const carried = agreement(
    { earn: { percent: '1' } },
    {
      amendments: [
        {
          effective: '2026-07-01',
          programme: 'p',
          mode: 'carry',
          change: { earn: { tiers: 'retrospective', steps: steps(['100000', '2'], ['200000', '3']) } },
        },
      ],
    },
  );
  const result = calculation(carried, [sold('2026-03-01', '150000'), sold('2026-09-01', '100000')]);
  expect(result.balance(toDay('2026-12-31'), policyOf('forecast')).accrued).toBe('4500.00');
  expect(result.balance(toDay('2026-12-31'), policyOf({ step: 1 })).accrued).toBe('3500.00');
  const capped = calculation(agreement({ earn: { percent: '1' }, cap: { amount: '100' } }), [sold('2026-03-01', '250000')]);
  expect(capped.balance(toDay('2026-12-31'), policyOf('forecast')).accrued).toBe('100.00');
});

test('known then: an amendment counts in questions about days from which it was known', () => {
  const terms = agreement(
    { earn: { percent: '1' } },
    {
      amendments: [
        { effective: '2026-04-01', programme: 'p', mode: 'restate', change: { earn: { percent: '3' } }, knownFrom: '2026-10-01' },
      ],
    },
  );
  const result = calculation(terms, [sold('2026-03-01', '250000')]);
  expect([earnedOn(result, '2026-09-30'), earnedOn(result, '2026-10-01')]).toEqual(['2500.00', '7500.00']);
  const more = [
    ['2026-11-01', '4'],
    [undefined, '2'],
    ['2026-05-01', '3'],
  ].map(([knownFrom, percent]) => ({
    effective: '2026-01-01',
    programme: 'p',
    mode: 'restate',
    change: { earn: { percent } },
    ...(knownFrom === undefined ? {} : { knownFrom }),
  }));
  const often = calculation(agreement({ earn: { percent: '1' } }, { amendments: more }), [sold('2026-03-01', '100000')]);
  // The last that was signed of those known by then holds.
  expect(['2026-04-30', '2026-05-01', '2026-10-31', '2026-11-01'].map((day) => earnedOn(often, day))).toEqual([
    '2000.00',
    '3000.00',
    '3000.00',
    '3000.00',
  ]);
});

test.each([
  ['cumulative', ['0.00', '6250.00', '5000.00', '3750.00']],
  ['separate', ['0.00', '0.00', '5000.00', '0.00']],
])('a year settled quarterly, parts %s', (parts, settled) => {
  const terms = agreement({ earn: { tiers: 'retrospective', steps: steps(['100000', '5']) }, settle: { every: 'quarter', parts } });
  const result = calculation(terms, [
    sold('2026-02-01', '50000'),
    sold('2026-05-01', '75000'),
    sold('2026-08-01', '100000'),
    sold('2026-11-01', '75000'),
  ]);
  expect(result.balance(toDay('2026-12-31')).settlements?.map(({ amount }) => amount)).toEqual(settled);
});
