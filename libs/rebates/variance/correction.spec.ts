import { describe, expect, test } from '@jest/globals';
import type { KnownDocument } from '../sales/fold.ts';
import type { SaleLine } from '../sales/line.ts';
import { agreedSays, correctionOf, netOf, otherSays, type SeenFrom, type VarianceKindName } from './correction.ts';

const line = (more: Partial<SaleLine> = {}): SaleLine => ({
  line: '1',
  date: '2026-03-05',
  product: 'A',
  quantity: '10',
  unitPrice: '2.50',
  ...more,
});
const seen = (kind: VarianceKindName, more: Partial<SeenFrom>): SeenFrom => ({ kind, quantity: '0', value: '0', ...more });

test('a line is worth what it says, else its quantity at its price', () => {
  expect([netOf(line()), netOf(line({ net: '24.00' })), netOf(line({ quantity: '-3', unitPrice: '0.1' }))]).toEqual([
    '25',
    '24.00',
    '-0.3',
  ]);
});

describe('as the other side says', () => {
  const own = line({ unit: 'box', currency: 'EUR', member: 'm-1', category: 'pipes', brand: 'x' });
  const says = (kind: VarianceKindName, other: Partial<SaleLine>, by: { readonly quantity?: string; readonly value?: string } = {}) =>
    otherSays(seen(kind, { own, other: line({ line: '7', ...other }), ...by }));

  test.each<[VarianceKindName, Partial<SaleLine>, { readonly quantity?: string; readonly value?: string }, Partial<SaleLine>]>([
    ['quantity', { quantity: '12' }, { quantity: '2', value: '5' }, { quantity: '12', net: '30' }],
    ['price', { unitPrice: '2.40' }, { value: '-1' }, { unitPrice: '2.40', net: '24' }],
    [
      'unit',
      { quantity: '120', unit: 'piece', unitPrice: '0.25' },
      { value: '5' },
      { quantity: '120', unit: 'piece', unitPrice: '0.25', net: '30' },
    ],
    ['unit', { quantity: '120', unitPrice: '0.25' }, {}, { quantity: '120', unit: 'box', unitPrice: '0.25', net: '25' }],
    ['currency', { currency: 'USD', unitPrice: '2.70', quantity: '99' }, {}, { currency: 'USD', unitPrice: '2.70', net: '27' }],
    ['currency', { unitPrice: '2.70', net: '26.5' }, {}, { unitPrice: '2.70', net: '26.5' }],
    [
      'product',
      { product: 'B', category: 'boards', brand: 'y' },
      { value: '1' },
      { product: 'B', category: 'boards', brand: 'y', net: '26' },
    ],
    ['product', { product: 'B' }, {}, { product: 'B', net: '25' }],
    ['member', { member: 'm-2' }, {}, { member: 'm-2' }],
    ['member', {}, {}, {}],
    ['date', { date: '2026-03-06' }, {}, { date: '2026-03-06' }],
    ['missing', { quantity: '99' }, {}, {}],
    ['duplicate', { quantity: '99' }, {}, {}],
  ])('%s: only what the variance is about changes, and what it is worth with it', (kind, other, by, changed) => {
    expect(says(kind, other, by)).toEqual({ ...own, ...changed });
  });

  test('a line that one side has not is taken over, or struck out', () => {
    expect(otherSays(seen('missing', { other: line({ line: '7' }) }))).toEqual(line({ line: '7' }));
    expect(otherSays(seen('missing', { own }))).toBe('void');
    expect(() => otherSays(seen('missing', {}))).toThrow('a line of one side');
  });
});

describe('as both agree', () => {
  test("what is said replaces what was recorded, of the own line or else the other's", () => {
    expect(agreedSays(seen('price', { own: line({ net: '24' }), other: line({ line: '7' }) }), { product: 'B' })).toEqual(
      line({ net: '24', product: 'B' }),
    );
    expect(agreedSays(seen('missing', { other: line({ line: '7' }) }), { member: 'm-1' })).toEqual(line({ line: '7', member: 'm-1' }));
    expect(() => agreedSays(seen('missing', {}), { product: 'B' })).toThrow('a line of one side');
  });

  test('a net amount follows from a new quantity or price, unless it is said', () => {
    const recorded = seen('price', { own: line({ net: '24' }) });
    expect(agreedSays(recorded, { quantity: '11' })).toEqual(line({ quantity: '11' }));
    expect(agreedSays(recorded, { unitPrice: '2.6' })).toEqual(line({ unitPrice: '2.6' }));
    expect(agreedSays(recorded, { quantity: '11', net: '26' })).toEqual(line({ quantity: '11', net: '26' }));
    expect(agreedSays(seen('price', { own: line() }), { date: '2026-03-07' })).toEqual(line({ date: '2026-03-07' }));
  });

  test('a line keeps the order of a recorded one, whatever was said first', () => {
    expect(Object.keys(agreedSays(seen('price', { own: line({ unit: 'box' }) }), { currency: 'EUR', quantity: '1' }))).toEqual(
      Object.keys(agreedSays(seen('price', { own: line({ currency: 'EUR' }) }), { quantity: '1', unit: 'box' })),
    );
  });
});

describe('what makes the record so', () => {
  const place = { reporter: 'acme', stage: 'invoiced' as const, document: 'D' };
  const known = (lines: Readonly<Record<string, SaleLine | 'void'>>): KnownDocument => new Map(Object.entries(lines));

  test('is a correction of the line under its own number, or its end', () => {
    expect(correctionOf(place, known({ 1: line() }), line(), line({ line: '7', quantity: '11' }))).toEqual({
      ...place,
      action: 'correct',
      lines: [line({ quantity: '11' })],
    });
    expect(correctionOf(place, known({ 1: line() }), line(), 'void')).toEqual({ ...place, action: 'void', lines: [line()] });
    expect(correctionOf(place, known({}), undefined, 'void')).toBeUndefined();
  });

  test('is a new line under the first number that is free; one that was struck out comes back', () => {
    const wanted = line({ line: '7' });
    expect(correctionOf(place, known({}), undefined, wanted)).toEqual({ ...place, action: 'record', lines: [wanted] });
    expect(correctionOf(place, known({ 7: line() }), undefined, wanted)).toEqual({
      ...place,
      action: 'record',
      lines: [line({ line: '7-2' })],
    });
    expect(correctionOf(place, known({ 7: line(), '7-2': line() }), undefined, wanted)).toEqual({
      ...place,
      action: 'record',
      lines: [line({ line: '7-3' })],
    });
    expect(correctionOf(place, known({ 7: line(), '7-2': 'void' }), undefined, wanted)).toEqual({
      ...place,
      action: 'correct',
      lines: [line({ line: '7-2' })],
    });
  });
});
