import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseMapping, readRows } from '#ledger';
import { SALES_COLUMNS } from '#rebates';
import {
  FIELDS,
  guessed,
  mappingFile,
  mappingText,
  missingIn,
  parseMappingFile,
  withColumn,
} from '../../apps/web/screens/import/columns.ts';
import { fileOf, openFile, rowsAt } from '../../apps/web/screens/import/read-file.ts';

/** The page and the server must mean the same by a row, a column and a mapping. */

const HEADER = ['InvoiceNo', 'InvoiceDate', 'StockCode', 'Description', 'Quantity', 'UnitPrice'];

test('the fields that a person can choose are the columns of a sales file', () => {
  expect(FIELDS.map(([name]) => name).sort()).toEqual([...SALES_COLUMNS].sort());
});

test('a header of others is guessed, one column a field; what is missing is named', () => {
  expect(guessed(HEADER)).toEqual({
    document: 'InvoiceNo',
    date: 'InvoiceDate',
    product: 'StockCode',
    quantity: 'Quantity',
    unitPrice: 'UnitPrice',
  });
  expect(guessed(['Belegnummer', 'Datum', 'Artikel', 'Menge', 'Einzelpreis', 'Kunde'])).toEqual({
    document: 'Belegnummer',
    date: 'Datum',
    product: 'Artikel',
    quantity: 'Menge',
    unitPrice: 'Einzelpreis',
    customer: 'Kunde',
  });
  expect(missingIn(guessed(['a', 'date']))).toEqual(['document', 'product', 'quantity', 'unitPrice']);
  const moved = withColumn(guessed(HEADER), HEADER, 'Description', 'product');
  expect([moved.product, Object.values(moved).includes('StockCode')]).toEqual(['Description', false]);
  // The server reads a column of our own name under that name, so it cannot be set aside here.
  expect(withColumn({ date: 'date' }, ['date'], 'date', undefined)).toEqual({ date: 'date' });
});

test('a mapping is read alike by the server, and again from its file', () => {
  for (const header of [HEADER, ['No, external', 'Date=', 'Product: code', '{Qty}', 'Price "net"']]) {
    const mapping = Object.fromEntries(
      ['document', 'date', 'product', 'quantity', 'unitPrice'].map((field, at) => [field, header[at] ?? '']),
    );
    expect(parseMapping(mappingText(mapping))).toEqual({ ok: true, value: mapping });
    expect(parseMapping(mappingFile(mapping))).toEqual({ ok: true, value: mapping });
    expect(parseMappingFile(mappingFile(mapping), header)).toEqual(mapping);
  }
});

test('whatever the cells hold, the page finds each row under the number that the server gives it', async () => {
  const cell = fc.constantFrom('a', '', 'é😀', 'a,b', 'two\nlines', 'cr\r\nlf', '"', ' ', 'x;y');
  const table = fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 15 });
  await fc.assert(
    fc.asyncProperty(table, fc.constantFrom(',' as const, ';' as const), async (rows, delimiter) => {
      const header = ['document', 'line', 'date', 'product', 'quantity', 'unitPrice'];
      const { text, numbers } = fileOf([header, ...rows], delimiter);
      const server = new Map<number, readonly string[]>();
      for await (const batch of readRows(
        (async function* () {
          yield await Promise.resolve(Buffer.from(text));
        })(),
      ))
        for (const { number, cells } of batch.rows) server.set(number, cells);
      const opened = await openFile(new File([text], 'a.csv'));
      expect([opened.delimiter, opened.header]).toEqual([delimiter, header]);
      expect(await rowsAt(opened, new Set(server.keys()))).toEqual(server);
      // A row of blank cells alone is no blank line, so each row stands where it was written.
      expect([...server.keys()]).toEqual(numbers.slice(1));
    }),
    { numRuns: 100 },
  );
});
