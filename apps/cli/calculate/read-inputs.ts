import { existsSync } from 'node:fs';
import { FileRefused, parseMapping, readSalesFile, type RefusedLine } from '#ledger';
import { type AgreementTerms, type Calculation, parseAgreement, parsePolicy, type Policy, type SalesDocument } from '#rebates';
import { EXIT } from '../exit-codes.ts';
import { accept, CliFailure, failure } from '../failure.ts';
import { readAgreementFile } from '../files/read-agreement.ts';
import { readStructured, readText } from '../files/read-structured.ts';

export const readAgreement = async (file: string): Promise<AgreementTerms> => accept(parseAgreement(await readAgreementFile(file)), file);
export const readPolicy = async (file: string): Promise<Policy> => accept(parsePolicy(await readStructured(file)), file);

/** `document=InvoiceNo,…`, or the name of a file that holds the pairs. */
export const mappingText = async (given: string): Promise<string> => {
  if (existsSync(given)) return readText(given);
  if (given.includes('=')) return given;
  throw failure(
    'FILE_NOT_FOUND',
    `There is no mapping file ${given}.`,
    'Name a file, or write document=InvoiceNo,date=InvoiceDate.',
    { place: '--map', value: given },
    EXIT.refused,
  );
};

/** What became of the lines that do not count as they came. */
export type Read = {
  sent: number;
  refused: number;
  notAddressed: number;
  otherReporter: number;
  readonly refusedLines: (RefusedLine & { readonly file: string })[];
};

/** Refused lines kept for the list; all are counted. */
const MAX_LISTED = 1000;

const isSamePiece = (one: SalesDocument, other: SalesDocument): boolean =>
  one.document === other.document && one.reporter === other.reporter && one.stage === other.stage && one.action === other.action;

/** What takes the documents that are read, and whose agreement says which they are. */
type Taker = Pick<Calculation, 'agreement' | 'add'>;

/** Gives contiguous pieces of one document on as one document, in the order of the file. */
class Pieces {
  readonly #calculation: Taker;
  #held: SalesDocument | undefined;
  #more: SalesDocument['lines'][number][] = [];

  constructor(calculation: Taker) {
    this.#calculation = calculation;
  }

  add(document: SalesDocument): void {
    if (this.#held !== undefined && isSamePiece(this.#held, document)) {
      for (const line of document.lines) this.#more.push(line);
      return;
    }
    this.flush();
    this.#held = document;
    this.#more = [...document.lines];
  }

  flush(): void {
    if (this.#held !== undefined) this.#calculation.add({ ...this.#held, lines: this.#more });
    this.#held = undefined;
  }
}

const nameOf = (terms: AgreementTerms, reporter: string): string =>
  reporter === 'supplier' ? terms.supplier : reporter === 'customer' ? terms.customer : reporter;

/** Reads sales files, in the order given, into the calculation. Refused and unaddressed lines are counted, not thrown. */
export const readSales = async (calculation: Taker, files: readonly string[], mapped: string | undefined): Promise<Read> => {
  const { terms } = calculation.agreement;
  const mapping = mapped === undefined ? undefined : accept(parseMapping(mapped), '--map');
  const read: Read = { sent: 0, refused: 0, notAddressed: 0, otherReporter: 0, refusedLines: [] };
  const counted = nameOf(terms, terms.countsFrom);
  const pieces = new Pieces(calculation);
  for (const file of files) {
    // A file that does not say who reports is taken to be from the side that the agreement counts from.
    const source = file === '-' ? (process.stdin as AsyncIterable<Uint8Array>) : file;
    try {
      for await (const batch of readSalesFile(source, mapping, { reporter: counted })) {
        read.sent += batch.rows;
        read.refused += batch.refused.length;
        read.notAddressed += batch.notAddressed;
        for (const { refusals } of batch.refused)
          if (read.refusedLines.length < MAX_LISTED) read.refusedLines.push(...refusals.map((one) => ({ ...one, file })));
        for (const { customer, document } of batch.documents) {
          if (customer !== undefined && customer !== terms.customer) read.notAddressed += document.lines.length;
          else if (nameOf(terms, document.reporter) !== counted) read.otherReporter += document.lines.length;
          else pieces.add(document);
        }
      }
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      const { rejection } = error;
      throw new CliFailure([{ ...rejection, place: rejection.place === undefined ? file : `${file}: ${rejection.place}` }], EXIT.refused);
    }
  }
  pieces.flush();
  return read;
};
