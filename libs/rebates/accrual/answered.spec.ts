import { describe, expect, test } from '@jest/globals';
import { Rational, sum, toDay } from '#kernel';
import { balanceOf, earnedRows } from './balance.ts';
import { EffectFold } from './effects.ts';
import { Sums } from './sums.ts';
import { agreementOf, calculated, documentOf, programmeOf, returned, type Sale, sold, stepsFrom } from './testing/build.ts';
import { measuredOf } from './testing/measured.ts';
import type { AgreementTerms } from '../agreement/terms.ts';

/** What is answered beside the balance: rows of a day alone, lines as they stand, goals, and runs of lines taken together. */

const LAST = toDay('2026-12-31');
const filled = (terms: AgreementTerms, sales: readonly Sale[]) => {
  const { agreement, changes } = measuredOf(terms, sales.map(documentOf));
  const sums = new Sums();
  for (const cell of changes.flatMap(({ cells }) => cells)) sums.add(cell);
  return { agreement, changes, sums };
};

test('the rows of a day alone are those of its balance, which says as of which position where it is told', () => {
  const { agreement, sums } = filled(programmeOf({ period: 'half', scope: 'product', earn: { percent: '1.5' } }), [
    sold('2026-02-01', '333'),
    sold('2026-08-01', '777', { product: 'B' }),
  ]);
  const balance = balanceOf({ agreement, sums, on: LAST, knownAt: 7 });
  expect(earnedRows(agreement, sums, LAST).map(({ entry, earned }) => [entry.scope, entry.period.from, earned.toExact()])).toEqual(
    balance.programmes.map(({ scope, period, earned }) => [scope, toDay(period.from), Rational.parse(earned).toExact()]),
  );
  expect(balance.knownAt).toBe(7);
  expect(Object.keys(balanceOf({ agreement, sums, on: LAST }))).not.toContain('knownAt');
  const [inJune, withRanges] = [false, true].map((ranges) => balanceOf({ agreement, sums, on: toDay('2026-06-15'), ranges }));
  expect([Object.keys(inJune ?? {}), Object.keys(inJune?.programmes[0] ?? {})].flat()).not.toEqual(expect.arrayContaining(['projection']));
  expect(Object.keys(withRanges?.programmes[0] ?? {})).toContain('projection');
});

test('lines stand as they were last corrected, and not once struck out; goals are those of the day', () => {
  const terms = programmeOf({ earn: { percent: '1' } }, { goals: [{ id: 'g', measure: 'value', target: '100', by: '2026-12-31' }] });
  const calculation = calculated(terms, [
    sold('2026-02-01', '60', { document: 's' }),
    sold('2026-02-01', '5', { document: 't' }),
    sold('2026-03-01', '80', { document: 's', action: 'correct' }),
    sold('2026-02-01', '5', { document: 't', action: 'void' }),
  ]);
  expect(calculation.standing().map(({ document, stage, line }) => [document, stage, line.date, line.unitPrice])).toEqual([
    ['s', 'invoiced', '2026-03-01', '80'],
  ]);
  expect([calculation.goals(toDay('2026-02-28')), calculation.goals(LAST)].map(([goal]) => goal?.measured)).toEqual(['0', '80']);
});

test('a line waits, listed, whatever it waits for, until it is mended or struck out', () => {
  const terms = programmeOf(
    { earn: { percent: '1' } },
    { value: { of: 'list' }, units: [{ product: 'A', from: 'box', to: 'piece', factor: '12' }] },
  );
  const tooFine = sold('2026-02-01', '1', { document: 's', quantity: '0.0000000001', listPrice: '0.0000000001' });
  const waiting = (...more: readonly Sale[]) =>
    calculated(terms, [tooFine, sold('2026-02-01', '1', { document: 't', unit: 'crate' }), ...more]).waiting.map(
      ({ document, line, reason }) => `${document}#${line}: ${reason}`,
    );
  expect(waiting()).toEqual(['s#1: more than 18 decimals', 't#1: no conversion of unit crate']);
  expect(
    waiting({ ...tooFine, quantity: '1', action: 'correct' }, sold('2026-02-01', '1', { document: 't', unit: 'crate', action: 'void' })),
  ).toEqual([]);
});

describe('lines taken together', () => {
  const together = (terms: AgreementTerms, sales: readonly Sale[]) => {
    const { agreement, changes } = filled(terms, sales);
    const fold = new EffectFold(agreement, new Sums(), LAST);
    const told: string[] = [];
    const effects = fold.applyAll(changes, (own, lines) =>
      told.push(
        `${own.map(({ cause, amount }) => `${cause} ${amount.toExact()}`).join(', ')} of ${lines.map(({ change }) => change.document).join(' ')}`,
      ),
    );
    return { told, total: sum(effects.map(({ amount }) => amount)).toExact() };
  };
  const flat = programmeOf({ earn: { percent: '10' } });
  test('are told with the lines of their cause, where each line earns its own', () => {
    const late = sold('2026-01-15', '30');
    expect(together(flat, [sold('2026-02-01', '10'), late, sold('2026-03-01', '20')])).toEqual({
      told: ['sale 3 of d-0 d-2', 'late sale 3 of d-1'],
      total: '6',
    });
  });
  test('are parted where one goes back, and where a step is crossed', () => {
    expect(together(flat, [sold('2026-02-01', '10'), returned('2026-03-01', '4')]).told).toEqual(['sale 1 of d-0', 'return -0.4 of d-1']);
    const steps = programmeOf({ earn: { tiers: 'retrospective', steps: stepsFrom(['0', '10'], ['25', '20']) } });
    expect(together(steps, [sold('2026-02-01', '10'), sold('2026-03-01', '20')])).toEqual({
      told: ['sale 1 of d-0', 'sale 4, tier crossed 1 of d-1'],
      total: '6',
    });
  });
  test.each<[string, Record<string, unknown>, Partial<Sale>, Partial<Sale>]>([
    [
      'value',
      { earn: { tiers: 'retrospective', steps: stepsFrom(['0', '10'], ['25', '20']) } },
      {},
      { kind: 'price', quantity: '1', unitPrice: '-15' },
    ],
    [
      'units',
      {
        by: 'quantity',
        earn: {
          tiers: 'retrospective',
          steps: [
            { from: '0', perUnit: '1' },
            { from: '2', perUnit: '2' },
          ],
        },
      },
      {},
      { quantity: '-1', unitPrice: '0' },
    ],
    [
      'weight',
      {
        by: 'weight',
        earn: {
          tiers: 'retrospective',
          steps: [
            { from: '0', perUnit: '1' },
            { from: '5', perUnit: '2' },
          ],
        },
      },
      { weight: '4' },
      { quantity: '0', unitPrice: '0', weight: '-4' },
    ],
  ])('are parted where a step in %s is crossed up and down again', (_, programme, up, down) => {
    const { told } = together(programmeOf(programme), [
      sold('2026-02-01', '15', up),
      sold('2026-03-01', '15', up),
      sold('2026-04-01', '15', { ...up, ...down }),
    ]);
    expect(told).toHaveLength(3);
    expect(told.slice(1).every((one) => one.includes('tier crossed'))).toBe(true);
  });
  test.each([
    ['a floor that holds the first back', { floor: { amount: '2' } }, ['', 'sale 3']],
    [
      'a baseline',
      { period: 'half', earn: { growth: 'all', baseline: { previousPeriod: 'full' }, steps: stepsFrom(['0', '10']) } },
      ['', ''],
    ],
    ['whole bundles', { earn: { bundle: [{ product: 'A', quantity: '2' }], amount: '3' } }, ['', 'sale 3']],
    ['each document', { period: 'document' }, ['sale 1', 'sale 2']],
  ])('are taken one by one with %s', (_, more, own) => {
    const { told } = together(programmeOf({ earn: { percent: '10' }, ...more }), [sold('2026-02-01', '10'), sold('2026-03-01', '20')]);
    expect(told.map((one) => one.slice(0, one.indexOf(' of')).trim())).toEqual(own);
  });
});

describe('two lines that cross no step', () => {
  const at = (tiers: string, more: object = {}) => ({ earn: { tiers, steps: [{ from: '0', ...more }] } });
  const [percent, perUnit] = [{ percent: '10' }, { perUnit: '1' }];
  const overOne = (growth: string) => ({ earn: { growth, baseline: '1', steps: [{ from: '0', ...percent }] } });
  const carried = { amendments: [{ effective: '2026-01-20', programme: 'p1', mode: 'carry', change: { name: 'later' } }] };
  const times = (programmes: readonly Record<string, unknown>[], more: Record<string, unknown> = {}): number => {
    const { agreement, changes } = filled(agreementOf(programmes, more), [
      sold('2026-02-01', '10', { member: 'm' }),
      sold('2026-03-01', '20', { member: 'm' }),
      sold('2026-04-01', '30', { member: 'm' }),
    ]);
    const fold = new EffectFold(agreement, new Sums(), LAST);
    for (const change of changes.slice(0, 1)) fold.apply(change);
    let told = 0;
    fold.applyAll(changes.slice(1), () => (told += 1));
    return told;
  };
  test.each<[string, readonly Record<string, unknown>[], Record<string, unknown>?]>([
    ['a percentage', [{ earn: percent }]],
    ['an amount per unit', [{ earn: perUnit }]],
    ['the step that both reach', [at('retrospective', percent)]],
    ['the step that both reach, of what each unit earns', [at('retrospective', perUnit)]],
    ['all steps that both reach', [at('total', percent)]],
    ['slices', [at('marginal', percent)]],
    ['slices of units', [{ by: 'quantity', ...at('marginal', perUnit) }]],
    ['rolling steps', [at('rolling', percent)]],
    ['growth on all volume', [overOne('all')]],
    ['growth on the excess', [overOne('excess')]],
    ['growth by slices', [overOne('slices')]],
    ['steps on all volume of two stretches', [at('retrospective', percent)], carried],
    ["each member's own", [{ scope: 'member', earn: percent }]],
    ['a percentage of what another leaves', [{ earn: percent }, { deducts: ['p1'], earn: percent }]],
    ['a floor that is passed', [{ earn: percent, floor: { amount: '1' } }]],
  ])('are taken together by %s', (_, programmes, more = {}) => {
    expect(times(programmes, more)).toBe(1);
  });
  test.each<[string, readonly Record<string, unknown>[], Record<string, unknown>?]>([
    ['slices of value that pay by the unit', [at('marginal', perUnit)]],
    ['slices of units that pay on value', [{ by: 'quantity', ...at('marginal', percent) }]],
    ['slices with rates by product group', [at('marginal', { rates: [{ product: ['A'], ...percent }] })]],
    ['slices of a wider target set', [{ eligible: { include: [{ product: ['A'] }] }, target: {}, ...at('marginal', percent) }]],
    ['slices of two stretches', [at('marginal', percent)], carried],
    ['growth on the excess of a wider target set', [{ eligible: { include: [{ product: ['A'] }] }, target: {}, ...overOne('excess') }]],
    ['a share', [{ earn: { share: { of: {} }, steps: [{ from: '0', ...percent }] } }]],
    ['periods in a row', [{ earn: { loyalty: { periods: 1, target: '1' }, ...percent } }]],
    [
      'a lump sum on a goal',
      [{ earn: { lumpSum: '5', when: { goal: 'g' } } }, { earn: percent }],
      { goals: [{ id: 'g', measure: 'value', target: '1', by: '2026-12-31' }] },
    ],
    ['slices in order', [{ by: 'quantity', attribute: 'inOrder', ...at('marginal', percent) }]],
    ["each member's better of both", [{ scope: 'higherOf', ...at('retrospective', percent) }]],
    ['a percentage of what steps leave', [at('retrospective', percent), { deducts: ['p1'], earn: percent }]],
    [
      'a percentage of what a deduction leaves',
      [{ earn: percent }, { deducts: ['p1'], earn: percent }, { deducts: ['p2'], earn: percent }],
    ],
    ['a cap that is reached', [{ earn: percent, cap: { amount: '2' } }]],
    ['a cap that the last reaches', [{ earn: percent, cap: { amount: '5' } }]],
  ])('are taken one by one by %s', (_, programmes, more = {}) => {
    expect(times(programmes, more)).toBe(2);
  });
});

describe('a rule that an amendment adds or takes away', () => {
  const rows = (mode: string, first: object, change: object): string[] =>
    calculated(
      programmeOf({ earn: { percent: '10' }, ...first }, { amendments: [{ effective: '2026-07-01', programme: 'p1', mode, change }] }),
      [sold('2026-03-01', '1000'), sold('2026-09-01', '500')],
    )
      .balance(LAST)
      .programmes.map(({ earned }) => earned);
  // A carry lets the year run through: its cap holds for all of it, and one that is gone for nothing of it.
  test.each([
    ['carry', {}, { cap: { amount: '120' } }, ['120.00']],
    ['carry', { cap: { amount: '20' } }, { cap: null }, ['150.00']],
    ['carry', { cap: { amount: '20', per: 'quarter' } }, { cap: { amount: '30', per: 'half' } }, ['50.00']],
    ['restart', { cap: { amount: '20', per: 'half' } }, { cap: null }, ['20.00', '50.00']],
    // What holds for the quarters before a restated one holds for the days before it of a window that runs on.
    ['restate', { period: 'quarter', cap: { amount: '20', per: 'year' } }, { cap: null }, ['20.00', '0.00', '50.00', '0.00']],
    ['restart', { cap: { amount: '20', per: 'quarter' } }, { cap: { amount: '30', per: 'quarter' } }, ['20.00', '30.00']],
  ])('by %s, from %j to %j, pays %s', (mode, first, change, paid) => {
    expect(rows(mode, first, change)).toEqual(paid);
  });
});

test('a limit after a limit in percent sees what the first left on each day', () => {
  const first = { programmes: ['p1', 'p2'], cap: { percent: '5', per: 'year' } };
  const both = (limits: object[]) =>
    calculated(agreementOf([{ earn: { percent: '4' } }, { earn: { percent: '3' } }], { limits }), [
      sold('2026-02-01', '1000'),
      sold('2026-05-01', '3000'),
    ])
      .balance(LAST)
      .programmes.map(({ earned }) => earned);
  expect(both([first])).toEqual(['160.00', '40.00']);
  expect(both([first, { programmes: ['p1', 'p2'], cap: { amount: '100000', per: 'quarter' } }])).toEqual(['160.00', '40.00']);
  expect(both([first, { programmes: ['p2'], cap: { amount: '15', per: 'quarter' } }])).toEqual(['160.00', '25.00']);
});
