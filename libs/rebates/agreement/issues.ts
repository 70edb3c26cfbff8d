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

const shown = (value: unknown): string => {
  if (value === undefined) return '(nothing)';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
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

const ofUnknownKeys = (keys: readonly string[], place: string): Rejection[] =>
  keys.map((key) => ({
    code: 'UNKNOWN_KEY',
    message: `"${key}" is not a key here.`,
    place: join(place, key),
    value: key,
    wayOut: 'Remove it, or look up its spelling in docs/reference/agreement.schema.json.',
  }));

const toRejections = (issue: Issue, base: string, root: unknown): Rejection[] => {
  const place = join(base, formatPath(issue.path));
  if (issue.code === 'unrecognized_keys') return ofUnknownKeys(issue.keys, place);
  const value = valueAt(root, issue.path);
  if (value === undefined) {
    return [{ code: 'VALUE_MISSING', message: `${place} is missing.`, place, value: shown(value), wayOut: `Give it: ${issue.message}.` }];
  }
  const allowed = issue.code === 'invalid_value' ? `one of ${issue.values.map(String).join(', ')}` : issue.message;
  return [{ code: 'VALUE_NOT_ALLOWED', message: `${place} is ${shown(value)}; allowed is ${allowed}.`, place, value: shown(value), wayOut: `Give ${allowed}.` }];
};

/** What a schema found wrong, as refusals with the path, the value and what is allowed. */
export const issuesToRejections = (issues: readonly Issue[], base: string, root: unknown): Rejection[] =>
  issues.flatMap(leaves).flatMap((issue) => toRejections(issue, base, root));
