import type { Stage } from '../agreement/terms.ts';
import type { SaleLine } from './line.ts';

/**
 * What is recorded of sales: one event for a source document, or for a piece of a long one. The keys stand in ascending
 * code-unit order, and those of a checked line too, so `JSON.stringify(data)` is the RFC 8785 form of the data.
 */
export type SalesData = {
  readonly document: string;
  readonly lines: readonly SaleLine[];
  readonly partnership: string;
  readonly reporter: string;
  readonly stage: Stage;
  /** Of a correction or a payment: the lines as they stood until then, so that what it changes needs no other event. */
  readonly was?: readonly SaleLine[];
};

/** Lines seen for the first time. */
export type SalesRecorded = { readonly type: 'SalesRecorded'; readonly data: SalesData };
/** Lines as they stand from now on, in place of what was recorded before. */
export type SalesCorrected = { readonly type: 'SalesCorrected'; readonly data: SalesData };
/** Lines struck out, as they stood. */
export type SalesVoided = { readonly type: 'SalesVoided'; readonly data: SalesData };
/** Lines with what was paid of them so far. */
export type SalesPaid = { readonly type: 'SalesPaid'; readonly data: SalesData };

export type SalesEvent = SalesRecorded | SalesCorrected | SalesVoided | SalesPaid;
export type SalesEventType = SalesEvent['type'];
export const SALES_EVENT_TYPES = [
  'SalesRecorded',
  'SalesCorrected',
  'SalesVoided',
  'SalesPaid',
] as const satisfies readonly SalesEventType[];
