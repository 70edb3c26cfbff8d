import { formatDecimal } from './amounts.ts';
import { isDay, shortDay } from './days.ts';

/** A sentence of the server with its days and large numbers as this browser's language writes them. */
export const asWritten = (sentence: string): string =>
  sentence
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => (isDay(day) ? shortDay(day) : day))
    .replaceAll(/(?<![\w.,-])\d{5,}(?:\.\d+)?(?![\w-])/g, (number) => formatDecimal(number));

/** The same of terms, where a number without a currency or a bound before it can be a product's code. */
export const termsAsWritten = (sentence: string): string =>
  sentence
    .replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => (isDay(day) ? shortDay(day) : day))
    .replaceAll(/(?<=\b(?:From|Above|From above|[A-Z]{3}|a value of) )\d{5,}(?:\.\d+)?(?![\w-])/g, (number) => formatDecimal(number));
