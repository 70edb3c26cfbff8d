import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import type { SalesDocument } from '../sales/line.ts';
import { refusalsOf } from '../programmes/testing.ts';
import { agreementOf, calculated, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';
import { Calculation } from './calculate.ts';

/** Where the period is the document, each document is measured and earns for itself. */

const tiers = (method: string) => ({ period: 'document', earn: { tiers: method, steps: stepsFrom(['100', '1'], ['500', '2']) } });
const invoice = (document: string, ...values: readonly string[]): Sale[] =>
  values.map((value, index) => sold('2026-03-01', value, { document, line: String(index + 1) }));
const result = (programme: object, sales: readonly Sale[], more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ ...tiers('retrospective'), ...programme }, more), sales);
const earned = (...args: Parameters<typeof result>): string => result(...args).balance(toDay('2026-12-31')).earned;

describe('steps by the document', () => {
  test.each([
    ['99.99', '0.00'],
    ['100', '1.00'],
    ['499.99', '5.00'],
    ['500', '10.00'],
    ['500.50', '10.01'],
  ])('an invoice of %s earns %s', (value, paid) => {
    expect(earned({}, invoice('x', value))).toBe(paid);
  });

  test('each document reaches its own step, and none by all together', () => {
    expect(earned({}, [...invoice('a', '90'), ...invoice('b', '90', '20'), ...invoice('c', '400', '100')])).toBe('11.10');
    expect(earned(tiers('marginal'), [...invoice('a', '600'), ...invoice('b', '600')])).toBe('12.00');
  });

  test('a document that comes in pieces, in any order, is one', () => {
    const [first, second] = invoice('a', '300', '200');
    const other = invoice('b', '100');
    for (const order of [
      [first, second, ...other],
      [second, ...other, first],
    ])
      expect(
        earned(
          {},
          order.filter((sale) => sale !== undefined),
        ),
      ).toBe('11.00');
  });

  test('one row for the term, with what all documents measure and no step of its own', () => {
    const rows = result({}, [...invoice('a', '400'), ...invoice('b', '600')]).balance(toDay('2026-06-30')).programmes;
    expect(rows).toMatchObject([
      {
        period: { from: '2026-01-01', to: '2026-12-31' },
        measured: '1000',
        earningAmount: '1000',
        step: null,
        earned: '16.00',
        toNextStep: null,
      },
    ]);
  });

  test('projected: more documents like those so far, and none larger', () => {
    const [row] = result({}, [...invoice('a', '400'), ...invoice('b', '600')]).balance(toDay('2026-06-30')).programmes;
    // 16 in 181 of 365 days.
    expect(row?.projected).toBe('32.27');
  });

  test('a smaller earning set, bundles and free goods by the document', () => {
    const sets = { eligible: { include: [{ product: ['A'] }] }, target: { include: [{ product: ['A', 'B'] }] } };
    expect(
      earned(sets, [sold('2026-03-01', '100', { document: 'x' }), sold('2026-03-01', '400', { document: 'x', line: '2', product: 'B' })]),
    ).toBe('2.00');
    const units = (document: string, product: string, quantity: string): Sale => ({
      date: '2026-03-01',
      document,
      line: product,
      product,
      quantity,
      unitPrice: '1',
    });
    expect(
      earned(
        {
          earn: {
            bundle: [
              { product: 'A', quantity: '2' },
              { product: 'B', quantity: '1' },
            ],
            amount: '15',
          },
        },
        [units('x', 'A', '5'), units('x', 'B', '2'), units('y', 'A', '9')],
      ),
    ).toBe('30.00');
    expect(
      result({ earn: { freeGoods: { free: '1', per: '10' } } }, [units('x', 'A', '19'), units('y', 'A', '19')]).balance(toDay('2026-12-31'))
        .programmes[0]?.units,
    ).toBe('2');
  });
});

describe('returns', () => {
  const sale = sold('2026-03-01', '600', { document: 's' });
  const back = returned('2026-05-01', '200', { document: 'r', returns: 's#1' });

  test("in the sale's period take their document below its step, whichever came first", () => {
    const terms = { returns: 'salePeriod' };
    expect([earned({}, [sale, back], terms), earned({}, [back, sale], terms)]).toEqual(['4.00', '4.00']);
    expect(result({}, [sale, back], terms).balance(toDay('2026-04-30')).earned).toBe('12.00');
  });

  test('on their own day take it below its step from then on: a document earns on its net', () => {
    for (const order of [
      [sale, back],
      [back, sale],
    ])
      expect(['2026-04-30', '2026-05-01'].map((on) => result({}, order).balance(toDay(on)).earned)).toEqual(['12.00', '4.00']);
  });

  test('and price credits that name no line are a document of their own', () => {
    const unnamed = returned('2026-05-01', '200', { document: 'r' });
    expect([earned({}, [sale, unnamed]), earned({ earn: { percent: '10' } }, [sale, unnamed])]).toEqual(['12.00', '40.00']);
    const credit = (more: Partial<Sale>): Sale => ({
      date: '2026-05-01',
      document: 'c',
      quantity: '1',
      unitPrice: '-150',
      kind: 'price',
      ...more,
    });
    expect([earned({}, [sale, credit({})]), earned({}, [sale, credit({ returns: 's#1' })])]).toEqual(['12.00', '4.50']);
  });
});

describe('rules around documents', () => {
  test('a cap and a floor have windows of their own', () => {
    const sales = [...invoice('a', '600'), sold('2026-04-02', '700', { document: 'b' }), sold('2026-05-02', '150', { document: 'c' })];
    expect(earned({ cap: { amount: '13', per: 'month' } }, sales)).toBe('26.50');
    expect(earned({ floor: { amount: '5', per: 'month' } }, sales)).toBe('26.00');
    expect(earned({ guarantee: { amount: '5', per: 'quarter' } }, sales, {})).toBe('37.50');
  });

  test('a later programme deducts what each document earned, within its own months', () => {
    const terms = agreementOf([tiers('retrospective'), { deducts: ['p1'], period: 'month', earn: { percent: '10' } }]);
    const rows = calculated(terms, [...invoice('a', '600', '100'), sold('2026-04-02', '50', { document: 'b' })]).balance(
      toDay('2026-04-30'),
    ).programmes;
    expect(rows.slice(-2).map((row) => row.earned)).toEqual(['68.60', '5.00']);
  });

  test('amended: restated for all documents, carried from the day on', () => {
    const amended = (mode: string) => ({
      amendments: [{ effective: '2026-04-01', programme: 'p1', mode, change: { earn: { percent: '5' } } }],
    });
    const sales = [...invoice('a', '600'), sold('2026-04-02', '100', { document: 'b' })];
    expect([earned({}, sales, amended('restate')), earned({}, sales, amended('carry')), earned({}, sales, amended('restart'))]).toEqual([
      '35.00',
      '17.00',
      '17.00',
    ]);
  });

  test('effects: the line at the step that its document reaches, and what it does to the rest of the document', () => {
    const { causes, lines } = result({}, [
      ...invoice('a', '400'),
      ...invoice('b', '300'),
      sold('2026-03-01', '100', { document: 'a', line: '2' }),
    ]).explain(toDay('2026-12-31'));
    expect(lines[2]?.effects.map(({ cause, amount }) => `${cause} ${amount}`)).toEqual(['sale 2', 'tier crossed 4']);
    expect(causes).toEqual({ sale: '9', 'tier crossed': '4' });
  });
});

test('twenty thousand documents are taken one by one, and not each with all', () => {
  const calculation = new Calculation(programmeOf(tiers('retrospective')));
  for (let index = 0; index < 20_000; index += 1) {
    const document: SalesDocument = {
      reporter: 'acme',
      stage: 'invoiced',
      document: `d-${index}`,
      lines: [{ line: '1', date: '2026-03-01', product: 'A', quantity: '1', unitPrice: index % 2 === 0 ? '100' : '99' }],
    };
    calculation.add(document);
  }
  expect(calculation.balance(toDay('2026-12-31')).earned).toBe('10000.00');
});

test.each([
  ['a scope', { scope: 'member' }, 'scope'],
  ['the better of two scopes', { scope: 'higherOf' }, 'scope'],
  ['a cap without a window', { cap: { amount: '5' } }, 'cap'],
  ['a floor without a window', { floor: { amount: '5' } }, 'floor'],
  ['a guarantee by its own period', { guarantee: { amount: '5', per: 'period' } }, 'guarantee'],
  ['growth', { earn: { growth: 'all', baseline: '5', steps: stepsFrom(['110', '1']) } }, 'period'],
  ['loyalty', { earn: { loyalty: { periods: 2, target: '5' }, percent: '1' } }, 'period'],
  ['a lump sum', { earn: { lumpSum: '5', on: '2026-03-01' } }, 'period'],
])('refuses %s, of which a document has none', (_, setting, place) => {
  expect(refusalsOf({ ...tiers('retrospective'), ...setting })).toEqual([`SETTING_NOT_FOR_KIND programmes[0].${place}`]);
});
