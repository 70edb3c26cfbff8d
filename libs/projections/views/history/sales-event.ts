import type { RecordedEvent } from '#event-store';

/** What the views read of an event about sales. */
export type SaleFacts = { readonly reporter: string; readonly stage: string; readonly document: string; readonly dates: readonly string[] };

const SALES_TYPES = new Set(['SalesRecorded', 'SalesCorrected', 'SalesVoided', 'SalesPaid']);

/** Undefined for another event; throws on one about sales that is not as it must be. */
export function saleFactsOf({ type, data }: RecordedEvent): SaleFacts | undefined {
  if (!SALES_TYPES.has(type)) return undefined;
  const { reporter, stage, document, lines } = data;
  if (typeof reporter !== 'string' || typeof stage !== 'string' || typeof document !== 'string' || !Array.isArray(lines)) {
    throw new TypeError('reporter, stage and document must be texts, and lines a list');
  }
  return {
    reporter,
    stage,
    document,
    dates: (lines as readonly { readonly date?: unknown }[]).map(({ date }) => {
      if (typeof date !== 'string') throw new TypeError('a line has no date');
      return date;
    }),
  };
}
