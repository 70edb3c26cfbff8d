import { describe, expect, test } from '@jest/globals';
import { parseMapping, tableOf } from './mapping.ts';

const codes = (
  result: { readonly ok: true } | { readonly ok: false; readonly rejections: readonly { readonly code: string }[] },
): string[] => (result.ok ? [] : result.rejections.map((one) => one.code));

describe('parseMapping', () => {
  const expected = { ok: true, value: { document: 'InvoiceNo', date: 'Invoice Date' } };
  test.each([
    'document=InvoiceNo,date=Invoice Date',
    ' document = InvoiceNo , date=Invoice Date ',
    '{"document":"InvoiceNo","date":"Invoice Date"}',
    'document: InvoiceNo\ndate: Invoice Date\n',
  ])('reads %j', (text) => {
    expect(parseMapping(text)).toEqual(expected);
  });
  test.each([
    ['invoice=InvoiceNo', 'MAPPING_COLUMN_UNKNOWN'],
    ['document', 'MAPPING_PAIR_EMPTY'],
    ['', 'MAPPING_COLUMN_UNKNOWN'],
    ['document=A,document=B', 'MAPPING_PAIR_TWICE'],
    ['{"document":', 'MAPPING_NOT_READ'],
    ['- document\n- date', 'MAPPING_NOT_READ'],
    ['{"document": 5}', 'MAPPING_PAIR_EMPTY'],
  ])('refuses %j with %s', (text, code) => {
    expect(codes(parseMapping(text))).toEqual([code]);
  });
});

describe('tableOf', () => {
  const ours = ['document', 'line', 'date', 'product', 'quantity', 'unitPrice'];
  test('reads our own names, and says what it leaves out', () => {
    expect(tableOf([...ours, 'Description', 'row', 'code'], ',', undefined)).toMatchObject({
      ok: true,
      value: { hasLine: true, hasCustomer: false, ignored: ['Description'] },
    });
  });
  test('a file in our own form says its line numbers; a mapped one need not', () => {
    expect(codes(tableOf(['document', 'date', 'product', 'quantity', 'unitPrice'], ',', undefined))).toEqual(['HEADER_MISSING']);
    expect(tableOf(['No', 'date', 'product', 'quantity', 'unitPrice'], ',', { document: 'No' })).toMatchObject({
      ok: true,
      value: { hasLine: false },
    });
    expect(tableOf(['No', 'date', 'product', 'quantity', 'unitPrice', 'line'], ',', { document: 'No' })).toMatchObject({
      ok: true,
      value: { hasLine: true },
    });
  });
  test('names the missing column and the way out', () => {
    expect(tableOf(['document', 'line', 'date', 'product', 'Quantity', 'unitPrice'], ',', undefined)).toMatchObject({
      ok: false,
      rejections: [{ code: 'HEADER_MISSING', value: 'quantity', wayOut: expect.stringContaining('--map quantity=Quantity') }],
    });
    expect(tableOf(ours, ',', { category: 'Group' })).toMatchObject({
      ok: false,
      rejections: [{ code: 'HEADER_MISSING', value: 'Group' }],
    });
  });
  test('an optional column that is nearly ours is not silently left out', () => {
    expect(codes(tableOf([...ours, 'tax_code'], ',', undefined))).toEqual(['HEADER_UNKNOWN']);
  });
  test('a column that is there twice is refused', () => {
    expect(codes(tableOf([...ours, 'line'], ',', undefined))).toEqual(['HEADER_TWICE']);
  });
});
