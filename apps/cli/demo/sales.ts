import { formatDay, toDay, weekday } from '#kernel';
import type { SaleLine, SalesDocument } from '#rebates';
import type { Chance } from './chance.ts';
import { LEAVES_ON, YEAR } from './terms.ts';

type Product = { readonly product: string; readonly category: string; readonly cents: number; readonly most: number };

const CATALOGUE: readonly Product[] = [
  { product: 'PI-110', category: 'pipes', cents: 1890, most: 60 },
  { product: 'PI-160', category: 'pipes', cents: 2745, most: 40 },
  { product: 'PI-200', category: 'pipes', cents: 4120, most: 25 },
  { product: 'BD-12', category: 'boards', cents: 1235, most: 90 },
  { product: 'BD-18', category: 'boards', cents: 1675, most: 70 },
  { product: 'IN-80', category: 'insulation', cents: 3390, most: 30 },
  { product: 'IN-140', category: 'insulation', cents: 5210, most: 20 },
  { product: 'TO-7', category: 'tools', cents: 8990, most: 6 },
  { product: 'TO-9', category: 'tools', cents: 14950, most: 3 },
  { product: 'FX-100', category: 'fixings', cents: 85, most: 400 },
];

/** A document and the day on which the supplier's system sent it: some weeks after its own date where it was late. */
export type TimedDocument = { readonly recordedOn: string; readonly document: SalesDocument };
export type Customer = { readonly prefix: string; readonly members: readonly string[]; readonly documents: number };

const money = (cents: number): string => `${Math.trunc(cents / 100)}.${String(Math.abs(cents % 100)).padStart(2, '0')}`;
const FIRST = toDay(YEAR.from);
const LAST = toDay(YEAR.to);
const LATE = 0.05;

const memberOn = (chance: Chance, { members }: Customer, date: string): string | undefined => {
  const present = members.filter((member) => member !== 'munich' || date <= LEAVES_ON);
  return present.length === 0 ? undefined : chance.pick(present);
};

/** Keys in ascending order: the recorded form. */
const goods = (chance: Chance, line: number, date: string, member: string | undefined): SaleLine => {
  const { product, category, cents, most } = chance.pick(CATALOGUE);
  const price = Math.round((cents * chance.whole(94, 103)) / 100);
  return {
    category,
    date,
    line: String(line),
    ...(member === undefined ? {} : { member }),
    product,
    quantity: String(chance.whole(1, most)),
    unitPrice: money(price),
  };
};

const recordedOf = (lines: readonly SaleLine[], document: string): SalesDocument => ({
  reporter: 'supplier',
  stage: 'invoiced',
  document,
  lines,
});

/** Some weeks after an invoice part of one line comes back. */
const returned = (chance: Chance, sold: SaleLine, document: string, day: number): SaleLine => ({
  ...(sold.category === undefined ? {} : { category: sold.category }),
  date: formatDay(day),
  kind: 'return',
  line: '1',
  ...(sold.member === undefined ? {} : { member: sold.member }),
  product: sold.product,
  quantity: `-${chance.whole(1, Number(sold.quantity))}`,
  returns: `${document}#${sold.line}`,
  unitPrice: sold.unitPrice,
});

/** A price credit changes value and not units. */
const credited = (chance: Chance, sold: SaleLine, document: string, day: number): SaleLine => ({
  ...(sold.category === undefined ? {} : { category: sold.category }),
  date: formatDay(day),
  kind: 'price',
  line: '1',
  ...(sold.member === undefined ? {} : { member: sold.member }),
  product: sold.product,
  quantity: '1',
  returns: `${document}#${sold.line}`,
  unitPrice: `-${money(chance.whole(500, 9000))}`,
});

const workingDay = (day: number): number => {
  const excess = weekday(day) - 5;
  return excess > 0 && day + 2 <= LAST ? day + (3 - excess) : day;
};

/** One year of a customer, in the order of recording. */
export const salesOf = (chance: Chance, customer: Customer): TimedDocument[] => {
  const all: (TimedDocument & { readonly index: number })[] = [];
  const add = (recordedOn: number, document: SalesDocument): void => {
    all.push({ recordedOn: formatDay(recordedOn), document, index: all.length });
  };
  for (let count = 0; count < customer.documents; count += 1) {
    const day = workingDay(FIRST + Math.floor((count * (LAST - FIRST)) / customer.documents));
    const date = formatDay(day);
    const number = `${customer.prefix}-${String(10_001 + count)}`;
    const member = memberOn(chance, customer, date);
    const lines = Array.from({ length: chance.whole(5, 30) }, (_, index) => goods(chance, index + 1, date, member));
    add(chance.happens(LATE) ? day + chance.whole(21, 60) : day, recordedOf(lines, number));
    const sold = chance.pick(lines);
    const later = day + chance.whole(7, 45);
    if (later > LAST) continue;
    if (chance.happens(0.1))
      add(later, recordedOf([returned(chance, sold, number, later)], `${customer.prefix}R-${String(10_001 + count)}`));
    else if (chance.happens(0.06))
      add(later, recordedOf([credited(chance, sold, number, later)], `${customer.prefix}C-${String(10_001 + count)}`));
  }
  return all.sort((one, other) =>
    one.recordedOn < other.recordedOn ? -1 : one.recordedOn > other.recordedOn ? 1 : one.index - other.index,
  );
};
