import type { RecordedEvent } from '#event-store';
import type { LineChange, SaleLine, SalesData, SalesEventType } from '#rebates';

/** What an event about sales did to its lines, in their order. */
export const lineChangesOf = (event: Pick<RecordedEvent, 'type' | 'data'> & Partial<Pick<RecordedEvent, 'metadata'>>, position: number): LineChange[] => {
  const data = event.data as unknown as SalesData;
  const type = event.type as SalesEventType;
  const { $causationId: causation, commandId: command } = event.metadata ?? {};
  // What a command records follows from the command; what a resolution records, from the event that resolved.
  const disputed = causation !== undefined && causation !== command;
  const about = { position, document: data.document, stage: data.stage, ...(disputed ? { disputed } : {}) };
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
