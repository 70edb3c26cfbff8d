import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDay, Rational, sum, toDay } from '#kernel';
import { agreementOf, documentOf, programmeOf, returned, type Sale, sold } from '../accrual/testing/build.ts';
import { agreements, days, histories } from '../accrual/testing/arbitraries.ts';
import { Calculation } from '../accrual/calculate.ts';
import type { AgreementTerms } from '../agreement/terms.ts';
import type { SalesDocument } from '../sales/line.ts';
import type { CompareAnswer } from './answers.ts';
import { compareTerms } from './compare.ts';
import { type Forecast, parseForecast } from './forecast.ts';
import { TrialSales } from './terms-set.ts';

const RUNS = { seed: Number(process.env['REBATE_PROPERTY_SEED'] ?? 2026), numRuns: Number(process.env['REBATE_PROPERTY_RUNS'] ?? 12) };

/** These walk each day of the year twice. */
const FEW = { ...RUNS, numRuns: Math.ceil(RUNS.numRuns / 4) };

type Asked = { readonly on?: string; readonly forecast?: Forecast };

const asked = (terms: readonly AgreementTerms[], documents: readonly SalesDocument[], { on = '2026-12-31', forecast }: Asked = {}) => {
  const trial = new TrialSales(
    terms.map((own, index) => ({ name: `set ${index + 1}`, terms: own })),
    forecast !== undefined && 'growth' in forecast,
  );
  for (const document of documents) trial.add(document);
  return compareTerms({ sets: trial.sets(), on: toDay(on), forecast });
};
const compared = (terms: readonly AgreementTerms[], documents: readonly SalesDocument[], more?: Asked): CompareAnswer => {
  const result = asked(terms, documents, more);
  if (!result.ok) throw new Error(JSON.stringify(result.rejections));
  return result.value;
};
const refusedWith = (terms: readonly AgreementTerms[], more?: Asked): readonly string[] => {
  const result = asked(terms, [], more);
  return result.ok ? [] : result.rejections.map(({ code }) => code);
};
const documentsOf = (...sales: readonly Sale[]): SalesDocument[] => sales.map(documentOf);
const amounts = (texts: readonly string[]): string => sum(texts.map((text) => Rational.parse(text))).toExact();

const FLAT = programmeOf({ earn: { percent: '1' } });
const STEPS = programmeOf({
  earn: {
    tiers: 'retrospective',
    steps: [
      { from: '0', percent: '1' },
      { from: '1000', percent: '2' },
    ],
  },
});
const YEAR = documentsOf(sold('2026-02-10', '600'), sold('2026-06-15', '600'), sold('2026-11-20', '800'));

describe('what terms would have earned', () => {
  test('differs from the day on which a step is reached, by month and by the end', () => {
    const { sets, programmes, curve } = compared([FLAT, STEPS], YEAR);
    expect(sets).toEqual([
      { name: 'set 1', earned: '20.00', difference: '0.00', value: '2000', rate: '1.0000', differsFrom: null },
      { name: 'set 2', earned: '40.00', difference: '20.00', value: '2000', rate: '2.0000', differsFrom: '2026-06-15' },
    ]);
    expect(programmes[0]?.periods).toEqual([
      {
        period: { from: '2026-01-01', to: '2026-12-31' },
        scope: null,
        state: 'past',
        figures: [
          { set: 'set 1', measured: '2000', step: null, earned: '20.00', rate: '1.0000', difference: '0.00' },
          { set: 'set 2', measured: '2000', step: 2, earned: '40.00', rate: '2.0000', difference: '20.00' },
        ],
      },
    ]);
    expect(curve.map(({ on, difference }) => [on, difference[1]])).toEqual([
      ['2026-01-31', '0.00'],
      ['2026-02-28', '0.00'],
      ['2026-03-31', '0.00'],
      ['2026-04-30', '0.00'],
      ['2026-05-31', '0.00'],
      ['2026-06-30', '12.00'],
      ['2026-07-31', '12.00'],
      ['2026-08-31', '12.00'],
      ['2026-09-30', '12.00'],
      ['2026-10-31', '12.00'],
      ['2026-11-30', '20.00'],
      ['2026-12-31', '20.00'],
    ]);
  });

  test('finds a difference that comes and goes again', () => {
    const back = documentsOf(sold('2026-02-10', '900'), sold('2026-03-01', '200'), returned('2026-03-20', '300'));
    const { sets } = compared([FLAT, STEPS], back);
    expect(sets[1]).toMatchObject({ difference: '0.00', differsFrom: '2026-03-01' });
  });

  test('says of each period whether it is past, open or still to come', () => {
    const monthly = programmeOf({ period: 'quarter', earn: { percent: '1' } });
    const { programmes, through } = compared([monthly, monthly], YEAR, { on: '2026-06-30', forecast: { method: 'runRate' } });
    expect([through, programmes[0]?.periods.map(({ state }) => state)]).toEqual(['2026-12-31', ['past', 'past', 'future', 'future']]);
    expect(compared([monthly], YEAR, { on: '2026-08-01' }).programmes[0]?.periods.map(({ state }) => state)).toEqual([
      'past',
      'past',
      'open',
    ]);
  });

  test('lists programmes that only one set has, and periods that only one set has', () => {
    const more = agreementOf([
      { period: 'half', earn: { percent: '1' } },
      { id: 'bonus', earn: { percent: '3' } },
    ]);
    const { programmes } = compared([FLAT, more], YEAR);
    expect(programmes.map(({ id, totals }) => [id, totals.map((one) => one.in), totals[1]?.difference])).toEqual([
      ['p1', [true, true], '0.00'],
      ['bonus', [false, true], '60.00'],
    ]);
    expect(programmes[0]?.periods.map(({ period, figures }) => [period.to, ...figures.map(({ measured }) => measured)])).toEqual([
      ['2026-06-30', null, '1200'],
      ['2026-12-31', '2000', null],
      ['2026-12-31', null, '800'],
    ]);
  });

  test('takes rates of what counts once: not twice for two programmes, nor for goods that are invoiced and paid', () => {
    const terms = agreementOf([
      { earn: { percent: '1' } },
      { eligible: { include: [{ product: ['A'] }] }, earn: { percent: '1' } },
      { stage: 'paid', earn: { percent: '1' } },
    ]);
    const { sets } = compared(
      [terms],
      documentsOf(sold('2026-02-10', '600', { paidOn: '2026-03-01' }), sold('2026-02-11', '400', { product: 'B' })),
    );
    expect(sets[0]).toMatchObject({ earned: '22.00', value: '1000', rate: '2.2000' });
  });

  test('counts no line that is dated after the day asked about', () => {
    expect(compared([FLAT], YEAR, { on: '2026-06-15' }).sets[0]).toMatchObject({ earned: '12.00', value: '1200' });
  });

  test('reads no day beyond three years after the term', () => {
    expect(compared([FLAT], YEAR, { on: '2099-01-01' }).through).toBe('2030-01-04');
  });
});

describe('a forecast', () => {
  test('goes on at the pace of the days so far', () => {
    // 600 in 73 of 365 days is 3,000 in the year, which reaches the step.
    const { sets, forecast } = compared([FLAT, STEPS], documentsOf(sold('2026-02-10', '600'), sold('2026-04-01', '5000')), {
      on: '2026-03-14',
      forecast: { method: 'runRate' },
    });
    expect(forecast).toEqual({ method: 'runRate' });
    expect(sets.map(({ earned, value }) => [earned, value])).toEqual([
      ['30.00', '3000'],
      ['60.00', '3000'],
    ]);
  });

  test('or as the year before, grown by so many percent, after the day asked about', () => {
    const before = documentsOf(sold('2025-02-10', '400'), sold('2025-06-15', '600'), sold('2025-09-01', '1000'), sold('2026-03-01', '500'));
    const { sets, curve } = compared([STEPS], before, { on: '2026-03-31', forecast: { growth: '10' } });
    // 500 so far, and 1.1 times the 1,600 that the year before brought after 31 March.
    expect(sets[0]).toMatchObject({ value: '2260', earned: '45.20' });
    expect(curve.find(({ on }) => on === '2026-06-30')?.earned).toEqual(['23.20']);
  });

  test('tries terms of a year to come on the sales of the year before', () => {
    const before = documentsOf(sold('2025-02-10', '400'), sold('2025-06-15', '800'));
    const { sets } = compared([STEPS, FLAT], before, { on: '2025-12-31', forecast: { growth: '0' } });
    expect(sets.map(({ earned }) => earned)).toEqual(['24.00', '12.00']);
  });

  test('without a day that has passed has no pace, and cannot shrink below nothing', () => {
    expect(refusedWith([FLAT], { on: '2025-12-31', forecast: { method: 'runRate' } })).toEqual(['FORECAST_NO_PACE']);
    expect(parseForecast({ growth: '-100.5' })).toMatchObject({ ok: false, rejections: [{ code: 'GROWTH_TOO_LOW' }] });
    expect(parseForecast({ growth: '1e3' })).toMatchObject({
      ok: false,
      rejections: [{ code: 'VALUE_NOT_ALLOWED', place: 'forecast.growth' }],
    });
    expect(parseForecast({ method: 'runRate' })).toEqual({ ok: true, value: { method: 'runRate' } });
  });
});

test('terms of other parties or another currency, and no terms at all, are refused', () => {
  expect(refusedWith([FLAT, { ...FLAT, customer: 'other' }])).toEqual(['COMPARE_PARTIES_DIFFER']);
  expect(refusedWith([FLAT, { ...FLAT, currency: 'USD' }])).toEqual(['COMPARE_CURRENCY_DIFFERS']);
  expect(compareTerms({ sets: [], on: 0 })).toMatchObject({ ok: false, rejections: [{ code: 'COMPARE_NOTHING' }] });
});

describe('for any terms and any sales', () => {
  /** Sums of their own for each set: nothing is known to be alike, so every day is walked. */
  const apart = (terms: readonly AgreementTerms[], documents: readonly SalesDocument[], on = '2026-12-31') =>
    compareTerms({
      on: toDay(on),
      sets: terms.flatMap((own, index) => {
        const trial = new TrialSales([{ name: `set ${index + 1}`, terms: own }], false);
        for (const document of documents) trial.add(document);
        return trial.sets();
      }),
    });

  test('equal terms differ nowhere', () => {
    fc.assert(
      fc.property(agreements, histories, days, (terms, documents, on) => {
        const result = apart([terms, terms], documents, formatDay(on));
        if (!result.ok) throw new Error(JSON.stringify(result.rejections));
        const { sets, programmes, curve } = result.value;
        expect(sets[1]).toEqual({ ...sets[0], name: 'set 2' });
        expect(curve.every(({ difference }) => /^-?0(\.0+)?$/.test(difference[1] ?? ''))).toBe(true);
        expect(programmes.flatMap(({ totals }) => totals.map(({ differsFrom }) => differsFrom)).every((day) => day === null)).toBe(true);
      }),
      FEW,
    );
  });

  test('days that need no walking change no answer', () => {
    fc.assert(
      fc.property(agreements, histories, fc.nat(), (terms, documents, which) => {
        const changed = {
          ...terms,
          programmes: terms.programmes.map((programme, index) =>
            index === which % terms.programmes.length ? { ...programme, earn: { percent: '7' } } : programme,
          ),
        };
        const on = '2026-03-31';
        expect({ ok: true, value: compared([terms, changed], documents, { on }) }).toEqual(apart([terms, changed], documents, on));
      }),
      FEW,
    );
  });

  test('figures are those of the balance, and differences add up from periods to programmes to the whole', () => {
    fc.assert(
      fc.property(agreements, agreements, histories, (one, other, documents) => {
        const on = '2026-06-30';
        const { sets, programmes, curve } = compared([one, other], documents, { on });
        const figures = programmes.flatMap(({ periods }) => periods.flatMap((period) => period.figures));
        for (const [index, terms] of [one, other].entries()) {
          const calculation = new Calculation(terms);
          for (const document of documents) calculation.add(document);
          expect(sets[index]?.earned).toBe(calculation.balance(toDay(on)).earned);
          const own = sets[index]?.name;
          expect(amounts(figures.filter(({ set }) => set === own).map(({ difference }) => difference))).toBe(
            Rational.parse(sets[index]?.difference ?? '').toExact(),
          );
        }
        expect(amounts(programmes.map(({ totals }) => totals[1]?.difference ?? ''))).toBe(
          Rational.parse(sets[1]?.difference ?? '').toExact(),
        );
        for (const { totals, periods } of programmes)
          expect(amounts(periods.map((period) => period.figures[1]?.difference ?? ''))).toBe(
            Rational.parse(totals[1]?.difference ?? '').toExact(),
          );
        expect(curve.at(-1)?.difference[1]).toBe(sets[1]?.difference);
      }),
      FEW,
    );
  });
});
