import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, returned, type Sale, sold, stepsFrom } from '../accrual/testing/build.ts';
import { refusalsOf, wordsOf } from './testing.ts';
import { parsePolicy } from '../policy/policy.ts';

const bands = stepsFrom(['110', '2'], ['115', '3'], ['120', '4']);
const growth = (method: string, more: object = {}) => ({ growth: method, baseline: '1000', steps: bands, ...more });
const earned = (earn: object, sales: readonly Sale[], programme: object = {}, more: Record<string, unknown> = {}): string =>
  calculated(programmeOf({ earn, ...programme }, more), sales).balance(toDay('2026-12-31')).earned;

describe('growth over a fixed baseline', () => {
  test.each([
    ['all', '1099', '0.00'],
    ['all', '1100', '22.00'],
    ['all', '1175', '35.25'],
    ['all', '1300', '52.00'],
    ['excess', '1099', '0.00'],
    ['excess', '1100', '2.00'],
    ['excess', '1175', '5.25'],
    ['excess', '1300', '12.00'],
    ['slices', '1099', '0.00'],
    ['slices', '1100', '0.00'],
    ['slices', '1175', '1.75'],
    ['slices', '1300', '6.50'],
  ])('%s on %s pays %s', (method, value, paid) => {
    expect(earned(growth(method), [sold('2026-03-01', value)])).toBe(paid);
  });

  test('at rates by product group', () => {
    const steps = [
      {
        from: '110',
        rates: [
          { product: ['A'], percent: '2' },
          { product: ['B'], perUnit: '3' },
        ],
      },
    ];
    expect(
      earned(growth('all', { steps }), [
        sold('2026-03-01', '1000'),
        sold('2026-03-01', '150', { product: 'B' }),
        sold('2026-03-01', '70', { product: 'C' }),
      ]),
    ).toBe('23.00');
  });

  test('a band that begins above its bound is not reached at exactly as much', () => {
    expect(earned(growth('all', { steps: [{ above: '110', percent: '2' }] }), [sold('2026-03-01', '1100')])).toBe('0.00');
  });

  test('a band below the baseline pays nothing on an excess that is none', () => {
    const steps = stepsFrom(['90', '2']);
    expect([
      earned(growth('excess', { steps }), [sold('2026-03-01', '950')]),
      earned(growth('all', { steps }), [sold('2026-03-01', '950')]),
    ]).toEqual(['0.00', '19.00']);
  });

  test('by quantity, an amount a unit; an amount on reaching; returns as if never sold', () => {
    const units = (count: string): Sale => ({ date: '2026-03-01', quantity: count, unitPrice: '3' });
    expect(earned(growth('excess', { steps: [{ from: '110', perUnit: '0.5' }] }), [units('1200')], { by: 'quantity' })).toBe('100.00');
    expect(
      earned(
        growth('all', {
          steps: [
            { from: '110', amount: '70' },
            { from: '120', amount: '90' },
          ],
        }),
        [sold('2026-03-01', '1250')],
      ),
    ).toBe('90.00');
    expect(
      earned(
        growth('slices', {
          steps: [
            { from: '110', amount: '70' },
            { from: '120', amount: '90' },
          ],
        }),
        [sold('2026-03-01', '1250')],
      ),
    ).toBe('160.00');
    expect(earned(growth('all'), [sold('2026-03-01', '1200'), returned('2026-04-01', '60')])).toBe('22.80');
  });

  test('a smaller earning set: computed on the target set, scaled by earning ÷ target', () => {
    const sets = { eligible: { include: [{ category: ['pipes'] }] }, target: { include: [{ category: ['pipes', 'tools'] }] } };
    const sales = [sold('2026-03-01', '240', { category: 'pipes' }), sold('2026-03-01', '960', { category: 'tools' })];
    expect([earned(growth('all'), sales, sets), earned(growth('excess'), sales, sets), earned(growth('slices'), sales, sets)]).toEqual([
      '9.60',
      '1.60',
      '0.50',
    ]);
  });

  test('a short period has its part of the baseline, by days', () => {
    const half = { from: '2026-01-01', to: '2026-07-02' };
    expect(
      calculated(programmeOf({ earn: growth('excess', { baseline: '3650' }), shortPeriod: 'days' }, half), [
        sold('2026-03-01', '2196'),
      ]).balance(toDay('2026-07-02')).earned,
    ).toBe('14.64');
  });

  test('carried: what was earned before is frozen, and what comes after earns what it adds', () => {
    const carry = (method: string) => ({
      amendments: [{ effective: '2026-07-01', programme: 'p1', mode: 'carry', change: { earn: growth(method) } }],
    });
    const sales = [sold('2026-03-01', '1120'), sold('2026-09-01', '80')];
    const paid = (method: string): string => earned({ percent: '1' }, sales, {}, carry(method));
    // 11.20 frozen; then 4 % of 80; 4 % of the excess of 200 less 120; slices 1120–1150 at 2 % and 1150–1200 at 3 %.
    expect([paid('all'), paid('excess'), paid('slices')]).toEqual(['14.40', '14.40', '13.30']);
  });
});

describe('what a line does', () => {
  test.each(['all', 'excess', 'slices'])('%s: effects add up to the balance', (method) => {
    const result = calculated(programmeOf({ earn: growth(method) }), [
      sold('2026-03-01', '1050'),
      sold('2026-04-01', '80'),
      sold('2026-05-01', '90'),
      returned('2026-06-01', '30'),
      sold('2026-05-05', '40'),
    ]);
    const total = result
      .explain(toDay('2026-12-31'))
      .lines.flatMap((line) => line.effects)
      .reduce((sum, effect) => sum + Number(effect.amount), 0);
    expect(total.toFixed(2)).toBe(result.balance(toDay('2026-12-31')).earned);
  });

  test('the line itself at the rate now reached, and the change on all others', () => {
    const causes = (method: string) =>
      calculated(programmeOf({ earn: growth(method) }), [sold('2026-03-01', '1100'), sold('2026-04-01', '100')]).explain(
        toDay('2026-12-31'),
      ).causes;
    expect(causes('all')).toEqual({ sale: '26', 'tier crossed': '22' });
    expect(causes('excess')).toEqual({ sale: '6', 'tier crossed': '2' });
    expect(causes('slices')).toEqual({ sale: '2.5' });
  });
});

test('the next band, in the unit of the measure', () => {
  const answer = calculated(programmeOf({ earn: growth('all') }), [sold('2026-03-01', '1120')]).balance(toDay('2026-12-31')).programmes[0];
  expect(answer).toMatchObject({ measured: '1120', step: 1, toNextStep: { from: '1150', missing: '30', pays: '12.10' } });
});

test.each([
  ['all', '33.60'],
  ['excess', '3.60'],
  ['slices', '0.60'],
])('a policy that accrues at a chosen step, on %s', (method, accrued) => {
  const policy = parsePolicy({ programmes: { p1: { accrue: { step: 2 } } } });
  const result = calculated(programmeOf({ earn: growth(method) }), [sold('2026-03-01', '1120')]);
  expect(result.balance(toDay('2026-12-31'), policy.ok ? policy.value : undefined).accrued).toBe(accrued);
});

describe('terms', () => {
  test.each([
    ['a baseline of zero', { baseline: '0' }, ['BASELINE_ZERO programmes[0].earn.baseline']],
    ['a baseline of zero, absolute bands', { baseline: '0.00', bands: 'absolute' }, ['BASELINE_ZERO programmes[0].earn.baseline']],
    ['a number', { baseline: 5 }, ['VALUE_NOT_ALLOWED programmes[0].earn.baseline']],
    ['bands that fall', { steps: stepsFrom(['110', '1'], ['105', '2']) }, ['STEPS_OVERLAP programmes[0].earn.steps[1].from']],
    ['another method', { growth: 'most' }, ['VALUE_NOT_ALLOWED programmes[0].earn.growth']],
  ])('refuses %s', (_, wrong, refused) => {
    expect(refusalsOf({ earn: growth('all', wrong) })).toEqual(refused);
  });

  test('in words', () => {
    expect(wordsOf({ earn: growth('excess') })).toEqual([
      'Growth is measured against a baseline of EUR 1000.',
      'The band reached pays on what is above the baseline.',
      'From 110 % of the baseline: 2 %.',
      'From 115 % of the baseline: 3 %.',
      'From 120 % of the baseline: 4 %.',
    ]);
    expect(wordsOf({ by: 'quantity', earn: growth('all', { bands: 'absolute', steps: stepsFrom(['1100', '2']) }) }).at(-1)).toBe(
      'From 1100: 2 %.',
    );
  });
});
