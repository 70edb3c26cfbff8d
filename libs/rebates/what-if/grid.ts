import { formatScaled, isDecimal, type Rejection, scaled } from '#kernel';
import type { AgreementTerms } from '../agreement/terms.ts';
import type { Variation } from './goals.ts';
import { parsePlace, type Place, valueAt } from './places.ts';
import { boundsBackwards, nothingAtPlace, placeTwice, programmeToVaryUnknown, tooManyValues } from './refusals.ts';

/** One thing that varies: a place of a programme and the values it may take, from the lowest. */
export type Axis = { readonly programme: string; readonly at: string; readonly place: Place; readonly values: readonly string[] };

/** A candidate by the position of its value on each axis. */
export type Point = readonly number[];

const MOST_VALUES = 1000n;

const faultOf = (
  terms: AgreementTerms,
  { programme, at, from, to, by }: Variation,
  index: number,
  earlier: readonly Variation[],
): Rejection | undefined => {
  const place = `vary[${index}]`;
  const own = terms.programmes.find(({ id }) => id === programme);
  if (own === undefined) return programmeToVaryUnknown(programme, `${place}.programme`);
  const value = valueAt(own, parsePlace(at));
  if (typeof value !== 'string' || !isDecimal(value)) return nothingAtPlace(programme, at, `${place}.at`);
  if (earlier.some((other) => other.programme === programme && other.at === at)) return placeTwice(programme, at, `${place}.at`);
  if (scaled(from) > scaled(to)) return boundsBackwards(from, to, `${place}.from`);
  const count = (scaled(to) - scaled(from)) / scaled(by) + 1n;
  return count > MOST_VALUES ? tooManyValues(String(count), String(MOST_VALUES), `${place}.by`) : undefined;
};

export const faultsOfGrid = (terms: AgreementTerms, vary: readonly Variation[]): Rejection[] =>
  vary.flatMap((variation, index) => faultOf(terms, variation, index, vary.slice(0, index)) ?? []);

export const axesOf = (vary: readonly Variation[]): Axis[] =>
  vary.map(({ programme, at, from, to, by }) => {
    const values: string[] = [];
    for (let value = scaled(from); value <= scaled(to); value += scaled(by)) values.push(formatScaled(value));
    return { programme, at, place: parsePlace(at), values };
  });

export const sizeOf = (axes: readonly Axis[]): bigint => axes.reduce((size, { values }) => size * BigInt(values.length), 1n);

/** Every combination of some positions of each axis, the last axis running fastest. */
const combined = (positions: readonly (readonly number[])[]): Point[] =>
  positions.reduce<Point[]>((points, own) => points.flatMap((point) => own.map((position) => [...point, position])), [[]]);

export const wholeGrid = (axes: readonly Axis[]): Point[] => combined(axes.map(({ values }) => values.map((_, position) => position)));

const spread = (length: number, count: number): number[] => {
  if (count === 1) return [Math.floor((length - 1) / 2)];
  return [...new Set(Array.from({ length: count }, (_, at) => Math.round((at * (length - 1)) / (count - 1))))];
};

/** Evenly spread combinations, at most `most` of them: axis by axis a position more, as long as there is room. */
export const coarseGrid = (axes: readonly Axis[], most: number): Point[] => {
  const counts = axes.map(() => 1);
  const size = (): number => counts.reduce((product, count) => product * count, 1);
  for (let grew = true; grew;) {
    grew = false;
    for (const [index, { values }] of axes.entries()) {
      const count = counts[index] ?? 1;
      if (count >= values.length || (size() / count) * (count + 1) > most) continue;
      counts[index] = count + 1;
      grew = true;
    }
  }
  return combined(axes.map(({ values }, index) => spread(values.length, counts[index] ?? 1)));
};

/** One step along each axis, either way. */
export const neighboursOf = (axes: readonly Axis[], point: Point): Point[] =>
  axes.flatMap(({ values }, axis) =>
    [-1, 1].flatMap((step): Point[] => {
      const position = (point[axis] ?? 0) + step;
      return position < 0 || position >= values.length ? [] : [point.map((own, index) => (index === axis ? position : own))];
    }),
  );

export const keyOf = (point: Point): string => point.join(' ');

/** In the order of the whole grid. */
export const comparePoints = (a: Point, b: Point): number => {
  const at = a.findIndex((position, index) => position !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};
