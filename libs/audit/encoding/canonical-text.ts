import { canonicalJson } from '#kernel';

/**
 * RFC 8785 text of plain JSON, several times as fast as `canonicalJson`: JSON.stringify writes texts and numbers as the
 * RFC asks, so that only the names must be put in order. Requires what JSON.parse gives.
 */
export const canonicalText = (value: unknown): string => {
  if (isInOrder(value)) return JSON.stringify(value);
  const state: Ordering = { moved: false };
  const ordered = inOrder(value, state);
  return state.moved ? canonicalJson(value) : JSON.stringify(ordered);
};

/** `moved`: a name was met that JavaScript does not keep where it is put. */
type Ordering = { moved: boolean };

const DIGIT_0 = 48;
const DIGIT_9 = 57;
/** Names that look like array indexes come first in every object, and `__proto__` is no name at all. */
export const isMoved = (name: string): boolean => {
  const first = name.charCodeAt(0);
  return (first >= DIGIT_0 && first <= DIGIT_9) || name === '__proto__';
};

/** Most values come from a canonical text and are in order: to see that, nothing is copied. */
const isInOrder = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before = '';
  // What JSON.parse gives inherits no names, and a list of them need not be made.
  for (const name in value) {
    if (name < before || isMoved(name)) return false;
    const inner = (value as Readonly<Record<string, unknown>>)[name];
    if (typeof inner === 'object' && !isInOrder(inner)) return false;
    before = name;
  }
  return true;
};

/** The value itself where its names are in order already, which is how it comes from another canonical text. */
const inOrder = (value: unknown, state: Ordering): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  return Array.isArray(value) ? arrayInOrder(value, state) : objectInOrder(value as Readonly<Record<string, unknown>>, state);
};

const arrayInOrder = (values: readonly unknown[], state: Ordering): readonly unknown[] => {
  let copy: unknown[] | undefined;
  for (const [index, value] of values.entries()) {
    const ordered = inOrder(value, state);
    if (ordered !== value) (copy ??= [...values])[index] = ordered;
  }
  return copy ?? values;
};

const objectInOrder = (value: Readonly<Record<string, unknown>>, state: Ordering): Readonly<Record<string, unknown>> => {
  const names = Object.keys(value);
  let copied = false;
  for (let at = 1; at < names.length && !copied; at += 1) copied = (names[at] ?? '') < (names[at - 1] ?? '');
  // Comparing texts in JavaScript compares UTF-16 code units, the order of RFC 8785.
  if (copied) names.sort();
  let copy: Record<string, unknown> | undefined = copied ? {} : undefined;
  for (const name of names) {
    if (isMoved(name)) state.moved = true;
    const ordered = inOrder(value[name], state);
    if (copy === undefined && ordered !== value[name]) copy = { ...value };
    if (copy !== undefined) copy[name] = ordered;
  }
  return copy ?? value;
};
