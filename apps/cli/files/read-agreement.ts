import { dirname, isAbsolute, join } from 'node:path';
import { isDecimal, parseDay } from '#kernel';
import { readStructured } from './read-structured.ts';
import { type CellFault, readTable, type TableRow } from './read-table.ts';

/**
 * Agreement files may name a list of special prices by its CSV file (`prices: list.csv`), relative to the agreement
 * file. What goes on from here holds the list itself: who signs it signs the prices, and no file that can change.
 */

const REQUIRED = ['product'] as const;
const PRICES = ['downTo', 'downBy', 'downByPercent'] as const;
const DAYS = ['from', 'to'] as const;
const OPTIONAL = ['endCustomer', ...PRICES, ...DAYS, 'limit'] as const;
type Row = TableRow<(typeof REQUIRED)[number], (typeof OPTIONAL)[number]>;

const fault = (column: string, message: string, wayOut: string): CellFault => ({ column, message, wayOut });

const ALLOWED = { downTo: 'a decimal of 0 or more', limit: 'a decimal above 0', downBy: 'a decimal', downByPercent: 'a decimal' };
const isAllowed = (column: keyof typeof ALLOWED, value: string): boolean => {
  if (!isDecimal(value)) return false;
  if (column === 'limit') return !value.startsWith('-') && /[1-9]/.test(value);
  return column !== 'downTo' || !value.startsWith('-');
};

const faultsOf = (row: Row): CellFault[] => {
  const given = PRICES.filter((name) => row[name] !== undefined);
  return [
    ...(given.length === 1
      ? []
      : [
          fault(
            given[1] ?? 'downTo',
            `A row has one price; this one has ${given.length === 0 ? 'none' : given.join(' and ')}.`,
            `Fill one of ${PRICES.join(', ')}.`,
          ),
        ]),
    ...([...PRICES, 'limit'] as const).flatMap((column) => {
      const value = row[column];
      return value === undefined || isAllowed(column, value)
        ? []
        : [
            fault(
              column,
              `${column} is ${value}; allowed is ${ALLOWED[column]}.`,
              `Give ${ALLOWED[column]}, without thousands separators, such as 18.50.`,
            ),
          ];
    }),
    ...DAYS.flatMap((column) => {
      const value = row[column];
      return value === undefined || parseDay(value) !== undefined
        ? []
        : [fault(column, `${column} is ${value}; allowed is a day of the calendar.`, 'Give a day as YYYY-MM-DD.')];
    }),
  ];
};

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `holder` with what its `earn` names by a file in its place. */
const withPrices = async <T>(holder: T, folder: string): Promise<T> => {
  if (!isObject(holder) || !isObject(holder['earn']) || !isObject(holder['earn']['shipAndDebit'])) return holder;
  const { shipAndDebit } = holder['earn'];
  const { prices } = shipAndDebit;
  if (typeof prices !== 'string') return holder;
  const list = await readTable(isAbsolute(prices) ? prices : join(folder, prices), { required: REQUIRED, optional: OPTIONAL }, faultsOf);
  return { ...holder, earn: { ...holder['earn'], shipAndDebit: { ...shipAndDebit, prices: list } } };
};

const eachOf = (list: unknown, change: (one: unknown) => Promise<unknown>): Promise<unknown> =>
  Array.isArray(list) ? Promise.all(list.map(change)) : Promise.resolve(list);

const ofAmendment = async (amendment: unknown, folder: string): Promise<unknown> =>
  isObject(amendment) ? { ...amendment, change: await withPrices(amendment['change'], folder) } : amendment;

/** Reads an agreement, a template or a list of amendments, with the price lists that it names. */
export const readAgreementFile = async (file: string): Promise<unknown> => {
  const content = await readStructured(file);
  const folder = file === '-' ? '.' : dirname(file);
  const amendments = (list: unknown): Promise<unknown> => eachOf(list, (amendment) => ofAmendment(amendment, folder));
  if (!isObject(content)) return amendments(content);
  return {
    ...content,
    ...('programmes' in content ? { programmes: await eachOf(content['programmes'], (programme) => withPrices(programme, folder)) } : {}),
    ...('amendments' in content ? { amendments: await amendments(content['amendments']) } : {}),
  };
};
