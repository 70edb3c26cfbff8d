import { Rational } from '#kernel';
import type { Cell, Place } from './kind.ts';

/** Ordered kinds take the lines of a period one after the other: by valid date, document and line, never by arrival. */

/** The units of one line with all that was recorded of it: a return stands at the place of the line that it takes back. */
type OrderedLine = { readonly key: string; readonly place: Place; readonly quantity: Rational };

export const keyOf = ({ document, line }: Place): string => `${document}#${line}`;

const NO_PLACE: Place = { date: '', document: '', line: '', mark: '' };

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** Line 9 comes before line 10. */
const compareLines = (a: string, b: string): number =>
  /^\d+$/.test(a) && /^\d+$/.test(b) ? a.length - b.length || compareTexts(a, b) : compareTexts(a, b);
const compare = (a: Place, b: Place): number =>
  compareTexts(a.date, b.date) || compareTexts(a.document, b.document) || compareLines(a.line, b.line) || compareTexts(a.mark, b.mark);

export const linesInOrder = (cells: readonly Cell[]): OrderedLine[] => {
  const lines = new Map<string, OrderedLine>();
  for (const { place, quantity } of standing(cells)) {
    const key = keyOf(place);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, { key, place, quantity });
    else lines.set(key, { key, place: compare(place, known.place) < 0 ? place : known.place, quantity: known.quantity.plus(quantity) });
  }
  return [...lines.values()].sort((a, b) => compare(a.place, b.place));
};

type Standing = { readonly place: Place; readonly quantity: Rational };

/** Places at which units stand: where a line was corrected away from a day, nothing is left of it there. */
const standing = (cells: readonly Cell[]): Standing[] => {
  const places = new Map<string, Standing>();
  for (const { place = NO_PLACE, amounts } of cells) {
    const key = `${place.date}\n${place.mark}\n${keyOf(place)}`;
    places.set(key, { place, quantity: amounts.quantity.plus(places.get(key)?.quantity ?? Rational.zero) });
  }
  return [...places.values()].filter(({ quantity }) => quantity.sign !== 0);
};

/** The part of a line's quantity that `counting` counts of it, where `before` units came before it. */
export const partCounted = (counting: (units: Rational) => Rational, before: Rational, quantity: Rational): Rational =>
  quantity.sign === 0 ? Rational.zero : counting(before.plus(quantity)).minus(counting(before)).over(quantity);
