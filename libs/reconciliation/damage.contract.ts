import { addToList, formatDay, formatScaled, scaled, toDay } from '#kernel';
import type { LineKey, ReportedLine, Side } from './line.ts';
import type { VarianceKind } from './variance.ts';

export const DAMAGES = [
  'drop',
  'quantity',
  'price',
  'dateWithin',
  'dateOutside',
  'product',
  'unit',
  'duplicate',
  'split',
  'merge',
] as const;
export type DamageKind = (typeof DAMAGES)[number];
/** What was done to which of our lines, and the variance that it must show as; none where it is to be overlooked. */
export type Damage = {
  readonly done: DamageKind;
  readonly key: LineKey;
  readonly shows?: { readonly kind: VarianceKind; readonly on?: Side; readonly ours: string; readonly theirs: string };
};
export type DamagedCopy = { readonly lines: readonly ReportedLine[]; readonly damages: readonly Damage[] };

/** Whole numbers below a bound, the same for the same seed. */
export const seededChoice = (seed: number): ((below: number) => number) => {
  let state = (seed + 1) * 0x9e3779b1;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

export const nameOfKey = ({ document, line }: LineKey): string => `${document}#${line}`;

type Change = { readonly lines: readonly ReportedLine[]; readonly shows?: { readonly kind: VarianceKind; readonly on?: Side } };

const plusDays = (line: ReportedLine, days: number): string => formatDay(toDay(line.date) + days);

/** More than any quantity of one line in the data, so that a changed quantity is not by chance the sum of others. */
const FAR = 1_000_003n;

const changed = (line: ReportedLine, kind: Exclude<DamageKind, 'merge'>, days: number, choose: (below: number) => number): Change => {
  const quantity = scaled(line.quantity);
  switch (kind) {
    case 'drop':
      return { lines: [], shows: { kind: 'missing', on: 'theirs' } };
    case 'quantity':
      return {
        lines: [{ ...line, quantity: formatScaled(quantity + (quantity < 0n ? -1n : 1n) * scaled(String(FAR + BigInt(choose(9))))) }],
        shows: { kind: 'quantity' },
      };
    case 'price':
      return {
        lines: [{ ...line, unitPrice: formatScaled(scaled(line.unitPrice) + scaled(`${choose(9) + 1}.13`)) }],
        shows: { kind: 'price' },
      };
    case 'dateWithin':
      return { lines: [{ ...line, date: plusDays(line, choose(2 * days + 1) - days) }] };
    case 'dateOutside':
      return { lines: [{ ...line, date: plusDays(line, (choose(2) === 0 ? 1 : -1) * (days + 1 + choose(20))) }], shows: { kind: 'date' } };
    case 'product':
      return { lines: [{ ...line, product: `${line.product}-wrong` }], shows: { kind: 'product' } };
    case 'unit':
      return { lines: [{ ...line, unit: 'box' }], shows: { kind: 'unit' } };
    case 'duplicate':
      return {
        lines: [line, { ...line, key: { ...line.key, line: `${line.key.line}-again` } }],
        shows: { kind: 'duplicate', on: 'theirs' },
      };
    case 'split': {
      const part = quantity / 2n;
      return {
        lines: [
          { ...line, quantity: formatScaled(part) },
          { ...line, quantity: formatScaled(quantity - part), key: { ...line.key, line: `${line.key.line}-rest` } },
        ],
      };
    }
    default:
      return kind satisfies never;
  }
};

/**
 * A copy of our lines as a careless other side would hold it. Only lines whose product stands once in their document are
 * damaged (merged: twice, at one price), each at most once, so that what was done can be told from the lines alone.
 */
export const damagedCopy = (
  ours: readonly ReportedLine[],
  seed: number,
  settings: { readonly days: number; readonly oneIn: number; readonly kinds?: readonly DamageKind[] },
): DamagedCopy => {
  const choose = seededChoice(seed);
  const kinds = settings.kinds ?? DAMAGES;
  const alike = new Map<string, ReportedLine[]>();
  for (const line of ours) addToList(alike, JSON.stringify([line.key.document, line.product]), line);
  const lines: ReportedLine[] = [];
  const damages: Damage[] = [];
  for (const [first, second, ...more] of alike.values()) {
    const kind = choose(settings.oneIn) === 0 ? kinds[choose(kinds.length)] : undefined;
    if (first === undefined) continue;
    if (second !== undefined) {
      const canMerge =
        kind === 'merge' &&
        more.length === 0 &&
        first.unitPrice === second.unitPrice &&
        first.date === second.date &&
        scaled(first.quantity) * scaled(second.quantity) > 0n;
      if (canMerge) damages.push({ done: 'merge', key: first.key });
      lines.push(
        ...(canMerge ? [{ ...first, quantity: formatScaled(scaled(first.quantity) + scaled(second.quantity)) }] : [first, second, ...more]),
      );
      continue;
    }
    if (kind === undefined || kind === 'merge') {
      lines.push(first);
      continue;
    }
    const { lines: copy, shows } = changed(first, kind, settings.days, choose);
    lines.push(...copy);
    const last = copy.at(-1);
    const theirs = last === undefined ? '' : nameOfKey(last.key);
    damages.push({
      done: kind,
      key: first.key,
      ...(shows === undefined ? {} : { shows: { ...shows, ours: kind === 'duplicate' ? '' : nameOfKey(first.key), theirs } }),
    });
  }
  return { lines: lines.map((line, index) => ({ ...line, position: index * 2 + 1 })), damages };
};
