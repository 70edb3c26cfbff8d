import type { EventReader, RecordedEvent } from '#event-store';
import type { DocumentIndex } from '#projections';
import { applySales, type SaleLine, type SalesEvent, type Stage } from '#rebates';
import { salesStream } from '../streams.ts';

/** Reads one document of one reporter from the log, by the index of documents. */
export class DocumentReader {
  private readonly store: EventReader;
  private readonly index: DocumentIndex;

  constructor(store: EventReader, index: DocumentIndex) {
    this.store = store;
    this.index = index;
  }

  isKnown(stream: string, stage: Stage, document: string, through: number): boolean {
    const [first] = this.index.revisionsOf(stream, stage, document);
    return first !== undefined && first <= through;
  }

  /** The events that hold pieces of it, up to a revision. */
  async pieces(stream: string, stage: Stage, document: string, through: number): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (const revision of this.index.revisionsOf(stream, stage, document)) {
      if (revision > through) break;
      for await (const event of this.store.readStream(stream, { from: revision, max: 1 })) events.push(event);
    }
    return events;
  }

  /** Its lines as they stand. */
  async lines(
    partnership: string,
    reporter: string,
    stage: Stage,
    document: string,
    through = Number.MAX_SAFE_INTEGER,
  ): Promise<Map<string, SaleLine | 'void'>> {
    const known = new Map<string, SaleLine | 'void'>();
    for (const { type, data } of await this.pieces(salesStream(partnership, reporter), stage, document, through))
      applySales(known, { type, data } as unknown as SalesEvent);
    return known;
  }
}
