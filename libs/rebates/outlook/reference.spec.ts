import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addMonths, formatDay, formatPeriod, type Period, periodsWithin, Rational, sum, toDay } from '#kernel';
import { Calculation } from '../accrual/calculate.ts';
import type { ProgrammeAnswer } from '../accrual/answers.ts';
import { calendarOf } from '../agreement/measurement-periods.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { parsePolicy, type Policy } from '../policy/policy.ts';

/** Against the obvious: what is foreseen is what would be earned if it were really sold. */

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: 5 * Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) };
const [FIRST, HALF] = [toDay('2026-01-01'), toDay('2026-06-30')];

const [MEMBERS, PRODUCTS] = [
  ['m-1', 'm-2'],
  ['A', 'B'],
] as const;

const amount = fc.constantFrom('0', '5', '10', '20', '50');
const earn = fc
  .record({
    tiers: fc.constantFrom('retrospective', 'marginal', 'total', 'rolling'),
    bounds: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }),
    percents: fc.array(fc.constantFrom('1', '2.5', '4', '7'), { minLength: 4, maxLength: 4 }),
  })
  .map(({ tiers, bounds, percents }) => ({
    tiers,
    steps: bounds.sort((a, b) => a - b).map((bound, index) => ({ from: String(bound * 100), percent: percents[index] })),
  }));
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const terms = fc
  .record({
    earn,
    floor: sometimes(amount),
    cap: sometimes(amount),
    limit: sometimes(amount),
    best: fc.boolean(),
    period: fc.constantFrom('year', 'half'),
    scope: fc.constantFrom('group', 'member', 'product'),
  })
  .map(({ floor, cap, limit, best, ...programme }) =>
    agreementSchema.parse(
      JSON.parse(
        JSON.stringify({
          id: 'a-1',
          supplier: 'acme',
          customer: 'buildco',
          from: '2026-01-01',
          to: '2026-12-31',
          currency: 'EUR',
          members: MEMBERS.map((member) => ({ id: member })),
          programmes: [
            {
              id: 'p',
              ...programme,
              floor: floor === undefined ? undefined : { amount: floor },
              cap: cap === undefined ? undefined : { amount: cap },
              bestOf: best ? 'g' : undefined,
            },
            { id: 'q', period: programme.period, earn: { percent: '2' }, bestOf: best ? 'g' : undefined },
          ],
          limits: limit === undefined ? undefined : [{ programmes: ['q', 'p'], cap: { amount: limit } }],
        }),
      ),
    ),
  );
const sales = fc.array(
  fc.record({
    day: fc.integer({ min: FIRST, max: HALF }),
    value: fc.integer({ min: 1, max: 200 }),
    member: fc.constantFrom(...MEMBERS),
    product: fc.constantFrom(...PRODUCTS),
  }),
  { minLength: 1, maxLength: 8 },
);
type Sale = { readonly day: number; readonly value: number | string; readonly member: string; readonly product: string };

const sold = (agreement: ReturnType<typeof agreementSchema.parse>, lines: readonly Sale[]): Calculation => {
  const calculation = new Calculation(agreement);
  lines.forEach(({ day, value, ...own }, index) => {
    calculation.add({
      reporter: 'acme',
      stage: 'invoiced',
      document: `d-${index}`,
      lines: [{ line: '1', quantity: '1', unitPrice: String(value), date: formatDay(day), ...own }],
    });
  });
  return calculation;
};
const rowsOf = (calculation: Calculation, on: number, policy?: Policy): ProgrammeAnswer[] =>
  calculation.balance(on, policy).programmes.filter(({ id }) => id === 'p');
const same = (rows: readonly ProgrammeAnswer[], { scope, period }: ProgrammeAnswer): ProgrammeAnswer | undefined =>
  rows.find((row) => JSON.stringify([row.scope, row.period]) === JSON.stringify([scope, period]));

test('a forecast of twice the volume is what is earned when everything is sold once more', () => {
  fc.assert(
    fc.property(terms, sales, fc.integer({ min: FIRST, max: HALF - 1 }), (agreement, lines, on) => {
      const through = lines.filter(({ day }) => day <= on);
      const twice = through.reduce((total, { value }) => total + 2 * value, 0);
      if (twice === 0) return;
      const parsed = parsePolicy({ programmes: { p: { forecast: { method: 'given', value: String(twice) } } } });
      if (!parsed.ok) throw new Error('the policy is not read');
      const rows = rowsOf(sold(agreement, through), on, parsed.value);
      const end = toDay(rows[0]?.period.to ?? '');
      const atEnd = rowsOf(sold(agreement, [...through, ...through.map((line) => ({ ...line, day: end }))]), end);
      expect(rows.map((row) => row.projected)).toEqual(rows.map((row) => same(atEnd, row)?.earned));
    }),
    RUNS,
  );
});

test('the next step pays what is earned more when its missing volume is sold on the day', () => {
  fc.assert(
    fc.property(terms, sales, fc.integer({ min: FIRST, max: HALF }), (agreement, lines, on) => {
      const through = lines.filter(({ day }) => day <= on);
      for (const row of rowsOf(sold(agreement, through), on)) {
        if (row.toNextStep === null) continue;
        const { member = through[0]?.member ?? 'm-1', product = through[0]?.product ?? 'A' } = { ...row.scope } as {
          member?: string;
          product?: string;
        };
        const after = same(rowsOf(sold(agreement, [...through, { day: on, value: row.toNextStep.missing, member, product }]), on), row);
        const cents = Rational.parse(after?.earned ?? '')
          .minus(Rational.parse(row.earned))
          .minus(Rational.parse(row.toNextStep.pays));
        // The difference of two rounded balances and the rounded difference can part by a cent.
        expect(Rational.parse('-0.01').lte(cents) && cents.lte(Rational.parse('0.01'))).toBe(true);
      }
    }),
    RUNS,
  );
});

/** Where all is paid back, a period is projected as what it will measure: days, shapes and months by hand. */
describe('what a period will measure', () => {
  const [START, END] = [toDay('2025-12-29'), toDay('2026-12-27')];
  type Line = { readonly day: number; readonly quantity: number; readonly member: string; readonly isCounted: boolean };
  const lineOn = (from: number, to: number, least: number) =>
    fc.record({
      day: fc.integer({ min: from, max: to }),
      quantity: fc.integer({ min: least, max: 40 }),
      member: fc.constantFrom('m-1', 'm-2'),
      isCounted: fc.nat(9).map((tenth) => tenth > 0),
    });
  const PRICE = 3;
  const saleOf = ({ day, quantity, member, isCounted }: Line) => ({
    line: '1',
    product: isCounted ? 'A' : 'X',
    quantity: String(quantity),
    unitPrice: String(PRICE),
    date: formatDay(day),
    member,
  });

  const methods = fc.constantFrom<Readonly<Record<string, string>> | undefined>(
    undefined,
    { method: 'runRate' },
    { method: 'lastYear' },
    { method: 'given', value: '9000' },
    { method: 'given', quantity: '70' },
  );
  const cases = fc.record({
    by: fc.constantFrom('value', 'quantity'),
    scope: fc.constantFrom('group', 'member'),
    period: fc.constantFrom('year', 'half', 'quarter', 'month', 'term'),
    calendar: fc.constantFrom('months', '4-4-5'),
    from: fc.constantFrom(START, START + 20),
    to: fc.constantFrom(END, END - 30),
    ended: fc.option(fc.integer({ min: START + 100, max: END - 31 }), { nil: undefined }),
    method: methods,
    lines: fc.array(lineOn(START, END, -15), { maxLength: 25 }),
    before: fc.array(lineOn(addMonths(START, -12), addMonths(END, -12), -5), { maxLength: 25 }),
    on: fc.integer({ min: START + 20, max: END - 30 }),
  });
  type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

  const balanceOfCase = ({ by, scope, period, calendar, from, to, ended, method, lines, before, on }: Case) => {
    const terms = agreementSchema.parse({
      id: 'a-1',
      supplier: 'acme',
      customer: 'buildco',
      from: formatDay(from),
      to: formatDay(to),
      currency: 'EUR',
      calendar,
      members: [{ id: 'm-1' }, { id: 'm-2' }],
      programmes: [
        {
          id: 'p',
          by,
          scope,
          period,
          eligible: { exclude: [{ product: ['X'] }] },
          earn: by === 'value' ? { percent: '100' } : { perUnit: '1' },
        },
      ],
    });
    const calculation = new Calculation(terms, ended === undefined ? {} : { terminatedOn: ended });
    lines.forEach((line, index) => {
      calculation.add({ reporter: 'acme', stage: 'invoiced', document: `d-${index}`, lines: [saleOf(line)] });
    });
    if (before.length > 0)
      calculation.goByLastYear(before.map((line, index) => ({ document: `l-${index}`, stage: 'invoiced', line: saleOf(line) })));
    const parsed = parsePolicy({ programmes: method === undefined ? {} : { p: { forecast: method } } });
    if (!parsed.ok) throw new Error('the policy is not read');
    return { terms, rows: calculation.balance(on, parsed.value).programmes };
  };

  const byHand = (
    { by, lines, before, ended, method, on }: Case,
    { from, to }: Period,
    months: readonly Period[],
    member: string | undefined,
  ) => {
    const worth = (all: readonly Line[], days: Period, own?: string): Rational =>
      sum(
        all
          .filter(
            ({ day, member: whose, isCounted }) =>
              isCounted && days.from <= day && day <= days.to && day <= (ended ?? day) && (own === undefined || own === whose),
          )
          .map(({ quantity }) => Rational.int(by === 'value' ? quantity * PRICE : quantity)),
      );
    const last = Math.min(to, ended ?? to);
    const then = before.map((line) => ({ ...line, day: addMonths(line.day, 12) }));
    const through = Math.min(on, to);
    const [own, all] = [worth(lines, { from, to: through }, member), worth(lines, { from, to: through })];
    const [thenAll, thenSoFar] = [worth(then, { from, to: last }), worth(then, { from, to: Math.min(on, last) })];
    const runRate = Rational.int(last - from + 1).over(Rational.int(on - from + 1));
    const grown = (amount: Rational): Rational => (all.sign > 0 ? own.times(amount).over(all) : own.plus(amount));
    const isShaped =
      (method?.['method'] ?? (before.length > 0 ? 'lastYear' : 'runRate')) === 'lastYear' && thenAll.sign > 0 && thenSoFar.sign > 0;
    const isGiven = method?.['method'] === 'given';
    const given = Rational.parse(method?.['value'] ?? method?.['quantity'] ?? '0');
    // What is given in the other measure: each unit costs the same, once there is one.
    const isOther = isGiven && (method['value'] === undefined) === (by === 'value');
    const inMeasure = !isOther
      ? given
      : all.sign <= 0
        ? Rational.zero
        : by === 'value'
          ? given.times(Rational.int(PRICE))
          : given.over(Rational.int(PRICE));
    const likely = isGiven ? grown(inMeasure) : own.times(isShaped ? thenAll.over(thenSoFar) : runRate);
    const paces = months
      .flatMap((month) => {
        const of = isShaped ? worth(then, month) : Rational.int(month.to - month.from + 1);
        const measured = worth(lines, month);
        return of.sign <= 0
          ? []
          : [
              {
                month,
                measured,
                rest: measured
                  .max(Rational.zero)
                  .over(of)
                  .times(isShaped ? thenAll.minus(thenSoFar) : Rational.int(last - on)),
              },
            ];
      })
      .sort((a, b) => a.rest.compare(b.rest) || a.month.from - b.month.from);
    const ends = [
      likely,
      ...[paces[0], paces.at(-1)].flatMap((pace) => (pace === undefined ? [] : [grown(all.sign > 0 ? all.plus(pace.rest) : pace.rest)])),
    ];
    const named = (pace: (typeof paces)[number] | undefined) =>
      pace === undefined ? null : { ...formatPeriod(pace.month), measured: pace.measured.toDecimal() };
    return {
      method: isGiven ? 'given' : isShaped ? 'lastYear' : 'runRate',
      own,
      likely,
      low: ends.reduce((a, b) => a.min(b)),
      high: ends.reduce((a, b) => a.max(b)),
      pace: { lowMonth: named(paces[0]), highMonth: named(paces.at(-1)) },
      isOpen: on < last,
    };
  };

  test("is its pace, last year's shape or what was given, between the slowest and the fastest of three months", () => {
    fc.assert(
      fc.property(cases, (given) => {
        const { terms, rows } = balanceOfCase(given);
        const months = periodsWithin(calendarOf(terms), 'month', { from: START - 40, to: END + 40 })
          .slice(1, -1)
          .filter(({ from, to }) => given.from <= from && to <= given.on && to <= given.to)
          .slice(-3);
        for (const row of rows) {
          const expected = byHand(
            given,
            { from: toDay(row.period.from), to: toDay(row.period.to) },
            months,
            row.scope !== null && 'member' in row.scope ? row.scope.member : undefined,
          );
          const cents = (text: string | undefined, value: Rational): number =>
            Math.abs(
              Number(
                Rational.parse(text ?? '0')
                  .minus(value)
                  .times(Rational.int(100))
                  .toDecimal(),
              ),
            );
          expect(row.projection === undefined).toBe(!expected.isOpen);
          // Rounding is of the sum of all periods so far: a cent at most.
          expect(cents(row.projected, expected.isOpen ? expected.likely : expected.own)).toBeLessThanOrEqual(1);
          if (row.projection === undefined) continue;
          expect({ method: row.projection.method, pace: row.projection.pace }).toEqual({ method: expected.method, pace: expected.pace });
          expect(Math.max(cents(row.projection.low, expected.low), cents(row.projection.high, expected.high))).toBeLessThanOrEqual(1);
        }
      }),
      RUNS,
    );
  });
});
