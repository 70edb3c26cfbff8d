import { expect, test } from '@jest/globals';
import { formatSignature, type Cell } from './cell.ts';
import { amountsOf, NO_AMOUNTS, plus, Sums, times } from './sums.ts';
import { ONE, Rational } from '#kernel';

/** Sums by day, and sums that stand on others. */

const P = formatSignature({ bits: 1n, member: '', product: 'P' });
const Q = formatSignature({ bits: 1n, member: '', product: 'Q' });
const cell = (on: number, value: number, more: Partial<Cell> = {}): Cell => ({
  signature: P,
  on,
  countedOn: on,
  value: BigInt(value) * ONE,
  quantity: BigInt(2 * value) * ONE,
  weight: BigInt(3 * value) * ONE,
  own: [BigInt(4 * value) * ONE],
  cause: 'sale',
  lines: 1,
  ...more,
});
const filled = (sums: Sums, ...cells: readonly Cell[]): Sums => {
  for (const one of cells) sums.add(one);
  return sums;
};
const text = ({ value, quantity, weight, own }: ReturnType<Sums['between']>): string =>
  [value, quantity, weight, ...own].map((one) => one.toExact()).join(' ');
const between = (sums: Sums, from: number, to: number, asOf = 99): string => text(sums.between(0, from, to, asOf));

test('a run of days holds its first and its last day, and nothing after the day asked about', () => {
  const sums = filled(new Sums(), cell(12, 5), cell(10, 1), cell(14, 7), cell(10, 2));
  expect([
    between(sums, 10, 14),
    between(sums, 10, 10),
    between(sums, 11, 13),
    between(sums, 12, 14, 13),
    between(sums, 1, 9),
    between(sums, 15, 20),
  ]).toEqual(['15 30 45 60', '3 6 9 12', '5 10 15 20', '5 10 15 20', '0 0 0', '0 0 0 0']);
  sums.add(cell(11, 100));
  expect(between(sums, 10, 11)).toBe('103 206 309 412');
});

test('what counts on another day than its own is known from its own day on', () => {
  const sums = filled(new Sums(), cell(10, 5), cell(20, -2, { countedOn: 10 }));
  expect([
    between(sums, 10, 10, 19),
    between(sums, 10, 10, 20),
    between(sums, 11, 30),
    between(sums, 1, 9),
    between(sums, 1, 10, 20),
  ]).toEqual(['5 10 15 20', '3 6 9 12', '0 0 0 0', '0 0 0', '3 6 9 12']);
});

test('a copy goes its own way', () => {
  const sums = filled(new Sums(), cell(10, 5), cell(20, -2, { countedOn: 10 }));
  const copy = filled(sums.copy(), cell(10, 1), cell(30, 1, { countedOn: 10 }));
  filled(sums, cell(10, 100));
  expect([between(copy, 1, 50), between(sums, 1, 50)]).toEqual(['5 10 15 20', '103 206 309 412']);
});

test('sums that stand on others count both, and list both in a fixed order without what came to nothing', () => {
  const below = filled(new Sums(), cell(10, 5), cell(11, 3, { signature: Q }), cell(20, -2, { countedOn: 10 }));
  const above = filled(new Sums(below), cell(60, 9), cell(12, 4), cell(11, -3, { signature: Q }), cell(10, 1));
  expect(between(above, 10, 11)).toBe('4 8 12 16');
  const listed = (through: number): string[] =>
    above
      .contents(through)
      .map(
        ({ signature, on, countedOn, value, quantity, weight, own }) =>
          `${signature === P ? 'P' : 'Q'} ${on} ${countedOn}: ${[value, quantity, weight, ...own].map((one) => String(one / ONE)).join(' ')}`,
      );
  expect(listed(50)).toEqual(['P 10 10: 6 12 18 24', 'P 12 12: 4 8 12 16', 'P 20 10: -2 -4 -6 -8']);
  expect(listed(60)).toHaveLength(4);
  expect(listed(11)).toEqual(['P 10 10: 6 12 18 24']);
});

test.each([{ value: ONE }, { quantity: ONE }, { weight: ONE }, { own: [0n, ONE] }])('a day that holds %j is listed', (more) => {
  expect(filled(new Sums(), cell(10, 0, { own: [], ...more })).contents(10)).toHaveLength(1);
});

test('amounts add up place by place, and nothing added changes nothing', () => {
  const one = amountsOf({ value: ONE, quantity: 2n * ONE, weight: 3n * ONE, own: [4n * ONE] });
  const two = amountsOf({ value: ONE, quantity: ONE, weight: ONE, own: [ONE, 7n * ONE] });
  expect([text(plus(one, two)), text(plus(two, one)), text(plus(one, NO_AMOUNTS)), text(plus(NO_AMOUNTS, two))]).toEqual([
    '2 3 4 5 7',
    '2 3 4 5 7',
    '1 2 3 4',
    '1 1 1 1 7',
  ]);
  expect(text(plus(one, amountsOf({ value: ONE, quantity: 0n, weight: 0n, own: [] })))).toBe('2 2 3 4');
  expect(text(times(two, Rational.parse('0.5')))).toBe('0.5 0.5 0.5 0.5 3.5');
});
