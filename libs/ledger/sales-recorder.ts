import { appendBytes, type EventStore, type EventToAppend, isStoreError, MAX_APPEND_BYTES, type RecordedEvent } from '#event-store';
import { partiesOf } from '#kernel';
import { type DocumentIndex, DocumentOverlay } from '#projections';
import {
  applySales,
  type DecidedLines,
  decideSales,
  decideSalesLines,
  MOST_BYTES_PER_CHAR,
  mostBytesOfLines,
  reporterOf,
  type SaleLine,
  type SalesDocument,
  type SalesEvent,
} from '#rebates';
import { checkDocument } from './check-document.ts';
import { contentHash, importedIdOf, toAppend } from './event-ids.ts';
import { earlierRun } from './execute.ts';
import type { CommandContext, Executed } from './ledger.ts';
import { commandReused, partnershipUnknown } from './rejections.ts';
import { partnershipStream, salesStream } from './streams.ts';
import { Turns } from './turns.ts';

const TRIES = 3;
const MAX_STREAMS_KEPT = 10_000;
/** A stream up to this long is kept whole where it was seen from its start: nothing then has to be looked up for it. */
const MAX_WHOLE_EVENTS = 32;

type StreamHead = { revision: number; readonly overlay: DocumentOverlay };

/**
 * Records sales so that each line is recorded once: decides on the lines of the document as they stand at the stream's
 * newest revision, and appends at exactly that revision.
 */
export class SalesRecorder {
  private readonly store: EventStore;
  private readonly index: DocumentIndex;
  private readonly heads = new Map<string, StreamHead>();
  private readonly known = new Set<string>();
  private readonly turns = new Turns();

  constructor(store: EventStore, index: DocumentIndex) {
    this.store = store;
    this.index = index;
  }

  /** One document from the API: all of it or nothing. */
  async record(partnership: string, sent: SalesDocument, context: CommandContext): Promise<Executed> {
    if (!(await this.exists(partnership))) return { kind: 'rejected', rejections: [partnershipUnknown(partnership)] };
    const checked = checkDocument(sent);
    if (!checked.ok) return { kind: 'rejected', rejections: checked.rejections };
    const document = this.named(partnership, checked.document);
    const stream = salesStream(partnership, document.reporter);
    return this.turns.take(stream, () => this.recordNow(partnership, document, stream, context));
  }

  private async recordNow(partnership: string, document: SalesDocument, stream: string, context: CommandContext): Promise<Executed> {
    const hash = contentHash({ partnership, document });
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const head = await this.headOf(stream);
      const pieces = await this.piecesOf(stream, head, document);
      const earlier = earlierRun(pieces, context, hash);
      if (earlier !== undefined) return earlier;
      const decision = decideSales({ partnership, document }, linesOf(pieces));
      if (decision.kind === 'rejected') return decision;
      const names = decision.events.map((event) => event.type);
      if (names.length === 0) return { kind: 'done', token: pieces.at(-1)?.token ?? '0', revision: head.revision, stream, events: [] };
      try {
        const appended = await this.append(stream, head, toAppend(decision.events, stream, partnership, context, hash), decision.events);
        // These ids are there already, and not for this document: the id was another command's.
        if (appended?.repeated === true) return { kind: 'rejected', rejections: [commandReused(context.commandId)] };
        if (appended !== undefined) return { kind: 'done', token: appended.token, revision: appended.revision, stream, events: names };
      } catch (error) {
        if (isStoreError(error) && error.code === 'EVENT_ID_REUSED')
          return { kind: 'rejected', rejections: [commandReused(context.commandId)] };
        throw error;
      }
    }
    return { kind: 'conflict', message: 'Others record sales of this partnership at the same time; try again.' };
  }

  /**
   * Documents of an import, of one partnership and reporter: good lines are recorded though others are refused. Gives
   * what was decided of each, and the token behind which all of it can be read.
   */
  async recordAll(
    partnership: string,
    reporter: string,
    documents: readonly SalesDocument[],
    context: CommandContext,
  ): Promise<{ readonly decided: readonly DecidedLines[]; readonly token: string | undefined }> {
    const stream = salesStream(partnership, reporter);
    return this.turns.take(stream, () => this.recordAllNow(partnership, stream, documents, context));
  }

  private async recordAllNow(
    partnership: string,
    stream: string,
    documents: readonly SalesDocument[],
    context: CommandContext,
  ): Promise<{ readonly decided: readonly DecidedLines[]; readonly token: string | undefined }> {
    for (;;) {
      const head = await this.headOf(stream);
      const decided: DecidedLines[] = [];
      const indexed = this.indexedAll(stream, head, documents);
      // Pieces of one document within the batch build on each other.
      const standing = new Map<string, Map<string, SaleLine | 'void'>>();
      for (const document of documents) {
        const key = keyOf(document);
        const known =
          standing.get(key) ??
          linesOf(await this.read(stream, head.overlay.revisionsOf(indexed.get(key) ?? [], document.stage, document.document)));
        const one = decideSalesLines({ partnership, document }, known);
        for (const event of one.events) applySales(known, event);
        standing.set(key, known);
        decided.push(one);
      }
      const events = decided.flatMap((one) => one.events);
      if (events.length === 0) return { decided, token: undefined };
      const firstRevision = head.revision + 1;
      const appends = events.map((event, index): EventToAppend => ({
        id: importedIdOf(context.commandId, stream, firstRevision + index),
        type: event.type,
        data: event.data,
        metadata: {
          $causationId: context.causationId ?? context.commandId,
          $correlationId: context.correlationId ?? context.commandId,
          actor: context.actor,
          commandId: context.commandId,
          partnershipId: partnership,
          schema: 1,
        },
      }));
      const appended = await this.append(stream, head, appends, events);
      // An import that meets another writer decides again on what stands then.
      if (appended !== undefined) return { decided, token: appended.token };
    }
  }

  private async append(stream: string, head: StreamHead, events: readonly EventToAppend[], facts: readonly SalesEvent[]) {
    let result: { token: string; revision: number; repeated: boolean } | undefined;
    let place = 0;
    for (const batch of appendable(stream, events, facts)) {
      const appended = await this.store.append(stream, head.revision < 0 ? 'noStream' : head.revision, batch);
      if (appended.kind === 'conflict') {
        this.heads.delete(stream);
        return undefined;
      }
      if (appended.repeated) {
        this.heads.delete(stream);
        return appended;
      }
      for (const fact of facts.slice(place, place + batch.length)) {
        head.revision += 1;
        head.overlay.add(head.revision, fact.data.stage, fact.data.document);
      }
      place += batch.length;
      result = appended;
    }
    return result;
  }

  /** The stream's newest revision as far as this process knows, with all that the index has not taken yet. */
  private async headOf(stream: string): Promise<StreamHead> {
    const known = this.heads.get(stream);
    if (known?.overlay.isWhole === true && known.overlay.size <= MAX_WHOLE_EVENTS) return known;
    const indexed = this.index.indexedRevision(stream);
    if (known !== undefined) {
      known.overlay.dropUpTo(indexed);
      if (known.overlay.covers(indexed, known.revision)) return known;
    }
    const overlay = new DocumentOverlay(indexed);
    for await (const event of this.store.readStream(stream, { from: indexed + 1 }))
      overlay.add(event.revision, textOf(event, 'stage'), textOf(event, 'document'));
    const head: StreamHead = { revision: overlay.lastRevision, overlay };
    if (this.heads.size >= MAX_STREAMS_KEPT) this.heads.clear();
    this.heads.set(stream, head);
    return head;
  }

  private piecesOf(stream: string, head: StreamHead, { stage, document }: SalesDocument): Promise<RecordedEvent[]> {
    return this.read(stream, head.overlay.revisionsOf(this.index.revisionsOf(stream, stage, document), stage, document));
  }

  /** What the index holds of documents, asked once for each stage. */
  private indexedAll(stream: string, head: StreamHead, documents: readonly SalesDocument[]): ReadonlyMap<string, readonly number[]> {
    const found = new Map<string, readonly number[]>();
    if (head.overlay.isWhole) return found;
    for (const stage of new Set(documents.map((one) => one.stage))) {
      const names = documents.filter((one) => one.stage === stage).map((one) => one.document);
      for (const [document, revisions] of this.index.revisionsOfAll(stream, stage, [...new Set(names)]))
        found.set(keyOf({ stage, document }), revisions);
    }
    return found;
  }

  private async read(stream: string, revisions: readonly number[]): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for (const revision of revisions)
      for await (const event of this.store.readStream(stream, { from: revision, max: 1 })) events.push(event);
    return events;
  }

  private async exists(partnership: string): Promise<boolean> {
    if (this.known.has(partnership)) return true;
    const exists = partiesOf(partnership) !== undefined && (await this.store.streamRevision(partnershipStream(partnership))) !== 'noStream';
    if (exists) this.known.add(partnership);
    return exists;
  }

  private named(partnership: string, document: SalesDocument): SalesDocument {
    const parties = partiesOf(partnership);
    return parties === undefined ? document : { ...document, reporter: reporterOf(parties, document.reporter) };
  }
}

const keyOf = ({ stage, document }: Pick<SalesDocument, 'stage' | 'document'>): string => `${stage}\n${document}`;

const textOf = ({ data, stream, revision }: RecordedEvent, key: string): string => {
  const value = data[key];
  if (typeof value !== 'string') throw new TypeError(`revision ${revision} of ${stream} has no ${key}`);
  return value;
};

const linesOf = (pieces: readonly RecordedEvent[]): Map<string, SaleLine | 'void'> => {
  const known = new Map<string, SaleLine | 'void'>();
  for (const piece of pieces) applySales(known, { type: piece.type, data: piece.data } as unknown as SalesEvent);
  return known;
};

/** More bytes than these events can take, told without writing their lines out: writing costs most of an append. */
const mostBytes = (stream: string, events: readonly EventToAppend[], facts: readonly SalesEvent[]): number => {
  const [first] = events;
  if (first === undefined) return 0;
  const ownBytes = appendBytes(stream, { ...first, data: { ...first.data, lines: [], was: [] } });
  let bytes = 0;
  for (const { data } of facts) {
    bytes += ownBytes + MOST_BYTES_PER_CHAR * data.document.length;
    bytes += mostBytesOfLines(data.lines) + mostBytesOfLines(data.was ?? []);
  }
  return bytes;
};

/** Runs of events that fit one append. */
const appendable = function* (
  stream: string,
  events: readonly EventToAppend[],
  facts: readonly SalesEvent[],
): Generator<readonly EventToAppend[]> {
  if (events.length > 0 && mostBytes(stream, events, facts) <= MAX_APPEND_BYTES) {
    yield events;
    return;
  }
  let batch: EventToAppend[] = [];
  let bytes = 0;
  for (const event of events) {
    const own = appendBytes(stream, event);
    if (batch.length > 0 && bytes + own > MAX_APPEND_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(event);
    bytes += own;
  }
  if (batch.length > 0) yield batch;
};
