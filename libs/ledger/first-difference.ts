import { canonicalJson } from '#kernel';

type Difference = { readonly path: string; readonly issued: string; readonly computed: string };

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));

/** Where two JSON values part first, in the order of the keys of the one that was issued. */
export const firstDifference = (issued: unknown, computed: unknown, path = ''): Difference | null => {
  if (textOf(issued) === textOf(computed)) return null;
  if (!isPlain(issued) || !isPlain(computed)) return { path, issued: textOf(issued), computed: textOf(computed) };
  for (const key of new Set([...Object.keys(issued), ...Object.keys(computed)])) {
    const place = Array.isArray(issued) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
    const found = firstDifference(issued[key], computed[key], place);
    if (found !== null) return found;
  }
  return { path, issued: textOf(issued), computed: textOf(computed) };
};
