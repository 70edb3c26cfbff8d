import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, Rational, toDay } from '#kernel';
import { Calculation } from '../accrual/calculate.ts';
import type { ProgrammeAnswer } from '../accrual/answers.ts';
import { agreementSchema } from '../agreement/terms.ts';
import { parsePolicy, type Policy } from '../policy/policy.ts';

/** Against the obvious: what is foreseen is what would be earned if it were really sold. */

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: 5 * Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) };
const [FIRST, HALF] = [toDay('2026-01-01'), toDay('2026-06-30')];

const amount = fc.constantFrom('0', '5', '10', '20', '50');
const earn = fc
  .record({ tiers: fc.constantFrom('retrospective', 'marginal', 'total', 'rolling'), bounds: fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 }), percents: fc.array(fc.constantFrom('1', '2.5', '4', '7'), { minLength: 4, maxLength: 4 }) })
  .map(({ tiers, bounds, percents }) => ({ tiers, steps: bounds.sort((a, b) => a - b).map((bound, index) => ({ from: String(bound * 100), percent: percents[index] })) }));
const sometimes = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(arbitrary, { nil: undefined });
const terms = fc
  .record({ earn, floor: sometimes(amount), cap: sometimes(amount), limit: sometimes(amount), best: fc.boolean(), period: fc.constantFrom('year', 'half') })
  .map(({ floor, cap, limit, best, ...programme }) =>
    agreementSchema.parse(JSON.parse(JSON.stringify({
      id: 'a-1', supplier: 'acme', customer: 'buildco', from: '2026-01-01', to: '2026-12-31', currency: 'EUR',
      programmes: [
        { id: 'p', ...programme, floor: floor === undefined ? undefined : { amount: floor }, cap: cap === undefined ? undefined : { amount: cap }, bestOf: best ? 'g' : undefined },
        { id: 'q', period: programme.period, earn: { percent: '2' }, bestOf: best ? 'g' : undefined },
      ],
      limits: limit === undefined ? undefined : [{ programmes: ['q', 'p'], cap: { amount: limit } }],
    }))),
  );
const sales = fc.array(fc.record({ day: fc.integer({ min: FIRST, max: HALF }), value: fc.integer({ min: 1, max: 200 }) }), { minLength: 1, maxLength: 8 });
type Sale = { readonly day: number; readonly value: number | string };

const sold = (agreement: ReturnType<typeof agreementSchema.parse>, lines: readonly Sale[]): Calculation => {
  const calculation = new Calculation(agreement);
  lines.forEach(({ day, value }, index) => {
    calculation.add({ reporter: 'acme', stage: 'invoiced', document: `d-${index}`, lines: [{ line: '1', product: 'A', quantity: '1', unitPrice: String(value), date: formatDay(day) }] });
  });
  return calculation;
};
const rowOf = (calculation: Calculation, on: number, policy?: Policy): ProgrammeAnswer => {
  const row = calculation.balance(on, policy).programmes.find(({ id }) => id === 'p');
  if (row === undefined) throw new Error('no programme');
  return row;
};

test('a forecast of twice the volume is what is earned when everything is sold once more', () => {
  fc.assert(fc.property(terms, sales, fc.integer({ min: FIRST, max: HALF - 1 }), (agreement, lines, on) => {
    const through = lines.filter(({ day }) => day <= on);
    const twice = through.reduce((total, { value }) => total + 2 * value, 0);
    if (twice === 0) return;
    const parsed = parsePolicy({ programmes: { p: { forecast: { method: 'given', value: String(twice) } } } });
    if (!parsed.ok) throw new Error('the policy is not read');
    const row = rowOf(sold(agreement, through), on, parsed.value);
    const end = toDay(row.period.to);
    expect(row.projected).toBe(rowOf(sold(agreement, [...through, ...through.map(({ value }) => ({ day: end, value }))]), end).earned);
  }), RUNS);
});

test('the next step pays what is earned more when its missing volume is sold on the day', () => {
  fc.assert(fc.property(terms, sales, fc.integer({ min: FIRST, max: HALF }), (agreement, lines, on) => {
    const through = lines.filter(({ day }) => day <= on);
    const row = rowOf(sold(agreement, through), on);
    if (row.toNextStep === null) return;
    const after = rowOf(sold(agreement, [...through, { day: on, value: row.toNextStep.missing }]), on);
    const cents = Rational.parse(after.earned).minus(Rational.parse(row.earned)).minus(Rational.parse(row.toNextStep.pays));
    // The difference of two rounded balances and the rounded difference can part by a cent.
    expect(Rational.parse('-0.01').lte(cents) && cents.lte(Rational.parse('0.01'))).toBe(true);
  }), RUNS);
});
