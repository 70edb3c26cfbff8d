import { describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { agreementOf, calculated, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';
import { Calculation } from './calculate.ts';
import { formatSignature, parseSignature } from './cell.ts';

/** Rules at their edges: each case here was once computed wrongly, or easily could be. */

const earned = (terms: AgreementTerms, sales: readonly Sale[], on = '2026-12-31'): string =>
  calculated(terms, sales).balance(toDay(on)).earned;
const rows = (terms: AgreementTerms, sales: readonly Sale[], on = '2026-12-31'): string[] =>
  calculated(terms, sales)
    .balance(toDay(on))
    .programmes.map((row) => row.earned);
const explained = (terms: AgreementTerms, sales: readonly Sale[], on = '2026-12-31'): string =>
  sum(Object.values(calculated(terms, sales).explain(toDay(on)).causes).map((amount) => Rational.parse(amount))).toExact();

describe('windows that do not begin and end with measurement periods', () => {
  test('a cap by the year on weekly periods keeps every week', () => {
    const terms = programmeOf({ period: 'week', earn: { percent: '10' }, cap: { amount: '1000', per: 'year' } }, { from: '2025-01-01' });
    expect(earned(terms, [sold('2025-06-03', '100'), sold('2025-09-03', '100'), sold('2026-06-03', '100')])).toBe('30.00');
  });
  test('a cap by the week on monthly periods keeps the days on both sides of a month end', () => {
    const terms = programmeOf({ period: 'month', earn: { percent: '10' }, cap: { amount: '15', per: 'week' } });
    // 30 April and 1 May 2026 are of one week, Monday 27 April to Sunday 3 May.
    expect(rows(terms, [sold('2026-04-30', '100'), sold('2026-05-01', '100')], '2026-05-31').slice(3)).toEqual(['10.00', '5.00']);
  });
  test('a cap by the quarter inside a year', () => {
    const terms = programmeOf({ earn: { percent: '10' }, cap: { amount: '15', per: 'quarter' } });
    expect(earned(terms, [sold('2026-02-01', '200'), sold('2026-05-01', '100'), sold('2026-08-01', '300')])).toBe('40.00');
  });
  test('a limit by the quarter over a programme by the year', () => {
    const terms = agreementOf([{ earn: { percent: '10' } }, { earn: { percent: '5' } }], {
      limits: [{ programmes: ['p1', 'p2'], cap: { amount: '20', per: 'quarter' } }],
    });
    expect(rows(terms, [sold('2026-02-01', '1000'), sold('2026-05-01', '150')])).toEqual(['35.00', '5.00']);
  });
  test('a projection sees the windows of a cap', () => {
    const terms = programmeOf({ earn: { percent: '10' }, cap: { amount: '50', per: 'quarter' } });
    const sales = ['2026-01-15', '2026-04-15'].map((date) => sold(date, '1000'));
    expect(calculated(terms, sales).balance(toDay('2026-06-30')).programmes[0]?.projected).toBe('200.00');
  });
  test("a return in the sale's period, after that period, still counts where a cap has windows inside it", () => {
    const terms = programmeOf(
      { period: 'quarter', earn: { percent: '10' }, cap: { amount: '1000', per: 'month' } },
      { returns: 'salePeriod' },
    );
    expect(earned(terms, [sold('2026-01-10', '1000', { document: 's' }), returned('2026-05-02', '400', { returns: 's#1' })])).toBe('60.00');
  });
});

describe('a part year', () => {
  const terms = (shortPeriod: string, rule: Record<string, unknown>) =>
    programmeOf({ shortPeriod, earn: { percent: '10' }, ...rule }, { from: '2026-07-01' });
  const sales = [sold('2026-08-01', '100000')];
  // 184 of 365 days; 6 of 12 months.
  test.each([
    ['full', '1000.00'],
    ['days', '504.11'],
    ['months', '500.00'],
  ])("a cap of a year counts %s, whether its window is named or is the period's own", (shortPeriod, cap) => {
    expect(earned(terms(shortPeriod, { cap: { amount: '1000' } }), sales)).toBe(cap);
    expect(earned(terms(shortPeriod, { cap: { amount: '1000', per: 'year' } }), sales)).toBe(cap);
  });
  test('a guarantee of a year counts by days', () => {
    expect(earned(terms('days', { guarantee: { amount: '36500', per: 'year' } }), sales)).toBe('18400.00');
  });
  test('a whole quarter in it counts in full', () => {
    expect(earned(terms('days', { cap: { amount: '1000', per: 'quarter' } }), sales)).toBe('1000.00');
  });
});

describe('an amendment leaves the rules of periods that it does not touch', () => {
  const sales = [sold('2026-03-01', '1000'), sold('2026-09-01', '1000')];
  const amended = (mode: string, programme: Record<string, unknown>, change: Record<string, unknown>) =>
    programmeOf({ earn: { percent: '10' }, ...programme }, { amendments: [{ effective: '2026-07-01', programme: 'p1', mode, change }] });
  test('a cap of a restart does not reach back', () => {
    expect(rows(amended('restart', {}, { cap: { amount: '20' } }), sales)).toEqual(['100.00', '10.08']);
  });
  test('a cap of a restated month does not reach earlier months', () => {
    expect(earned(amended('restate', { period: 'month' }, { cap: { amount: '20' } }), sales)).toBe('120.00');
  });
  test('a cap taken away from a later quarter still holds in an earlier one', () => {
    expect(earned(amended('restate', { period: 'quarter', cap: { amount: '30' } }, { cap: null }), sales)).toBe('130.00');
  });
  test('a deduction that a restart adds does not reach back', () => {
    const terms = agreementOf([{ earn: { percent: '10' } }, { earn: { percent: '10' } }], {
      amendments: [{ effective: '2026-07-01', programme: 'p2', mode: 'restart', change: { deducts: ['p1'] } }],
    });
    expect(rows(terms, sales).slice(1)).toEqual(['100.00', '90.00']);
  });
  test('a period that a restart began is still one after it is restated', () => {
    const terms = programmeOf(
      { earn: { percent: '10' }, cap: { amount: '365', per: 'year' } },
      {
        amendments: [
          { effective: '2026-07-01', programme: 'p1', mode: 'restart', change: { name: 'second' } },
          { effective: '2026-09-01', programme: 'p1', mode: 'restate', change: { name: 'third' } },
        ],
      },
    );
    expect(rows(terms, [sold('2026-03-01', '9000'), sold('2026-09-01', '9000')])).toEqual(['181.00', '184.00']);
  });
  test('a restart cuts the windows of a cap once, not at every period after it', () => {
    const terms = programmeOf(
      { period: 'month', earn: { percent: '10' }, cap: { amount: '365', per: 'year' } },
      {
        amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'restart', change: { name: 'second' } }],
      },
    );
    expect(rows(terms, [sold('2026-07-01', '1000'), sold('2026-09-01', '9000')]).slice(6, 9)).toEqual(['100.00', '0.00', '84.00']);
  });
  test('after a carry, a return below the volume before it takes slices back at the new rates', () => {
    const terms = programmeOf(
      { earn: { percent: '1' } },
      {
        amendments: [
          {
            effective: '2026-07-01',
            programme: 'p1',
            mode: 'carry',
            change: { earn: { tiers: 'marginal', steps: stepsFrom(['0', '1'], ['100000', '2']) } },
          },
        ],
      },
    );
    expect(earned(terms, [sold('2026-03-01', '150000'), returned('2026-09-01', '60000')])).toBe('400.00');
  });
});

describe('scopes', () => {
  const scoped = (scope: string) =>
    agreementOf([
      { scope, period: 'quarter', eligible: { include: [{ category: ['pipes'] }] }, earn: { percent: '1' }, guarantee: { amount: '10' } },
      { earn: { percent: '1' } },
    ]);
  test('a product that only another programme counts has no guarantee here', () => {
    expect(earned(scoped('product'), [sold('2026-02-01', '100', { category: 'tools' })], '2026-03-31')).toBe('1.00');
  });
  test('a line after the day asked about opens no scope', () => {
    const sales = [sold('2026-05-01', '100', { category: 'pipes', member: 'm-1' })];
    expect(earned(scoped('member'), sales, '2026-03-31')).toBe('0.00');
    expect(explained(scoped('member'), sales, '2026-03-31')).toBe('0');
  });
  test('a member that returns everything in a later period keeps what the earlier one earned', () => {
    const terms = programmeOf({ scope: 'member', period: 'month', earn: { tiers: 'retrospective', steps: stepsFrom(['0', '10']) } });
    expect(rows(terms, [sold('2026-01-10', '100', { member: 'm' }), returned('2026-02-10', '100', { member: 'm' })]).slice(0, 2)).toEqual([
      '10.00',
      '0.00',
    ]);
  });
  test('a member whose only line is struck out has no guarantee, and its effects say so', () => {
    const list = [
      sold('2026-02-01', '100', { category: 'pipes', member: 'm', document: 's' }),
      sold('2026-02-01', '100', { category: 'pipes', member: 'm', document: 's', action: 'void' }),
    ];
    expect(earned(scoped('member'), list)).toBe('0.00');
    expect(explained(scoped('member'), list)).toBe('0');
  });
  test('a member may have any name', () => {
    for (const member of ['a|b', 'a%7Cb', '%', '|']) {
      expect(parseSignature(formatSignature({ bits: 5n, member, product: 'x|y' }))).toEqual({ bits: 5n, member, product: 'x|y' });
    }
  });
});

describe('stacking', () => {
  test('the best of a group may deduct another of it, which then earns nothing', () => {
    const terms = agreementOf([
      { bestOf: 'g', earn: { percent: '10' } },
      { bestOf: 'g', deducts: ['p1'], earn: { percent: '20' } },
    ]);
    expect(rows(terms, [sold('2026-02-01', '1000')])).toEqual(['0.00', '200.00']);
  });
  test('the best of a group is found over its longest period, whichever programme comes first; the first on a tie', () => {
    const monthly = { bestOf: 'g', period: 'month', earn: { tiers: 'retrospective', steps: stepsFrom(['150', '20']) } };
    const yearly = { bestOf: 'g', earn: { percent: '14' } };
    const sales = [sold('2026-01-10', '100'), sold('2026-02-10', '200')];
    // Over the year 42 beat 40, though February alone would have been 40 against 28.
    expect(rows(agreementOf([monthly, yearly]), sales, '2026-02-28')).toEqual(['0.00', '0.00', '42.00']);
    expect(rows(agreementOf([yearly, monthly]), sales, '2026-02-28')).toEqual(['42.00', '0.00', '0.00']);
    expect(rows(agreementOf([yearly, { ...monthly, bestOf: 'other' }]), sales, '2026-02-28')).toEqual(['42.00', '0.00', '40.00']);
    expect(rows(agreementOf([{ ...yearly, earn: { percent: '14.0' } }, yearly]), sales)).toEqual(['42.00', '0.00']);
  });
  test('a programme that another of its group beats says so, where it earned anything', () => {
    const terms = agreementOf([
      { bestOf: 'g', period: 'half', earn: { percent: '10' } },
      { bestOf: 'g', earn: { percent: '20' } },
    ]);
    expect(
      calculated(terms, [sold('2026-02-01', '1000')])
        .balance(toDay('2026-12-31'))
        .programmes.map(({ problem }) => problem?.code),
    ).toEqual(['NOT_BEST', undefined, undefined]);
  });
  test('a deduction holds where the deducted programme earned nothing in sum', () => {
    const terms = agreementOf([
      { earn: { percent: '10' } },
      { deducts: ['p1'], eligible: { include: [{ product: ['A'] }] }, earn: { percent: '10' } },
    ]);
    expect(rows(terms, [sold('2026-02-01', '1000'), returned('2026-02-01', '1000', { product: 'B' })])).toEqual(['0.00', '90.00']);
  });
  test('an amount per unit lies on lines by their units', () => {
    const terms = agreementOf([{ earn: { perUnit: '1' } }, { period: 'month', deducts: ['p1'], earn: { percent: '10' } }]);
    const sales = [
      { date: '2026-01-10', quantity: '10', unitPrice: '10' },
      { date: '2026-02-10', quantity: '30', unitPrice: '10' },
      { date: '2026-02-11', quantity: '1', unitPrice: '100' },
    ];
    expect(rows(terms, sales, '2026-02-28').slice(1)).toEqual(['9.00', '36.90']);
  });
  test('what falls due by time lies on no line: a later programme deducts what the lines earned, and neither top-up nor charge', () => {
    const stacked = (rule: Record<string, unknown>) =>
      agreementOf([
        { period: 'quarter', earn: { tiers: 'retrospective', steps: stepsFrom(['1000', '10']) }, ...rule },
        { deducts: ['p1'], earn: { percent: '10' } },
      ]);
    const onlySecond = (rule: Record<string, unknown>, value: string) =>
      rows(stacked(rule), [sold('2026-02-01', value)], '2026-03-31').at(-1);
    // 10 % of 1,000 - 100; below the step 10 % of 999. Topped up to 500 or charged 50, the lines have earned the same.
    for (const rule of [
      {},
      { guarantee: { amount: '500' } },
      { conditions: [{ commitment: { amount: '5000', shortfall: { amount: '50' } } }] },
    ]) {
      expect([onlySecond(rule, '1000'), onlySecond(rule, '999')]).toEqual(['90.00', '99.90']);
    }
    // What a cap cuts off and a commitment forfeits, the lines have not earned.
    expect(onlySecond({ guarantee: { amount: '20' }, cap: { amount: '40' } }, '1000')).toBe('96.00');
    expect(onlySecond({ conditions: [{ commitment: { amount: '5000', shortfall: { forfeit: true } } }] }, '1000')).toBe('100.00');
  });
  test("what an earlier programme takes off a line's basis is no step crossed", () => {
    const terms = agreementOf([
      { earn: { percent: '10' } },
      { deducts: ['p1'], earn: { tiers: 'retrospective', steps: stepsFrom(['0', '5'], ['5000', '6']) } },
    ]);
    expect(calculated(terms, [sold('2026-02-01', '1000'), sold('2026-02-02', '1000')]).explain(toDay('2026-12-31')).causes).toEqual({
      sale: '290',
    });
  });
});

describe('a limit in percent over several programmes', () => {
  const limits = (percent: string, more: Record<string, unknown> = {}) => ({
    limits: [{ programmes: ['p1', 'p2'], cap: { percent, ...more } }],
  });
  const only = (category: string) => ({ eligible: { include: [{ category: [category] }] } });
  const bought = [sold('2026-02-01', '1000', { category: 'pipes' }), sold('2026-05-01', '3000', { category: 'tools' })];
  test('is of all that earns in any of them', () => {
    const terms = agreementOf(
      [
        { ...only('pipes'), earn: { percent: '8' } },
        { ...only('tools'), earn: { percent: '2' } },
      ],
      limits('4'),
    );
    // 80 and 60 are below 4 % of 4,000; by the quarter the first has 4 % of its own 1,000 alone.
    expect(rows(terms, bought)).toEqual(['80.00', '60.00']);
    expect(rows({ ...terms, ...limits('4', { per: 'quarter' }) }, bought)).toEqual(['40.00', '60.00']);
  });
  test('counts the days of each, whichever begins earlier', () => {
    const terms = agreementOf(
      [{ period: [{ from: '2026-04-01', to: '2026-12-31' }], earn: { percent: '1' } }, { earn: { percent: '10' } }],
      limits('5'),
    );
    expect(rows(terms, bought)).toEqual(['30.00', '170.00']);
  });
  test('counts a line that earns in two of them once, before what one deducts of it', () => {
    const terms = agreementOf([{ earn: { percent: '3' } }, { deducts: ['p1'], earn: { percent: '4' } }], limits('5'));
    expect(rows(terms, bought)).toEqual(['120.00', '80.00']);
  });
  test('counts goods that stand in lines of two stages at the stage at which most counted', () => {
    const terms = agreementOf([{ stage: 'ordered', earn: { percent: '3' } }, { earn: { percent: '4' } }], limits('5'));
    const calculation = new Calculation(terms);
    const sale = (stage: 'ordered' | 'invoiced', value: string): void => {
      calculation.add({
        reporter: 'acme',
        stage,
        document: `${stage}-1`,
        lines: [{ line: '1', date: '2026-02-01', product: 'A', quantity: '1', unitPrice: value }],
      });
    };
    sale('ordered', '1000');
    sale('invoiced', '800');
    expect(calculation.balance(toDay('2026-12-31')).programmes.map((row) => row.earned)).toEqual(['30.00', '20.00']);
  });
});

describe("returns in the sale's period", () => {
  const terms = programmeOf({ period: 'month', earn: { percent: '10' } }, { returns: 'salePeriod' });
  const sale = sold('2026-01-10', '1000', { document: 's' });
  const back = returned('2026-03-02', '400', { document: 'r', returns: 's#1' });
  test.each([
    ['after', [sale, back]],
    ['before', [back, sale]],
  ])('a return recorded %s its sale', (_, sales) => {
    expect(rows(terms, sales)[0]).toBe('60.00');
    expect(explained(terms, sales)).toBe('60');
  });
  test('a return moves with its sale when that is corrected', () => {
    const corrected = [sale, back, sold('2026-02-10', '1000', { document: 's', action: 'correct' })];
    expect(rows(terms, corrected).slice(0, 3)).toEqual(['0.00', '60.00', '0.00']);
  });
  test('a return after the term of a sale inside it', () => {
    expect(
      earned(programmeOf({ earn: { percent: '10' } }, { returns: 'salePeriod' }), [sale, { ...back, date: '2027-01-15' }], '2027-01-31'),
    ).toBe('60.00');
  });
  test('a price credit counts on its own day, whatever sale it names', () => {
    const credit = sold('2026-03-02', '-100', { kind: 'price', returns: 's#1' });
    expect(rows(terms, [sale, credit]).slice(0, 3)).toEqual(['100.00', '0.00', '-10.00']);
  });
  test('a return that names itself counts on its own day', () => {
    const own = returned('2026-03-02', '400', { document: 'r', returns: 'r#1' });
    expect(rows(terms, [sale, own, { ...own, date: '2026-04-02', action: 'correct' }]).slice(0, 4)).toEqual([
      '100.00',
      '0.00',
      '0.00',
      '-40.00',
    ]);
  });
});

test('terms resolve for agreements that begin in the middle of a year', () => {
  const agreement = resolveAgreement(
    programmeOf({ period: 'year', earn: { percent: '1' } }, { from: '2026-03-15', to: '2027-03-14', yearStartsOn: '07-01' }),
    [],
  );
  expect(agreement.programmes[0]?.periods.map((period) => period.from)).toEqual([toDay('2026-03-15'), toDay('2026-07-01')]);
});

test("a correction that takes a scope's last line away is the cause of what that takes back", () => {
  const terms = programmeOf({ scope: 'product', earn: { perUnit: '0.5' } });
  const list = [
    sold('2026-02-01', '25', { document: 's' }),
    sold('2026-02-01', '25', { document: 's', product: 'B', action: 'correct' }),
    sold('2026-02-01', '25', { document: 's', product: 'B', action: 'void' }),
  ];
  expect(
    calculated(terms, list)
      .explain(toDay('2026-12-31'))
      .lines.map(({ effects }) => effects.map(({ cause, amount }) => `${cause} ${amount}`)),
  ).toEqual([['sale 0.5'], ['correction 0.5', 'correction -0.5'], ['correction -0.5']]);
});
