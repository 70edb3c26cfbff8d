import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, toDay } from '#kernel';
import { balanceOf } from '../accrual/balance.ts';
import { Calculation } from '../accrual/calculate.ts';
import { Sums } from '../accrual/sums.ts';
import { agreements, days, histories } from '../accrual/testing/arbitraries.ts';
import type { ProgrammeAnswer, ProjectionAnswer } from '../accrual/answers.ts';
import { resolveAgreement } from '../agreement/resolve.ts';
import { type AgreementTerms, agreementSchema } from '../agreement/terms.ts';
import { parsePolicy, type Policy } from '../policy/policy.ts';
import type { SaleLine, SalesDocument } from '../sales/line.ts';

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) };

const agreement = (programme: Record<string, unknown>, more: Record<string, unknown> = {}): AgreementTerms =>
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
const calculated = (
  terms: AgreementTerms,
  sales: readonly (readonly [string, string, Partial<SaleLine>?])[],
  lastYear: readonly (readonly [string, string])[] = [],
): Calculation => {
  const calculation = new Calculation(terms);
  sales.forEach(([date, unitPrice, more], index) => {
    calculation.add({
      reporter: 'acme',
      stage: 'invoiced',
      document: `d-${index}`,
      lines: [{ line: '1', product: 'A', quantity: '1', unitPrice, date, ...more }],
    });
  });
  if (lastYear.length > 0)
    calculation.goByLastYear(
      lastYear.map(([date, unitPrice], index) => ({
        document: `l-${index}`,
        stage: 'invoiced',
        line: { line: '1', product: 'A', quantity: '1', unitPrice, date },
      })),
    );
  return calculation;
};
const dollarRates = (...rates: readonly (readonly [from: string, rate: string])[]) =>
  rates.map(([from, rate]) => ({ table: 'ecb', to: 'EUR', currency: 'USD', from, rate }));
const policyOf = (own: unknown): Policy => {
  const parsed = parsePolicy({ programmes: { p: own } });
  if (!parsed.ok) throw new Error(parsed.rejections[0]?.message);
  return parsed.value;
};
const first = (calculation: Calculation, on: string, policy?: Policy): ProgrammeAnswer => {
  const [row] = calculation.balance(toDay(on), policy).programmes;
  if (row === undefined) throw new Error('no programme');
  return row;
};
const range = (row: ProgrammeAnswer): (string | undefined)[] => [row.projection?.low, row.projection?.likely, row.projection?.high];

const ONE_PERCENT = { earn: { percent: '1' } };
/** 3,100 in January, 1,400 in February, 6,200 in March: 100, 50 and 200 a day. */
const QUARTER = [
  ['2026-01-15', '3100'],
  ['2026-02-15', '1400'],
  ['2026-03-15', '6200'],
] as const;

describe('the projection of a period', () => {
  test('goes on at the pace so far, and between the slowest and the fastest of the last three complete months', () => {
    const row = first(calculated(agreement(ONE_PERCENT), QUARTER), '2026-03-31');
    // 10,700 in 90 days; 275 days are left.
    expect(row.projected).toBe('433.94');
    expect(row.projection).toEqual({
      method: 'runRate',
      low: '244.50',
      likely: '433.94',
      high: '657.00',
      pace: {
        lowMonth: { from: '2026-02-01', to: '2026-02-28', measured: '1400' },
        highMonth: { from: '2026-03-01', to: '2026-03-31', measured: '6200' },
      },
    });
  });

  test('names no month before one is complete: low, likely and high are the same', () => {
    const row = first(calculated(agreement(ONE_PERCENT), [['2026-01-10', '1000']]), '2026-01-20');
    expect(range(row)).toEqual(['182.50', '182.50', '182.50']);
    expect(row.projection?.pace).toEqual({ lowMonth: null, highMonth: null });
  });

  test('takes a month in which returns outweighed sales as a pace of nothing', () => {
    const row = first(
      calculated(agreement(ONE_PERCENT), [
        ['2026-01-15', '3100'],
        ['2026-02-15', '-100', { quantity: '1' }],
      ]),
      '2026-02-28',
    );
    expect(row.projection?.pace.lowMonth?.measured).toBe('-100');
    expect(row.projection?.low).toBe('30.00');
  });

  test('is left out once the period is over', () => {
    const balance = calculated(agreement(ONE_PERCENT), QUARTER).balance(toDay('2026-12-31'));
    expect([balance.projection, balance.programmes[0]?.projection]).toEqual([undefined, undefined]);
    expect(balance.programmes[0]?.projected).toBe(balance.programmes[0]?.earned);
  });

  test('ends with a termination', () => {
    const calculation = calculated(agreement({ ...ONE_PERCENT }), QUARTER);
    const sums = new Sums();
    for (const cell of calculation.changes.flatMap(({ cells }) => cells)) sums.add(cell);
    const balance = (on: string) =>
      balanceOf({ agreement: resolveAgreement(calculation.agreement.terms, [], toDay('2026-06-30')), sums, on: toDay(on) });
    // 10,700 in 90 of 181 days.
    expect(balance('2026-03-31').programmes[0]?.projected).toBe('215.19');
    expect(balance('2026-06-30').programmes[0]).not.toHaveProperty('projection');
  });

  test('adds up over programmes, what is closed as it was earned', () => {
    const terms = agreement({ ...ONE_PERCENT, period: 'quarter' });
    const balance = calculated(terms, [...QUARTER, ['2026-04-10', '100']]).balance(toDay('2026-04-10'));
    expect(balance.projection?.likely).toBe('116.10');
    expect(balance.programmes.map(({ projected }) => projected)).toEqual(['107.00', '9.10']);
  });
});

describe("by last year's shape", () => {
  const LAST = [
    ['2025-02-10', '1000'],
    ['2025-11-10', '3000'],
  ] as const;
  test('by the shape of last year: its other money is worth what it was worth then', () => {
    // A year ago 100 dollars were 80 euros until March and 40 from July on: 80 of 120 by June. This year's rates have no say in it.
    const rates = dollarRates(['2025-01-01', '0.8'], ['2025-07-01', '0.4'], ['2026-01-01', '0.5']);
    const calculation = new Calculation(agreement(ONE_PERCENT, { exchange: { table: 'ecb', maxAgeDays: 366 } }), { rates });
    calculation.add({
      reporter: 'acme',
      stage: 'invoiced',
      document: 'd',
      lines: [{ line: '1', product: 'A', quantity: '1', unitPrice: '8000', date: '2026-02-01' }],
    });
    calculation.goByLastYear(
      ['2025-03-01', '2025-08-01'].map((date) => ({
        document: date,
        stage: 'invoiced',
        line: { line: '1', product: 'A', quantity: '1', unitPrice: '100', currency: 'USD', date },
      })),
    );
    expect(first(calculation, '2026-06-30', policyOf({ forecast: { method: 'lastYear' } })).projected).toBe('120.00');
  });

  test("likely is last year's total over last year's through the same day, times measured", () => {
    const row = first(calculated(agreement(ONE_PERCENT), QUARTER, LAST), '2026-03-31', policyOf({ forecast: { method: 'lastYear' } }));
    // 4,000 ÷ 1,000 × 10,700.
    expect([row.projection?.method, row.projected]).toEqual(['lastYear', '428.00']);
    // February alone sold 1,400 where last year's sold 1,000: 3,000 still to come, times 1.4.
    expect(row.projection).toMatchObject({ low: '149.00', pace: { lowMonth: { from: '2026-02-01' }, highMonth: { from: '2026-02-01' } } });
  });

  test("measures last year under this year's tests", () => {
    const terms = agreement({ ...ONE_PERCENT, eligible: { include: [{ product: ['B'] }] } });
    const row = first(
      calculated(terms, [['2026-01-15', '3100', { product: 'B' }]], LAST),
      '2026-03-31',
      policyOf({ forecast: { method: 'lastYear' } }),
    );
    expect(row.projection?.method).toBe('runRate');
  });

  test('a leap day comes to stand on 28 February', () => {
    const terms = agreement(ONE_PERCENT, { from: '2025-01-01', to: '2025-12-31' });
    const row = first(
      calculated(
        terms,
        [['2025-01-15', '100']],
        [
          ['2024-02-29', '500'],
          ['2024-06-01', '500'],
        ],
      ),
      '2025-02-28',
      policyOf({ forecast: { method: 'lastYear' } }),
    );
    expect(row.projected).toBe('2.00');
  });
});

describe('by a given forecast', () => {
  test('projects what the forecast total earns', () => {
    const terms = agreement({
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { from: '50000', percent: '2' },
        ],
      },
    });
    const row = first(calculated(terms, QUARTER), '2026-03-31', policyOf({ forecast: { method: 'given', value: '60000' } }));
    expect([row.projection?.method, row.projected, row.accrued]).toEqual(['given', '1200.00', '107.00']);
  });

  test('holds before anything is bought', () => {
    const terms = agreement({ earn: { percent: '1' } });
    const row = first(calculated(terms, []), '2026-01-01', policyOf({ accrue: 'forecast', forecast: { method: 'given', value: '60000' } }));
    expect([row.projected, row.accrued]).toEqual(['600.00', '0.00']);
  });

  test('foresees nothing of what was bought after the day that is asked about', () => {
    const row = first(
      calculated(agreement(ONE_PERCENT), [['2026-03-01', '5000']]),
      '2026-01-31',
      policyOf({ forecast: { method: 'given', value: '60000' } }),
    );
    expect(range(row)).toEqual(['0.00', '600.00', '600.00']);
  });

  test('is for all members together', () => {
    const terms = agreement({ ...ONE_PERCENT, scope: 'member' });
    const sales = [
      ['2026-01-10', '1000', { member: 'm-1' }],
      ['2026-01-10', '3000', { member: 'm-2' }],
    ] as const;
    const rows = calculated(terms, sales).balance(
      toDay('2026-01-31'),
      policyOf({ forecast: { method: 'given', value: '8000' } }),
    ).programmes;
    expect(rows.map(({ projected }) => projected)).toEqual(['20.00', '60.00']);
  });
});

describe('the next step', () => {
  const STEPS = {
    earn: {
      tiers: 'retrospective',
      steps: [
        { from: '0', percent: '1' },
        { from: '10000', percent: '2' },
      ],
    },
  };
  const pays = (programme: Record<string, unknown>, more: Record<string, unknown> = {}) =>
    first(calculated(agreement(programme, more), [['2026-01-10', '9000']]), '2026-01-31').toNextStep;
  test.each([
    ['nothing else decides', STEPS, {}, '110.00'],
    ['a cap holds it', { ...STEPS, cap: { amount: '150' } }, {}, '60.00'],
    ['a floor withheld it all so far', { ...STEPS, floor: { amount: '100' } }, {}, '200.00'],
    ['a limit holds it', STEPS, { limits: [{ programmes: ['p'], cap: { percent: '1.5' } }] }, '60.00'],
  ])('pays what is left of it after every rule: %s', (_, programme, more, expected) => {
    expect(pays(programme, more)).toEqual({ from: '10000', missing: '1000', pays: expected });
  });

  test('pays nothing where another of its group still earns more', () => {
    const terms = agreementSchema.parse({
      ...agreement(STEPS),
      programmes: [
        { id: 'p', bestOf: 'g', ...STEPS },
        { id: 'q', bestOf: 'g', earn: { percent: '3' } },
      ],
    });
    expect(first(calculated(terms, [['2026-01-10', '9000']]), '2026-01-31').toNextStep?.pays).toBe('0.00');
  });

  test('takes what earlier programmes deduct from further volume into account', () => {
    const terms = agreementSchema.parse({
      ...agreement(STEPS),
      programmes: [
        { id: 'promo', earn: { percent: '10' } },
        { id: 'p', deducts: ['promo'], ...STEPS },
      ],
    });
    const [, row] = calculated(terms, [['2026-01-10', '10000']]).balance(toDay('2026-01-31')).programmes;
    // 9,000 net of promo are measured; 10,000 net earn 200, and 90 are earned.
    expect(row?.toNextStep).toEqual({ from: '10000', missing: '1000', pays: '110.00' });
  });

  const members = (count: number, more: Record<string, unknown>, limits?: unknown): (string | undefined)[] => {
    const terms = agreement({ ...STEPS, scope: 'member', ...more }, limits === undefined ? {} : { limits });
    const sales = Array.from(
      { length: count },
      (_, index) => ['2026-01-10', index === 0 ? '9000' : '1000', { member: `m-${String(index).padStart(2, '0')}` }] as const,
    );
    return calculated(terms, sales)
      .balance(toDay('2026-01-31'))
      .programmes.map(({ toNextStep }) => toNextStep?.pays);
  };
  test("is each member's own: its cap holds it, the others buy no more", () => {
    expect(members(2, { cap: { amount: '150' } })).toEqual(['60.00', '140.00']);
  });

  test("of few members is held by a limit over all of them, of many by each one's own rules", () => {
    const limit = [{ programmes: ['p'], cap: { amount: '150' } }];
    expect(members(2, {}, limit)).toEqual(['60.00', '50.00']);
    expect(members(11, {}, limit).slice(0, 2)).toEqual(['110.00', '190.00']);
  });

  test("of a member that has its part of the group's is reached by what that member buys", () => {
    const terms = agreement({ ...STEPS, scope: 'higherOf' }, { members: [{ id: 'm-1' }, { id: 'm-2' }] });
    const rows = calculated(terms, [
      ['2026-01-10', '8000', { member: 'm-1' }],
      ['2026-01-10', '1000', { member: 'm-2' }],
    ]).balance(toDay('2026-01-31'), policyOf({ forecast: { method: 'given', value: '18000' } })).programmes;
    // 10,000 of the group earn 2 %: 180 of 9,000, or 40 of 2,000.
    expect(rows.map(({ toNextStep }) => toNextStep)).toEqual([
      { from: '10000', missing: '1000', pays: '100.00' },
      { from: '10000', missing: '1000', pays: '30.00' },
    ]);
    expect(rows.map(({ projected }) => projected)).toEqual(['320.00', '40.00']);
  });

  test('an exclusive bound is passed by the least that lies beyond it', () => {
    const terms = {
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '0', percent: '1' },
          { above: '10000', percent: '2' },
        ],
      },
      cap: { amount: '1000' },
    };
    expect(pays(terms)).toEqual({ from: '10000', missing: '1000', pays: '110.00' });
  });
});

describe('for every agreement and history', () => {
  const amounts = ({ low, likely, high }: Pick<ProjectionAnswer, 'low' | 'likely' | 'high'>) =>
    [low, likely, high].map((text) => Rational.parse(text));
  const filled = (terms: AgreementTerms, documents: readonly SalesDocument[]): Calculation => {
    const calculation = new Calculation(terms);
    for (const document of documents) calculation.add(document);
    return calculation;
  };

  test('low is at most likely, and likely at most high, for each programme and in all', () => {
    fc.assert(
      fc.property(agreements, histories, days, (terms, documents, on) => {
        const balance = filled(terms, documents).balance(on);
        for (const one of [balance, ...balance.programmes].flatMap(({ projection }) => projection ?? [])) {
          const [low, likely, high] = amounts(one);
          expect([low?.compare(likely ?? low), likely?.compare(high ?? likely)].every((order) => (order ?? 0) <= 0)).toBe(true);
        }
        for (const row of balance.programmes) expect(row.projected).toBe(row.projection?.likely ?? row.earned);
      }),
      RUNS,
    );
  });

  test('at its end a period is projected as it is earned', () => {
    fc.assert(
      fc.property(agreements, histories, (terms, documents) => {
        for (const row of filled(terms, documents).balance(toDay('2026-12-31')).programmes) expect(row.projected).toBe(row.earned);
      }),
      RUNS,
    );
  });

  const accrue = fc.oneof(
    fc.constantFrom('reached', 'forecast'),
    fc.constantFrom('1', '4').map((percent) => ({ percent })),
    fc.constantFrom(1, 2).map((step) => ({ step })),
  );
  const forecast = fc.oneof(
    fc.constant({ method: 'runRate' }),
    fc.constantFrom('100', '5000').map((value) => ({ method: 'given', value })),
    fc.constant({ method: 'lastYear' }),
  );
  test('a policy changes what is accrued and projected, never what is earned or measured', () => {
    fc.assert(
      fc.property(agreements, histories, days, accrue, forecast, (terms, documents, on, how, by) => {
        const parsed = parsePolicy({
          programmes: Object.fromEntries(terms.programmes.map(({ id }) => [id, { accrue: how, forecast: by }])),
        });
        if (!parsed.ok) throw new Error('the policy is not read');
        const calculation = filled(terms, documents);
        const kept = (policy?: Policy) => {
          const { earned, programmes } = calculation.balance(on, policy);
          return {
            earned,
            programmes: programmes.map((row) => ({
              id: row.id,
              period: row.period,
              scope: row.scope,
              measured: row.measured,
              step: row.step,
              earned: row.earned,
              toNextStep: row.toNextStep,
            })),
          };
        };
        expect(kept(parsed.value)).toEqual(kept());
      }),
      RUNS,
    );
  });
});
