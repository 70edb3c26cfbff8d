import type { EventReader, RecordedEvent } from '#event-store';
import { partiesOf } from '#kernel';
import type { History, HistoryRef } from '#projections';
import type { MatchingAgreed, Party } from '#rebates';
import {
  comparable,
  comparedFrom,
  type FirstDays,
  type MatchingRules,
  ourDocumentOf,
  Reconciliation,
  type ReportedLine,
  type Side,
  type Variance,
} from '#reconciliation';
import { salesStream } from '../streams.ts';
import type { DocumentReader } from './document-reader.ts';
import { partyOfSide, rulesOf, theirNumbersOf } from './rules.ts';
import { reportedLine, saidBy } from './sales-lines.ts';

export type BookSource = {
  readonly store: EventReader;
  readonly history: History;
  readonly documents: DocumentReader;
  readonly linesBeforeForgetting?: number;
};
/** How far the log was folded, where the records begin, and the lines that are not settled: all that is needed to go on. */
export type BookState = {
  readonly through: number;
  readonly heads: Readonly<Record<Party, number>>;
  readonly first: FirstDays;
  readonly lines: readonly { readonly side: Side; readonly line: ReportedLine }[];
};

/** Settled documents are forgotten each time so many lines have come, or twice as many as are kept. */
const LINES_BEFORE_FORGETTING = 50_000;

type EventPlace = Pick<HistoryRef, 'position' | 'revision'>;
type Reading = { readonly side: Side; readonly places: EventPlace[]; readonly events: AsyncIterator<RecordedEvent>; next: number };

/**
 * The matching of one partnership, folded from the log. A document whose lines all agree inside it can touch no other
 * line, so it is forgotten, and read again from the log when a line of it comes: what is held is what is open. Both
 * sides' streams are read side by side, so that a document and its answer meet soon, whichever side's file came first.
 * As long as one side has reported nothing there is nothing to match with, and nothing is read: a year of one record
 * alone costs its places in the history, and no line.
 */
export class MatchingBook {
  readonly partnership: string;
  readonly agreed: MatchingAgreed;
  private readonly source: BookSource;
  private readonly rules: MatchingRules;
  private readonly streams: Readonly<Record<Party, string>>;
  private readonly reconciliation: Reconciliation;
  /** The last event of each side's stream that was read, and those that wait until the other side says something. */
  private read: Record<Party, number> = { supplier: -1, customer: -1 };
  private readonly unread: Readonly<Record<Party, EventPlace[]>> = { supplier: [], customer: [] };
  private readThrough = -1;
  private notedThrough = -1;
  private position = -1;
  private first: FirstDays = {};
  /** Our numbers of the documents whose lines are all in memory. */
  private held = new Set<string>();
  private hasForgotten = false;
  private keptLines = 0;
  private linesTaken = 0;
  private listed: readonly Variance[] | undefined;

  constructor(source: BookSource, partnership: string, agreed: MatchingAgreed, state?: BookState) {
    this.source = source;
    this.partnership = partnership;
    this.agreed = agreed;
    this.rules = rulesOf(agreed);
    const parties = partiesOf(partnership);
    this.streams = {
      supplier: salesStream(partnership, parties?.supplier ?? ''),
      customer: salesStream(partnership, parties?.customer ?? ''),
    };
    this.reconciliation = new Reconciliation(this.rules);
    if (state !== undefined) this.restore(state);
  }

  /** The position up to which everything is matched. */
  get through(): number {
    return this.position;
  }

  /** The revision of the last event of a side's stream up to where everything is matched. */
  headOf(party: Party): number {
    return this.unread[party].at(-1)?.revision ?? this.read[party];
  }

  /** Lines taken since the book was made: how much work would be lost with it. */
  get taken(): number {
    return this.linesTaken;
  }

  get size(): number {
    return this.reconciliation.size;
  }

  /** The day from which the two records are compared; undefined while one side has reported nothing. */
  get comparedFrom(): string | undefined {
    return comparedFrom(this.first);
  }

  variances(): readonly Variance[] {
    this.listed ??= comparable(this.reconciliation.variances(), this.comparedFrom);
    return this.listed;
  }

  state(): BookState {
    return { through: this.readThrough, heads: { ...this.read }, first: this.first, lines: [...this.reconciliation.unsettledLines()] };
  }

  /** Matches what was recorded since, up to a position: only what is new. */
  async advance(to: number): Promise<void> {
    if (to <= this.position) return;
    for (const { stream, position, revision } of this.source.history.refs(this.partnership, this.notedThrough + 1, to)) {
      if (stream === this.streams.supplier) this.unread.supplier.push({ position, revision });
      else if (stream === this.streams.customer) this.unread.customer.push({ position, revision });
    }
    this.notedThrough = to;
    if (this.headOf('supplier') >= 0 && this.headOf('customer') >= 0) {
      await this.readOn();
      this.readThrough = to;
    }
    this.position = to;
  }

  private async readOn(): Promise<void> {
    const readings = (['ours', 'theirs'] as const).map((side) => this.readingOf(side));
    try {
      for (let next = soonest(readings); next !== undefined; next = soonest(readings)) await this.takeNext(next);
    } finally {
      for (const { places, next, events } of readings) {
        places.splice(0, next);
        await events.return?.();
      }
    }
  }

  private readingOf(side: Side): Reading {
    const party = partyOfSide(side);
    const places = this.unread[party];
    const events = this.source.store.readStream(this.streams[party], { from: this.read[party] + 1, max: Math.max(1, places.length) });
    return { side, places, events: events[Symbol.asyncIterator](), next: 0 };
  }

  private async takeNext(reading: Reading): Promise<void> {
    const read = await reading.events.next();
    if (read.done === true) throw new Error(`${this.streams[partyOfSide(reading.side)]} ends before the history does`);
    const event = read.value;
    await this.take(reading.side, event, reading.places[reading.next]?.position ?? 0);
    reading.next += 1;
    this.read[partyOfSide(reading.side)] = event.revision;
  }

  private async take(side: Side, event: RecordedEvent, position: number): Promise<void> {
    const said = saidBy(event);
    if (said?.stage !== this.agreed.stages[partyOfSide(side)]) return;
    const { document, lines, isVoided } = said;
    const own = side === 'ours' ? document : ourDocumentOf(this.rules, { key: { document } });
    if (!this.held.has(own)) await this.recall(own);
    this.held.add(own);
    this.begin(side, lines);
    this.reconciliation.add(
      side,
      lines.map((line) => reportedLine(document, line, position, isVoided)),
    );
    this.linesTaken += lines.length;
    this.listed = undefined;
    if (this.reconciliation.size >= 2 * this.keptLines + (this.source.linesBeforeForgetting ?? LINES_BEFORE_FORGETTING)) this.forget();
  }

  private begin(side: Side, lines: readonly { readonly date: string }[]): void {
    for (const { date } of lines) if (date < (this.first[side] ?? '~')) this.first = { ...this.first, [side]: date };
  }

  /** Reads a forgotten document back: its earlier events, of both sides. */
  private async recall(own: string): Promise<void> {
    if (!this.hasForgotten) return;
    const { documents } = this.source;
    const places = [
      { side: 'ours' as const, document: own },
      ...theirNumbersOf(this.agreed, own).map((document) => ({ side: 'theirs' as const, document })),
    ];
    for (const { side, document } of places) {
      const party = partyOfSide(side);
      for (const event of await documents.pieces(this.streams[party], this.agreed.stages[party], document, this.read[party])) {
        const said = saidBy(event);
        if (said === undefined) continue;
        const position = this.positionOf(event);
        this.reconciliation.add(
          side,
          said.lines.map((line) => reportedLine(document, line, position, said.isVoided)),
        );
      }
    }
  }

  /** Positions of one stream rise with its revisions: halving finds an event's own. */
  private positionOf({ token }: RecordedEvent): number {
    const found = this.source.history.positionOfToken(this.partnership, token);
    if (found === undefined) throw new Error(`the event ${token} has no position in ${this.partnership}`);
    return found;
  }

  private forget(): void {
    this.rebuild([...this.reconciliation.unsettledLines()]);
    this.hasForgotten = true;
  }

  private restore({ through, heads, first, lines }: BookState): void {
    this.rebuild(lines);
    this.position = through;
    this.readThrough = through;
    this.notedThrough = through;
    this.first = first;
    this.read = { ...heads };
    this.hasForgotten = true;
  }

  private rebuild(lines: BookState['lines']): void {
    this.reconciliation.clear();
    this.held = new Set();
    for (const { side, line } of lines) {
      this.reconciliation.add(side, [line]);
      this.held.add(side === 'ours' ? line.key.document : ourDocumentOf(this.rules, line));
    }
    this.keptLines = this.reconciliation.size;
  }
}

/** Whose turn it is: the side of which the smaller share was read; undefined at the end of both. */
const soonest = (readings: readonly Reading[]): Reading | undefined => {
  const share = ({ next, places }: Reading): number => next / places.length;
  const [first, ...others] = readings.filter(({ next, places }) => next < places.length);
  return first === undefined ? undefined : others.reduce((least, one) => (share(one) < share(least) ? one : least), first);
};
