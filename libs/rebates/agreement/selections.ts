import type { Filter, Selection } from './fields.ts';
import type { AgreementTerms } from './terms.ts';

/** What selections can match at all, told from their texts: contradictions that a signer should see. */

/** Product decides over brand, brand over category; a filter that names none of them only narrows. */
export const PRODUCT = 3;
const BRAND = 2;
const CATEGORY = 1;
export const NO_LEVEL = 0;

export const levelOf = (filter: Filter): number => {
  if (filter.product !== undefined) return PRODUCT;
  if (filter.brand !== undefined) return BRAND;
  return filter.category === undefined ? NO_LEVEL : CATEGORY;
};

const LISTS = ['product', 'brand', 'category', 'member', 'shipTo', 'channel', 'endCustomer'] as const;

/** True where no line can match both filters: both list values of one key, and share none. */
const apart = (a: Filter, b: Filter): boolean =>
  LISTS.some((key) => {
    const [left, right] = [a[key], b[key]];
    return left !== undefined && right !== undefined && !left.some((value) => right.includes(value));
  });

/** True where every line that matches `inner` matches `outer`. Days and prices are not compared: then it is not sure. */
export const covers = (outer: Filter, inner: Filter): boolean =>
  outer.from === undefined &&
  outer.to === undefined &&
  outer.minPrice === undefined &&
  LISTS.every((key) => {
    const [all, some] = [outer[key], inner[key]];
    return all === undefined || (some?.every((value) => all.includes(value)) ?? false);
  });

/** An exclusion beats an inclusion of its level, and one that names no article beats them all. */
const beats = (unwanted: Filter, wanted: Filter): boolean => levelOf(unwanted) === NO_LEVEL || levelOf(unwanted) >= levelOf(wanted);

/** What `include` comes to: a selection without one begins with everything. */
const included = ({ include }: Selection): readonly Filter[] => include ?? [{}];

/** True where no line that `eligible` includes is in the target set. */
export const excludesAll = (target: Selection, eligible: Selection): boolean =>
  included(eligible).every((filter) => {
    const within = included(target).filter((wanted) => !apart(wanted, filter));
    // What both include is excluded at the level that included it in the target set.
    return within.every((wanted) => target.exclude?.some((unwanted) => covers(unwanted, filter) && beats(unwanted, wanted)) ?? false);
  });

/** Why no line of the term can match a filter; undefined where one may. */
const unmatched = (
  filter: Filter,
  { from: first, to: last, members }: Pick<AgreementTerms, 'from' | 'to' | 'members'>,
): string | undefined => {
  const { from = first, to = last, member } = filter;
  if (filter.from !== undefined && filter.to !== undefined && filter.from > filter.to)
    return `its days run backwards, from ${filter.from} to ${filter.to}`;
  if (from > last || to < first) return `its days lie outside the term ${first} to ${last}`;
  if (member !== undefined && members !== undefined && !member.some((id) => members.some((known) => known.id === id)))
    return `the agreement has no member ${member.join(', ')}`;
  return undefined;
};

/** Why a selection lets in no line of the term; undefined where it may let one in. */
export const matchesNothing = (selection: Selection, terms: Pick<AgreementTerms, 'from' | 'to' | 'members'>): string | undefined => {
  const reasons = included(selection).map(
    (filter) =>
      unmatched(filter, terms) ??
      (selection.exclude?.some((unwanted) => covers(unwanted, filter) && beats(unwanted, filter)) === true
        ? 'it excludes all that it includes'
        : undefined),
  );
  return reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined;
};
