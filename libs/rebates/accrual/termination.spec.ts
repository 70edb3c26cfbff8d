import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { balanceOf } from './balance.ts';
import { measureChange } from './changes.ts';
import { planOf } from './plan.ts';
import { Calculation } from './calculate.ts';
import { Sums } from './sums.ts';
import { documentOf, programmeOf, type Sale, sold, stepsFrom } from './testing/build.ts';

type Line = { readonly date: string; readonly value: string };

/** What each programme, period by period, has earned by a day where the agreement ends on 15 May 2026. */
const rows = (
  programmes: readonly Record<string, unknown>[],
  lines: readonly Line[],
  on = '2026-12-31',
  terminatedOn = '2026-05-15',
): string[] => {
  const terms = agreementSchema.parse({
    id: 'a-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: programmes.map((programme, index) => ({ id: `p${index + 1}`, ...programme })),
  });
  const agreement = resolveAgreement(terms, [], toDay(terminatedOn));
  const plan = planOf(agreement);
  const sums = new Sums();
  for (const { date, value } of lines) {
    const line = { line: '1', date, product: 'A', quantity: '1', unitPrice: value };
    const change = { position: 0, document: date, stage: 'invoiced', line, was: undefined, corrects: false } as const;
    for (const cell of measureChange(plan, change, { highWater: undefined, saleDay: () => undefined }).cells) sums.add(cell);
  }
  return balanceOf({ agreement, sums, on: toDay(on) }).programmes.map(({ id, period, earned }) => `${id} ${period.from} ${earned}`);
};

/** 60,000 sold in January, 60,000 in November; the agreement ends on 30 June (181 of 365 days). */
test.each([
  ['earnedToDate', '0.00'],
  ['forfeit', '0.00'],
  // 1 % from 100,000 becomes 1 % from 49,589.04: what was bought in half a year reaches it.
  ['prorate', '600.00'],
  ['clawback', '0.00'],
])('terminated with %s, the open year pays %s', (onTermination, earned) => {
  const programme = { onTermination, earn: { tiers: 'retrospective', steps: [{ from: '100000', percent: '1' }] } };
  const sales = [
    { date: '2026-01-15', value: '60000' },
    { date: '2026-11-15', value: '60000' },
  ];
  expect(rows([programme], sales, '2026-12-31', '2026-06-30')).toEqual([`p1 2026-01-01 ${earned}`]);
});

describe('what falls due by time alone', () => {
  /** 1 % of 10,000 in February and of 20,000 in May. */
  const sales = [
    { date: '2026-02-01', value: '10000' },
    { date: '2026-05-01', value: '20000' },
  ];
  const quarterly = { period: 'quarter', earn: { percent: '1' }, guarantee: { amount: '1000' } };

  test('no period begins after the last day, and a guarantee is owed for whole windows alone', () => {
    expect(rows([quarterly], sales)).toEqual(['p1 2026-01-01 1000.00', 'p1 2026-04-01 200.00']);
  });
  test('nor does a window inside a period that goes on', () => {
    expect(rows([{ earn: { percent: '1' }, guarantee: { amount: '1000', per: 'quarter' } }], sales)).toEqual(['p1 2026-01-01 1200.00']);
  });
  test('a year that is cut short owes no guarantee', () => {
    expect(rows([{ earn: { percent: '1' }, guarantee: { amount: '1000' } }], sales)).toEqual(['p1 2026-01-01 300.00']);
  });
  test('where the terms prorate, it counts by days and falls due on the last day', () => {
    // 45 of the 91 days of the second quarter: 494.51 of 1,000.
    expect(rows([{ ...quarterly, onTermination: 'prorate' }], sales)).toEqual(['p1 2026-01-01 1000.00', 'p1 2026-04-01 494.51']);
    expect(rows([{ ...quarterly, onTermination: 'prorate' }], sales, '2026-05-14')).toEqual([
      'p1 2026-01-01 1000.00',
      'p1 2026-04-01 200.00',
    ]);
    // 135 of 365 days of 1,000, whether the window is named or is the period's own.
    for (const per of ['year', 'term', 'period']) {
      expect(rows([{ earn: { percent: '1' }, onTermination: 'prorate', guarantee: { amount: '1000', per } }], sales)).toEqual([
        'p1 2026-01-01 369.86',
      ]);
    }
  });
  test('so does a commitment', () => {
    // 365,000 a year are 135,000 by then: 105,000 are missing, 1 % of it is charged.
    const committed = {
      earn: { percent: '1' },
      conditions: [{ commitment: { amount: '365000', per: 'year', shortfall: { percent: '1' } } }],
    };
    expect(rows([committed], sales)).toEqual(['p1 2026-01-01 300.00']);
    expect(rows([{ ...committed, onTermination: 'prorate' }], sales)).toEqual(['p1 2026-01-01 -750.00']);
  });
  test('a cap and a floor of a window that is cut short count by days where the terms prorate', () => {
    const capped = { earn: { percent: '10' }, cap: { amount: '3650', per: 'year' } };
    expect(rows([capped], sales)).toEqual(['p1 2026-01-01 3000.00']);
    expect(rows([{ ...capped, onTermination: 'prorate' }], sales)).toEqual(['p1 2026-01-01 1350.00']);
    const floored = { earn: { percent: '1' }, floor: { amount: '365', per: 'year' } };
    expect(rows([floored], sales)).toEqual(['p1 2026-01-01 0.00']);
    expect(rows([{ ...floored, onTermination: 'prorate' }], sales)).toEqual(['p1 2026-01-01 300.00']);
  });
});

test.each([
  // The quarter that the last day closes is the one that it falls in.
  ['2026-06-30', '2026-12-31', ['100.00', '0.00']],
  ['2026-06-30', '2026-06-30', ['100.00', '0.00']],
  ['2026-06-30', '2026-06-29', ['100.00', '200.00']],
  ['2026-07-01', '2026-12-31', ['100.00', '200.00', '0.00']],
])('forfeited with the last day %s, asked about %s: only the quarter that holds it pays nothing', (last, on, earned) => {
  const sales = [
    { date: '2026-02-01', value: '10000' },
    { date: '2026-05-01', value: '20000' },
    { date: '2026-07-01', value: '500' },
  ];
  expect(
    rows([{ period: 'quarter', earn: { percent: '1' }, onTermination: 'forfeit' }], sales, on, last).map((row) => row.split(' ')[2]),
  ).toEqual(earned);
});

test('clawback takes every period back', () => {
  const sales = [
    { date: '2026-02-01', value: '10000' },
    { date: '2026-05-01', value: '20000' },
  ];
  const programme = { period: 'quarter', earn: { percent: '1' }, onTermination: 'clawback' };
  expect([rows([programme], sales, '2026-05-14'), rows([programme], sales, '2026-05-15')]).toEqual([
    ['p1 2026-01-01 100.00', 'p1 2026-04-01 200.00'],
    ['p1 2026-01-01 0.00', 'p1 2026-04-01 0.00'],
  ]);
});

describe('what has no days or no money', () => {
  const terminated = (programme: Record<string, unknown>, sales: readonly Sale[]) => {
    const calculation = new Calculation(programmeOf(programme), { terminatedOn: toDay('2026-06-30') });
    sales.forEach((sale, index) => {
      calculation.add(documentOf(sale, index));
    });
    return calculation.balance(toDay('2026-12-31')).programmes[0];
  };
  test('a document keeps its own bounds where the terms prorate: no days of it are lost', () => {
    const programme = { period: 'document', onTermination: 'prorate', earn: { tiers: 'retrospective', steps: stepsFrom(['1000', '1']) } };
    expect(terminated(programme, [sold('2026-03-01', '999'), sold('2026-03-02', '1000')])?.earned).toBe('10.00');
  });
  test.each([
    ['earnedToDate', '6', undefined],
    ['forfeit', '0', 'FORFEITED'],
    ['clawback', '0', 'CLAWED_BACK'],
  ])('free goods go with the money: %s leaves %s, and says why', (onTermination, units, code) => {
    const row = terminated({ onTermination, earn: { freeGoods: { free: '2', per: '100' } } }, [{ date: '2026-03-01', quantity: '350' }]);
    expect([row?.units, row?.problem?.code]).toEqual([units, code]);
  });
});
