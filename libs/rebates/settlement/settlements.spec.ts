import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { Sums } from '../accrual/sums.ts';
import { calculated, programmeOf, returned, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import { resolveAgreement } from '../agreement/resolve.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import { settlementsOf } from './settlements.ts';

const YEAR_END = '2026-12-31';
const settlements = (terms: AgreementTerms, sales: readonly Sale[], on = YEAR_END) =>
  calculated(terms, sales).balance(toDay(on)).settlements ?? [];
const amounts = (terms: AgreementTerms, sales: readonly Sale[], on = YEAR_END): string[] =>
  settlements(terms, sales, on).map(({ amount }) => amount);

/** 1 % of everything, settled as asked. */
const paying = (settle: Record<string, unknown>, more: Record<string, unknown> = {}, agreement: Record<string, unknown> = {}) =>
  programmeOf({ earn: { percent: '1' }, settle: { every: 'quarter', ...settle }, ...more }, agreement);
const QUARTERS = [sold('2026-02-01', '10000'), sold('2026-05-01', '20000'), sold('2026-08-01', '30000'), sold('2026-11-01', '40000')];

describe('dates', () => {
  test("a settlement falls on the period's end and the days of grace; what is due and what can be claimed counts from it", () => {
    expect(settlements(paying({ graceDays: 5, dueDays: 60, claimWithinDays: 90, by: 'payment' }), QUARTERS, '2026-03-31')).toEqual([
      {
        programme: 'p1',
        period: { from: '2026-01-01', to: '2026-03-31' },
        final: false,
        on: '2026-04-05',
        due: '2026-06-04',
        claimUntil: '2026-07-04',
        by: 'payment',
        amount: '100.00',
      },
    ]);
  });

  test('only periods that are over are listed, and the list is there from the first day', () => {
    expect(settlements(paying({}), QUARTERS, '2026-03-30')).toEqual([]);
    expect(amounts(paying({}), QUARTERS, '2026-09-29')).toEqual(['100.00', '200.00']);
    expect(calculated(programmeOf({ earn: { percent: '1' } }), QUARTERS).balance(toDay(YEAR_END))).not.toHaveProperty('settlements');
  });

  test('the term cuts the first and the last period', () => {
    const terms = paying({}, {}, { from: '2026-02-10', to: '2026-11-05' });
    expect(settlements(terms, QUARTERS, YEAR_END).map(({ period }) => [period.from, period.to])).toEqual([
      ['2026-02-10', '2026-03-31'],
      ['2026-04-01', '2026-06-30'],
      ['2026-07-01', '2026-09-30'],
      ['2026-10-01', '2026-11-05'],
    ]);
    expect(amounts(terms, QUARTERS)).toEqual(['0.00', '200.00', '300.00', '400.00']);
  });

  test.each([
    [
      'a fiscal year',
      { yearStartsOn: '02-01' },
      [
        ['2026-01-01', '2026-01-31'],
        ['2026-02-01', '2026-04-30'],
        ['2026-05-01', '2026-07-31'],
        ['2026-08-01', '2026-10-31'],
        ['2026-11-01', '2026-12-31'],
      ],
    ],
    [
      'weeks of 4-4-5',
      { calendar: '4-4-5' },
      [
        ['2026-01-01', '2026-03-29'],
        ['2026-03-30', '2026-06-28'],
        ['2026-06-29', '2026-09-27'],
        ['2026-09-28', '2026-12-31'],
      ],
    ],
  ])('the quarters are those of %s', (_, calendar, periods) => {
    const found = settlements(paying({}, { period: 'term' }, calendar), QUARTERS);
    expect(found.map(({ period }) => [period.from, period.to])).toEqual(periods);
    expect(found.map(({ final }) => final)).toEqual(periods.map((__, index) => index === periods.length - 1));
  });

  test('every term settles once, every half twice', () => {
    expect(amounts(paying({ every: 'term' }), QUARTERS)).toEqual(['1000.00']);
    expect(amounts(paying({ every: 'half' }), QUARTERS)).toEqual(['300.00', '700.00']);
  });

  test('a settlement is final where no measurement period goes on', () => {
    const final = (period: unknown) => settlements(paying({}, { period }), QUARTERS).map((one) => one.final);
    expect(final('year')).toEqual([false, false, false, true]);
    expect(final('half')).toEqual([false, true, false, true]);
    expect(final('month')).toEqual([true, true, true, true]);
    expect(final([{ from: '2026-01-01', to: '2026-05-15' }])).toEqual([false, true, true, true]);
  });
});

describe('parts', () => {
  const retrospective = (parts: string, more: Record<string, unknown> = {}, agreement: Record<string, unknown> = {}) =>
    programmeOf(
      { earn: { tiers: 'retrospective', steps: stepsFrom(['100000', '5']) }, settle: { every: 'quarter', parts }, ...more },
      agreement,
    );
  const sales = [sold('2026-02-01', '50000'), sold('2026-05-01', '75000'), sold('2026-08-01', '100000'), sold('2026-11-01', '75000')];

  test.each([
    ['cumulative', ['0.00', '6250.00', '5000.00', '3750.00']],
    ['separate', ['0.00', '0.00', '5000.00', '0.00']],
  ])('%s', (parts, expected) => {
    expect(amounts(retrospective(parts), sales)).toEqual(expected);
  });

  test('separate leaves the balance of the measurement period as it is', () => {
    const balance = calculated(retrospective('separate'), sales).balance(toDay(YEAR_END));
    expect(balance.programmes.map(({ period, earned }) => [period.to, earned])).toEqual([[YEAR_END, '15000.00']]);
    expect(balance.settlements?.every(({ final }) => final)).toBe(true);
  });

  test('separate parts of a period with its own dates end with the settlement period', () => {
    const period = [
      { from: '2026-02-01', to: '2026-05-31' },
      { from: '2026-06-01', to: YEAR_END },
    ];
    expect(amounts(retrospective('separate', { period }), [...sales, sold('2026-06-15', '30000')])).toEqual([
      '0.00',
      '0.00',
      '5000.00',
      '0.00',
    ]);
    expect(
      amounts(retrospective('separate', { period }), [
        sold('2026-02-01', '60000'),
        sold('2026-03-31', '40000'),
        sold('2026-04-01', '99999'),
      ]),
    ).toEqual(['5000.00', '0.00', '0.00', '0.00']);
  });

  test('a measurement period that is shorter than the settlement period stays as it is', () => {
    const monthly = (parts: string) => retrospective(parts, { period: 'month' });
    const months = [sold('2026-01-10', '60000'), sold('2026-02-10', '60000'), sold('2026-03-10', '100000')];
    expect(amounts(monthly('separate'), months)).toEqual(['5000.00', '0.00', '0.00', '0.00']);
    expect(amounts(monthly('cumulative'), months)).toEqual(['5000.00', '0.00', '0.00', '0.00']);
  });

  test('a short first settlement period has its thresholds by days where the terms say so', () => {
    // 14 February to 31 March are 46 of 90 days: 51,111.11 instead of 100,000.
    const short = (shortPeriod: string) =>
      amounts(retrospective('separate', { shortPeriod }, { from: '2026-02-14' }), [sold('2026-02-20', '60000')]);
    expect(short('full')).toEqual(['0.00', '0.00', '0.00', '0.00']);
    expect(short('days')).toEqual(['3000.00', '0.00', '0.00', '0.00']);
  });

  test('programmes that deduct and share a limit are settled by what they earn after both', () => {
    const terms = programmeOf(
      { earn: { percent: '10' } },
      {
        programmes: [
          { id: 'first', earn: { percent: '10' } },
          { id: 'second', deducts: ['first'], earn: { percent: '10' }, settle: { every: 'half' } },
        ],
        limits: [{ programmes: ['first', 'second'], cap: { amount: '1500' } }],
      },
    );
    expect(
      settlements(terms, [sold('2026-02-01', '5000'), sold('2026-08-01', '5000')]).map(({ programme, amount }) => [programme, amount]),
    ).toEqual([
      ['second', '450.00'],
      ['second', '50.00'],
    ]);
  });
});

describe('minimum', () => {
  const small = [sold('2026-02-01', '3000'), sold('2026-05-01', '4000'), sold('2026-08-01', '5000'), sold('2026-11-01', '2000')];
  const pick = (terms: AgreementTerms, sales: readonly Sale[] = small) =>
    settlements(terms, sales).map(({ amount, carried, forfeited, belowMinimum }) => [amount, carried, forfeited, belowMinimum]);

  test('what is below it is carried until it is reached, and the last settlement pays what is left', () => {
    expect(pick(paying({ minimum: '100' }))).toEqual([
      ['0.00', '30.00', undefined, 'carry'],
      ['0.00', '70.00', undefined, 'carry'],
      ['120.00', undefined, undefined, undefined],
      ['20.00', undefined, undefined, 'pay'],
    ]);
  });

  test('what is below it is forfeited, the last part too', () => {
    expect(pick(paying({ minimum: '50', belowMinimum: 'forfeit' }))).toEqual([
      ['0.00', undefined, '30.00', 'forfeit'],
      ['0.00', undefined, '40.00', 'forfeit'],
      ['50.00', undefined, undefined, undefined],
      ['0.00', undefined, '20.00', 'forfeit'],
    ]);
  });

  test('it can be paid all the same, and says so', () => {
    expect(pick(paying({ minimum: '50', belowMinimum: 'pay' }), [sold('2026-02-01', '3000')])[0]).toEqual([
      '30.00',
      undefined,
      undefined,
      'pay',
    ]);
  });

  test('what was forfeited and then returned is not owed back', () => {
    const terms = paying({ minimum: '50', belowMinimum: 'forfeit' });
    expect(pick(terms, [sold('2026-02-01', '3000'), returned('2026-05-01', '1000'), sold('2026-08-01', '6000')])).toEqual([
      ['0.00', undefined, '30.00', 'forfeit'],
      ['0.00', undefined, '-10.00', undefined],
      ['60.00', undefined, undefined, undefined],
      ['0.00', undefined, undefined, undefined],
    ]);
  });
});

describe('returns', () => {
  test('what was paid too much is carried and taken off the next settlement', () => {
    const sales = [sold('2026-02-01', '10000'), returned('2026-05-01', '4000'), sold('2026-08-01', '10000')];
    const found = settlements(paying({}), sales);
    expect(found.map(({ amount }) => amount)).toEqual(['100.00', '0.00', '60.00', '0.00']);
    expect(found.map(({ carried }) => carried)).toEqual([undefined, '-40.00', undefined, undefined]);
  });

  test('the last settlement shows what is owed back', () => {
    expect(amounts(paying({}), [sold('2026-08-01', '10000'), returned('2026-11-01', '4000')])).toEqual([
      '0.00',
      '0.00',
      '100.00',
      '-40.00',
    ]);
  });

  test('a return after the term that counts in the period of its sale is settled as a difference, once its period is over', () => {
    const terms = paying({ minimum: '100' }, {}, { returns: 'salePeriod', to: '2026-06-30' });
    const sales = [sold('2026-05-01', '20000', { document: 'a' }), returned('2026-08-15', '4000', { returns: 'a#1' })];
    expect(amounts(terms, sales, '2026-09-29')).toEqual(['0.00', '200.00']);
    const after = settlements(terms, sales, '2027-09-30');
    expect(after.map(({ amount }) => amount)).toEqual(['0.00', '200.00', '-40.00']);
    expect(after.at(-1)).toMatchObject({ period: { from: '2026-07-01', to: '2026-09-30' }, final: true });
    expect(amounts(paying({ every: 'term' }, {}, { returns: 'salePeriod', to: '2026-06-30' }), sales, '2027-09-30')).toEqual([
      '200.00',
      '-40.00',
    ]);
    expect(
      settlements(paying({ every: 'week' }, { period: 'term' }, { returns: 'salePeriod', to: '2026-06-30' }), sales, '9999-12-31').at(-1),
    ).toMatchObject({ period: { from: '2026-08-01', to: '2026-08-31' }, amount: '-40.00' });
  });
});

describe('amendments', () => {
  const amended = (mode: string, change: Record<string, unknown>, settle: Record<string, unknown> = {}) =>
    paying(settle, {}, { amendments: [{ effective: '2026-08-01', programme: 'p1', mode, change }] });

  test('a carry keeps what was earned before, and what was settled', () => {
    expect(amounts(amended('carry', { earn: { percent: '2' } }), QUARTERS)).toEqual(['100.00', '200.00', '600.00', '800.00']);
  });

  test('a plan changed in mid-period settles all that is open on its own first date', () => {
    const found = settlements(amended('carry', { settle: { every: 'half' } }), QUARTERS);
    expect(found.map(({ period, amount }) => [period.from, period.to, amount])).toEqual([
      ['2026-01-01', '2026-03-31', '100.00'],
      ['2026-04-01', '2026-06-30', '200.00'],
      ['2026-07-01', YEAR_END, '700.00'],
    ]);
  });

  test('a plan that is taken out settles nothing more, and its last settlement carries nothing', () => {
    const found = settlements(amended('carry', { settle: null }, { minimum: '1000' }), QUARTERS);
    expect(found.map(({ period, amount }) => [period.to, amount])).toEqual([
      ['2026-03-31', '0.00'],
      ['2026-06-30', '300.00'],
    ]);
  });

  test("a restatement changes what the plan pays from the period's first day", () => {
    expect(amounts(amended('restate', { earn: { percent: '2' } }), QUARTERS)).toEqual(['200.00', '400.00', '600.00', '800.00']);
  });

  test('a restart begins the thresholds of separate parts anew', () => {
    const terms = programmeOf(
      { earn: { tiers: 'retrospective', steps: stepsFrom(['100', '1']) }, settle: { every: 'quarter', parts: 'separate' } },
      {
        amendments: [
          {
            effective: '2026-08-15',
            programme: 'p1',
            mode: 'restart',
            change: { earn: { tiers: 'retrospective', steps: stepsFrom(['100', '2']) } },
          },
        ],
      },
    );
    expect(amounts(terms, [sold('2026-08-01', '90'), sold('2026-08-20', '100'), sold('2026-11-01', '99')])).toEqual([
      '0.00',
      '0.00',
      '2.00',
      '0.00',
    ]);
  });
});

describe('payees', () => {
  const payTo = [
    { member: 'a', share: '33.3' },
    { member: 'b', share: '33.3' },
    { member: 'c', share: '33.4' },
  ];
  const split = (terms: AgreementTerms, sales: readonly Sale[]) =>
    settlements(terms, sales).map(({ payees }) => payees?.map(({ member, amount }) => `${member} ${amount}`));

  test('each has its share, rounded by largest remainder over all that was paid', () => {
    const found = split(paying({ payTo }), [sold('2026-02-01', '10001'), sold('2026-05-01', '10000')]);
    expect(found[0]).toEqual(['a 33.30', 'b 33.30', 'c 33.41']);
    expect(found[1]).toEqual(['a 33.30', 'b 33.30', 'c 33.40']);
    expect(found[2]).toEqual(['a 0.00', 'b 0.00', 'c 0.00']);
  });

  test('a payee whom an amendment takes out keeps what it had', () => {
    const terms = paying(
      {
        payTo: [
          { member: 'a', share: '50' },
          { member: 'b', share: '50' },
        ],
      },
      {},
      {
        amendments: [
          {
            effective: '2026-04-01',
            programme: 'p1',
            mode: 'carry',
            change: { settle: { every: 'quarter', payTo: [{ member: 'c', share: '100' }] } },
          },
        ],
      },
    );
    const found = split(terms, [sold('2026-02-01', '10000'), sold('2026-05-01', '10000')]);
    expect(found.slice(0, 2)).toEqual([['a 50.00', 'b 50.00'], ['c 100.00']]);
  });
});

test('a termination ends the plan with a settlement of that day; a clawback takes back what was paid', () => {
  const [from, to] = ['2026-01-01', '2026-05-15'];
  const after = (onTermination: string) => {
    const calculation = calculated(paying({}, { onTermination }), QUARTERS);
    const sums = new Sums();
    for (const cell of calculation.changes.flatMap(({ cells }) => cells)) if (cell.on <= toDay(to)) sums.add(cell);
    return settlementsOf(resolveAgreement(calculation.agreement.terms, [], toDay(to)), sums, toDay(YEAR_END));
  };
  expect(after('earnedToDate')?.map(({ period, amount, final }) => [period.from, period.to, amount, final])).toEqual([
    [from, '2026-03-31', '100.00', false],
    ['2026-04-01', to, '200.00', true],
  ]);
  expect(after('clawback')?.map(({ amount }) => amount)).toEqual(['100.00', '-100.00']);
});

test('members are settled together, each rounded on its own', () => {
  const terms = paying({ every: 'year' }, { scope: 'member' });
  expect(amounts(terms, [sold('2026-02-01', '0.5', { member: 'a' }), sold('2026-02-01', '0.5', { member: 'b' })])).toEqual(['0.02']);
});
