import { Rational, type Rejection, sum } from '#kernel';
import { z } from 'zod';
import { refusal } from '../agreement/refusals.ts';
import type { ProgrammeTerms } from '../agreement/terms.ts';
import { keyOf, linesInOrder, partCounted } from './in-order.ts';
import type { Cell, Earning, EarnInput, Kind } from './kind.ts';
import { settingUnfit, targetNotUsed } from './settings.ts';
import { claimMeasure, finder, listOf, type SpecialPrice, specialPrices } from './special-prices.ts';

/**
 * Ship and debit (domain.md §6): the supplier pays the difference between a line's cost (its unit price, where it has
 * none) and a special price. One price for all that is eligible, or a list of them by product and end customer.
 */
const schema = z.strictObject({ shipAndDebit: specialPrices });
type ShipAndDebitTerms = z.infer<typeof schema>;

const claimOf = (cell: Cell, measure: number): Rational => cell.amounts.own[measure] ?? Rational.zero;

/** Without quantity limits a claim is the sum of the lines' own. */
const earnAll = ({ cells, look }: EarnInput): Earning => {
  const onPart = (cell: Cell): Rational => claimOf(cell, look.measure);
  const perCell = cells.map(onPart);
  return { total: sum(perCell), perCell, step: undefined, nextBound: undefined, atRateReached: undefined, onPart };
};

/** Units of each price that were claimed before the stretch, by its mark. */
const startOf = (input: EarnInput): Map<string, Rational> => {
  const start = new Map<string, Rational>();
  if (input.stretch.from === input.period.from) return start;
  for (const { place, quantity } of linesInOrder(input.targetCells().before))
    start.set(place.mark, (start.get(place.mark) ?? Rational.zero).plus(quantity));
  return start;
};

/** With limits the units of a price are claimed in order, until its limit is used up. Units returned from an earlier period are taken back. */
const earnLimited = (limitOf: (mark: string) => Rational | undefined, input: EarnInput): Earning => {
  const { cells, look } = input;
  const used = startOf(input);
  const parts = new Map<string, Rational>();
  for (const { key, place, quantity } of linesInOrder(cells)) {
    const limit = limitOf(place.mark)?.times(input.share);
    const before = used.get(place.mark) ?? Rational.zero;
    used.set(place.mark, before.plus(quantity));
    parts.set(key, limit === undefined ? Rational.one : partCounted((units) => units.min(limit), before, quantity));
  }
  const onPart = (cell: Cell): Rational =>
    claimOf(cell, look.measure).times(cell.place === undefined ? Rational.one : (parts.get(keyOf(cell.place)) ?? Rational.zero));
  const perCell = cells.map(onPart);
  return { total: sum(perCell), perCell, step: undefined, nextBound: undefined, atRateReached: onPart, onPart };
};

const isLimited = (terms: ShipAndDebitTerms): boolean => listOf(terms.shipAndDebit).some(({ limit }) => limit !== undefined);

const overlap = (a: SpecialPrice, b: SpecialPrice): boolean =>
  a.product === b.product &&
  a.endCustomer === b.endCustomer &&
  (a.from ?? '') <= (b.to ?? '9999-12-31') &&
  (b.from ?? '') <= (a.to ?? '9999-12-31');

const check = (programme: ProgrammeTerms, { shipAndDebit }: ShipAndDebitTerms): Rejection[] => {
  const target = targetNotUsed(programme, 'shipAndDebit', 'each line is claimed for itself');
  const unfit =
    programme.deducts === undefined
      ? target
      : [
          ...target,
          settingUnfit('shipAndDebit', 'deducts', 'deducts', 'a claim is a difference of prices, and no rate on what is left of a value'),
        ];
  const { prices = [] } = shipAndDebit;
  const byArticle = new Map<string, { readonly price: SpecialPrice; readonly index: number }[]>();
  const overlaps = prices.flatMap((price, index) => {
    const key = JSON.stringify([price.product, price.endCustomer ?? '']);
    const others = byArticle.get(key) ?? [];
    byArticle.set(key, [...others, { price, index }]);
    const other = others.find((candidate) => overlap(candidate.price, price));
    if (other === undefined) return [];
    const what = price.endCustomer === undefined ? price.product : `${price.product} for ${price.endCustomer}`;
    return [
      refusal(
        'PRICES_OVERLAP',
        { what, first: String(other.index + 1), second: String(index + 1) },
        { place: `earn.shipAndDebit.prices[${index}]`, value: what },
      ),
    ];
  });
  const backwards = prices.flatMap(({ from, to }, index) =>
    from === undefined || to === undefined || from <= to
      ? []
      : [refusal('TERM_BACKWARDS', { from, to }, { place: `earn.shipAndDebit.prices[${index}].to`, value: to })],
  );
  return [...unfit, ...overlaps, ...backwards];
};

const words = (terms: ShipAndDebitTerms, currency: string): string[] => {
  const price = (one: Partial<SpecialPrice>): string => {
    if (one.downTo !== undefined) return `what a unit cost above ${currency} ${one.downTo}`;
    return one.downBy === undefined ? `${one.downByPercent ?? '0'} % of what it cost` : `${currency} ${one.downBy} on each unit`;
  };
  const { limit, prices } = terms.shipAndDebit;
  if (prices === undefined) {
    return [`Pays back ${price(terms.shipAndDebit)}${limit === undefined ? '' : `, for the first ${limit} units of a period`}.`];
  }
  return prices.map((one) => {
    const days = one.from === undefined && one.to === undefined ? '' : ` from ${one.from ?? 'the first day'} to ${one.to ?? 'the last'}`;
    return `Of ${one.product}${one.endCustomer === undefined ? '' : ` for ${one.endCustomer}`}${days}: pays back ${price(one)}${one.limit === undefined ? '' : `, for the first ${one.limit} units of a period`}.`;
  });
};

export const shipAndDebit: Kind<ShipAndDebitTerms> = {
  name: 'shipAndDebit',
  key: 'shipAndDebit',
  schema,
  check,
  selections: () => [],
  measure: (terms) => claimMeasure(terms.shipAndDebit),
  ordered: isLimited,
  mark: (terms) => {
    if (!isLimited(terms)) return undefined;
    const find = finder(listOf(terms.shipAndDebit));
    return (line) => find(line)?.key ?? '';
  },
  earn: (terms) => {
    if (!isLimited(terms)) return earnAll;
    const limits = new Map(
      listOf(terms.shipAndDebit).map(({ key, limit }) => [key, limit === undefined ? undefined : Rational.parse(limit)]),
    );
    return (input) => earnLimited((mark) => limits.get(mark), input);
  },
  words: (terms, { currency }) => words(terms, currency),
};
