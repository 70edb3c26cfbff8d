import { describe, expect, test } from '@jest/globals';
import { toDay } from '#kernel';
import type { SaleLine } from '../sales/line.ts';
import { calculated, programmeOf, type Sale } from './testing/build.ts';

/** What of a line counts, and which lines do (domain.md §5): each case a table of one difference. */

const LAST = toDay('2026-12-31');
const line = (more: Partial<Sale> = {}): Sale => ({ date: '2026-03-10', quantity: '4', unitPrice: '25', ...more });
/** What is measured of one line, and why it does not count where it does not. */
const measured = (own: Partial<Sale>, programme: Record<string, unknown> = {}, more: Record<string, unknown> = {}): string => {
  const calculation = calculated(programmeOf({ earn: { percent: '1' }, ...programme }, more), [line(own)]);
  const [why] = calculation.explain(LAST).lines.map(({ notCounted }) => notCounted);
  return why ?? calculation.balance(LAST).programmes[0]?.measured ?? '';
};

describe('the money of a line', () => {
  const sent = { net: '90', listPrice: '30', tax: '17.1', freight: '5' };
  test.each([
    [{}, '90'],
    [{ of: 'gross' }, '100'],
    [{ of: 'list' }, '120'],
    [{ tax: 'include' }, '107.1'],
    [{ freight: 'include' }, '95'],
    [{ of: 'list', tax: 'include', freight: 'include' }, '142.1'],
  ])('on the base %j is %s', (value, amount) => {
    expect(measured(sent, {}, { value })).toBe(amount);
  });
  test.each([[{ of: 'list' }], [{ tax: 'include' }], [{ freight: 'include' }], [{}]])(
    'on the base %j is quantity times price where nothing else was sent',
    (value) => {
      expect(measured({}, {}, { value })).toBe('100');
    },
  );
  test('of a line of freight counts where the base includes freight, and has no units', () => {
    const freight = { kind: 'freight', quantity: '1', unitPrice: '12' } as const;
    expect(measured(freight)).toBe('0');
    expect(measured(freight, {}, { value: { freight: 'include' } })).toBe('12');
    expect(measured({ ...freight, net: '11' }, {}, { value: { freight: 'include' } })).toBe('11');
    expect(measured({ ...freight, weight: '3' }, { by: 'quantity', earn: { perUnit: '1' } }, { value: { freight: 'include' } })).toBe('0');
  });
  test('of a price credit changes value, and neither units nor weight', () => {
    const credit = { kind: 'price', quantity: '1', unitPrice: '-8', weight: '2' } as const;
    expect([measured(credit), measured(credit, { by: 'quantity' }), measured(credit, { by: 'weight' })]).toEqual(['-8', '0', '0']);
  });
  test('that needs more than 18 decimals waits, and is no silent zero', () => {
    expect(measured({ quantity: '0.0000000001', unitPrice: '0.0000000001' })).toBe('more than 18 decimals');
  });
});

describe('the units of a line', () => {
  const units = [
    { product: 'A', from: 'box', to: 'piece', factor: '12' },
    { from: 'pallet', to: 'box', factor: '0.5' },
  ];
  test.each([
    [{ unit: 'box' }, '48'],
    [{ unit: 'piece' }, '4'],
    [{}, '4'],
    // Pallets of every product are boxes, and boxes of this one are pieces.
    [{ unit: 'pallet' }, '24'],
    [{ unit: 'pallet', product: 'B' }, '2'],
    [{ unit: 'crate' }, 'no conversion of unit crate'],
    // What pallets of every product are turned into is what others are counted in.
    [{ unit: 'box', product: 'B' }, '4'],
    [{ unit: 'piece', product: 'B' }, 'no conversion of unit piece'],
    [{ unit: 'box', quantity: '0.5' }, '6'],
    [{ unit: 'box', quantity: '-4' }, '-48'],
  ])('%j are %s', (own, quantity) => {
    expect(measured(own, { by: 'quantity' }, { units })).toBe(quantity);
  });
  test('that come in pieces which no decimal of 18 places holds wait', () => {
    expect(
      measured(
        { unit: 'box', quantity: '0.000000000000000001' },
        { by: 'quantity' },
        { units: [{ from: 'box', to: 'piece', factor: '0.5' }] },
      ),
    ).toBe('no conversion of unit box');
  });
  test('of a product for which no conversion is declared are as they were sent', () => {
    expect(measured({ unit: 'crate', product: 'B' }, { by: 'quantity' }, { units: units.slice(0, 1) })).toBe('4');
  });
  test('by weight are the weight that was sent, and none where none was', () => {
    expect([measured({ weight: '7.5' }, { by: 'weight' }), measured({}, { by: 'weight' })]).toEqual(['7.5', '0']);
  });
});

describe('a filter', () => {
  const included = (filter: object, own: Partial<Sale> = {}) => measured(own, { eligible: { include: [filter] } });
  test.each([
    [{ from: '2026-03-10' }, '100'],
    [{ from: '2026-03-11' }, 'not included'],
    [{ to: '2026-03-10' }, '100'],
    [{ to: '2026-03-09' }, 'not included'],
    [{ from: '2026-03-10', to: '2026-03-10' }, '100'],
    [{ minPrice: '25' }, '100'],
    [{ minPrice: '25.01' }, 'not included'],
    [{ minPrice: '24.99' }, '100'],
    [{ product: ['A', 'B'] }, '100'],
    [{ product: ['B'] }, 'not included'],
    [{ product: ['A'], minPrice: '26' }, 'not included'],
  ])('%j makes of the line %s', (filter, answer) => {
    expect(included(filter)).toBe(answer);
  });
  test.each([['member'], ['shipTo'], ['channel'], ['endCustomer'], ['brand'], ['category']])(
    'by %s lets in its own alone, and no line without one',
    (key) => {
      expect([included({ [key]: ['x'] }, { [key]: 'x' }), included({ [key]: ['x'] }, { [key]: 'y' }), included({ [key]: ['x'] })]).toEqual([
        '100',
        'not included',
        'not included',
      ]);
    },
  );
  test('is met by its end customer on its own days alone: what a line is told apart by is not kept from line to line', () => {
    const terms = programmeOf({ eligible: { include: [{ channel: ['shop'] }] }, earn: { percent: '1' } });
    const lines = [line({ channel: 'shop' }), line({ channel: 'web' }), line({ channel: 'shop', product: 'B' }), line({ channel: 'shop' })];
    expect(
      calculated(terms, lines)
        .explain(LAST)
        .lines.map(({ notCounted }) => notCounted ?? ''),
    ).toEqual(['', 'not included', '', '']);
  });
  test.each(
    ['product', 'brand', 'category', 'member', 'shipTo', 'channel', 'endCustomer'].flatMap((key) =>
      [{}, { product: ['A'] }, { member: ['m'] }].map((also): [string, object] => [key, { ...also, [key]: ['x'] }]),
    ),
  )('by %s among others, %j, tells lines apart that are alike in all else', (key, filter) => {
    const lines = ['x', 'y', 'x', undefined, 'x'].map((value) =>
      line({ product: 'A', member: 'm', ...(value === undefined ? {} : { [key]: value }) }),
    );
    const judged = calculated(programmeOf({ eligible: { include: [filter] }, earn: { percent: '1' } }), lines)
      .explain(LAST)
      .lines.map(({ notCounted }) => notCounted ?? 'in');
    expect(judged).toEqual(['in', 'not included', 'in', 'not included', 'in']);
  });
  test.each([[{}], [{ eligible: { include: [{ product: ['A'] }] } }], [{ eligible: { include: [{ member: ['m'] }] } }]])(
    'with %j judges a line of another stage anew',
    (programme) => {
      const calculation = calculated(programmeOf({ earn: { percent: '1' }, ...programme }), []);
      const sale: SaleLine = { line: '1', date: '2026-03-10', product: 'A', member: 'm', quantity: '4', unitPrice: '25' };
      for (const stage of ['invoiced', 'shipped', 'invoiced'] as const)
        calculation.add({ reporter: 'acme', stage, document: `${stage}-${calculation.changes.length}`, lines: [sale] });
      expect(calculation.explain(LAST).lines.map(({ notCounted }) => notCounted ?? 'in')).toEqual(['in', 'other stage', 'in']);
    },
  );
  test.each([
    // The deepest level decides: product over brand over category.
    [{ include: [{ category: ['c'] }], exclude: [{ product: ['A'] }] }, 'excluded'],
    [{ include: [{ product: ['A'] }], exclude: [{ category: ['c'] }] }, '100'],
    [{ include: [{ product: ['A'] }], exclude: [{ brand: ['b'] }] }, '100'],
    [{ include: [{ brand: ['b'] }], exclude: [{ category: ['c'] }] }, '100'],
    [{ include: [{ brand: ['b'] }], exclude: [{ brand: ['b'] }] }, 'excluded'],
    [{ include: [{ product: ['A'] }], exclude: [{ product: ['A'] }] }, 'excluded'],
    [{ exclude: [{ category: ['c'] }] }, 'excluded'],
    [{ exclude: [{ category: ['d'] }] }, '100'],
    [{ include: [{ product: ['A'] }], exclude: [{ member: ['m'] }] }, 'excluded'],
  ])('selection %j makes of the line %s', (eligible, answer) => {
    expect(measured({ brand: 'b', category: 'c', member: 'm' }, { eligible })).toBe(answer);
  });
});

describe('only what is paid in time counts', () => {
  const paid = (paidWithin: 'terms' | number, own: Partial<Sale>) => measured(own, { conditions: [{ paidWithin }] });
  test.each([
    ['terms', { paidOn: '2026-04-09', dueOn: '2026-04-09' }, '100'],
    ['terms', { paidOn: '2026-04-10', dueOn: '2026-04-09' }, 'not paid in time'],
    ['terms', { paidOn: '2026-04-09' }, 'not paid in time'],
    ['terms', { dueOn: '2026-04-09' }, 'not paid in time'],
    [30, { paidOn: '2026-04-09' }, '100'],
    [30, { paidOn: '2026-04-10' }, 'not paid in time'],
    [0, { paidOn: '2026-03-10' }, '100'],
    [30, {}, 'not paid in time'],
  ] as const)('within %s, a line with %j gives %s', (within, own, answer) => {
    expect(paid(within, own)).toBe(answer);
  });
  test('a line that is excluded as well says so', () => {
    expect(measured({ paidOn: '2026-03-11' }, { conditions: [{ paidWithin: 30 }], eligible: { exclude: [{ product: ['A'] }] } })).toBe(
      'excluded',
    );
  });
});

describe('days and members', () => {
  test.each([
    ['2026-01-01', '100'],
    ['2026-12-31', '100'],
    ['2025-12-31', 'outside the term'],
    ['2027-01-01', 'outside the term'],
  ])('a line of %s gives %s', (date, answer) => {
    expect(measured({ date })).toBe(answer);
  });
  const members = [
    { id: 'm', from: '2026-03-10', to: '2026-03-20' },
    { id: 'm', from: '2026-05-01' },
    { id: 'n', to: '2026-03-10' },
  ];
  test.each([
    ['m', '2026-03-09', false],
    ['m', '2026-03-10', true],
    ['m', '2026-03-20', true],
    ['m', '2026-03-21', false],
    ['m', '2026-05-01', true],
    ['n', '2026-03-10', true],
    ['n', '2026-03-11', false],
    ['o', '2026-03-10', false],
    [undefined, '2026-03-10', false],
  ])('a line of member %s on %s counts: %s', (member, date, counts) => {
    expect(measured({ date, ...(member === undefined ? {} : { member }) }, {}, { members })).toBe(counts ? '100' : 'no member on that day');
  });
  test('another stage does not count, and says so', () => {
    expect(measured({}, { stage: 'shipped' })).toBe('other stage');
  });
});
