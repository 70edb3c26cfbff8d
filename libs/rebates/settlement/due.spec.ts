import { formatDay, formatFixed, Rational, roundUnits, sum, toDay } from '#kernel';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Calculation } from '../accrual/calculate.ts';
import { Sums } from '../accrual/sums.ts';
import { histories } from '../accrual/testing/arbitraries.ts';
import { agreementOf, calculated, programmeOf, returned, sold } from '../accrual/testing/build.ts';
import type { ClaimStanding } from '../claim/standing.ts';
import { ageingOf, ageOf, type Due, dueOn } from './due.ts';
import { settleableOf } from './settleable.ts';

const sumsOf = (calculation: Calculation): Sums => {
  const sums = new Sums();
  for (const { cells } of calculation.changes) for (const cell of cells) sums.add(cell);
  return sums;
};
const standingOf = (settled: string, waived = '0'): ReadonlyMap<string, ClaimStanding> =>
  new Map([['p1', { settled: Rational.parse(settled), waived: Rational.parse(waived), claimed: Rational.zero, approved: Rational.zero }]]);
const due = (calculation: Calculation, on: string, settled: string, waived = '0'): Due =>
  dueOn(calculation.agreement, sumsOf(calculation), standingOf(settled, waived), toDay(on));
const texts = ({ items, carried }: Due) => ({
  items: items.map(({ period, planned, open }) => `${period.to} ${planned} ${open}`),
  carried: [...carried].map(([, amount]) => amount.toExact()),
});

describe('what is due', () => {
  const byQuarter = programmeOf({
    earn: { percent: '10' },
    settle: {
      every: 'quarter',
      dueDays: 30,
      payTo: [
        { member: 'hq', share: '50' },
        { member: 'b', share: '50' },
      ],
    },
  });
  const year = calculated(byQuarter, [sold('2026-02-01', '1000'), sold('2026-05-01', '500'), returned('2026-08-01', '200')]);
  test('is the plan less what was settled, the oldest first', () => {
    expect(texts(due(year, '2026-06-30', '0'))).toEqual({ items: ['2026-03-31 100.00 100.00', '2026-06-30 50.00 50.00'], carried: [] });
    expect(texts(due(year, '2026-06-30', '120', '5'))).toEqual({
      items: ['2026-03-31 100.00 0.00', '2026-06-30 50.00 25.00'],
      carried: [],
    });
    expect(due(year, '2026-06-30', '100.01').items[1]?.payees).toEqual([
      { member: 'hq', amount: '25.00' },
      { member: 'b', amount: '24.99' },
    ]);
  });
  test('carries what was settled beyond it, and what is owed back', () => {
    expect(texts(due(year, '2026-06-30', '160'))).toEqual({ items: ['2026-03-31 100.00 0.00', '2026-06-30 50.00 0.00'], carried: ['10'] });
    expect(texts(due(year, '2026-12-31', '150'))).toEqual({ items: ['2026-03-31 100.00 0.00', '2026-06-30 50.00 0.00'], carried: ['20'] });
    expect(texts(due(year, '2026-12-31', '90'))).toEqual({ items: ['2026-03-31 100.00 0.00', '2026-06-30 50.00 40.00'], carried: [] });
  });
  test('without a plan falls due at the end of each measurement period', () => {
    const monthly = calculated(programmeOf({ earn: { percent: '10' }, period: 'quarter' }), [
      sold('2026-02-01', '1000'),
      sold('2026-05-01', '500'),
    ]);
    expect(texts(due(monthly, '2026-06-29', '0')).items).toEqual(['2026-03-31 100.00 100.00']);
    expect(texts(due(monthly, '2026-06-30', '0')).items).toEqual(['2026-03-31 100.00 100.00', '2026-06-30 50.00 50.00']);
    // All of it is text, so that it can be sent: nothing of how it was added up is left in it.
    expect(due(monthly, '2026-03-31', '0').items).toEqual([
      {
        programme: 'p1',
        period: { from: '2026-01-01', to: '2026-03-31' },
        final: true,
        on: '2026-03-31',
        due: '2026-03-31',
        by: 'creditNote',
        planned: '100.00',
        open: '100.00',
      },
    ]);
  });
  test('of several programmes comes in the order of due dates, then of periods', () => {
    const settle = (dueDays: number) => ({ earn: { percent: '10' }, settle: { every: 'quarter', dueDays } });
    const two = calculated(agreementOf([settle(120), settle(29)]), [sold('2026-02-01', '1000'), sold('2026-05-01', '500')]);
    const items = dueOn(two.agreement, sumsOf(two), new Map(), toDay('2026-06-30')).items;
    expect(items.map(({ programme, due: day }) => `${programme} ${day}`)).toEqual([
      'p2 2026-04-29',
      'p1 2026-07-29',
      'p2 2026-07-29',
      'p1 2026-10-28',
    ]);
  });
  test.each([
    ['2026-04-30', 'notDue'],
    ['2026-05-01', 'days1to30'],
    ['2026-05-30', 'days1to30'],
    ['2026-05-31', 'days31to60'],
    ['2026-06-29', 'days31to60'],
    ['2026-06-30', 'days61to90'],
    ['2026-07-29', 'days61to90'],
    ['2026-07-30', 'over90'],
  ] as const)('due on 30 April it is, on %s, %s', (on, age) => {
    expect(ageOf('2026-04-30', toDay(on))).toBe(age);
  });
  test('ages from its due day', () => {
    const { items } = due(year, '2026-08-30', '0');
    expect(items.map((item) => item.due)).toEqual(['2026-04-30', '2026-07-30']);
    expect(ageingOf(items, toDay('2026-08-30'), 2)).toEqual({
      notDue: '0.00',
      days1to30: '0.00',
      days31to60: '50.00',
      days61to90: '0.00',
      over90: '100.00',
      total: '150.00',
    });
    expect(ageingOf(items, toDay('2026-07-30'), 2)).toMatchObject({ notDue: '50.00', over90: '100.00' });
  });
});

const settlePlan = fc.record({
  every: fc.constantFrom('month', 'quarter', 'half', 'year', 'term'),
  parts: fc.constantFrom('cumulative', 'separate'),
});
const earn = fc.constantFrom(
  { percent: '3' },
  {
    tiers: 'retrospective',
    steps: [
      { from: '50', percent: '2.5' },
      { from: '200', percent: '7' },
    ],
  },
  {
    tiers: 'marginal',
    steps: [
      { from: '0', percent: '1' },
      { above: '100', percent: '10' },
    ],
  },
);
/** After how many documents something is settled, and which part of what is due, in percent. */
const payments = fc.array(fc.record({ after: fc.nat(11), percent: fc.integer({ min: 0, max: 150 }), waive: fc.boolean() }), {
  maxLength: 6,
});

test('over the life: earned = settled + waived + open, with lines that come late and payments of any size', () => {
  fc.assert(
    fc.property(histories, settlePlan, earn, payments, (documents, settle, own, paid) => {
      const calculation = new Calculation(agreementOf([{ earn: own, settle }]));
      const { agreement } = calculation;
      const standing = { settled: Rational.zero, waived: Rational.zero, claimed: Rational.zero, approved: Rational.zero };
      const end = toDay('2027-12-31');
      const now = (): Due => dueOn(agreement, sumsOf(calculation), new Map([['p1', standing]]), end);
      const openIn = ({ items, carried }: Due): Rational =>
        sum(items.map((item) => Rational.parse(item.open))).minus(carried.get('p1') ?? Rational.zero);
      documents.forEach((document, index) => {
        calculation.add(document);
        for (const { percent, waive } of paid.filter(({ after }) => after === index)) {
          const part = Rational.parse(
            formatFixed(
              roundUnits(
                openIn(now())
                  .max(Rational.zero)
                  .times(Rational.of(BigInt(percent), 100n)),
                agreement.rounding,
              ),
              2,
            ),
          );
          standing[waive ? 'waived' : 'settled'] = standing[waive ? 'waived' : 'settled'].plus(part);
        }
        const earned = settleableOf(agreement, sumsOf(calculation), 'p1')(end);
        expect(`${formatDay(end)} ${standing.settled.plus(standing.waived).plus(openIn(now())).toExact()}`).toBe(
          `${formatDay(end)} ${earned.toExact()}`,
        );
      });
    }),
    { numRuns: 40 },
  );
});
