import { rmSync } from 'node:fs';
import { type Database, openDatabase } from '#event-store';
import type { HistoryRef } from '#projections';
import type { ReportedLine, Side } from '#reconciliation';
import type { BookState } from './matching-book.ts';

/**
 * What books of matching remember over a restart, in a file of its own beside the views. It holds nothing that the log
 * does not say: where it does not fit the log, or is of another form, it is not used, and the log is matched anew.
 */
const FORM = '2';

const TABLES = `
  CREATE TABLE IF NOT EXISTS books (
    partnership TEXT PRIMARY KEY, form TEXT NOT NULL, rules INTEGER NOT NULL, through INTEGER NOT NULL, anchor TEXT NOT NULL,
    supplier_head INTEGER NOT NULL, customer_head INTEGER NOT NULL,
    our_first TEXT, their_first TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS book_lines (partnership TEXT NOT NULL, side TEXT NOT NULL, line TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS book_lines_of ON book_lines (partnership);
`;

type BookRow = {
  form: string;
  rules: number;
  through: number;
  anchor: string;
  supplier_head: number;
  customer_head: number;
  our_first: string | null;
  their_first: string | null;
};

/** The event at a place of the history, as a text: another log has another there. */
const anchorOf = ({ token, stream, revision, recordedAt }: HistoryRef): string => [token, stream, revision, recordedAt].join(' ');

const opened = (file: string): Database => {
  const db = openDatabase(file, { synchronous: 'NORMAL', cacheKib: 4_096 });
  try {
    db.exec(TABLES);
    // Fails on a file of an earlier form.
    db.prepare('SELECT our_first FROM books LIMIT 1').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
};

/** A file that cannot be used is thrown away: it can be made again from the log. */
const usable = (file: string): Database => {
  try {
    return opened(file);
  } catch {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
    return opened(file);
  }
};

export class BookFile {
  private readonly db: Database;

  constructor(file: string) {
    this.db = usable(file);
  }

  /** `refAt` gives the event at a position of the partnership's history. */
  load(partnership: string, rules: number, refAt: (position: number) => HistoryRef | undefined): BookState | undefined {
    const row = this.db.prepare<BookRow>('SELECT * FROM books WHERE partnership = ?').get(partnership);
    if (row?.form !== FORM || row.rules !== rules) return undefined;
    const ref = refAt(row.through);
    if (ref === undefined || anchorOf(ref) !== row.anchor) return undefined;
    const lines = this.db
      .prepare<{ side: Side; line: string }>('SELECT side, line FROM book_lines WHERE partnership = ? ORDER BY rowid')
      .all(partnership);
    return {
      through: row.through,
      heads: { supplier: row.supplier_head, customer: row.customer_head },
      first: {
        ...(row.our_first === null ? {} : { ours: row.our_first }),
        ...(row.their_first === null ? {} : { theirs: row.their_first }),
      },
      lines: lines.map(({ side, line }) => ({ side, line: JSON.parse(line) as ReportedLine })),
    };
  }

  save(partnership: string, rules: number, state: BookState, at: HistoryRef): void {
    const { db } = this;
    db.transaction(() => {
      db.prepare('DELETE FROM book_lines WHERE partnership = ?').run(partnership);
      const insert = db.prepare('INSERT INTO book_lines (partnership, side, line) VALUES (?, ?, ?)');
      for (const { side, line } of state.lines) insert.run(partnership, side, JSON.stringify(line));
      db.prepare(
        'INSERT OR REPLACE INTO books (partnership, form, rules, through, anchor, supplier_head, customer_head, our_first, their_first) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ).run(
        partnership,
        FORM,
        rules,
        state.through,
        anchorOf(at),
        state.heads.supplier,
        state.heads.customer,
        state.first.ours ?? null,
        state.first.theirs ?? null,
      );
    });
  }

  close(): void {
    this.db.close();
  }
}
