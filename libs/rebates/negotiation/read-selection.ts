import type { Filter, Selection } from '../agreement/fields.ts';

/** What a selection lets in, read aloud. */

const listed = (values: readonly string[]): string =>
  values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`;

const LISTS = [
  ['product', 'of product'],
  ['brand', 'of brand'],
  ['category', 'of category'],
  ['member', 'of member'],
  ['shipTo', 'shipped to'],
  ['channel', 'sold through channel'],
  ['endCustomer', 'for end customer'],
] as const satisfies readonly (readonly [keyof Filter, string])[];

const filterWords = (filter: Filter): string => {
  const lists = LISTS.flatMap(([key, words]) => {
    const values = filter[key];
    return values === undefined ? [] : [`${words} ${listed(values)}`];
  });
  const more = [
    filter.from === undefined ? '' : `from ${filter.from}`,
    filter.to === undefined ? '' : `up to ${filter.to}`,
    filter.minPrice === undefined ? '' : `at a price of ${filter.minPrice} or more`,
  ];
  return [...lists, ...more].filter((part) => part !== '').join(' ');
};

const anyOf = (filters: readonly Filter[]): string => filters.map(filterWords).join('; or ');

/** "lines of category pipes or boards; or of product P-1, without those of product P-9" */
export const selectionWords = (selection: Selection | undefined): string => {
  const included = selection?.include === undefined ? 'all lines' : `lines ${anyOf(selection.include)}`;
  return selection?.exclude === undefined ? included : `${included}, without those ${anyOf(selection.exclude)}`;
};
