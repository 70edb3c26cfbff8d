import { parseDay, type Scaled, scaled, toDay } from '#kernel';
import type { LineTest } from '../agreement/compile.ts';
import type { Filter, Selection } from '../agreement/fields.ts';
import { levelOf, NO_LEVEL, PRODUCT } from '../agreement/selections.ts';
import type { Stage } from '../agreement/terms.ts';
import type { SaleLine } from '../sales/line.ts';

/**
 * Which lines a selection lets in (domain.md §5): product decides over brand, brand over category; within a level an
 * exclusion beats an inclusion; the other keys only narrow a filter down.
 */
const NO_MATCH = -1;

type Match = (line: SaleLine) => boolean;

const oneOf = (
  key: 'product' | 'brand' | 'category' | 'member' | 'shipTo' | 'channel' | 'endCustomer',
  allowed: readonly string[] | undefined,
): Match[] => {
  if (allowed === undefined) return [];
  const set = new Set(allowed);
  return [(line) => set.has(line[key] ?? '')];
};

const matcher = (filter: Filter): Match => {
  const [from, to] = [filter.from, filter.to];
  const minPrice: Scaled | undefined = filter.minPrice === undefined ? undefined : scaled(filter.minPrice);
  const matches: Match[] = [
    ...oneOf('product', filter.product),
    ...oneOf('brand', filter.brand),
    ...oneOf('category', filter.category),
    ...oneOf('member', filter.member),
    ...oneOf('shipTo', filter.shipTo),
    ...oneOf('channel', filter.channel),
    ...oneOf('endCustomer', filter.endCustomer),
    // Days as YYYY-MM-DD are in order as texts.
    ...(from === undefined ? [] : [(line: SaleLine) => line.date >= from]),
    ...(to === undefined ? [] : [(line: SaleLine) => line.date <= to]),
    ...(minPrice === undefined ? [] : [(line: SaleLine) => scaled(line.unitPrice) >= minPrice]),
  ];
  return (line) => matches.every((match) => match(line));
};

const deepest = (filters: readonly Filter[]): Match[][] => {
  const levels: Match[][] = [[], [], [], []];
  for (const filter of filters) levels[levelOf(filter)]?.push(matcher(filter));
  return levels;
};

const levelMatched = (levels: readonly Match[][], line: SaleLine): number => {
  for (let level = PRODUCT; level >= NO_LEVEL; level -= 1) if (levels[level]?.some((match) => match(line)) === true) return level;
  return NO_MATCH;
};

export type Verdict = 'in' | 'excluded' | 'not included';

export const compileSelection = (selection: Selection): ((line: SaleLine) => Verdict) => {
  const includes = selection.include === undefined ? undefined : deepest(selection.include);
  // An exclusion that names no article only filters: what it matches is out, whatever includes its article.
  const always = (selection.exclude ?? []).filter((filter) => levelOf(filter) === NO_LEVEL).map(matcher);
  const excludes = deepest(selection.exclude ?? []);
  return (line) => {
    const included = includes === undefined ? NO_LEVEL : levelMatched(includes, line);
    if (included === NO_MATCH) return 'not included';
    if (always.some((match) => match(line))) return 'excluded';
    return levelMatched(excludes, line) >= included ? 'excluded' : 'in';
  };
};

const paidInTime = (paidWithin: NonNullable<LineTest['paidWithin']>, line: SaleLine): boolean => {
  const paidOn = line.paidOn === undefined ? undefined : parseDay(line.paidOn);
  if (paidOn === undefined) return false;
  if (paidWithin === 'terms') return line.dueOn !== undefined && paidOn <= toDay(line.dueOn);
  return paidOn <= toDay(line.date) + paidWithin;
};

export type TestVerdict = Verdict | 'other stage' | 'not paid in time' | 'not paid yet';

export const compileTest = (test: LineTest): ((line: SaleLine, stage: Stage) => TestVerdict) => {
  const select = compileSelection(test.selection);
  const { paidWithin } = test;
  return (line, stage) => {
    if (stage !== test.stage) {
      // What was invoiced counts as paid by its payment; what is reported as paid, as it is.
      if (test.stage !== 'paid' || stage !== 'invoiced') return 'other stage';
      if (line.paidOn === undefined) return 'not paid yet';
    }
    const verdict = select(line);
    if (verdict !== 'in' || paidWithin === undefined) return verdict;
    return paidInTime(paidWithin, line) ? 'in' : 'not paid in time';
  };
};

/** Keys that some filter of the tests reads beside product, brand and category: what a line's verdict hangs on. */
export const keysRead = (tests: readonly LineTest[]): ReadonlySet<keyof Filter | 'paid'> => {
  const keys = new Set<keyof Filter | 'paid'>();
  for (const { selection, paidWithin, stage } of tests) {
    if (paidWithin !== undefined || stage === 'paid') keys.add('paid');
    for (const filter of [...(selection.include ?? []), ...(selection.exclude ?? [])]) {
      for (const key of Object.keys(filter) as (keyof Filter)[]) keys.add(key);
    }
  }
  return keys;
};
