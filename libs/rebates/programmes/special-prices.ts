import { canonicalJson, multiplyTexts, ONE, type Scaled, scaled } from '#kernel';
import { z } from 'zod';
import { amount, day, decimal, name, positive } from '../agreement/fields.ts';
import type { SaleLine } from '../sales/line.ts';
import type { LineMeasure } from './kind.ts';

/** Special prices: what a line may be claimed for, by product, end customer and day. */

const onlyOne = (price: { readonly downTo?: unknown; readonly downBy?: unknown; readonly downByPercent?: unknown }): boolean =>
  [price.downTo, price.downBy, price.downByPercent].filter((value) => value !== undefined).length === 1;
const ONE_PRICE = 'one of downTo, downBy and downByPercent';

const price = { downTo: amount.optional(), downBy: decimal.optional(), downByPercent: decimal.optional(), limit: positive.optional() };

const listedPrice = z
  .strictObject({ product: name, endCustomer: name.optional(), ...price, from: day.optional(), to: day.optional() })
  .refine(onlyOne, ONE_PRICE);
export type SpecialPrice = z.infer<typeof listedPrice>;
export const priceList = z
  .array(listedPrice, { error: 'a list of prices (a CSV file is read by the commands that read the agreement file)' })
  .min(1)
  .max(5000);

/** One special price for all that is eligible, or a list of them. */
export const specialPrices = z
  .strictObject({ ...price, prices: priceList.optional() })
  .refine(
    (terms) =>
      terms.prices === undefined
        ? onlyOne(terms)
        : terms.limit === undefined && [terms.downTo, terms.downBy, terms.downByPercent].every((value) => value === undefined),
    `${ONE_PRICE}, or prices alone`,
  );
type Terms = z.infer<typeof specialPrices>;
/** A price ready to be used, with a key that stays the same however the list is ordered. A price for everything names no product. */
export type KeyedPrice = Pick<SpecialPrice, 'endCustomer' | 'from' | 'to' | 'limit'> & {
  readonly product?: string | undefined;
  readonly key: string;
  readonly downTo: Scaled | undefined;
  readonly downBy: Scaled | undefined;
  readonly downByPercent: Scaled | undefined;
};

const optional = (text: string | undefined): Scaled | undefined => (text === undefined ? undefined : scaled(text));
const keyed = (own: Omit<SpecialPrice, 'product'> & { readonly product?: string }, key: string): KeyedPrice => ({
  ...own,
  key,
  downTo: optional(own.downTo),
  downBy: optional(own.downBy),
  downByPercent: optional(own.downByPercent),
});

export const listOf = (terms: Terms): KeyedPrice[] =>
  terms.prices?.map((own) => keyed(own, JSON.stringify([own.product, own.endCustomer ?? '', own.from ?? '']))) ?? [keyed(terms, '*')];

type Prices<P> = { readonly everybody: P[]; readonly byCustomer: Map<string, P[]> };

const add = <P extends KeyedPrice>(prices: Prices<P>, own: P): void => {
  if (own.endCustomer === undefined) prices.everybody.push(own);
  else prices.byCustomer.set(own.endCustomer, [...(prices.byCustomer.get(own.endCustomer) ?? []), own]);
};

const on = <P extends KeyedPrice>(prices: readonly P[] | undefined, date: string): P | undefined =>
  prices?.find(({ from, to }) => (from === undefined || from <= date) && (to === undefined || date <= to));

/** The price of a line: that of its end customer before that of everybody. Lists were checked to hold one a day. */
export const finder = <P extends KeyedPrice>(list: readonly P[]): ((line: SaleLine) => P | undefined) => {
  const byProduct = new Map<string, Prices<P>>();
  const everything: Prices<P> = { everybody: [], byCustomer: new Map() };
  for (const own of list) {
    const prices = own.product === undefined ? everything : (byProduct.get(own.product) ?? { everybody: [], byCustomer: new Map() });
    if (own.product !== undefined) byProduct.set(own.product, prices);
    add(prices, own);
  }
  return ({ product, endCustomer, date }) => {
    const prices = byProduct.get(product) ?? everything;
    const own = endCustomer === undefined ? undefined : on(prices.byCustomer.get(endCustomer), date);
    return own ?? on(prices.everybody, date);
  };
};

/** To 18 decimals. */
const product = (a: Scaled, b: Scaled): Scaled => (a * b) / ONE;
const HUNDRED = 100n * ONE;

/** What one unit that cost so much is claimed for; undefined where that needs more than 18 decimals. */
const claimOfUnit = (own: KeyedPrice, cost: Scaled): Scaled | undefined => {
  if (own.downBy !== undefined) return own.downBy;
  if (own.downTo !== undefined) return cost > own.downTo ? cost - own.downTo : 0n;
  const claim = cost * (own.downByPercent ?? 0n);
  return claim % HUNDRED === 0n ? claim / HUNDRED : undefined;
};

/** What a line cost altogether: its cost, or its unit price where no cost was sent, for each unit of the line. */
const costOf = (line: SaleLine, each: string): Scaled => multiplyTexts(line.quantity, each) ?? product(scaled(line.quantity), scaled(each));

/**
 * What is claimed of a line, in the agreement's currency: what it cost less its units at the special price, never less
 * than nothing; so much a unit; or so much per cent of what it cost. A return takes the same back.
 */
const claimOf = (own: KeyedPrice, line: SaleLine, quantity: Scaled): Scaled => {
  if (own.downBy !== undefined) return product(quantity, own.downBy);
  const cost = costOf(line, line.cost ?? line.unitPrice);
  if (own.downTo === undefined) return (cost * (own.downByPercent ?? 0n)) / HUNDRED;
  const claim = cost - product(quantity, own.downTo);
  const isReturn = quantity < 0n;
  return isReturn === claim < 0n ? claim : 0n;
};

const MAX_KEPT_CLAIMS = 1000;

/** The same, with what a unit is claimed for kept by its cost: most lines are whole units, and costs repeat. */
const claimer = (own: KeyedPrice) => {
  const kept = new Map<string, Scaled | undefined>();
  const ofUnit = (cost: string): Scaled | undefined => {
    // So much a unit, whatever it cost.
    if (own.downBy !== undefined) return own.downBy;
    const known = kept.get(cost);
    if (known !== undefined || kept.has(cost)) return known;
    if (kept.size >= MAX_KEPT_CLAIMS) kept.clear();
    const claim = claimOfUnit(own, scaled(cost));
    kept.set(cost, claim);
    return claim;
  };
  return (line: SaleLine, quantity: Scaled): Scaled => {
    const each = line.quantity.length < 10 && !line.quantity.includes('.') ? ofUnit(line.cost ?? line.unitPrice) : undefined;
    const units = each === undefined ? 0n : BigInt(line.quantity);
    // Where units were converted, what was bought and what it cost are counted in different ones.
    return each !== undefined && units * ONE === quantity ? units * each : claimOf(own, line, quantity);
  };
};

export const claimMeasure = (terms: Terms): LineMeasure => {
  const find = finder(listOf(terms).map((own) => ({ ...own, claim: claimer(own) })));
  return {
    key: canonicalJson(JSON.parse(JSON.stringify(terms))),
    reason: ({ kind }) => (kind === 'price' || kind === 'freight' ? 'no units to claim for' : 'no special price on that day'),
    byDay: terms.prices?.some(({ from, to }) => from !== undefined || to !== undefined) === true,
    of: (line, quantity) => {
      if (line.kind === 'price' || line.kind === 'freight') return undefined;
      const own = find(line);
      return own?.claim(line, quantity);
    },
  };
};
