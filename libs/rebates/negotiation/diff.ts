import { canonicalJson } from '#kernel';
import type { AgreementTerms, AmendmentTerms } from '../agreement/terms.ts';
import { timelinesOf } from '../agreement/timeline.ts';

/** What changed from one version to another, term by term, the same for both sides. */
export type TermChange = {
  /** As refusals name places: `programmes[volume].earn.steps[from 100000].percent`. */
  readonly path: string;
  /** Left out where the term was not there. */
  readonly before?: unknown;
  /** Left out where the term is no longer there. */
  readonly after?: unknown;
  readonly words: string;
};

type Item = string | number;
type Part = { readonly key: string } | { readonly item: Item };
type Path = readonly Part[];
type Keyed = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Keyed => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown): boolean =>
  one === other || (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other));
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const pathText = (path: Path): string =>
  path.map((part, index) => ('item' in part ? `[${part.item}]` : `${index === 0 ? '' : '.'}${part.key}`)).join('');

const ONE_OF: Readonly<Record<string, string>> = {
  programmes: 'programme',
  steps: 'step',
  memberSteps: 'member step',
  goals: 'goal',
  members: 'member',
  limits: 'limit',
  amendments: 'amendment',
  units: 'unit',
  rates: 'rate',
  include: 'included filter',
  exclude: 'excluded filter',
  conditions: 'condition',
  payTo: 'payee',
  approve: 'approver',
  bundle: 'product of the bundle',
  prices: 'price',
};
const plain = (key: string): string =>
  key.replaceAll(/([a-z])([A-Z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`);

/** "Programme volume, step from 100000, percent". What is earned is named by what it holds. */
const place = (path: Path): string => {
  const words: string[] = [];
  path.forEach((part, index) => {
    const next = path[index + 1];
    if ('item' in part) return;
    if (next !== undefined && 'item' in next)
      words.push(`${ONE_OF[part.key] ?? plain(part.key)} ${typeof next.item === 'number' ? next.item + 1 : next.item}`);
    else if (part.key !== 'earn' || index === path.length - 1) words.push(plain(part.key));
  });
  const text = words.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};

const isPlain = (value: unknown): value is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof value);

/** "from 200000, percent 2"; an amendment by what it does, since what it changes stands beside it. */
const shown = (value: unknown): string => {
  if (isPlain(value)) return String(value);
  if (!isObject(value)) return JSON.stringify(value);
  const { effective, programme, mode } = value;
  if (isPlain(effective) && isPlain(programme) && isPlain(mode)) return `${mode} ${programme} from ${effective}`;
  return Object.values(value).every(isPlain)
    ? Object.entries(value)
        .map(([key, entry]) => `${plain(key)} ${String(entry)}`)
        .join(', ')
    : JSON.stringify(value);
};

const changed = (path: Path, before: unknown, after: unknown): TermChange => {
  const [at, words] = [pathText(path), place(path)];
  if (before === undefined) return { path: at, after, words: `${words} is added: ${shown(after)}.` };
  if (after === undefined) return { path: at, before, words: `${words} is taken out; it was ${shown(before)}.` };
  return { path: at, before, after, words: `${words}: ${shown(before)} becomes ${shown(after)}.` };
};

/** How the entries of a list are told apart: by what names them, so that one put in front does not change all others. */
const NAMES: readonly ((entry: Keyed) => string | undefined)[] = [
  ({ id }) => textOf(id),
  ({ id, from }) => (typeof id === 'string' ? `${id} from ${textOf(from) ?? 'the start'}` : undefined),
  ({ from, above }) =>
    textOf(from) === undefined ? (textOf(above) === undefined ? undefined : `above ${textOf(above) ?? ''}`) : `from ${textOf(from) ?? ''}`,
];

type Named = ReadonlyMap<Item, unknown>;

const named = (list: readonly unknown[], name: (entry: Keyed) => string | undefined): Named | undefined => {
  const names = new Map<Item, unknown>();
  for (const entry of list) {
    const own = isObject(entry) ? name(entry) : undefined;
    if (own === undefined || names.has(own)) return undefined;
    names.set(own, entry);
  }
  return names;
};

const pairs = (before: readonly unknown[], after: readonly unknown[]): readonly [Named, Named] => {
  for (const name of NAMES) {
    const [old, next] = [named(before, name), named(after, name)];
    if (old !== undefined && next !== undefined) return [old, next];
  }
  return [new Map(before.entries()), new Map(after.entries())];
};

/** The order of programmes and of steps has a meaning of its own. */
const reordered = (path: Path, before: Named, after: Named): TermChange[] => {
  const [old, next] = [[...before.keys()].filter((key) => after.has(key)), [...after.keys()].filter((key) => before.has(key))];
  if (same(old, next)) return [];
  return [
    { path: pathText(path), before: old, after: next, words: `${place(path)}: the order ${old.join(', ')} becomes ${next.join(', ')}.` },
  ];
};

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && !value.some((entry) => typeof entry === 'object' && entry !== null);

/** Lists of names, such as products: who comes in and who goes out. */
const listChanged = (path: Path, before: readonly unknown[], after: readonly unknown[]): TermChange => {
  const [added, gone] = [after.filter((entry) => !before.includes(entry)), before.filter((entry) => !after.includes(entry))];
  const parts = [
    added.length === 0 ? '' : `${added.map(shown).join(', ')} added`,
    gone.length === 0 ? '' : `${gone.map(shown).join(', ')} taken out`,
  ].filter((part) => part !== '');
  return { path: pathText(path), before, after, words: `${place(path)}: ${parts.length === 0 ? 'another order' : parts.join('; ')}.` };
};

const changesAt = (path: Path, before: unknown, after: unknown): TermChange[] => {
  if (same(before, after)) return [];
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => changesAt([...path, { key }], before[key], after[key]));
  }
  if (isPlainList(before) && isPlainList(after)) return [listChanged(path, before, after)];
  if (!Array.isArray(before) || !Array.isArray(after)) return [changed(path, before, after)];
  const [old, next] = pairs(before, after);
  const items = [...new Set([...old.keys(), ...next.keys()])];
  return [...items.flatMap((item) => changesAt([...path, { item }], old.get(item), next.get(item))), ...reordered(path, old, next)];
};

export type SignedTerms = { readonly terms: AgreementTerms; readonly amendments: readonly AmendmentTerms[] };

/** The terms with each programme as the amendments leave it at the end, and the amendments beside it. */
const asAmended = ({ terms, amendments }: SignedTerms): unknown => {
  const timelines = timelinesOf(terms, amendments);
  const programmes = terms.programmes.map((programme) => timelines.get(programme.id)?.at(-1)?.programme.terms ?? programme);
  // Only what JSON holds: a key without a value is no key.
  return JSON.parse(JSON.stringify({ ...terms, programmes, amendments })) as unknown;
};

export const diffTerms = (before: SignedTerms, after: SignedTerms): TermChange[] => changesAt([], asAmended(before), asAmended(after));
