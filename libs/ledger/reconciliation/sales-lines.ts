import type { RecordedEvent } from '#event-store';
import type { ReportedLine } from '#reconciliation';
import type { HeldLine, SaleLine, SalesData, Stage } from '#rebates';

/** What the events of sales say for matching. A payment says nothing of what was bought. */
const SAYS: ReadonlySet<string> = new Set(['SalesRecorded', 'SalesCorrected', 'SalesVoided']);

export type Said = { readonly stage: Stage; readonly document: string; readonly lines: readonly SaleLine[]; readonly isVoided: boolean };

export const saidBy = ({ type, data }: Pick<RecordedEvent, 'type' | 'data'>): Said | undefined => {
  if (!SAYS.has(type)) return undefined;
  const { stage, document, lines } = data as unknown as SalesData;
  return { stage, document, lines, isVoided: type === 'SalesVoided' };
};

export const reportedLine = (document: string, line: SaleLine, position: number, isVoided: boolean): ReportedLine => ({
  key: { document, line: line.line },
  date: line.date,
  product: line.product,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  ...(line.net === undefined ? {} : { net: line.net }),
  ...(line.unit === undefined ? {} : { unit: line.unit }),
  ...(line.member === undefined ? {} : { member: line.member }),
  ...(line.currency === undefined ? {} : { currency: line.currency }),
  position,
  ...(isVoided ? { voided: true as const } : {}),
});

/** A line as an event about a variance keeps it, and as people are shown it. */
export const heldOf = ({
  key,
  date,
  product,
  quantity,
  unitPrice,
  net,
  unit,
  member,
  currency,
}: Omit<ReportedLine, 'position'>): HeldLine => ({
  document: key.document,
  line: key.line,
  date,
  product,
  quantity,
  unitPrice,
  ...(net === undefined ? {} : { net }),
  ...(unit === undefined ? {} : { unit }),
  ...(member === undefined ? {} : { member }),
  ...(currency === undefined ? {} : { currency }),
});
