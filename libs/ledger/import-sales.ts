import type { EventStore } from '#event-store';
import { isId, partnershipIdOf, type Rejection } from '#kernel';
import { type DecidedLines, reporterOf, type SalesDocument } from '#rebates';
import { reporterNotAllowed } from './check-document.ts';
import { newCommandId, toAppend } from './event-ids.ts';
import type { DocumentBatch, ImportedDocument } from './import/documents.ts';
import { readSalesFile } from './import/documents.ts';
import { FileRefused } from './import/file-refused.ts';
import type { Mapping } from './import/mapping.ts';
import { parseMapping } from './import/mapping.ts';
import type { Answer, CommandContext, ImportProgress, ImportRequest, ImportSummary, RefusedLine } from './ledger.ts';
import { importIdUsed, partnershipUnknown } from './rejections.ts';
import type { SalesRecorder } from './sales-recorder.ts';
import { importStream, partnershipStream } from './streams.ts';
import { signFromTemplate, templateFor } from './template.ts';

const MAX_REFUSED_PER_EVENT = 100;
/** How often the log says how far an import has come. */
const ROWS_PER_NOTE = 50_000;

export type ImportCounts = Readonly<Counts>;
type Counts = { sent: number; recorded: number; repeated: number; refused: number; notAddressed: number };

/** One run of an import: reads, decides, records, and keeps its log. */
class ImportRun {
  readonly id: string;
  readonly counts: Counts = { sent: 0, recorded: 0, repeated: 0, refused: 0, notAddressed: 0 };
  private readonly store: EventStore;
  private readonly recorder: SalesRecorder;
  private readonly request: ImportRequest;
  private readonly context: CommandContext;
  private readonly partnerships = new Map<string, string | undefined>();
  private logRevision = -1;
  private token: string | undefined;

  constructor(store: EventStore, recorder: SalesRecorder, request: ImportRequest, context: CommandContext) {
    this.store = store;
    this.recorder = recorder;
    this.request = request;
    this.id = request.id ?? newCommandId();
    this.context = context;
  }

  async start(): Promise<void> {
    const { by, file, target } = this.request;
    const mapping = this.request.mapping;
    await this.log([
      {
        type: 'ImportStarted',
        data: {
          by,
          file,
          import: this.id,
          ...(mapping === undefined ? {} : { mapping: typeof mapping === 'string' ? mapping : JSON.stringify(mapping) }),
          ...(target.kind === 'supplier' ? { supplier: target.supplier } : {}),
        },
      },
    ]);
  }

  async take(batch: DocumentBatch): Promise<readonly Rejection[]> {
    this.counts.sent += batch.rows;
    this.counts.notAddressed += batch.notAddressed;
    this.counts.refused += batch.refused.length;
    const refused: RefusedLine[] = batch.refused.flatMap((row) => row.refusals.slice(0, 1));
    const groups = new Map<string, { partnership: string; reporter: string; documents: ImportedDocument[] }>();
    // New customers are opened side by side: the store commits them together.
    const customers = [...customersOf(batch)];
    const partnerships = new Map(
      await Promise.all(customers.map(async (customer) => [customer, await this.partnershipOf(customer)] as const)),
    );
    for (const imported of batch.documents) {
      const wrong = wrongId(imported);
      if (wrong !== undefined) {
        refused.push(...this.refuseAll(imported, wrong));
        continue;
      }
      const found = partnerships.get(imported.customer);
      if (typeof found === 'object') return found;
      if (found === undefined) {
        this.counts.notAddressed += imported.document.lines.length;
        continue;
      }
      const reporter = this.reporterOf(imported.document, found);
      if (this.request.reportsAs?.includes(reporter) === false) {
        refused.push(...this.refuseAll(imported, reporterNotYours(reporter)));
        continue;
      }
      const key = `${found}\n${reporter}`;
      const group = groups.get(key) ?? { partnership: found, reporter, documents: [] };
      group.documents.push(imported);
      groups.set(key, group);
    }
    // Partnerships are independent of each other: their appends go into one commit of the store.
    const results = await Promise.all([...groups.values()].map((group) => this.recordGroup(group)));
    await this.logRefused([...refused, ...results.flat()]);
    return [];
  }

  private refuseAll(imported: ImportedDocument, { code, message, place = '', value = '', wayOut }: Rejection): RefusedLine[] {
    this.counts.refused += imported.rows.length;
    return imported.rows.map((row, index) => ({
      number: row.number,
      line: imported.document.lines[index]?.line ?? '',
      column: place,
      value,
      code,
      reason: message,
      wayOut,
    }));
  }

  private async recordGroup(group: {
    partnership: string;
    reporter: string;
    documents: readonly ImportedDocument[];
  }): Promise<RefusedLine[]> {
    const documents = group.documents.map((imported) => ({ ...imported.document, reporter: group.reporter }));
    const { decided, token } = await this.recorder.recordAll(group.partnership, group.reporter, documents, this.context);
    if (token !== undefined && (this.token === undefined || BigInt(token) > BigInt(this.token))) this.token = token;
    return group.documents.flatMap((imported, index) => this.count(imported, decided[index]));
  }

  private count(imported: ImportedDocument, decided: DecidedLines | undefined): RefusedLine[] {
    if (decided === undefined) return [];
    this.counts.repeated += decided.repeated;
    this.counts.refused += decided.rejections.length;
    this.counts.recorded += imported.document.lines.length - decided.repeated - decided.rejections.length;
    return decided.rejections.map(({ index, line, rejection }) => ({
      number: imported.rows[index]?.number ?? 0,
      line,
      column: 'line',
      value: rejection.value ?? line,
      code: rejection.code,
      reason: rejection.message,
      wayOut: rejection.wayOut,
    }));
  }

  async finish(): Promise<{ readonly summary: ImportSummary; readonly token: string | undefined }> {
    await this.log([{ type: 'ImportCompleted', data: { import: this.id, ...this.counts } }]);
    return {
      summary: {
        import: this.id,
        by: this.request.by,
        file: this.request.file,
        startedAt: this.context.now,
        status: 'completed',
        ...this.counts,
      },
      token: this.token,
    };
  }

  progressed(rowsDone: number): Promise<void> {
    return this.log([{ type: 'ImportProgressed', data: { import: this.id, rowsDone, ...this.counts } }]);
  }

  private async partnershipOf(customer: string | undefined): Promise<string | undefined | readonly Rejection[]> {
    const { target } = this.request;
    if (target.kind === 'partnership') {
      const own = target.partnership.split('~')[1];
      return customer === undefined || customer === own ? target.partnership : undefined;
    }
    if (customer === undefined) return undefined;
    if (this.partnerships.has(customer)) return this.partnerships.get(customer);
    const partnership = partnershipIdOf(target.supplier, customer);
    const found =
      target.template === undefined ? await this.existing(partnership) : await this.opened(target.supplier, customer, target.template);
    if (typeof found !== 'object') this.partnerships.set(customer, found);
    return found;
  }

  private async existing(partnership: string): Promise<string | undefined> {
    return (await this.store.streamRevision(partnershipStream(partnership))) === 'noStream' ? undefined : partnership;
  }

  private async opened(supplier: string, customer: string, template: unknown): Promise<string | undefined | readonly Rejection[]> {
    const partnership = partnershipIdOf(supplier, customer);
    if ((await this.existing(partnership)) !== undefined) return partnership;
    const rejections = await signFromTemplate(this.store, templateFor(template, supplier, customer), this.context);
    return rejections.length > 0 ? rejections : partnership;
  }

  private reporterOf(document: SalesDocument, partnership: string): string {
    const [supplier = '', customer = ''] = partnership.split('~');
    return reporterOf({ supplier, customer }, document.reporter);
  }

  private async logRefused(lines: readonly RefusedLine[]): Promise<void> {
    for (let from = 0; from < lines.length; from += MAX_REFUSED_PER_EVENT) {
      await this.log([{ type: 'LinesRefused', data: { import: this.id, lines: lines.slice(from, from + MAX_REFUSED_PER_EVENT) } }]);
    }
  }

  private async log(events: readonly { readonly type: string; readonly data: unknown }[]): Promise<void> {
    const stream = importStream(this.request.by, this.id);
    const appends = toAppend(events, stream, undefined, { ...this.context, commandId: this.id }, '', this.logRevision + 1);
    await this.store.append(stream, this.logRevision < 0 ? 'noStream' : this.logRevision, appends);
    this.logRevision += events.length;
  }
}

const customerNotAllowed = (customer: string): Rejection => ({
  code: 'CUSTOMER_ID_NOT_ALLOWED',
  message: `"${customer}" cannot be the id of a customer.`,
  place: 'customer',
  value: customer,
  wayOut: 'Give an id of 1 to 64 letters, digits, "-" or "_" that begins with a letter or digit.',
});

const reporterNotYours = (reporter: string): Rejection => ({
  code: 'REPORTER_NOT_YOURS',
  message: `You cannot report as ${reporter}.`,
  place: 'reporter',
  value: reporter,
  wayOut: 'Report what your own side saw: leave the column out, or name your own side in it.',
});

/** Customer and reporter name streams, so they must be ids. */
const wrongId = ({ customer, document }: ImportedDocument): Rejection | undefined => {
  if (customer !== undefined && !isId(customer)) return customerNotAllowed(customer);
  return isId(document.reporter) ? undefined : reporterNotAllowed(document.reporter);
};

/** Customers that a batch lists, also those of refused rows: each gets its agreement. Undefined where the file has no such column. */
const customersOf = ({ documents, refused, table }: DocumentBatch): Set<string | undefined> => {
  const customers = new Set<string | undefined>();
  for (const { customer } of documents) if (customer === undefined || isId(customer)) customers.add(customer);
  if (!table.hasCustomer) return customers;
  for (const { cells } of refused) {
    const customer = cells[table.layout.customer];
    if (customer !== undefined && isId(customer)) customers.add(customer);
  }
  return customers;
};

const mappingOf = (request: ImportRequest): { readonly mapping: Mapping | undefined } | { readonly rejections: readonly Rejection[] } => {
  if (request.mapping === undefined) return { mapping: undefined };
  if (typeof request.mapping !== 'string') return { mapping: request.mapping };
  const parsed = parseMapping(request.mapping);
  return parsed.ok ? { mapping: parsed.value } : { rejections: parsed.rejections };
};

/** `running` holds the counts so far of imports that this process runs: one that is not in it was interrupted. */
export type ImportParts = { readonly store: EventStore; readonly recorder: SalesRecorder; readonly running: Map<string, ImportCounts> };
export type ImportDone = { readonly answer: Answer<ImportSummary>; readonly token: string | undefined };

/** Reads a file of sales into the ledger; sending it again changes nothing. */
export const importSales = async (
  { store, recorder, running }: ImportParts,
  request: ImportRequest,
  context: CommandContext,
  onProgress?: (progress: ImportProgress) => void,
): Promise<ImportDone> => {
  const refused = (rejections: readonly Rejection[]): ImportDone => ({ answer: { kind: 'rejected', rejections }, token: undefined });
  const mapping = mappingOf(request);
  if ('rejections' in mapping) return refused(mapping.rejections);
  const { target } = request;
  if (target.kind === 'partnership' && (await store.streamRevision(partnershipStream(target.partnership))) === 'noStream')
    return refused([partnershipUnknown(target.partnership)]);
  if (request.id !== undefined && (await store.streamRevision(importStream(request.by, request.id))) !== 'noStream')
    return refused([importIdUsed(request.id)]);
  const run = new ImportRun(store, recorder, request, context);
  running.set(run.id, run.counts);
  await run.start();
  try {
    let rows = 0;
    for await (const batch of readSalesFile(request.source, mapping.mapping, { reporter: request.reporter ?? 'supplier' })) {
      const stopped = await run.take(batch);
      if (stopped.length > 0) return refused(stopped);
      if (Math.floor((rows + batch.rows) / ROWS_PER_NOTE) > Math.floor(rows / ROWS_PER_NOTE)) await run.progressed(rows + batch.rows);
      rows += batch.rows;
      onProgress?.({ ...run.counts, bytesRead: rows, bytesTotal: null });
    }
  } catch (error) {
    if (error instanceof FileRefused) return refused([error.rejection]);
    throw error;
  } finally {
    running.delete(run.id);
  }
  const { summary, token } = await run.finish();
  return { answer: { kind: 'answer', value: summary }, token };
};
