import type { Rejection } from '#kernel';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** `programmes[1].earn.steps[0].from` */
export const formatPath = (path: readonly PropertyKey[]): string =>
  path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('');

const join = (base: string, path: string): string => {
  if (base === '' || path === '') return base + path;
  return path.startsWith('[') ? base + path : `${base}.${path}`;
};

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown => {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
};

/** JSON cannot hold a bigint, and has no text for a function: programs can pass both. */
const asText = (value: unknown): string => {
  if (typeof value === 'function') return '(a function)';
  if (typeof value !== 'object' || value === null) return String(value);
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part));
};

const shown = (value: unknown): string => {
  if (value === undefined) return '(nothing)';
  const text = typeof value === 'string' ? value : asText(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
};

/** The innermost issues: a union says only "invalid input", its branch that came furthest says what is wrong. */
const leaves = (issue: Issue): Issue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const deepest = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
  if (depth(deepest) === 0) return [issue];
  return deepest.flatMap((inner) => leaves({ ...inner, path: [...issue.path, ...inner.path] }));
};
const depth = (issues: readonly Issue[]): number => Math.max(0, ...issues.map((issue) => issue.path.length));

const ofUnknownKeys = (keys: readonly string[], place: string, schema: string): Rejection[] =>
  keys.map((key) => ({
    code: 'UNKNOWN_KEY',
    message: `"${key}" is not a key here.`,
    place: join(place, key),
    value: key,
    wayOut: `Remove it, or look up its spelling in docs/reference/${schema}.schema.json.`,
  }));

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object of keys and values',
};

const boundWords = (issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string => {
  const [side, bound] = issue.code === 'too_small' ? ['at least', issue.minimum] : ['at most', issue.maximum];
  if (issue.origin === 'string') return `a text of ${side} ${bound} characters`;
  return issue.origin === 'array' ? `a list of ${side} ${bound} entries` : `${side} ${bound}`;
};

/** What is allowed, in words: the schema's own where it has them, else those of the kind of issue. */
const allowedWords = (issue: Issue): string => {
  if (issue.code === 'invalid_value') return `one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'too_small' || issue.code === 'too_big') return boundWords(issue);
  if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) return TYPE_WORDS[issue.expected] ?? issue.expected;
  return issue.message;
};

/** YAML reads 1.50 as a number and true as a boolean; only quotes keep them as they were written. */
const wayOutOf = (issue: Issue, value: unknown, allowed: string): string => {
  const wantsText = issue.code === 'invalid_type' && issue.expected === 'string';
  const unquoted = typeof value === 'number' || typeof value === 'boolean';
  return wantsText && unquoted ? `Write it in quotes, as a text: "${String(value)}".` : `Give ${allowed}.`;
};

const toRejections = (issue: Issue, base: string, root: unknown, schema: string): Rejection[] => {
  const place = join(base, formatPath(issue.path));
  if (issue.code === 'unrecognized_keys') return ofUnknownKeys(issue.keys, place, schema);
  const value = valueAt(root, issue.path);
  const allowed = allowedWords(issue);
  if (value === undefined) {
    return [
      {
        code: 'VALUE_MISSING',
        message: `${place === '' ? 'The file' : place} is missing.`,
        place,
        value: shown(value),
        wayOut: `Give it: ${allowed}.`,
      },
    ];
  }
  const what = place === '' ? 'The file' : place;
  return [
    {
      code: 'VALUE_NOT_ALLOWED',
      message: `${what} is ${shown(value)}; allowed is ${allowed}.`,
      place,
      value: shown(value),
      wayOut: wayOutOf(issue, value, allowed),
    },
  ];
};

/** What a schema found wrong, as refusals with the path, the value and what is allowed; `schema` is the published one that holds the keys. */
export const issuesToRejections = (
  issues: readonly Issue[],
  base: string,
  root: unknown,
  schema: 'agreement' | 'goals' | 'policy' | 'accounts' = 'agreement',
): Rejection[] => issues.flatMap(leaves).flatMap((issue) => toRejections(issue, base, root, schema));
