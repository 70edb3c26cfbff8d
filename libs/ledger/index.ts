export { formatRefused } from './import/row-to-line.ts';
export { type DocumentBatch, type ImportedDocument, readSalesFile } from './import/documents.ts';
export { FileRefused } from './import/file-refused.ts';
export { type Mapping, parseMapping } from './import/mapping.ts';
export * from './ledger.ts';
export { newCommandId } from './event-ids.ts';
export { openLedger } from './open-ledger.ts';
