import { type Day, type Rational, toDay } from '#kernel';
import type { Filter, Selection } from '../../agreement/fields.ts';
import type { ProgrammeTerms } from '../../agreement/terms.ts';
import type { Line } from './standing-lines.ts';

/** What counts, read line by line. */

const depth = (filter: Filter): number =>
  filter.product !== undefined ? 3 : filter.brand !== undefined ? 2 : filter.category !== undefined ? 1 : 0;
const has = (list: readonly string[] | undefined, value: string | undefined): boolean =>
  list === undefined || (value !== undefined && list.includes(value));
const matches = (filter: Filter, line: Line): boolean =>
  has(filter.product, line.product) &&
  has(filter.brand, line.brand) &&
  has(filter.category, line.category) &&
  has(filter.member, line.member);

/** Product over brand over category, the deepest first; an exclusion beats an inclusion of its level. */
export const selects = (selection: Selection | undefined, line: Line): boolean => {
  const deepest = (filters: readonly Filter[]): number => Math.max(-1, ...filters.filter((filter) => matches(filter, line)).map(depth));
  const included = selection?.include === undefined ? 0 : deepest(selection.include);
  // An exclusion that names no article only filters: what it matches is out.
  if ((selection?.exclude ?? []).some((filter) => depth(filter) === 0 && matches(filter, line))) return false;
  return included >= 0 && deepest(selection?.exclude ?? []) < included;
};

export type SpecialPrice = {
  readonly product?: string;
  readonly from?: string;
  readonly to?: string;
  readonly downTo?: string;
  readonly downBy?: string;
  readonly downByPercent?: string;
  readonly limit?: string;
};
const pricesOf = (terms: ProgrammeTerms): readonly SpecialPrice[] | undefined => {
  const { shipAndDebit } = terms.earn as { readonly shipAndDebit?: SpecialPrice & { readonly prices?: readonly SpecialPrice[] } };
  return shipAndDebit === undefined ? undefined : (shipAndDebit.prices ?? [shipAndDebit]);
};

const holdsOn = ({ from, to }: SpecialPrice, day: Day): boolean =>
  (from === undefined || toDay(from) <= day) && (to === undefined || day <= toDay(to));

/** The special price of a line on the day that it was sold: in the agreement's money, so that it says nothing of a cost in another. */
export const priceOf = (terms: ProgrammeTerms, line: Line): SpecialPrice | undefined =>
  line.isPriceCredit || line.isForeign
    ? undefined
    : pricesOf(terms)?.find((own) => (own.product === undefined || own.product === line.product) && holdsOn(own, line.soldOn));

/** Special prices count only lines that have one. */
const isPriced = (terms: ProgrammeTerms, line: Line): boolean => pricesOf(terms) === undefined || priceOf(terms, line) !== undefined;

export const isEligible = (terms: ProgrammeTerms, line: Line): boolean => selects(terms.eligible, line) && isPriced(terms, line);
export const isInTarget = (terms: ProgrammeTerms, line: Line): boolean =>
  selects(terms.target ?? terms.eligible, line) && isPriced(terms, line);

export type Basis = { readonly value: Rational; readonly quantity: Rational };
export type Bought = readonly [line: Line, basis: Basis];
