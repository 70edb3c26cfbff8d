import type { RecordedEvent } from '#event-store';
import type { LineChange, SaleLine, SalesData, SalesEventType } from '#rebates';

/** What an event about sales did to its lines, in their order. */
export const lineChangesOf = (
  event: Pick<RecordedEvent, 'type' | 'data'> & Partial<Pick<RecordedEvent, 'metadata'>>,
  position: number,
): LineChange[] => {
  const data = event.data as unknown as SalesData;
  const type = event.type as SalesEventType;
  const { $causationId: causation, commandId: command } = event.metadata ?? {};
  // What a command records follows from the command; what a resolution records, from the event that resolved.
  const disputed = causation !== undefined && causation !== command;
  const { document, stage } = data;
  // By far the most events record lines for the first time: no look at what was there before, and no copy of what all have.
  if (type === 'SalesRecorded' && !disputed)
    return data.lines.map((line): LineChange => ({ position, document, stage, line, was: undefined, corrects: false }));
  const about = { position, document, stage, ...(disputed ? { disputed } : {}) };
  const was = new Map<string, SaleLine>((data.was ?? []).map((line) => [line.line, line]));
  return data.lines.map((line): LineChange => {
    switch (type) {
      case 'SalesRecorded':
        return { ...about, line, was: undefined, corrects: false };
      case 'SalesVoided':
        return { ...about, line: undefined, was: line, corrects: true };
      case 'SalesCorrected':
      case 'SalesPaid':
        return { ...about, line, was: was.get(line.line), corrects: type === 'SalesCorrected' };
      default:
        return type satisfies never;
    }
  });
};
