import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { agreementOf, calculated, programmeOf, type Sale } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';

type Prices = readonly Record<string, string>[];
const single = (terms: Record<string, string>) => ({ shipAndDebit: terms });
const list = (...prices: Prices) => ({ shipAndDebit: { prices } });
const shipped = (quantity: string, more: Partial<Sale> = {}): Sale => ({
  date: '2026-03-01',
  quantity,
  unitPrice: '25',
  cost: '20',
  ...more,
});
const result = (earn: object, sales: readonly Sale[], programme: object = {}, more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ earn, ...programme }, more), sales);
const earned = (...args: Parameters<typeof result>): string => result(...args).balance(toDay('2026-12-31')).earned;
const reasons = (...args: Parameters<typeof result>) =>
  result(...args)
    .explain(toDay('2026-12-31'))
    .lines.map(({ notCounted }) => notCounted);

describe('one price for all that is eligible', () => {
  test.each([
    [{ downTo: '18' }, '200.00'],
    [{ downBy: '1.5' }, '150.00'],
    [{ downByPercent: '10' }, '200.00'],
  ])('of 100 units that cost 20, %j pays %s', (terms, paid) => {
    expect(earned(single(terms), [shipped('100')])).toBe(paid);
  });

  test.each([
    ['20.00', '0.00'],
    ['20.01', '0.00'],
    ['19.99', '1.00'],
    ['30', '0.00'],
  ])('a price of %s against a cost of 20 pays %s on 100 units: never less than nothing', (downTo, paid) => {
    expect(earned(single({ downTo }), [shipped('100')])).toBe(paid);
  });

  test.each([
    [{ downTo: '18' }, '2.5', '5.00'],
    [{ downTo: '18' }, '-2.5', '-5.00'],
    [{ downTo: '21' }, '2.5', '0.00'],
    [{ downTo: '21' }, '-2.5', '0.00'],
    [{ downBy: '1.5' }, '2.5', '3.75'],
    [{ downByPercent: '10' }, '2.5', '5.00'],
    [{ downByPercent: '10' }, '-2.5', '-5.00'],
    // A third of a cent a unit needs more than 18 decimals of none.
    [{ downByPercent: '33.333333333333333333' }, '3', '20.00'],
    [{ downTo: '18' }, '1234567890', '2469135780.00'],
  ])('%j on %s units is %s: parts of units and returns too', (terms, quantity, paid) => {
    expect(earned(single(terms), [shipped(quantity)])).toBe(paid);
  });

  test('goes by the unit price where no cost was sent', () => {
    const sale: Sale = { date: '2026-03-01', quantity: '100', unitPrice: '25' };
    expect([earned(single({ downTo: '18' }), [sale]), earned(single({ downByPercent: '10' }), [sale])]).toEqual(['700.00', '250.00']);
  });

  test('a return takes the same back, and everything returned is as if never sold', () => {
    expect(earned(single({ downTo: '18' }), [shipped('100'), shipped('-40', { date: '2026-05-01' })])).toBe('120.00');
    expect(earned(single({ downTo: '18' }), [shipped('100'), shipped('-100', { date: '2026-05-01' })])).toBe('0.00');
  });

  test('a price credit and freight have no units to claim for, and say so', () => {
    const sales = [shipped('100'), shipped('1', { kind: 'price', unitPrice: '-5' }), shipped('1', { kind: 'freight' })];
    expect(reasons(single({ downTo: '18' }), sales)).toEqual([undefined, 'no units to claim for', 'no units to claim for']);
    expect(earned(single({ downTo: '18' }), sales)).toBe('200.00');
  });

  test('units are converted, and money is of the line as it was sent', () => {
    const units = [{ from: 'box', to: 'piece', factor: '12' }];
    // 10 boxes that cost 240 each are 120 pieces at 20.
    expect(earned(single({ downTo: '18' }), [shipped('10', { unit: 'box', cost: '240' })], {}, { units })).toBe('240.00');
  });

  test('only what is eligible, by member, each period, with a cap', () => {
    const earn = single({ downTo: '18' });
    expect(earned(earn, [shipped('100'), shipped('100', { product: 'B' })], { eligible: { include: [{ product: ['A'] }] } })).toBe(
      '200.00',
    );
    const rows = result(earn, [shipped('100', { member: 'm-1' }), shipped('50', { member: 'm-2', date: '2026-05-01' })], {
      scope: 'member',
      period: 'quarter',
    }).balance(toDay('2026-06-30')).programmes;
    expect(rows.map((row) => [row.scope, row.earned])).toEqual([
      [{ member: 'm-1' }, '200.00'],
      [{ member: 'm-2' }, '0.00'],
      [{ member: 'm-1' }, '0.00'],
      [{ member: 'm-2' }, '100.00'],
    ]);
    expect(earned(earn, [shipped('100')], { cap: { amount: '150' } })).toBe('150.00');
  });

  test('a later programme deducts what was claimed on a line', () => {
    const terms = agreementOf([{ earn: single({ downTo: '18' }) }, { deducts: ['p1'], period: 'month', earn: { percent: '10' } }]);
    const rows = calculated(terms, [shipped('100'), shipped('10', { cost: '10' })]).balance(toDay('2026-03-31')).programmes;
    // 2,750 less 200 claimed on the first line.
    expect(rows.map((row) => row.earned)).toEqual(['200.00', '0.00', '0.00', '255.00']);
  });
});

describe('a list of prices', () => {
  const prices = list(
    { product: 'A', downTo: '18' },
    { product: 'A', endCustomer: 'site-1', downTo: '15' },
    { product: 'B', downBy: '1.5', from: '2026-04-01', to: '2026-06-30' },
    { product: 'B', downByPercent: '5', from: '2026-07-01' },
  );

  test('the price of the end customer before that of everybody', () => {
    expect(earned(prices, [shipped('10'), shipped('10', { endCustomer: 'site-1' }), shipped('10', { endCustomer: 'site-2' })])).toBe(
      '90.00',
    );
  });

  test.each([
    ['2026-03-31', '0.00'],
    ['2026-04-01', '15.00'],
    ['2026-06-30', '15.00'],
    ['2026-07-01', '10.00'],
  ])('a price holds on its days, first and last included: on %s it pays %s', (date, paid) => {
    expect(earned(prices, [shipped('10', { product: 'B', date })])).toBe(paid);
  });

  test('a line without a price says why it does not count', () => {
    expect(reasons(prices, [shipped('10'), shipped('10', { product: 'B' }), shipped('10', { product: 'C' })])).toEqual([
      undefined,
      'no special price on that day',
      'no special price on that day',
    ]);
    const other = agreementOf([{ earn: prices }], { goals: [{ id: 'grow', measure: 'value', target: '1000', by: '2026-12-31' }] });
    expect(calculated(other, [shipped('10', { product: 'C' })]).explain(toDay('2026-12-31')).lines[0]?.notCounted).toBe(
      'no special price on that day',
    );
  });

  test.each([
    ['returnPeriod', ['15.00', '0.00']],
    ['salePeriod', ['0.00', '0.00']],
  ])('a return takes back what its sale was paid, also after the price has ended: %s', (returns, paid) => {
    const sales = [
      shipped('10', { product: 'B', date: '2026-06-30', document: 's' }),
      shipped('-10', { product: 'B', date: '2026-08-01', document: 'r', returns: 's#1' }),
    ];
    for (const order of [sales, [...sales].reverse()]) {
      const answer = result(prices, order, { period: 'quarter' }, { returns });
      expect(answer.balance(toDay('2026-09-30')).programmes.map((row) => row.earned)).toEqual(
        returns === 'salePeriod' ? ['0.00', '0.00', '0.00'] : ['0.00', '15.00', '-15.00'],
      );
      expect([answer.balance(toDay('2026-07-31')).earned, answer.balance(toDay('2026-09-30')).earned]).toEqual(['15.00', paid[1]]);
    }
  });

  test('a return moves with the day of its sale when that is corrected', () => {
    const sales = [
      shipped('10', { product: 'B', date: '2026-06-30', document: 's' }),
      shipped('-10', { product: 'B', date: '2026-08-01', document: 'r', returns: 's#1' }),
      shipped('10', { product: 'B', date: '2026-07-02', document: 's', action: 'correct' }),
    ];
    expect(earned(prices, sales)).toBe('0.00');
  });

  test('five hundred prices', () => {
    const many = list(
      ...Array.from({ length: 500 }, (_, index) => ({
        product: `P-${index % 250}`,
        endCustomer: `c-${index}`,
        downTo: `${(index % 17) + 1}`,
      })),
    );
    const sales = Array.from({ length: 500 }, (_, index) => shipped('2', { product: `P-${index % 250}`, endCustomer: `c-${index}` }));
    const expected = sales.reduce((total, _, index) => total + 2 * (20 - ((index % 17) + 1)), 0);
    expect(earned(many, sales)).toBe(expected.toFixed(2));
    expect(earned(many, [shipped('1', { product: 'P-1' })])).toBe('0.00');
  });
});

describe('quantity limits', () => {
  const limited = single({ downTo: '18', limit: '100' });
  const lines: Sale[] = [
    shipped('60', { date: '2026-03-02', document: 'b' }),
    shipped('60', { date: '2026-03-01', document: 'c', cost: '21' }),
    shipped('60', { date: '2026-03-02', document: 'a', cost: '22' }),
  ];

  test('count in the order of valid date, document, line, whatever the order of arrival', () => {
    // 60 of c at 3 = 180; then a, 40 of its 60 units at 4 = 160; b has none left.
    for (const order of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ])
      expect(
        earned(
          limited,
          order.flatMap((index) => lines[index] ?? []),
        ),
      ).toBe('340.00');
  });

  test('line 9 comes before line 10', () => {
    const sales = [shipped('60', { document: 'x', line: '10', cost: '19' }), shipped('60', { document: 'x', line: '9', cost: '20' })];
    expect(earned(limited, sales)).toBe('160.00');
  });

  test.each([
    ['99', '198.00'],
    ['100', '200.00'],
    ['101', '200.00'],
  ])('of %s units it pays %s', (quantity, paid) => {
    expect(earned(limited, [shipped(quantity)])).toBe(paid);
  });

  test('hold for each price, period and member of its own', () => {
    const two = list({ product: 'A', downTo: '18', limit: '10' }, { product: 'B', downTo: '18' });
    expect(earned(two, [shipped('20'), shipped('20', { product: 'B' })])).toBe('60.00');
    expect(earned(limited, [shipped('150'), shipped('150', { date: '2026-05-01' })], { period: 'quarter' })).toBe('400.00');
    expect(earned(limited, [shipped('150', { member: 'm-1' }), shipped('150', { member: 'm-2' })], { scope: 'member' })).toBe('400.00');
  });

  test('a return makes room for the lines after it, at the place of the line that it takes back', () => {
    const sales = [shipped('80', { document: 's' }), shipped('80', { document: 't', date: '2026-04-01', cost: '19' })];
    const back = shipped('-80', { document: 'r', date: '2026-06-01', returns: 's#1' });
    expect(earned(limited, sales)).toBe('180.00');
    expect([earned(limited, [...sales, back]), earned(limited, [back, ...sales])]).toEqual(['80.00', '80.00']);
  });

  test('a return of units sold in an earlier period takes back what they were paid', () => {
    const sales = [shipped('80', { document: 's' }), shipped('-30', { document: 'r', date: '2026-05-01', returns: 's#1' })];
    expect(
      result(limited, sales, { period: 'quarter' })
        .balance(toDay('2026-06-30'))
        .programmes.map((row) => row.earned),
    ).toEqual(['160.00', '-60.00']);
  });

  test('a corrected line stands at its new place and at none of its old ones', () => {
    const sales = [
      shipped('100', { document: 's', date: '2026-03-01' }),
      shipped('100', { document: 't', date: '2026-03-10', cost: '19' }),
      shipped('100', { document: 's', date: '2026-03-20', action: 'correct' }),
    ];
    expect(earned(limited, sales)).toBe('100.00');
  });

  test('carried: units claimed before use the limit up', () => {
    const more = {
      amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: single({ downTo: '17', limit: '120' }) } }],
    };
    expect(earned(single({ downTo: '18', limit: '100' }), [shipped('90'), shipped('90', { date: '2026-08-01' })], {}, more)).toBe('270.00');
  });

  test('the lines that a limit shuts out change with the lines before them, and effects add up', () => {
    const { causes, lines: own } = result(limited, lines).explain(toDay('2026-12-31'));
    expect(own.map(({ effects }) => effects.map(({ cause, amount }) => `${cause} ${amount}`))).toEqual([
      ['sale 120'],
      ['late sale 180', 'tier crossed -40'],
      ['sale 160', 'tier crossed -80'],
    ]);
    expect(causes).toEqual({ sale: '280', 'late sale': '180', 'tier crossed': '-120' });
  });

  test('are deducted by a later programme line by line, within its own months', () => {
    const terms = agreementOf([{ earn: limited }, { deducts: ['p1'], period: 'month', earn: { percent: '10' } }]);
    const rows = calculated(terms, [shipped('80'), shipped('80', { date: '2026-04-01' })]).balance(toDay('2026-04-30')).programmes;
    // 2,000 less 160 in March; 2,000 less the 40 that 20 units still had in April.
    expect(rows.slice(-2).map((row) => row.earned)).toEqual(['184.00', '196.00']);
  });
});

describe('terms', () => {
  test.each([
    ['no price', single({}), ['VALUE_NOT_ALLOWED programmes[0].earn.shipAndDebit']],
    ['two prices', single({ downTo: '1', downBy: '1' }), ['VALUE_NOT_ALLOWED programmes[0].earn.shipAndDebit']],
    ['a negative price', single({ downTo: '-1' }), ['VALUE_NOT_ALLOWED programmes[0].earn.shipAndDebit.downTo']],
    ['a file that nobody has read', { shipAndDebit: { prices: 'list.csv' } }, ['VALUE_NOT_ALLOWED programmes[0].earn.shipAndDebit.prices']],
    [
      'a limit beside a list',
      { shipAndDebit: { prices: [{ product: 'A', downTo: '1' }], limit: '5' } },
      ['VALUE_NOT_ALLOWED programmes[0].earn.shipAndDebit'],
    ],
    ['an empty list', list(), ['VALUE_NOT_ALLOWED programmes[0].earn.shipAndDebit.prices']],
    [
      'two prices of one product on one day',
      list({ product: 'A', downTo: '1', to: '2026-06-30' }, { product: 'A', downTo: '2', from: '2026-06-30' }),
      ['PRICES_OVERLAP programmes[0].earn.shipAndDebit.prices[1]'],
    ],
    [
      'days that run backwards',
      list({ product: 'A', downTo: '1', from: '2026-06-30', to: '2026-06-29' }),
      ['TERM_BACKWARDS programmes[0].earn.shipAndDebit.prices[0].to'],
    ],
  ])('refuses %s', (_, earn, refused) => {
    expect(refusalsOf({ earn })).toEqual(refused);
  });

  test('takes two prices of one product for different end customers or days', () => {
    expect(
      refusalsOf({
        earn: list(
          { product: 'A', downTo: '1' },
          { product: 'A', endCustomer: 'x', downTo: '2' },
          { product: 'B', downTo: '1', to: '2026-06-30' },
          { product: 'B', downTo: '2', from: '2026-07-01' },
        ),
      }),
    ).toEqual([]);
  });

  test.each([
    ['a target set', { target: { include: [{ product: ['A'] }] } }, 'target'],
    ['a deduction', { deducts: ['p1'] }, 'deducts'],
    ['the period of a document', { period: 'document' }, 'period'],
  ])('refuses %s, which it has no use for', (_, setting, place) => {
    expect(refusalsOf({ earn: single({ downTo: '18' }), ...setting })).toContain(`SETTING_NOT_FOR_KIND programmes[0].${place}`);
  });

  test('in words', () => {
    expect(wordsOf({ earn: single({ downTo: '18' }) })).toEqual(['Pays back what a unit cost above EUR 18.']);
    expect(wordsOf({ earn: single({ downBy: '1.5', limit: '100' }) })).toEqual([
      'Pays back EUR 1.5 on each unit, for the first 100 units of a period.',
    ]);
    expect(
      wordsOf({
        earn: list({ product: 'A', endCustomer: 'x', downByPercent: '5', from: '2026-02-01' }, { product: 'B', downTo: '3', limit: '7' }),
      }),
    ).toEqual([
      'Of A for x from 2026-02-01 to the last: pays back 5 % of what it cost.',
      'Of B: pays back what a unit cost above EUR 3, for the first 7 units of a period.',
    ]);
  });
});
