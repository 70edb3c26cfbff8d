/**
 * Finds what JSON cannot carry, before a store sees it. JSON.stringify would drop it in silence, or write something that
 * reads back as something else; the EventStoreDB client never answers when it meets a bigint.
 */

const MAX_DEPTH = 32;

// In ES2024 and in every Node this runs on, but not yet in the library this compiles against.
const isWellFormed = (text: string): boolean => (text as string & { isWellFormed(): boolean }).isWellFormed();

/** What the same walk sees beside: whether the names of all objects are in ascending code-unit order, so that JSON.stringify writes the RFC 8785 form. */
export type JsonWalk = { inOrder: boolean };

/** Undefined when the value is a JSON object that reads back equal; else where it is not, and why. */
export function whyNotJson(value: unknown, walk: JsonWalk): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not an object';
  return fault(value, 0, walk);
}

// The path is put together only on the way out of a fault, so that good events pay nothing for it.
function fault(value: unknown, depth: number, walk: JsonWalk): string | undefined {
  switch (typeof value) {
    case 'string':
      return isWellFormed(value) ? undefined : 'a string holds half of a character';
    case 'number':
      return Number.isSafeInteger(value) ? undefined : `${value} is not a whole number within 2^53: write it as a string`;
    case 'boolean':
      return undefined;
    case 'object':
      if (value === null) return undefined;
      if (depth === MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep, or holds itself`;
      return Array.isArray(value) ? faultInArray(value, depth + 1, walk) : faultInObject(value, depth + 1, walk);
    default:
      return `a value is ${value === undefined ? 'undefined' : `a ${typeof value}`}`;
  }
}

function faultInArray(values: readonly unknown[], depth: number, walk: JsonWalk): string | undefined {
  for (let index = 0; index < values.length; index += 1) {
    const found = fault(values[index], depth, walk);
    if (found !== undefined) return `[${index}]: ${found}`;
  }
  return undefined;
}

function faultInObject(value: object, depth: number, walk: JsonWalk): string | undefined {
  // A plain object is one whose prototype ends the chain; asking that, and not for Object.prototype itself, holds for
  // objects that come from another realm too. Dates, Maps and class instances have a longer chain.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return `a ${value.constructor.name} is not plain data`;
  }
  let before = '';
  for (const key in value) {
    if (key < before) walk.inOrder = false;
    before = key;
    const found = isWellFormed(key) ? fault((value as Record<string, unknown>)[key], depth, walk) : 'a name holds half of a character';
    if (found !== undefined) return `.${key}: ${found}`;
  }
  return undefined;
}
