import { describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { agreementOf, calculated, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';
import { formatSignature, parseSignature } from './cell.ts';

/** Rules at their edges: each case here was once computed wrongly, or easily could be. */

const earned = (terms: AgreementTerms, sales: readonly Sale[], on = '2026-12-31'): string => calculated(terms, sales).balance(toDay(on)).earned;
const rows = (terms: AgreementTerms, sales: readonly Sale[], on = '2026-12-31'): string[] =>
  calculated(terms, sales).balance(toDay(on)).programmes.map((row) => row.earned);
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
    const terms = agreementOf([{ earn: { percent: '10' } }, { earn: { percent: '5' } }], { limits: [{ programmes: ['p1', 'p2'], cap: { amount: '20', per: 'quarter' } }] });
    expect(rows(terms, [sold('2026-02-01', '1000'), sold('2026-05-01', '150')])).toEqual(['35.00', '5.00']);
  });
  test('a projection sees the windows of a cap', () => {
    const terms = programmeOf({ earn: { percent: '10' }, cap: { amount: '50', per: 'quarter' } });
    const sales = ['2026-01-15', '2026-04-15'].map((date) => sold(date, '1000'));
    expect(calculated(terms, sales).balance(toDay('2026-06-30')).programmes[0]?.projected).toBe('200.00');
  });
  test('a return in the sale\'s period, after that period, still counts where a cap has windows inside it', () => {
    const terms = programmeOf({ period: 'quarter', earn: { percent: '10' }, cap: { amount: '1000', per: 'month' } }, { returns: 'salePeriod' });
    expect(earned(terms, [sold('2026-01-10', '1000', { document: 's' }), returned('2026-05-02', '400', { returns: 's#1' })])).toBe('60.00');
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
    const terms = programmeOf({ earn: { percent: '10' }, cap: { amount: '365', per: 'year' } }, {
      amendments: [
        { effective: '2026-07-01', programme: 'p1', mode: 'restart', change: { name: 'second' } },
        { effective: '2026-09-01', programme: 'p1', mode: 'restate', change: { name: 'third' } },
      ],
    });
    expect(rows(terms, [sold('2026-03-01', '9000'), sold('2026-09-01', '9000')])).toEqual(['181.00', '184.00']);
  });
  test('a restart cuts the windows of a cap once, not at every period after it', () => {
    const terms = programmeOf({ period: 'month', earn: { percent: '10' }, cap: { amount: '365', per: 'year' } }, {
      amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'restart', change: { name: 'second' } }],
    });
    expect(rows(terms, [sold('2026-07-01', '1000'), sold('2026-09-01', '9000')]).slice(6, 9)).toEqual(['100.00', '0.00', '84.00']);
  });
  test('after a carry, a return below the volume before it takes slices back at the new rates', () => {
    const terms = programmeOf({ earn: { percent: '1' } }, {
      amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: { tiers: 'marginal', steps: stepsFrom(['0', '1'], ['100000', '2']) } } }],
    });
    expect(earned(terms, [sold('2026-03-01', '150000'), returned('2026-09-01', '60000')])).toBe('400.00');
  });
});

describe('scopes', () => {
  const scoped = (scope: string) => agreementOf([
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
    expect(rows(terms, [sold('2026-01-10', '100', { member: 'm' }), returned('2026-02-10', '100', { member: 'm' })]).slice(0, 2)).toEqual(['10.00', '0.00']);
  });
  test('a member whose only line is struck out has no guarantee, and its effects say so', () => {
    const list = [sold('2026-02-01', '100', { category: 'pipes', member: 'm', document: 's' }), sold('2026-02-01', '100', { category: 'pipes', member: 'm', document: 's', action: 'void' })];
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
    const terms = agreementOf([{ bestOf: 'g', earn: { percent: '10' } }, { bestOf: 'g', deducts: ['p1'], earn: { percent: '20' } }]);
    expect(rows(terms, [sold('2026-02-01', '1000')])).toEqual(['0.00', '200.00']);
  });
  test('a deduction holds where the deducted programme earned nothing in sum', () => {
    const terms = agreementOf([{ earn: { percent: '10' } }, { deducts: ['p1'], eligible: { include: [{ product: ['A'] }] }, earn: { percent: '10' } }]);
    expect(rows(terms, [sold('2026-02-01', '1000'), returned('2026-02-01', '1000', { product: 'B' })])).toEqual(['0.00', '90.00']);
  });
  test('an amount per unit lies on lines by their units', () => {
    const terms = agreementOf([{ earn: { perUnit: '1' } }, { period: 'month', deducts: ['p1'], earn: { percent: '10' } }]);
    const sales = [{ date: '2026-01-10', quantity: '10', unitPrice: '10' }, { date: '2026-02-10', quantity: '30', unitPrice: '10' }, { date: '2026-02-11', quantity: '1', unitPrice: '100' }];
    expect(rows(terms, sales, '2026-02-28').slice(1)).toEqual(['9.00', '36.90']);
  });
  test('what an earlier programme takes off a line\'s basis is no step crossed', () => {
    const terms = agreementOf([{ earn: { percent: '10' } }, { deducts: ['p1'], earn: { tiers: 'retrospective', steps: stepsFrom(['0', '5'], ['5000', '6']) } }]);
    expect(calculated(terms, [sold('2026-02-01', '1000'), sold('2026-02-02', '1000')]).explain(toDay('2026-12-31')).causes).toEqual({ sale: '290' });
  });
});

describe('returns in the sale\'s period', () => {
  const terms = programmeOf({ period: 'month', earn: { percent: '10' } }, { returns: 'salePeriod' });
  const sale = sold('2026-01-10', '1000', { document: 's' });
  const back = returned('2026-03-02', '400', { document: 'r', returns: 's#1' });
  test.each([['after', [sale, back]], ['before', [back, sale]]])('a return recorded %s its sale', (_, sales) => {
    expect(rows(terms, sales)[0]).toBe('60.00');
    expect(explained(terms, sales)).toBe('60');
  });
  test('a return moves with its sale when that is corrected', () => {
    const corrected = [sale, back, sold('2026-02-10', '1000', { document: 's', action: 'correct' })];
    expect(rows(terms, corrected).slice(0, 3)).toEqual(['0.00', '60.00', '0.00']);
  });
  test('a return after the term of a sale inside it', () => {
    expect(earned(programmeOf({ earn: { percent: '10' } }, { returns: 'salePeriod' }), [sale, { ...back, date: '2027-01-15' }], '2027-01-31')).toBe('60.00');
  });
  test('a return that names itself counts on its own day', () => {
    const own = returned('2026-03-02', '400', { document: 'r', returns: 'r#1' });
    expect(rows(terms, [sale, own, { ...own, date: '2026-04-02', action: 'correct' }]).slice(0, 4)).toEqual(['100.00', '0.00', '0.00', '-40.00']);
  });
});

test('terms resolve for agreements that begin in the middle of a year', () => {
  const agreement = resolveAgreement(programmeOf({ period: 'year', earn: { percent: '1' } }, { from: '2026-03-15', to: '2027-03-14', yearStartsOn: '07-01' }), []);
  expect(agreement.programmes[0]?.periods.map((period) => period.from)).toEqual([toDay('2026-03-15'), toDay('2026-07-01')]);
});

test('a correction that takes a scope\'s last line away is the cause of what that takes back', () => {
  const terms = programmeOf({ scope: 'product', earn: { perUnit: '0.5' } });
  const list = [sold('2026-02-01', '25', { document: 's' }), sold('2026-02-01', '25', { document: 's', product: 'B', action: 'correct' }), sold('2026-02-01', '25', { document: 's', product: 'B', action: 'void' })];
  expect(calculated(terms, list).explain(toDay('2026-12-31')).lines.map(({ effects }) => effects.map(({ cause, amount }) => `${cause} ${amount}`))).toEqual([
    ['sale 0.5'], ['correction 0.5', 'correction -0.5'], ['correction -0.5'],
  ]);
});
