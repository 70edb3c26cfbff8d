import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { parseAgreement } from '../agreement/parse.ts';
import { type AgreementTerms, agreementSchema } from '../agreement/terms.ts';
import { resolveAgreement } from '../agreement/resolve.ts';
import { balanceOf } from './balance.ts';
import { EffectFold } from './effects.ts';
import { Sums } from './sums.ts';
import { calculated, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';

const YEAR_END = '2026-12-31';
const earned = (terms: AgreementTerms, sales: readonly Sale[], on = YEAR_END): string => calculated(terms, sales).balance(toDay(on)).earned;
const periods = (terms: AgreementTerms, sales: readonly Sale[], on = YEAR_END): string[] =>
  calculated(terms, sales)
    .balance(toDay(on))
    .programmes.map((one) => one.earned);

/** 1 % of everything, with a commitment of 10,000. */
const committed = (commitment: Record<string, unknown>, more: Record<string, unknown> = {}, agreement: Record<string, unknown> = {}) =>
  programmeOf({ earn: { percent: '1' }, conditions: [{ commitment: { amount: '10000', ...commitment } }], ...more }, agreement);
const percent = { shortfall: { percent: '2' } };

describe('a commitment that is missed', () => {
  test('charges a percentage of what is missing, from the last day of its window', () => {
    const sales = [sold('2026-03-01', '6000')];
    expect([earned(committed(percent), sales, '2026-12-30'), earned(committed(percent), sales)]).toEqual(['60.00', '-20.00']);
  });

  test('charges an amount, or an amount for each unit that is missing', () => {
    expect(earned(committed({ shortfall: { amount: '1000' } }), [sold('2026-03-01', '9999.99')])).toBe('-900.00');
    const units = committed({ measure: 'quantity', shortfall: { perUnit: '0.5' } });
    expect(earned(units, [sold('2026-03-01', '1', { quantity: '9000' })])).toBe('-410.00');
    const weight = committed({ measure: 'weight', amount: '50', shortfall: { perUnit: '2' } });
    expect(earned(weight, [sold('2026-03-01', '1000', { weight: '40' })])).toBe('-10.00');
  });

  test('forfeits what the window earned', () => {
    const quarters = committed({ per: 'quarter', amount: '1000', shortfall: { forfeit: true } }, { period: 'quarter' });
    expect(periods(quarters, [sold('2026-02-01', '1000'), sold('2026-05-01', '999'), sold('2026-08-01', '2000')], '2026-09-30')).toEqual([
      '10.00',
      '0.00',
      '20.00',
    ]);
  });

  test('is met at exactly what was committed', () => {
    expect(earned(committed(percent), [sold('2026-03-01', '10000')])).toBe('100.00');
    expect(earned(committed(percent), [sold('2026-03-01', '9999.99')])).toBe('100.00');
    expect(earned(committed({ shortfall: { forfeit: true } }), [sold('2026-03-01', '9999.99')])).toBe('0.00');
  });

  test('is charged where nothing at all was bought', () => {
    expect(earned(committed(percent), [])).toBe('-200.00');
  });
});

describe('windows', () => {
  test('a charge of the year lies in its last month; earlier months keep what they earned', () => {
    const months = periods(committed({ ...percent, per: 'year' }, { period: 'month' }), [
      sold('2026-01-15', '3000'),
      sold('2026-12-15', '3000'),
    ]);
    expect([months[0], months.slice(1, 11).every((own) => own === '0.00'), months[11]]).toEqual(['30.00', true, '-50.00']);
  });

  test('a commitment by quarter inside a yearly period', () => {
    const terms = committed({ shortfall: { amount: '5' }, per: 'quarter', amount: '1000' });
    expect(earned(terms, [sold('2026-02-01', '1000'), sold('2026-05-01', '500')], '2026-06-30')).toBe('10.00');
    expect(earned(terms, [sold('2026-02-01', '1000'), sold('2026-05-01', '500')], '2026-06-29')).toBe('15.00');
  });

  test('a restart cuts it by days', () => {
    // 1 January to 30 June are 181 of 365 days: 4,958.90 of 10,000, and 496.99 of 1,000 is not charged after it.
    const terms = committed(
      { shortfall: { amount: '365' } },
      {},
      { amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'restart', change: { earn: { percent: '2' } } }] },
    );
    expect(periods(terms, [sold('2026-03-01', '4958.91')])).toEqual(['49.59', '-184.00']);
  });

  test('an amendment that carries lets its window run through, under the terms of its last day', () => {
    const terms = committed(
      percent,
      {},
      {
        amendments: [
          {
            effective: '2026-07-01',
            programme: 'p1',
            mode: 'carry',
            change: { conditions: [{ commitment: { amount: '8000', ...percent } }] },
          },
        ],
      },
    );
    expect(earned(terms, [sold('2026-03-01', '4000'), sold('2026-08-01', '3000')])).toBe('50.00');
  });

  test('each member has its own where the scope is the member', () => {
    const terms = committed({ ...percent, amount: '1000' }, { scope: 'member' });
    expect(periods(terms, [sold('2026-03-01', '2000', { member: 'a' }), sold('2026-03-01', '500', { member: 'b' })])).toEqual([
      '20.00',
      '-5.00',
    ]);
  });

  test('a window that a termination cut short owes nothing; one that was over does', () => {
    const at = (per: string) =>
      balanceOf({
        agreement: resolveAgreement(committed({ ...percent, per }), [], toDay('2026-05-15')),
        sums: new Sums(),
        on: toDay(YEAR_END),
      }).earned;
    expect([at('year'), at('quarter')]).toEqual(['0.00', '-200.00']);
  });
});

describe('beside other rules', () => {
  test('it counts the target set, after floor, guarantee and cap', () => {
    const terms = committed(percent, {
      eligible: { include: [{ product: ['A'] }] },
      target: { include: [{ product: ['A', 'B'] }] },
      cap: { amount: '10' },
    });
    expect(earned(terms, [sold('2026-03-01', '4000'), sold('2026-03-01', '5000', { product: 'B' })])).toBe('-10.00');
    expect(earned(committed(percent, { guarantee: { amount: '100' } }), [])).toBe('-100.00');
  });

  test('with a condition of payment only lines paid in time count toward it', () => {
    const terms = programmeOf({ earn: { percent: '1' }, conditions: [{ paidWithin: 30 }, { commitment: { amount: '1000', ...percent } }] });
    expect(earned(terms, [sold('2026-03-01', '600', { paidOn: '2026-03-20' }), sold('2026-03-01', '600', { paidOn: '2026-05-20' })])).toBe(
      '-2.00',
    );
  });

  test('a return counts as if never sold, and what it took back is not forfeited', () => {
    const terms = committed({ per: 'quarter', amount: '1000', shortfall: { forfeit: true } }, { period: 'quarter' });
    expect(periods(terms, [sold('2026-02-01', '5000'), returned('2026-05-01', '2000')], '2026-06-30')).toEqual(['50.00', '-20.00']);
  });
});

describe('causes', () => {
  const shares = [percent, { shortfall: { amount: '1000' } }, { shortfall: { forfeit: true } }];
  const sales = [sold('2026-02-01', '6000'), sold('2026-03-01', '3000'), sold('2026-04-01', '1500'), sold('2026-05-01', '10')];

  test('the charge is there before any line and fell due; lines take it away again', () => {
    expect(calculated(committed(percent), []).explain(toDay(YEAR_END)).causes).toEqual({ 'fell due': '-200' });
    expect(calculated(committed(percent), sales).explain(toDay(YEAR_END)).causes).toEqual({ 'fell due': '-200', sale: '305.1' });
  });

  test.each(shares)('a run of lines has the causes of its lines one by one, %j', (shortfall) => {
    const steps = { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '1']) } };
    const floored = programmeOf({ ...steps, floor: { amount: '80' } });
    for (const terms of [committed(shortfall), committed(shortfall, steps), floored]) {
      const { agreement, changes } = calculated(terms, sales);
      const fold = () => new EffectFold(agreement, new Sums(), toDay(YEAR_END));
      const total = (effects: ReturnType<EffectFold['applyAll']>) =>
        Object.fromEntries(
          ['sale', 'tier crossed', 'fell due'].map((cause) => [
            cause,
            effects
              .filter((one) => one.cause === cause)
              .map(({ amount }) => Number(amount.toDecimal()))
              .reduce((a, b) => a + b, 0)
              .toFixed(6),
          ]),
        );
      const single = fold();
      expect(total(fold().applyAll(changes))).toEqual(total(changes.flatMap((change) => single.apply(change))));
    }
  });
});

describe('terms', () => {
  const refused = (conditions: unknown, more: Record<string, unknown> = {}): string[] => {
    const parsed = parseAgreement({
      id: 'a',
      supplier: 's',
      customer: 'c',
      from: '2026-01-01',
      to: YEAR_END,
      currency: 'EUR',
      programmes: [{ id: 'p', earn: { percent: '1' }, ...more, conditions }],
    });
    return parsed.ok ? [] : parsed.rejections.map(({ code, place }) => `${code} ${place ?? ''}`);
  };
  const commitment = (more: Record<string, unknown>) => [{ commitment: { amount: '100', ...more } }];

  test.each([
    [
      'a condition that is both',
      [{ paidWithin: 30, commitment: { amount: '100', ...percent } }],
      ['VALUE_NOT_ALLOWED programmes[0].conditions[0]'],
    ],
    ['a condition of nothing', [{}], ['VALUE_NOT_ALLOWED programmes[0].conditions[0]']],
    [
      'a shortfall of two kinds',
      commitment({ shortfall: { percent: '2', amount: '1' } }),
      ['VALUE_NOT_ALLOWED programmes[0].conditions[0].commitment.shortfall'],
    ],
    ['one kind twice', [{ paidWithin: 30 }, { paidWithin: 'terms' }], ['CONDITION_TWICE programmes[0].conditions[1].paidWithin']],
    [
      'a percentage of units',
      commitment({ measure: 'quantity', ...percent }),
      ['COMMITMENT_UNCLEAR programmes[0].conditions[0].commitment'],
    ],
    ['units of money', commitment({ shortfall: { perUnit: '1' } }), ['COMMITMENT_UNCLEAR programmes[0].conditions[0].commitment']],
  ])('%s is refused', (_, conditions, expected) => {
    expect(refused(conditions)).toEqual(expected);
  });

  test('a document and the better of two scopes have no window or volume of their own', () => {
    expect(refused(commitment(percent), { period: 'document' })).toEqual(['COMMITMENT_UNCLEAR programmes[0].conditions[0].commitment']);
    expect(refused(commitment({ ...percent, per: 'year' }), { period: 'document' })).toEqual([]);
    expect(refused(commitment(percent), { scope: 'higherOf' })).toEqual(['COMMITMENT_UNCLEAR programmes[0].conditions[0].commitment']);
  });

  test('a carry cannot change by which periods separate parts are measured', () => {
    const terms = {
      id: 'a',
      supplier: 's',
      customer: 'c',
      from: '2026-01-01',
      to: YEAR_END,
      currency: 'EUR',
      programmes: [{ id: 'p', earn: { percent: '1' }, settle: { every: 'quarter', parts: 'separate' } }],
    };
    const parsed = parseAgreement({
      ...terms,
      amendments: [{ effective: '2026-05-01', programme: 'p', mode: 'carry', change: { settle: { every: 'month', parts: 'separate' } } }],
    });
    expect(parsed.ok ? [] : parsed.rejections.map(({ code, place }) => `${code} ${place ?? ''}`)).toEqual([
      'CARRY_CHANGES_MEASURE amendments[0].change.settle',
    ]);
    expect(agreementSchema.safeParse(terms).success).toBe(true);
  });
});
