import { parseScaled } from '#kernel';
import { DECIMAL_COLUMNS, LINE_COLUMNS } from './columns.ts';
import type { SaleLine } from './line.ts';

const isSameText = (key: string, a: string | undefined, b: string | undefined): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined || !DECIMAL_COLUMNS.has(key)) return false;
  const amount = parseScaled(a);
  return amount !== undefined && amount === parseScaled(b);
};

/** The keys in which two lines differ. Amounts are compared as numbers: 2.50 is 2.5. */
export const differencesOf = (a: SaleLine, b: SaleLine): readonly string[] =>
  LINE_COLUMNS.filter((key) => !isSameText(key, a[key], b[key]));

export const isSameLine = (a: SaleLine, b: SaleLine): boolean => a === b || LINE_COLUMNS.every((key) => isSameText(key, a[key], b[key]));

/**
 * A line sent again says nothing about payments that became known since, so these are taken from what is known:
 * otherwise the same file sent after a payment would conflict with itself.
 */
export const withKnownPayment = (sent: SaleLine, known: SaleLine): SaleLine =>
  sent.paidOn === undefined && sent.paidAmount === undefined ? withPayment(sent, known) : sent;

/** `line` with the payment of another; its keys in order. */
export const withPayment = (line: SaleLine, payment: Pick<SaleLine, 'paidOn' | 'paidAmount'>): SaleLine => {
  const content: Record<string, string> = {};
  for (const key of LINE_COLUMNS) {
    const value = key === 'paidOn' || key === 'paidAmount' ? payment[key] : line[key];
    if (value !== undefined) content[key] = value;
  }
  return { ...(content as SaleLine) };
};

/** A line as one text for people and for comparing by eye. */
export const describeLine = (line: SaleLine): string =>
  LINE_COLUMNS.flatMap((key) => {
    const value = line[key];
    return value === undefined ? [] : [`${key} ${value}`];
  }).join(', ');
