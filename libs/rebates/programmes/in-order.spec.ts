import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import { calculated, programmeOf, type Sale } from '../accrual/testing/build.ts';
import { linesInOrder, partCounted } from './in-order.ts';
import { Rational } from '#kernel';
import type { Cell } from './kind.ts';
import { refusalsOf } from './testing.ts';

/** Slices of a quantity on the very units in them (`attribute: inOrder`). */

const steps = [
  { above: '0', percent: '1' },
  { above: '100', percent: '2' },
  { above: '200', percent: '5' },
];
const ordered = { by: 'quantity', attribute: 'inOrder', earn: { tiers: 'marginal', steps } };
const units = (quantity: string, unitPrice: string, more: Partial<Sale> = {}): Sale => ({
  date: '2026-03-01',
  quantity,
  unitPrice,
  ...more,
});
const result = (programme: object, sales: readonly Sale[], more: Record<string, unknown> = {}) =>
  calculated(programmeOf({ ...ordered, ...programme }, more), sales);
const earned = (...args: Parameters<typeof result>): string => result(...args).balance(toDay('2026-12-31')).earned;

describe('slices in order', () => {
  test('each unit is paid at the step that it falls into, in the order of valid date, document, line', () => {
    const lines = [
      units('150', '10', { date: '2026-03-01', document: 'a' }),
      units('100', '20', { date: '2026-02-01', document: 'b' }),
      units('50', '40', { date: '2026-03-01', document: 'a', line: '2' }),
    ];
    // b: 100 at 20, 1 % = 20. a#1: 100 at 2 % = 20, 50 at 5 % = 25. a#2: 50 at 40, 5 % = 100.
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ])
      expect(
        earned(
          {},
          order.flatMap((index) => lines[index] ?? []),
        ),
      ).toBe('165.00');
    expect(earned({ attribute: 'average' }, lines)).not.toBe('165.00');
  });

  test.each([
    ['99', '9.90'],
    ['100', '10.00'],
    ['101', '10.20'],
    ['200', '30.00'],
    ['201', '30.50'],
  ])('%s units at one price earn as at the average: %s', (quantity, paid) => {
    expect([earned({}, [units(quantity, '10')]), earned({ attribute: 'average' }, [units(quantity, '10')])]).toEqual([paid, paid]);
  });

  test('a line in two parts earns what it earns whole', () => {
    expect(earned({}, [units('90', '10', { document: 'x' }), units('60', '30', { document: 'y' })])).toBe(
      earned({}, [
        units('90', '10', { document: 'x' }),
        units('25', '30', { document: 'y' }),
        units('35', '30', { document: 'y', line: '2' }),
      ]),
    );
  });

  test('a return takes back the units of the line that it names, and all later ones move up', () => {
    const sales = [units('100', '10', { document: 's' }), units('100', '50', { document: 't', date: '2026-04-01' })];
    expect(earned({}, sales)).toBe('110.00');
    // The dear units come first then: 100 at 50, 1 %.
    expect(earned({}, [...sales, units('-100', '10', { document: 'r', date: '2026-06-01', returns: 's#1' })])).toBe('50.00');
    expect(earned({}, [...sales, units('-100', '50', { document: 'r', date: '2026-06-01', returns: 't#1' })])).toBe('10.00');
    // One that names no line stands on its own date: it takes the last units back.
    expect(earned({}, [...sales, units('-100', '50', { document: 'r', date: '2026-06-01' })])).toBe('10.00');
  });

  test("a price credit of a line is paid at that line's steps, one that names none at the average", () => {
    const sales = [units('100', '10', { document: 's' }), units('100', '50', { document: 't', date: '2026-04-01' })];
    const credit = (more: Partial<Sale>) => units('1', '-100', { kind: 'price', date: '2026-05-01', ...more });
    expect(earned({}, [...sales, credit({ returns: 's#1' })])).toBe('109.00');
    expect(earned({}, [...sales, credit({ returns: 't#1' })])).toBe('108.00');
    expect(earned({}, [...sales, credit({})])).toBe('108.50');
  });

  test('units of the target set that do not earn use up their part of a slice', () => {
    const sets = { eligible: { include: [{ product: ['A'] }] }, target: { include: [{ product: ['A', 'B'] }] } };
    expect(earned(sets, [units('100', '10', { product: 'B' }), units('100', '10', { date: '2026-04-01' })])).toBe('20.00');
  });

  test('amounts on reaching, a rate a unit, each member', () => {
    expect(
      earned(
        {
          earn: {
            tiers: 'marginal',
            steps: [
              { above: '0', perUnit: '1' },
              { above: '100', amount: '7' },
            ],
          },
        },
        [units('100', '10'), units('1', '10', { date: '2026-04-01' })],
      ),
    ).toBe('107.00');
    const rows = result({ scope: 'member' }, [units('150', '10', { member: 'm-1' }), units('150', '10', { member: 'm-2' })]).balance(
      toDay('2026-12-31'),
    ).programmes;
    expect(rows.map((row) => row.earned)).toEqual(['20.00', '20.00']);
  });

  test('carried: units before the amendment use up their slices at the old terms', () => {
    const more = {
      amendments: [
        {
          effective: '2026-07-01',
          programme: 'p1',
          mode: 'carry',
          change: {
            earn: {
              tiers: 'marginal',
              steps: [
                { above: '0', percent: '10' },
                { above: '100', percent: '20' },
              ],
            },
          },
        },
      ],
    };
    expect(earned({}, [units('90', '10'), units('30', '10', { date: '2026-08-01' })], more)).toBe('59.00');
  });

  test('a corrected line stands at its new place and at none of its old ones', () => {
    const sales = [
      units('100', '10', { document: 's', date: '2026-03-01' }),
      units('100', '50', { document: 't', date: '2026-03-10' }),
      units('100', '10', { document: 's', date: '2026-03-20', action: 'correct' }),
    ];
    expect(earned({}, sales)).toBe('70.00');
  });

  test('what is missing to the next step is paid in its own slice', () => {
    const first = result({}, [units('60', '10')]).balance(toDay('2026-06-30')).programmes[0];
    expect(first?.toNextStep).toEqual({ from: '100', missing: '40', pays: '4.00' });
    expect(result({}, [units('150', '10')]).balance(toDay('2026-06-30')).programmes[0]?.toNextStep).toEqual({
      from: '200',
      missing: '50',
      pays: '10.00',
    });
  });

  test('effects: the line itself at its place, and what it does to the lines after it', () => {
    const { causes } = result({}, [units('100', '50', { date: '2026-04-01' }), units('100', '10', { date: '2026-03-01' })]).explain(
      toDay('2026-12-31'),
    );
    expect(causes).toEqual({ sale: '50', 'late sale': '10', 'tier crossed': '50' });
  });
});

test.each([
  ['a retrospective rate', { earn: { tiers: 'retrospective', steps } }],
  ['a value', { by: 'value' }],
  ['a flat rate', { earn: { percent: '1' } }],
  ['a document', { period: 'document' }],
])('refuses %s, which has no slices of units', (_, programme) => {
  expect(refusalsOf({ ...ordered, ...programme })).toContain('SETTING_NOT_FOR_KIND programmes[0].attribute');
});

describe('lines one after the other', () => {
  const cell = (date: string, document: string, line: string, quantity: number): Cell => ({
    amounts: { value: Rational.zero, quantity: Rational.int(quantity), weight: Rational.zero, own: [] },
    passes: () => true,
    place: { date, document, line, mark: '' },
  });
  test('by date, then document, then line as a number where it is one', () => {
    const cells = [
      cell('2026-02-01', 'b', '1', 1),
      cell('2026-01-01', 'b', '10', 1),
      cell('2026-01-01', 'b', '9', 1),
      cell('2026-01-01', 'a', 'x2', 1),
      cell('2026-01-01', 'a', 'x10', 1),
    ];
    expect(linesInOrder(cells).map(({ key }) => key)).toEqual(['a#x10', 'a#x2', 'b#9', 'b#10', 'b#1']);
  });
  test('what stands at one place is taken together, and nothing of it is left out', () => {
    expect(
      linesInOrder([
        cell('2026-01-05', 'a', '1', 5),
        cell('2026-01-05', 'a', '1', -5),
        cell('2026-01-09', 'a', '1', 3),
        cell('2026-01-20', 'a', '1', -1),
      ]).map(({ place, quantity }) => [place.date, quantity.toExact()]),
    ).toEqual([['2026-01-09', '2']]);
  });
  test('the part that counts of a line with no units is none', () => {
    expect(partCounted((counted) => counted, Rational.int(5), Rational.zero).sign).toBe(0);
  });
});
