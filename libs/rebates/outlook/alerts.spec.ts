import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, Rational, sum, toDay } from '#kernel';
import { resolveAgreement } from '../agreement/resolve.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { measuredOf } from '../accrual/testing/measured.ts';
import { Sums } from '../accrual/sums.ts';
import type { SaleLine } from '../sales/line.ts';
import { type Alert, alertsOf } from './alerts.ts';
import { type GoalAnswer, goalsOf } from './goals.ts';

const STEPS = {
  tiers: 'retrospective',
  steps: [
    { from: '0', percent: '1' },
    { from: '10000', percent: '2' },
  ],
};
const TERMS = {
  id: 'a-1',
  supplier: 'acme',
  customer: 'buildco',
  from: '2026-01-01',
  to: '2026-12-31',
  currency: 'EUR',
  programmes: [{ id: 'volume', earn: STEPS }],
  goals: [
    { id: 'grow', measure: 'value', target: '36500', by: '2026-12-31', owners: ['Ann'] },
    { id: 'half', measure: 'quantity', target: '2', by: '2026-06-30' },
  ],
};

const input = (sales: readonly (readonly [string, string, Partial<SaleLine>?])[], on: string, more: Record<string, unknown> = {}) => {
  const { agreement, changes } = measuredOf(
    agreementSchema.parse({ ...TERMS, ...more }),
    sales.map(([date, unitPrice, own], index) => ({
      reporter: 'acme',
      stage: 'invoiced',
      document: `d-${index}`,
      lines: [{ line: '1', product: 'A', quantity: '1', unitPrice, date, ...own }],
    })),
  );
  const sums = new Sums();
  for (const cell of changes.flatMap((change) => change.cells)) sums.add(cell);
  return { agreement, sums, on: toDay(on), waiting: [] };
};
const goal = (sales: readonly (readonly [string, string])[], on: string, id = 'grow'): GoalAnswer | undefined =>
  goalsOf(input(sales, on)).find((one) => one.id === id);

describe('a goal', () => {
  test('is at risk when the run rate ends below its target', () => {
    // 5,000 in 100 days: 18,250 in the year, of 36,500.
    expect(goal([['2026-01-10', '5000']], '2026-04-10')).toEqual({
      id: 'grow',
      measure: 'value',
      target: '36500',
      by: '2026-12-31',
      owners: ['Ann'],
      measured: '5000',
      progress: '13.70',
      pace: '50.00',
      neededPace: '118.87',
      expected: '18250.00',
      status: 'atRisk',
      rule: 'At risk: the run rate brings 18250.00 by 2026-12-31, below the target of 36500.',
    });
  });

  test('is on track when the run rate just ends at its target', () => {
    expect(goal([['2026-01-10', '10000']], '2026-04-10')).toMatchObject({
      status: 'onTrack',
      expected: '36500.00',
      rule: expect.stringContaining('not below') as unknown,
    });
  });

  test('is met from the day that reaches it, and not again once a return takes it back', () => {
    const sales = [
      ['2026-01-10', '30000'],
      ['2026-02-01', '6500'],
    ] as const;
    expect(goal(sales, '2026-02-28')).toMatchObject({ status: 'met', metOn: '2026-02-01', neededPace: null, progress: '100.00' });
    expect(goal([...sales, ['2026-02-02', '-1']], '2026-02-28')).toMatchObject({ status: 'onTrack' });
  });

  test('is missed once its day is over', () => {
    expect(
      goal(
        [
          ['2026-01-10', '1'],
          ['2026-07-01', '1'],
        ],
        '2026-07-31',
        'half',
      ),
    ).toMatchObject({ status: 'missed', measured: '1', expected: '1.00', neededPace: null });
    expect(goal([['2026-01-10', '1']], '2026-06-30', 'half')).toMatchObject({ status: 'missed' });
  });

  test('has no pace before the first day', () => {
    expect(goal([], '2025-12-31')).toMatchObject({
      status: 'onTrack',
      pace: '0.00',
      expected: '0.00',
      rule: 'On track: before the first day, 2026-01-01, there is no pace to judge by; the target is 36500 by 2026-12-31.',
    });
  });
});

const alerts = (sales: readonly (readonly [string, string])[], on: string, more: Record<string, unknown> = {}): Alert[] =>
  alertsOf(input(sales, on, { goals: undefined, ...more }));
const summary = (all: readonly Alert[]): string[] => all.map(({ code, place, since }) => `${code} ${place} since ${since}`);

describe('an alert', () => {
  test('says that a step is near by its share of the bound, and since when', () => {
    const [alert] = alerts(
      [
        ['2026-02-01', '8999'],
        ['2026-03-10', '1'],
      ],
      '2026-03-31',
    );
    expect(alert).toEqual({
      code: 'TIER_NEAR',
      sentence: 'Programme volume lacks 1000 to its next step at 10000: at most 10 % of the bound.',
      // At 8,999 in February it was near by its pace.
      place: 'programmes[0]',
      since: '2026-02-01',
      details: { programme: 'volume', missing: '1000', from: '10000' },
    });
  });

  test('says that a step is near by the pace so far', () => {
    // 90 days bring 7,600: 84.4 a day, 2,533 in 30 days.
    expect(alerts([['2026-01-10', '7600']], '2026-03-31')[0]?.sentence).toBe(
      'Programme volume lacks 2400 to its next step at 10000: reached within 30 days at the pace so far.',
    );
    expect(alerts([['2026-01-10', '7400']], '2026-03-31')).toEqual([]);
  });

  test('says nothing of a step that cannot be reached any more', () => {
    expect(summary(alerts([['2026-12-30', '9999']], '2026-12-31'))).toEqual(['AGREEMENT_ENDING to since 2026-11-01']);
  });

  test('says that the agreement ends, at its term or where it was terminated', () => {
    expect(summary(alerts([], '2026-10-31'))).toEqual([]);
    expect(alerts([], '2026-11-01')[0]).toMatchObject({
      sentence: 'The agreement ends in 60 days, on 2026-12-31.',
      details: { days: '60' },
    });
    expect(alerts([], '2026-12-31')[0]?.sentence).toBe('The agreement ends today, on 2026-12-31.');
    const agreement = resolveAgreement(agreementSchema.parse(TERMS), [], toDay('2026-06-30'));
    const ending = alertsOf({ ...input([], '2026-06-01'), agreement }).filter(({ code }) => code === 'AGREEMENT_ENDING');
    expect(summary(ending)).toEqual(['AGREEMENT_ENDING to since 2026-05-01']);
  });

  test('says that a goal is at risk, since the day from which it was so without a gap', () => {
    const all = alerts([['2026-01-10', '10000']], '2026-04-20', { goals: TERMS.goals.slice(0, 1) });
    expect(all.find(({ code }) => code === 'GOAL_AT_RISK')).toMatchObject({
      place: 'goals[0]',
      since: '2026-04-11',
      details: { goal: 'grow', target: '36500' },
    });
  });

  test('counts the lines that wait, by reason, and only those about days that have come', () => {
    const [box, dollar] = ['no conversion of unit box', 'no rate from USD to EUR'];
    const waiting = [
      { date: '2026-02-03', reason: box, lines: 1 },
      { date: '2026-02-01', reason: dollar, lines: 1 },
      { date: '2026-02-04', reason: box, lines: 1 },
      { date: '2026-09-01', reason: box, lines: 9 },
    ];
    const [alert] = alertsOf({ ...input([], '2026-03-01', { goals: undefined }), waiting });
    expect(alert).toEqual({
      code: 'LINES_WAITING',
      sentence: '3 lines wait and count nowhere: no conversion of unit box (2), no rate from USD to EUR (1).',
      place: 'sales',
      since: '2026-02-01',
      details: { lines: '3', reasons: 'no conversion of unit box (2), no rate from USD to EUR (1)' },
    });
  });

  test('follows the rules it is given', () => {
    const rules = { nearPercent: '30', nearDays: 1, endingDays: 365 };
    expect(summary(alertsOf({ ...input([['2026-01-10', '7000']], '2026-03-31', { goals: undefined }), rules }))).toEqual([
      'TIER_NEAR programmes[0] since 2026-01-10',
      'AGREEMENT_ENDING to since 2026-01-01',
    ]);
  });
});

describe('for every history', () => {
  const RUNS = {
    seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026),
    numRuns: 4 * Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12),
  };
  const [FROM, TO] = [toDay('2026-01-01'), toDay('2026-01-28')];
  /** Weeks within the term: 2026-01-01 is a Thursday. */
  const WEEKS = [
    [FROM, FROM + 3],
    [FROM + 4, FROM + 10],
    [FROM + 11, FROM + 17],
    [FROM + 18, FROM + 24],
    [FROM + 25, TO],
  ] as const;
  const sales = fc.array(
    fc.record({
      day: fc.integer({ min: FROM - 1, max: TO + 1 }),
      price: fc.constantFrom(-400, 40, 90, 150, 400, 900),
      member: fc.constantFrom('m-1', 'm-2'),
      product: fc.constantFrom('A', 'B'),
    }),
    { maxLength: 12 },
  );
  type Sales = readonly { readonly day: number; readonly price: number; readonly member: string; readonly product: string }[];
  const scope = fc.constantFrom('group' as const, 'member' as const, 'product' as const, 'higherOf' as const);
  const on = fc.integer({ min: FROM - 1, max: TO + 1 });
  const ended = fc.option(fc.integer({ min: FROM, max: TO - 1 }), { nil: undefined });
  const RULES = { nearPercent: '10', nearDays: 2, endingDays: 9 };
  const earn = {
    tiers: 'retrospective',
    steps: [
      { from: '0', percent: '1' },
      { from: '500', percent: '2' },
      { from: '1000', percent: '3' },
    ],
  };

  const asked = (lines: Sales, terminatedOn: number | undefined, programme: Record<string, unknown>) => {
    const terms = {
      from: '2026-01-01',
      to: '2026-01-28',
      members: [{ id: 'm-1' }, { id: 'm-2' }],
      programmes: [
        { id: 'q', earn: { percent: '10' } },
        { id: 'p', period: 'week', earn, ...programme },
      ],
      goals: [{ id: 'g', measure: 'value', target: '2000', by: '2026-01-25' }],
    };
    const given = input(
      lines.map(({ day, price, member, product }) => [formatDay(day), String(price), { member, product }]),
      '2026-01-01',
      terms,
    );
    const agreement = terminatedOn === undefined ? given.agreement : resolveAgreement(given.agreement.terms, [], terminatedOn);
    return (day: number) => ({ ...given, agreement, on: day, rules: RULES });
  };
  const total = (lines: Sales): Rational => sum(lines.map(({ price }) => Rational.int(price)));

  test('a step is near by what its week, its member or product, measured: as counting by hand says', () => {
    fc.assert(
      fc.property(sales, scope, on, ended, (lines, own, day, terminatedOn) => {
        const week = WEEKS.find(([from, to]) => from <= day && day <= Math.min(to, terminatedOn ?? to));
        const counted = lines.filter((line) => week !== undefined && line.day >= week[0] && line.day <= day);
        const apart: readonly Sales[] = {
          group: [counted],
          higherOf: [counted, counted],
          member: ['m-1', 'm-2'].map((one) => counted.filter(({ member }) => member === one)),
          product: ['A', 'B'].map((one) => counted.filter(({ product }) => product === one)),
        }[own];
        const near = apart.flatMap((each, index): string[] => {
          const [measured, bound] = [total(each), [500, 1000].map((step) => Rational.int(step)).find((step) => total(each).lt(step))];
          const last = Math.min(week?.[1] ?? 0, terminatedOn ?? TO);
          // A member's part of the group's has a next step only where that member bought.
          const isBought = own !== 'higherOf' || counted.some(({ member }) => member === ['m-1', 'm-2'][index]);
          if (bound === undefined || week === undefined || day >= last || measured.sign <= 0 || !isBought) return [];
          const missing = bound.minus(measured);
          const days = Rational.int(Math.min(2, last - day));
          const isNear =
            missing.times(Rational.int(10)).lte(bound) || missing.times(Rational.int(day - week[0] + 1)).lte(measured.times(days));
          return isNear ? [`${missing.toDecimal()} to ${bound.toDecimal()}`] : [];
        });
        expect(
          alertsOf(asked(lines, terminatedOn, { scope: own })(day))
            .filter(({ code }) => code === 'TIER_NEAR')
            .map(({ details }) => `${details['missing']} to ${details['from']}`),
        ).toEqual(near);
      }),
      RUNS,
    );
  });

  test('an alert holds on each day since the one that it names, and not the day before', () => {
    fc.assert(
      fc.property(sales, scope, fc.boolean(), on, ended, (lines, own, deducts, day, terminatedOn) => {
        const about = asked(lines, terminatedOn, { scope: own, ...(deducts ? { deducts: ['q'] } : {}) });
        const what = ({ code, place, details }: Alert): string => `${code} ${place} ${details['member']} ${details['product']}`;
        for (const alert of alertsOf(about(day))) {
          const since = toDay(alert.since);
          const isThere = (then: number): boolean => alertsOf(about(then)).some((other) => what(other) === what(alert));
          for (let then = since; then < day; then += 1) expect(isThere(then)).toBe(true);
          const begins = alert.code === 'TIER_NEAR' ? WEEKS.find(([from, to]) => from <= day && day <= to)?.[0] : FROM;
          expect(since === begins || !isThere(since - 1)).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test('a goal stands where counting by hand says', () => {
    fc.assert(
      fc.property(sales, on, ended, (lines, day, terminatedOn) => {
        const [by, target] = [FROM + 24, Rational.int(2000)];
        const through = (last: number): Rational => total(lines.filter((line) => line.day >= FROM && line.day <= Math.min(last, by)));
        const last = Math.min(by, terminatedOn ?? by);
        const [measured, elapsed] = [through(day), Math.min(day, last) - FROM + 1];
        const [goal] = goalsOf(asked(lines, terminatedOn, {})(day));
        const expected = elapsed <= 0 ? measured : measured.times(Rational.int(last - FROM + 1)).over(Rational.int(elapsed));
        const isMet = target.lte(measured);
        const metOn = Array.from({ length: 25 }, (_, index) => FROM + index).find(
          (first) => first <= day && [...Array(Math.min(day, by) - first + 1).keys()].every((more) => target.lte(through(first + more))),
        );
        const text = (value: Rational): string => value.toDecimal();
        expect(goal).toMatchObject({
          measured: text(measured),
          status: isMet ? 'met' : day >= last ? 'missed' : elapsed <= 0 || target.lte(expected) ? 'onTrack' : 'atRisk',
        });
        expect(goal?.metOn).toBe(isMet && metOn !== undefined ? formatDay(metOn) : undefined);
        // Two decimals for the eye.
        const isShown = (shown: string, value: Rational): boolean =>
          Rational.parse(shown)
            .minus(value)
            .times(Rational.int(200))
            .max(value.minus(Rational.parse(shown)).times(Rational.int(200)))
            .lte(Rational.one);
        expect(
          isShown(goal?.expected ?? '', expected) &&
            isShown(goal?.pace ?? '', elapsed <= 0 ? Rational.zero : measured.over(Rational.int(elapsed))),
        ).toBe(true);
        expect(isShown(goal?.progress ?? '', measured.over(Rational.int(20)))).toBe(true);
        if (isMet || day >= last) expect(goal?.neededPace).toBeNull();
        else expect(isShown(goal?.neededPace ?? '', target.minus(measured).over(Rational.int(last - Math.max(day, FROM - 1))))).toBe(true);
      }),
      RUNS,
    );
  });
});
