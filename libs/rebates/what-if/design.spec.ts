import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Rational, toDay } from '#kernel';
import { agreementOf, documentOf, programmeOf, type Sale, sold } from '../accrual/testing/build.ts';
import { Calculation } from '../accrual/calculate.ts';
import { parseAgreement } from '../agreement/parse.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import type { SalesDocument } from '../sales/line.ts';
import { asOneVersion, designTerms } from './design.ts';
import type { Candidate, DesignAnswer } from './design-answer.ts';
import { goalsJsonSchema, parseGoals } from './goals.ts';
import { TrialSales } from './terms-set.ts';

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) };

const asked = (terms: AgreementTerms, documents: readonly SalesDocument[], input: unknown) => {
  const goals = parseGoals(input);
  if (!goals.ok) return goals;
  const trial = new TrialSales(
    [{ name: 'design', terms: asOneVersion(new Calculation(terms).agreement) }],
    goals.value.sales === 'yearBefore',
  );
  for (const document of documents) trial.add(document);
  const [set] = trial.sets();
  if (set === undefined) throw new Error('one set of terms gives one set');
  return designTerms({ set, goals: goals.value, on: toDay(terms.to) });
};
const designed = (terms: AgreementTerms, documents: readonly SalesDocument[], input: unknown): DesignAnswer => {
  const result = asked(terms, documents, input);
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
const refusals = (terms: AgreementTerms, input: unknown): readonly (readonly [string, string | undefined])[] => {
  const result = asked(terms, [], input);
  return result.ok ? [] : result.rejections.map(({ code, place }) => [code, place] as const);
};
const documentsOf = (...sales: readonly Sale[]): SalesDocument[] => sales.map(documentOf);
const grownBy = (documents: readonly SalesDocument[], percent: string): SalesDocument[] =>
  documents.map((document) => ({
    ...document,
    lines: document.lines.map((line) => ({
      ...line,
      quantity: Rational.parse(line.quantity)
        .times(Rational.one.plus(Rational.percent(percent)))
        .toDecimal(),
    })),
  }));

/** A candidate's terms as anybody would write them down, computed from the lines. */
const recomputed = (terms: AgreementTerms, { changes }: Candidate, documents: readonly SalesDocument[], growth: string): string => {
  const programmes = terms.programmes.map((programme) => ({
    ...programme,
    ...changes.find((one) => one.programme === programme.id)?.change,
  }));
  const parsed = parseAgreement({ ...terms, programmes });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.rejections));
  const calculation = new Calculation(parsed.value);
  for (const document of grownBy(documents, growth)) calculation.add(document);
  return calculation.balance(toDay(terms.to)).earned;
};

const TERMS = programmeOf({
  earn: {
    tiers: 'retrospective',
    steps: [
      { from: '0', percent: '1' },
      { from: '500000', percent: '2' },
    ],
  },
});
const YEAR = documentsOf(sold('2026-02-10', '200000'), sold('2026-06-15', '150000'), sold('2026-11-20', '150000'));
const STEP = { programme: 'p1', at: 'earn.steps[1].from', from: '500000', to: '600000', by: '25000' };
const RATE = { programme: 'p1', at: 'earn.steps[1].percent', from: '2', to: '3', by: '0.5' };
const valuesOf = ({ patch }: Candidate): readonly string[] => patch.map(({ value }) => value);

describe('terms that meet both sides', () => {
  const goals = [
    { party: 'customer', atLeast: { amount: '10000' } },
    { party: 'supplier', growth: '10', atMost: { percent: '2.5' } },
  ];

  test('are those that no other is better than for one side without being worse for the other', () => {
    const answer = designed(TERMS, YEAR, { vary: [STEP, RATE], goals });
    expect(answer).toMatchObject({ meetsAll: true, search: { grid: '15', evaluated: 15, notValid: 0, complete: true }, leftOut: 0 });
    // Only a step of 500,000 is reached without growth; 3 % of 550,000 is above the supplier's limit.
    expect(answer.candidates.map((one) => [valuesOf(one), one.figures, one.misses, one.alike])).toEqual([
      [
        ['500000', '2'],
        [
          { growth: '0', earned: '10000.00', rate: '2.0000' },
          { growth: '10', earned: '11000.00', rate: '2.0000' },
        ],
        ['0.00', '0.00'],
        0,
      ],
      [
        ['500000', '2.5'],
        [
          { growth: '0', earned: '12500.00', rate: '2.5000' },
          { growth: '10', earned: '13750.00', rate: '2.5000' },
        ],
        ['0.00', '0.00'],
        0,
      ],
    ]);
    expect(answer.standing.figures[0]?.earned).toBe('10000.00');
    expect(answer.goals).toEqual([
      { party: 'customer', growth: '0', asks: 'at least 10000' },
      { party: 'supplier', growth: '10', asks: 'at most 2.5 % of the value' },
    ]);
    expect(answer.candidates[1]?.changes).toEqual([
      {
        programme: 'p1',
        change: {
          earn: {
            tiers: 'retrospective',
            steps: [
              { from: '0', percent: '1' },
              { from: '500000', percent: '2.5' },
            ],
          },
        },
      },
    ]);
  });

  test('where there are none, the nearest say which goal they miss by how much', () => {
    const answer = designed(TERMS, YEAR, {
      vary: [RATE],
      goals: [
        { party: 'customer', atLeast: { amount: '14000' } },
        { party: 'supplier', growth: '10', atMost: { amount: '14000' } },
      ],
    });
    expect(answer.meetsAll).toBe(false);
    expect(answer.candidates.map((one) => [...valuesOf(one), ...one.misses])).toEqual([
      ['2.5', '1500.00', '0.00'],
      ['3', '0.00', '2500.00'],
    ]);
  });

  test('a goal that is missed by less than a cent is missed', () => {
    const cents = documentsOf(sold('2026-02-10', '100.1'));
    const answer = designed(programmeOf({ earn: { percent: '2' } }), cents, {
      vary: [{ programme: 'p1', at: 'earn.percent', from: '2', to: '2', by: '1' }],
      goals: [{ party: 'customer', atLeast: { percent: '2' } }],
    });
    expect([answer.meetsAll, answer.candidates[0]?.misses]).toEqual([false, ['0.01']]);
  });

  test('on the sales of the year before, as if they were sold in the year of the terms', () => {
    const before = documentsOf(sold('2025-02-10', '200000'), sold('2025-11-20', '300000'), sold('2024-06-01', '999'));
    expect(designed(TERMS, before, { sales: 'yearBefore', vary: [RATE], goals }).candidates.map(valuesOf)).toEqual([['2'], ['2.5']]);
  });

  test('growth grows what is bought, not the baseline', () => {
    const growth = programmeOf({
      earn: { growth: 'excess', baseline: { previousPeriod: 'full' }, steps: [{ from: '100', percent: '10' }] },
    });
    const answer = designed(growth, documentsOf(sold('2025-05-05', '1000'), sold('2026-05-05', '1000')), {
      scenarios: ['10', '-10'],
      vary: [{ programme: 'p1', at: 'earn.steps[0].percent', from: '10', to: '10', by: '1' }],
      goals: [{ party: 'customer', growth: '20', atLeast: { amount: '20' } }],
    });
    expect(answer.candidates[0]?.figures.map(({ growth: by, earned }) => [by, earned])).toEqual([
      ['-10', '0.00'],
      ['10', '10.00'],
      ['20', '20.00'],
    ]);
  });

  test('candidates that contradict themselves are counted and never offered', () => {
    const low = { programme: 'p1', at: 'earn.steps[0].from', from: '0', to: '500000', by: '500000' };
    expect(designed(TERMS, YEAR, { vary: [low, STEP], goals }).search).toEqual({ grid: '10', evaluated: 10, notValid: 1, complete: true });
  });
});

describe('a grid too large to try whole', () => {
  const wide = [
    { ...STEP, from: '450000', to: '550000', by: '1000' },
    { ...RATE, from: '1', to: '5', by: '0.1' },
  ];
  const goals = [
    { party: 'customer', atLeast: { amount: '12000' } },
    { party: 'supplier', growth: '10', atMost: { percent: '2.5' } },
  ];

  test('is searched within the evaluations allowed, the same each time, and says so', () => {
    const [first, again] = [0, 0].map(() => designed(TERMS, YEAR, { vary: wide, goals, evaluations: 300 }));
    expect(first).toEqual(again);
    expect(first?.search).toMatchObject({ grid: '4141', complete: false });
    expect(first?.search.evaluated).toBeLessThanOrEqual(300);
    expect(first?.meetsAll).toBe(true);
    expect(first?.candidates.map((one) => one.figures[0]?.earned)).toEqual(['12000.00', '12500.00']);
  });
});

describe('for any terms, sales and goals', () => {
  const sales = fc
    .array(fc.record({ month: fc.integer({ min: 1, max: 12 }), value: fc.integer({ min: 1, max: 40 }) }), { minLength: 1, maxLength: 6 })
    .map((all) =>
      documentsOf(
        ...all.map(({ month, value }) => sold(`2026-${String(month).padStart(2, '0')}-10`, '100', { quantity: String(value * 10) })),
      ),
    );
  const terms = fc
    .record({ tiers: fc.constantFrom('retrospective', 'marginal'), period: fc.constantFrom('quarter', 'year'), cap: fc.boolean() })
    .map(({ tiers, period, cap }) =>
      agreementOf([
        { period: 'month', earn: { percent: '1' } },
        {
          period,
          deducts: ['p1'],
          earn: {
            tiers,
            steps: [
              { from: '1000', percent: '1' },
              { from: '20000', percent: '2' },
            ],
          },
          ...(cap ? { cap: { amount: '900', per: 'year' } } : {}),
        },
      ]),
    );
  const goals = fc.record({ least: fc.integer({ min: 0, max: 30 }), most: fc.integer({ min: 10, max: 40 }) }).map(({ least, most }) => ({
    vary: [
      { programme: 'p1', at: 'earn.percent', from: '0', to: '2', by: '1' },
      { programme: 'p2', at: 'earn.steps[0].from', from: '1000', to: '25000', by: '12000' },
      { programme: 'p2', at: 'earn.steps[1].percent', from: '1.5', to: '3.5', by: '1' },
    ],
    goals: [
      { party: 'customer', atLeast: { amount: String(least * 50) } },
      { party: 'supplier', growth: '10', atMost: { percent: String(most / 10) } },
    ],
  }));

  test('figures are those of a calculation from the lines, and the front is what trying everything gives', () => {
    fc.assert(
      fc.property(terms, sales, goals, (own, documents, input) => {
        const answer = designed(own, documents, input);
        for (const one of answer.candidates)
          for (const { growth, earned } of one.figures) expect(earned).toBe(recomputed(own, one, documents, growth));
        const [, supplier] = input.goals;
        const least = Rational.parse(input.goals[0]?.atLeast?.amount ?? '0');
        const value = Rational.scaled(
          documents.flatMap(({ lines }) => lines).reduce((total, { quantity }) => total + BigInt(quantity), 0n) * 100n * 10n ** 18n,
        );
        const most = value.times(Rational.parse('1.1')).times(Rational.percent(supplier?.atMost?.percent ?? '0'));
        const everything = ['0', '1', '2']
          .flatMap((flat) =>
            ['1000', '13000', '25000'].flatMap((from) => ['1.5', '2.5', '3.5'].map((percent) => ({ flat, from, percent }))),
          )
          .filter(({ from }) => from !== '25000')
          .map(({ flat, from, percent }) => {
            const steps = [
              { from, percent: '1' },
              { from: '20000', percent },
            ];
            const one = {
              patch: [],
              figures: [],
              misses: [],
              alike: 0,
              changes: [
                { programme: 'p1', change: { earn: { percent: flat } } },
                { programme: 'p2', change: { earn: { ...own.programmes[1]?.earn, steps } } },
              ],
            };
            return [recomputed(own, one, documents, '0'), recomputed(own, one, documents, '10')] as const;
          });
        const meeting = everything.filter(([now, then]) => least.lte(Rational.parse(now)) && Rational.parse(then).lte(most));
        const lt = (a: string, b: string): boolean => Rational.parse(a).lt(Rational.parse(b));
        const best = meeting.filter(
          ([now, then]) => !meeting.some(([other, cost]) => !lt(other, now) && !lt(then, cost) && (lt(now, other) || lt(cost, then))),
        );
        expect(answer.meetsAll).toBe(meeting.length > 0);
        if (answer.meetsAll)
          expect(answer.candidates.map((one) => one.figures.map(({ earned }) => earned).join(' '))).toEqual(
            [...new Set(best.map((pair) => pair.join(' ')))].sort((a, b) => (lt(a.split(' ')[0] ?? '', b.split(' ')[0] ?? '') ? -1 : 1)),
          );
      }),
      RUNS,
    );
  });
});

describe('goals that cannot be asked', () => {
  const goals = [{ party: 'customer', atLeast: { amount: '1' } }];

  test.each([
    ['a programme that is not there', { ...STEP, programme: 'p9' }, 'DESIGN_PROGRAMME_UNKNOWN', 'vary[0].programme'],
    ['a place that is not there', { ...STEP, at: 'earn.steps[7].from' }, 'DESIGN_NO_VALUE', 'vary[0].at'],
    ['a place without a decimal', { ...STEP, at: 'earn.tiers' }, 'DESIGN_NO_VALUE', 'vary[0].at'],
    ['bounds that run backwards', { ...STEP, from: '600000', to: '500000' }, 'DESIGN_BOUNDS_BACKWARDS', 'vary[0].from'],
    ['an increment too small', { ...STEP, by: '1' }, 'DESIGN_TOO_MANY_VALUES', 'vary[0].by'],
    ['a place that is no place', { ...STEP, at: 'earn..from' }, 'VALUE_NOT_ALLOWED', 'vary[0].at'],
    ['an increment of nothing', { ...STEP, by: '0.0' }, 'VALUE_NOT_ALLOWED', 'vary[0].by'],
    ['steps that never rise', { ...STEP, from: '0', to: '0' }, 'DESIGN_NO_TERMS', 'vary'],
  ])('%s', (_, one, code, place) => {
    expect(refusals(TERMS, { vary: [one], goals })).toEqual([[code, place]]);
  });

  test('a place varied twice, a growth below nothing, a goal with two bounds', () => {
    expect(refusals(TERMS, { vary: [STEP, STEP], goals })).toEqual([['DESIGN_PLACE_TWICE', 'vary[1].at']]);
    expect(refusals(TERMS, { vary: [STEP], goals, scenarios: ['-101'] })).toEqual([['GROWTH_TOO_LOW', 'scenarios[0]']]);
    expect(refusals(TERMS, { vary: [STEP], goals: [{ party: 'customer', atLeast: { amount: '1' }, atMost: { amount: '2' } }] })).toEqual([
      ['VALUE_NOT_ALLOWED', 'goals[0]'],
    ]);
  });

  test('what decides which lines count is not varied', () => {
    const terms = programmeOf({ eligible: { include: [{ minPrice: '5' }] }, earn: { percent: '1' } });
    expect(
      refusals(terms, { vary: [{ programme: 'p1', at: 'eligible.include[0].minPrice', from: '5', to: '9', by: '1' }], goals }),
    ).toEqual([['DESIGN_CHANGES_MEASURE', 'vary[0].at']]);
  });
});

test('docs/reference/goals.schema.json is what the code reads; UPDATE_DOCS=1 writes it', () => {
  const file = join(import.meta.dirname, '../../../docs/reference/goals.schema.json');
  const schema = JSON.parse(JSON.stringify(goalsJsonSchema())) as unknown;
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
  expect(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined).toEqual(schema);
});
