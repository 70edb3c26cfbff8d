import { compareTokens } from '#event-store';
import type { HistoryRef } from '#projections';
import { type MatchingAgreed, NOTHING_OVERLOOKED, partnershipDecider, type PartnershipEvent, type PartnershipState } from '#rebates';
import { partnershipStream } from '../streams.ts';
import { Turns } from '../turns.ts';
import { BookFile } from './book-file.ts';
import { type BookSource, MatchingBook } from './matching-book.ts';

/** A book is saved when so many lines, or half of what it keeps, would be matched again without. */
const LINES_BEFORE_SAVING = 5_000;
const MOST_BOOKS = 64;
const MOST_LINES = 3_000_000;

/** The books of matching that are open: the newest of each partnership, and one as known earlier. */
export class MatchingBooks {
  private readonly source: BookSource;
  private readonly fileName: string;
  private readonly turns = new Turns();
  private readonly newest = new Map<string, { readonly book: MatchingBook; saved: number }>();
  private earlier: MatchingBook | undefined;
  private file: BookFile | undefined;

  constructor(source: BookSource, fileName: string) {
    this.source = source;
    this.fileName = fileName;
  }

  /** Everything up to a position, matched under the rules that were known there. */
  at(partnership: string, position: number): Promise<MatchingBook> {
    return this.turns.take(partnership, () => this.atNow(partnership, position));
  }

  /** The rules as known at a position. */
  async agreedAt(partnership: string, position: number): Promise<MatchingAgreed> {
    const ref = this.refAt(partnership, position);
    let state: PartnershipState = partnershipDecider.initial;
    for await (const { type, data, token } of this.source.store.readStream(partnershipStream(partnership))) {
      if (ref === undefined || compareTokens(token, ref.token) > 0) break;
      state = partnershipDecider.evolve(state, { type, data } as unknown as PartnershipEvent);
    }
    return state.status === 'open' ? state.matching : NOTHING_OVERLOOKED;
  }

  close(): void {
    for (const [partnership, entry] of this.newest) this.save(partnership, entry, 1);
    this.newest.clear();
    this.file?.close();
    this.file = undefined;
  }

  private async atNow(partnership: string, position: number): Promise<MatchingBook> {
    const agreed = await this.agreedAt(partnership, position);
    if (position < (this.source.history.lastPosition(partnership) ?? -1)) return this.earlierAt(partnership, position, agreed);
    const entry = this.newestOf(partnership, agreed);
    await entry.book.advance(position);
    // Settled as a whole before it is answered from, so that what is kept is what is open.
    entry.book.variances();
    this.save(partnership, entry, Math.max(LINES_BEFORE_SAVING, entry.book.size / 2));
    return entry.book;
  }

  private newestOf(partnership: string, agreed: MatchingAgreed): { readonly book: MatchingBook; saved: number } {
    const known = this.newest.get(partnership);
    this.newest.delete(partnership);
    const isStanding = known?.book.agreed.version === agreed.version;
    const entry = isStanding ? known : { book: this.opened(partnership, agreed), saved: 0 };
    this.makeRoom(entry.book.size);
    this.newest.set(partnership, entry);
    return entry;
  }

  private opened(partnership: string, agreed: MatchingAgreed): MatchingBook {
    const state = this.bookFile().load(partnership, agreed.version, (position) => this.refAt(partnership, position));
    return new MatchingBook(this.source, partnership, agreed, state);
  }

  private async earlierAt(partnership: string, position: number, agreed: MatchingAgreed): Promise<MatchingBook> {
    const known = this.earlier;
    if (known?.partnership === partnership && known.through === position) return known;
    const isOnTheWay = known?.partnership === partnership && known.through < position && known.agreed.version === agreed.version;
    const book = isOnTheWay ? known : new MatchingBook(this.source, partnership, agreed);
    await book.advance(position);
    this.earlier = book;
    return book;
  }

  /** The books asked least lately make room. */
  private makeRoom(more: number): void {
    let lines = more;
    for (const { book } of this.newest.values()) lines += book.size;
    for (const [partnership, entry] of this.newest) {
      if (this.newest.size < MOST_BOOKS && lines <= MOST_LINES) return;
      this.save(partnership, entry, 1);
      lines -= entry.book.size;
      this.newest.delete(partnership);
    }
  }

  private save(partnership: string, entry: { readonly book: MatchingBook; saved: number }, least: number): void {
    const { book } = entry;
    if (book.taken - entry.saved < least) return;
    const at = this.refAt(partnership, book.through);
    if (at === undefined) return;
    this.bookFile().save(partnership, book.agreed.version, book.state(), at);
    entry.saved = book.taken;
  }

  private bookFile(): BookFile {
    this.file ??= new BookFile(this.fileName);
    return this.file;
  }

  private refAt(partnership: string, position: number): HistoryRef | undefined {
    for (const ref of this.source.history.refs(partnership, position, position)) return ref;
    return undefined;
  }
}
