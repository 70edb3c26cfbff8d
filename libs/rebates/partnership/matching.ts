import type { Rejection } from '#kernel';
import { z } from 'zod';
import { STAGES, type Stage } from '../agreement/terms.ts';
import type { Party } from '../agreement/events.ts';
import { formatPath } from '../agreement/issues.ts';
import { MOST_BYTES_PER_CHAR } from '../sales/split-document.ts';
import { refuse } from '../variance/refusals.ts';

const text = z.string();
const stage = z.enum(STAGES);
const reads = z.strictObject({ theirs: text, ours: text });

/** The parts of a change, as the event has them. */
export const matchingParts = {
  tolerances: z
    .strictObject({
      days: z.int().min(0).optional(),
      quantity: text.optional(),
      price: text.optional(),
      pricePercent: text.optional(),
      value: text.optional(),
    })
    .optional(),
  stages: z.strictObject({ supplier: stage, customer: stage }).optional(),
  prefix: text.optional(),
  units: z.array(z.strictObject({ product: text.optional(), from: text, to: text, factor: text })).optional(),
  products: z.array(reads).optional(),
  documents: z.array(reads).optional(),
} as const;
const whole = z.strictObject(matchingParts);

/** One word of the other side and what it is in the supplier's; an empty `ours` takes the word away. */
export type Reads = { readonly theirs: string; readonly ours: string };
export type UnitReads = { readonly product?: string | undefined; readonly from: string; readonly to: string; readonly factor: string };
export type Tolerances = {
  readonly days?: number | undefined;
  readonly quantity?: string | undefined;
  readonly price?: string | undefined;
  readonly pricePercent?: string | undefined;
  readonly value?: string | undefined;
};

/** What is set anew of how two sides' lines are matched: what is left out stays, products and documents are added to. */
export type MatchingChange = {
  readonly tolerances?: Tolerances | undefined;
  /** Which stage of each side is held against the other's. */
  readonly stages?: Readonly<Record<Party, Stage>> | undefined;
  /** What the customer puts before the supplier's document numbers. */
  readonly prefix?: string | undefined;
  readonly units?: readonly UnitReads[] | undefined;
  readonly products?: readonly Reads[] | undefined;
  readonly documents?: readonly Reads[] | undefined;
};

/** How lines are matched, as both sides know it. `version` counts the changes, from 0. */
export type MatchingAgreed = {
  readonly version: number;
  readonly tolerances: Tolerances;
  readonly stages: Readonly<Record<Party, Stage>>;
  readonly prefix: string;
  readonly units: readonly UnitReads[];
  readonly products: ReadonlyMap<string, string>;
  readonly documents: ReadonlyMap<string, string>;
};

/** Before anybody set anything: everything that differs shows. */
export const NOTHING_OVERLOOKED: MatchingAgreed = {
  version: 0,
  tolerances: {},
  stages: { supplier: 'invoiced', customer: 'invoiced' },
  prefix: '',
  units: [],
  products: new Map(),
  documents: new Map(),
};

const added = (known: ReadonlyMap<string, string>, more: readonly Reads[] | undefined): ReadonlyMap<string, string> => {
  if (more === undefined) return known;
  const all = new Map(known);
  for (const { theirs, ours } of more) {
    if (ours === '') all.delete(theirs);
    else all.set(theirs, ours);
  }
  return all;
};

export const changed = (known: MatchingAgreed, change: MatchingChange): MatchingAgreed => ({
  version: known.version + 1,
  tolerances: change.tolerances ?? known.tolerances,
  stages: change.stages ?? known.stages,
  prefix: change.prefix ?? known.prefix,
  units: change.units ?? known.units,
  products: added(known.products, change.products),
  documents: added(known.documents, change.documents),
});

const MOST_TEXT = 200;
const MOST_WORDS = 100_000;
const MOST_UNITS = 200;
/** Of the list in one event: its leaf holds 65,535 bytes. */
const MOST_BYTES = 40_000;

const isText = (text: string, least = 1): boolean => text.length >= least && text.length <= MOST_TEXT;

/** What is wrong with the words of a change; whether its numbers can be kept is said by what matches. */
export const checkMatching = (change: MatchingChange): Rejection[] => {
  const { error } = whole.safeParse(change);
  if (error === undefined) return checkWords(change);
  return error.issues.map(({ path, message }) => wrong(formatPath(path), valueAt(change, path), message));
};

const valueAt = (change: unknown, path: readonly PropertyKey[]): string => {
  const value = path.reduce(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Readonly<Record<PropertyKey, unknown>>)[key] : undefined),
    change,
  );
  return value === undefined ? 'nothing' : JSON.stringify(value);
};

const wrong = (place: string, value: string, allowed: string): Rejection =>
  refuse('MATCHING_NOT_ALLOWED', { what: place === '' ? 'a key' : place, value, allowed }, { place, value });

const checkWords = (change: MatchingChange): Rejection[] => {
  const words = (place: string, list: readonly Reads[] = []): Rejection[] => [
    ...(list.length > MOST_WORDS ? [wrong(place, String(list.length), `at most ${MOST_WORDS} words`)] : []),
    ...list.flatMap(({ theirs, ours }, index) => [
      ...(isText(theirs) ? [] : [wrong(`${place}[${index}].theirs`, theirs, `1 to ${MOST_TEXT} characters`)]),
      ...(isText(ours, 0) ? [] : [wrong(`${place}[${index}].ours`, ours, `at most ${MOST_TEXT} characters`)]),
    ]),
  ];
  const units = change.units ?? [];
  const isUnit = ({ product, from, to, factor }: UnitReads): boolean =>
    isText(from) && isText(to) && isText(factor) && (product === undefined || isText(product));
  return [
    ...(isText(change.prefix ?? '', 0) ? [] : [wrong('prefix', change.prefix ?? '', `at most ${MOST_TEXT} characters`)]),
    ...(units.length > MOST_UNITS ? [wrong('units', String(units.length), `at most ${MOST_UNITS} conversions`)] : []),
    ...units.flatMap((unit, index) =>
      isUnit(unit) ? [] : [wrong(`units[${index}]`, JSON.stringify(unit), `texts of 1 to ${MOST_TEXT} characters`)],
    ),
    ...words('products', change.products),
    ...words('documents', change.documents),
  ];
};

const piecesOf = (list: readonly Reads[] = []): Reads[][] => {
  const pieces: Reads[][] = [];
  let bytes = MOST_BYTES;
  for (const { theirs, ours } of list) {
    bytes += (theirs.length + ours.length + 4) * MOST_BYTES_PER_CHAR;
    if (bytes > MOST_BYTES) {
      pieces.push([]);
      bytes = (theirs.length + ours.length + 4) * MOST_BYTES_PER_CHAR;
    }
    pieces.at(-1)?.push({ theirs, ours });
  }
  return pieces;
};

const isNews =
  (known: ReadonlyMap<string, string>) =>
  ({ theirs, ours }: Reads): boolean =>
    (known.get(theirs) ?? '') !== ours;
const isOther = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** What a change says that is not so already, in pieces that fit an event each. */
export const newsOf = (known: MatchingAgreed, change: MatchingChange): MatchingChange[] => {
  const { tolerances, stages, prefix, units } = change;
  const head: MatchingChange = {
    ...(tolerances !== undefined && isOther(tolerances, known.tolerances) ? { tolerances } : {}),
    ...(stages !== undefined && isOther(stages, known.stages) ? { stages } : {}),
    ...(prefix !== undefined && prefix !== known.prefix ? { prefix } : {}),
    ...(units !== undefined && isOther(units, known.units) ? { units } : {}),
  };
  return [
    ...(Object.keys(head).length === 0 ? [] : [head]),
    ...piecesOf(change.products?.filter(isNews(known.products))).map((products) => ({ products })),
    ...piecesOf(change.documents?.filter(isNews(known.documents))).map((documents) => ({ documents })),
  ];
};
