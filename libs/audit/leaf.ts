import { accepted, type Result, refused } from '#kernel';
import { isWellFormed, textOf, utf8 } from './encoding/bytes.ts';
import { canonicalText, isMoved } from './encoding/canonical-text.ts';
import { wholeNumberOf } from './encoding/whole-number.ts';
import { auditRefusal } from './refusals.ts';
import { MAX_ENTRY_BYTES } from './tiles/entry-bundle.ts';

/** What JSON holds in an event: whole numbers within 2^53 and no fractions, since amounts are texts. */
export type LeafValue = string | number | boolean | null | readonly LeafValue[] | LeafObject;
export type LeafObject = { readonly [key: string]: LeafValue };

/** One recorded event as the tree covers it: what was stored, never upcasted. */
export type Leaf = {
  readonly id: string;
  readonly stream: string;
  /** Index in its stream. */
  readonly revision: number;
  /** Index in its partnership's history, and so in the tree. */
  readonly position: number;
  readonly type: string;
  readonly data: LeafObject;
  readonly metadata: LeafObject;
  /** When the store recorded it, `2026-01-31T12:00:00.000Z`; where it stands in the leaf it cannot be changed unseen. */
  readonly recordedAt?: string;
};

const NAMES = ['data', 'id', 'metadata', 'position', 'revision', 'stream', 'type'] as const;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const RECORDED_AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
/** Deeper than any event; hostile nesting would exhaust the stack. The leaf itself and `data` are two levels. */
const MAX_DEPTH = 34;

/** The RFC 8785 bytes of an event, whose hash is its leaf. Requires an event that a store has checked. */
export const leafBytes = (leaf: Leaf): Uint8Array =>
  leafBytesWith(leaf, { data: canonicalText(leaf.data), metadata: canonicalText(leaf.metadata) });

/** The same where the RFC 8785 texts of `data` and `metadata` are at hand. */
export const leafBytesWith = (leaf: Leaf, { data, metadata }: { readonly data: string; readonly metadata: string }): Uint8Array => {
  const bytes = utf8(leafText(leaf, data, metadata));
  if (bytes.length > MAX_ENTRY_BYTES) throw new RangeError(`the event ${leaf.id} is ${bytes.length} bytes long: no tile can hold it`);
  return bytes;
};

// Positions and revisions are written as texts: readers in other languages must not round them.
const leafText = ({ id, position, revision, stream, type, recordedAt }: Leaf, data: string, metadata: string): string => {
  const time = recordedAt === undefined ? '' : `,"recordedAt":${JSON.stringify(recordedAt)}`;
  return `{"data":${data},"id":${JSON.stringify(id)},"metadata":${metadata},"position":"${position}"${time},"revision":"${revision}","stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)}}`;
};

const malformed = (why: string): Result<never> => refused(auditRefusal('LEAF_MALFORMED', { why }));

/** Reads a leaf only if it is in the one form in which `leafBytes` writes it. */
export const parseLeaf = (bytes: Uint8Array): Result<Leaf> => {
  if (bytes.length > MAX_ENTRY_BYTES) return malformed(`it is longer than ${MAX_ENTRY_BYTES} bytes`);
  const text = textOf(bytes);
  if (text === undefined) return malformed('it is not UTF-8');
  const value = jsonOf(text);
  if (!isObject(value)) return malformed('it is not a JSON object');
  const walk: Walk = { escapes: text.includes('\\u'), inOrder: true };
  const why = whyNotLeafValue(value, 0, walk) ?? whyNotLeaf(value);
  if (why !== undefined) return malformed(why);
  return (walk.inOrder ? JSON.stringify(value) : canonicalText(value)) === text
    ? accepted(leafOf(value))
    : refused(auditRefusal('LEAF_NOT_CANONICAL'));
};

/** Reads a leaf again that `parseLeaf` has taken: nothing of it is checked once more. Throws where the bytes are no JSON. */
export const readLeafAgain = (bytes: Uint8Array): Leaf => leafOf(JSON.parse(textOf(bytes) ?? '') as LeafObject);

const isObject = (value: unknown): value is LeafObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** One walk for two questions, since events are read by the million: whether a value may stand in a leaf, and whether its names are in order. */
type Walk = {
  /** Read as UTF-8, a text can hold half of a character only by an escape. */
  readonly escapes: boolean;
  inOrder: boolean;
};

const whyNotLeafValue = (value: unknown, depth: number, walk: Walk): string | undefined => {
  if (typeof value === 'string') return walk.escapes && !isWellFormed(value) ? 'a text holds half of a character' : undefined;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : 'a number is not a whole one within 2^53';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep`;
  if (Array.isArray(value)) {
    for (const one of value) {
      const why = whyNotLeafValue(one, depth + 1, walk);
      if (why !== undefined) return why;
    }
    return undefined;
  }
  let before = '';
  // What JSON.parse gives inherits no names, and a list of them need not be made.
  for (const name in value) {
    if (name < before || isMoved(name)) walk.inOrder = false;
    if (walk.escapes && !isWellFormed(name)) return 'a name holds half of a character';
    const why = whyNotLeafValue((value as Readonly<Record<string, unknown>>)[name], depth + 1, walk);
    if (why !== undefined) return why;
    before = name;
  }
  return undefined;
};

const isIndex = (value: unknown): boolean => typeof value === 'string' && wholeNumberOf(value) !== undefined;

const whyNotLeaf = (leaf: LeafObject): string | undefined => {
  const missing = NAMES.find((name) => !Object.hasOwn(leaf, name));
  if (missing !== undefined) return `it has no ${missing}`;
  const { id, stream, type, recordedAt } = leaf;
  if (Object.keys(leaf).length !== NAMES.length + (recordedAt === undefined ? 0 : 1)) return 'it holds a name that no event has';
  if (typeof id !== 'string' || !UUID.test(id)) return 'its id is not a uuid';
  if (typeof stream !== 'string' || stream === '') return 'its stream has no name';
  if (typeof type !== 'string' || type === '') return 'its type has no name';
  if (!isIndex(leaf['position'])) return 'its position is not an index';
  if (!isIndex(leaf['revision'])) return 'its revision is not an index';
  if (!isObject(leaf['data']) || !isObject(leaf['metadata'])) return 'its data or metadata is not an object';
  if (recordedAt !== undefined && (typeof recordedAt !== 'string' || !RECORDED_AT.test(recordedAt)))
    return 'its recorded time is not one in UTC with milliseconds';
  return undefined;
};

/** Requires what `whyNotLeaf` has found nothing against. */
const leafOf = (value: LeafObject): Leaf => ({
  ...(value as unknown as Leaf),
  position: Number(value['position']),
  revision: Number(value['revision']),
});
