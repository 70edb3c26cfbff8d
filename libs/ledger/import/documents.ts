import type { Row } from '#kernel';
import type { GoodLine, LineAction, SaleLine, SalesDocument, Stage } from '#rebates';
import { readRows, type RowBatch } from './csv.ts';
import type { Mapping, Table } from './mapping.ts';
import { cellOf, checkRow, type RefusedRow, refuseBroken, refuseRow } from './row-to-line.ts';
import type { SalesSource } from './source.ts';

/** Lines of a piece: a longer document comes in several. */
export const MAX_PIECE_LINES = 300;

/** A document, or a piece of one, of one customer; `rows` are those of its lines, in the same order. */
export type ImportedDocument = { readonly customer?: string; readonly document: SalesDocument; readonly rows: readonly Row[] };

export type DocumentBatch = {
  readonly table: Table;
  readonly documents: readonly ImportedDocument[];
  readonly refused: readonly RefusedRow[];
  /** Rows of no customer. */
  readonly notAddressed: number;
  /** Rows read for this batch. Some of their lines may come with the next one: a piece is cut by the file, not by batches. */
  readonly rows: number;
};

export type GroupOptions = {
  /** Who reports the lines of a file that does not say it. */
  readonly reporter: string;
};

type Piece = {
  readonly customer: string | undefined;
  readonly reporter: string;
  readonly stage: Stage;
  readonly document: string;
  readonly action: LineAction;
  readonly lines: SaleLine[];
  readonly rows: Row[];
};

/** Numbers the lines within each document, whether or not its rows stand together. */
class LineNumbers {
  readonly #next = new Map<string, number>();
  #key = '';
  #count = 0;
  #document = '';
  #owner = '';

  take(table: Table, row: Row): string {
    const { layout } = table;
    const document = cellOf(row, layout.document);
    const customer = cellOf(row, layout.customer);
    const more = layout.reporter < 0 && layout.stage < 0 ? '' : `\u0000${cellOf(row, layout.reporter)}\u0000${cellOf(row, layout.stage)}`;
    if (document !== this.#document || customer !== this.#owner || more !== '')
      this.#turnTo(`${document}\u0000${customer}${more}`, document, customer);
    this.#count += 1;
    return String(this.#count);
  }

  #turnTo(key: string, document: string, owner: string): void {
    if (key === this.#key) return;
    if (this.#count > 0) this.#next.set(this.#key, this.#count);
    this.#key = key;
    this.#document = document;
    this.#owner = owner;
    this.#count = this.#next.get(key) ?? 0;
  }
}

/** Groups checked rows into documents; what it yields depends on the file alone, not on how its bytes arrive. */
class Grouping {
  readonly #options: GroupOptions;
  readonly #numbers = new LineNumbers();
  #piece: Piece | undefined;
  #documents: ImportedDocument[] = [];
  #refused: RefusedRow[] = [];
  #notAddressed = 0;

  constructor(options: GroupOptions) {
    this.#options = options;
  }

  take(table: Table, row: Row): void {
    const given = table.hasLine ? undefined : this.#numbers.take(table, row);
    const line = given ?? cellOf(row, table.layout.line);
    if (row.fault !== undefined) {
      this.#refused.push(refuseBroken(row, row.fault, table, line));
      return;
    }
    if (table.hasCustomer && row.cells[table.layout.customer] === '') {
      this.#notAddressed += 1;
      return;
    }
    const checked = checkRow(row, table, given);
    if (checked.ok) this.#add(checked, row);
    else this.#refused.push(refuseRow(row, table, line, checked.refusals));
  }

  #add(good: GoodLine, row: Row): void {
    const piece = this.#piece;
    const { document, customer, action, stage } = good;
    const reporter = good.reporter ?? this.#options.reporter;
    if (
      piece?.document === document &&
      piece.customer === customer &&
      piece.lines.length < MAX_PIECE_LINES &&
      piece.action === action &&
      piece.reporter === reporter &&
      piece.stage === stage
    ) {
      piece.lines.push(good.line);
      piece.rows.push(row);
      return;
    }
    this.flush();
    this.#piece = { customer, reporter, stage, document, action, lines: [good.line], rows: [row] };
  }

  flush(): void {
    const piece = this.#piece;
    if (piece === undefined) return;
    const { customer, reporter, stage, document, action, lines, rows } = piece;
    const content: SalesDocument =
      action === 'record' ? { reporter, stage, document, lines } : { reporter, stage, document, action, lines };
    this.#documents.push(customer === undefined ? { document: content, rows } : { customer, document: content, rows });
    this.#piece = undefined;
  }

  batch(table: Table, rows: number): DocumentBatch {
    const batch = { table, documents: this.#documents, refused: this.#refused, notAddressed: this.#notAddressed, rows };
    this.#documents = [];
    this.#refused = [];
    this.#notAddressed = 0;
    return batch;
  }
}

export const groupDocuments = async function* (batches: AsyncIterable<RowBatch>, options: GroupOptions): AsyncGenerator<DocumentBatch> {
  const grouping = new Grouping(options);
  let table: Table | undefined;
  for await (const batch of batches) {
    table = batch.table;
    for (const row of batch.rows) grouping.take(table, row);
    yield grouping.batch(table, batch.rows.length);
  }
  if (table === undefined) return;
  grouping.flush();
  yield grouping.batch(table, 0);
};

/** Reads a sales file, plain or gzip: its documents, its refused rows, its counts. */
export const readSalesFile = (
  source: SalesSource,
  mapping?: Mapping,
  options: GroupOptions = { reporter: 'supplier' },
): AsyncGenerator<DocumentBatch> => groupDocuments(readRows(source, mapping), options);
