import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readRows } from './csv.ts';
import { FileRefused } from './file-refused.ts';
import { MAX_RECORD_CHARS, type Row } from '#kernel';

const pieces = async function* (bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
};

const HEADER = 'document,line,date,product,quantity,unitPrice';
const read = async (text: string | Uint8Array, size = 1 << 16): Promise<Row[]> => {
  const rows: Row[] = [];
  for await (const batch of readRows(pieces(typeof text === 'string' ? Buffer.from(text) : text, size))) rows.push(...batch.rows);
  return rows;
};
const refusalOf = async (text: string | Uint8Array, size?: number): Promise<unknown> => {
  try {
    await read(text, size);
    return 'read';
  } catch (error) {
    return error instanceof FileRefused ? error.rejection : error;
  }
};
const shown = (rows: readonly Row[]): unknown[] => rows.map((row) => [row.number, row.fault ?? 'good', row.cells.join('|')]);

describe('rows', () => {
  test('carry their line in the file: blank lines and quoted line ends count', async () => {
    expect(shown(await read(`${HEADER}\nA,1,d,"two\nlines",1,2\n\nA,2,d,p,1,2\r\n\r\nA,3,d,"7"" plate, red",1,2`))).toEqual([
      [2, 'good', 'A|1|d|two\nlines|1|2'],
      [5, 'good', 'A|2|d|p|1|2'],
      [7, 'good', 'A|3|d|7" plate, red|1|2'],
    ]);
  });
  test('with too few or too many cells never take another row along', async () => {
    expect(shown(await read(`${HEADER}\nA,1\nA,2,d,p,1,2\nA,3,d,p,1,2,\nA,4,d,p,1,2\nA,"5"\nA,6,d,p,1,2\n`))).toEqual([
      [2, 'COLUMNS_COUNT', 'A|1'],
      [3, 'good', 'A|2|d|p|1|2'],
      [4, 'COLUMNS_COUNT', 'A|3|d|p|1|2|'],
      [5, 'good', 'A|4|d|p|1|2'],
      [6, 'COLUMNS_COUNT', 'A|5'],
      [7, 'good', 'A|6|d|p|1|2'],
    ]);
  });
  test('with a forgotten quote cost only themselves', async () => {
    expect(shown(await read(`${HEADER}\nA,1,d,"p,1,2\nA,2,d,p,1,2\n`))).toEqual([
      [2, 'QUOTES_BROKEN', 'A|1|d|"p|1|2'],
      [3, 'good', 'A|2|d|p|1|2'],
    ]);
    expect(shown(await read(`${HEADER}\nA,1,d,"p"x,1,2\nA,2,d,p,1,2\n`))).toEqual([
      [2, 'QUOTES_BROKEN', 'A|1|d|"p"x|1|2'],
      [3, 'good', 'A|2|d|p|1|2'],
    ]);
    const many = `${HEADER}\nA,1,d,"p,1,2\n${'A,2,d,p,1,2\n'.repeat(20_000)}`;
    for (const size of [100_000, 7_000]) {
      const rows = await read(many, size);
      expect([rows.length, rows[0]?.fault, rows.filter((row) => row.fault !== undefined).length, rows.at(-1)?.number]).toEqual([
        20_001,
        'QUOTES_BROKEN',
        1,
        20_002,
      ]);
    }
  });
  test('a quote within an unquoted cell is a character', async () => {
    expect(shown(await read(`${HEADER}\nA,1,d,7" plate,1,2\n`))).toEqual([[2, 'good', 'A|1|d|7" plate|1|2']]);
  });
  test('are the same however the bytes arrive, and unpacked', async () => {
    const cell = fc.constantFrom('a', '', 'é😀', '"x"', 'a,b', 'two\nlines', 'cr\r\nlf', '"', ' ');
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const table = fc.array(fc.array(cell, { minLength: 6, maxLength: 6 }), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        table,
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (rows, size, end, isZipped) => {
          const text = [HEADER, ...rows.map((row) => row.map(quoted).join(','))].join(end);
          const bytes = Buffer.from(`\ufeff${text}${end}`);
          expect((await read(isZipped ? gzipSync(bytes) : bytes, size)).map((row) => row.cells)).toEqual(rows);
        },
      ),
      { numRuns: 150 },
    );
  });
  test('a record has a limit', async () => {
    const rows = await read(`${HEADER}\nA,1,d,"${'x'.repeat(MAX_RECORD_CHARS)}",1,2\nA,2,d,p,1,2\n`);
    expect(rows.map((row) => row.fault)).toEqual(['QUOTES_BROKEN', undefined]);
  });
});

describe('files', () => {
  test('with semicolons are told by their header', async () => {
    expect(shown(await read(`${HEADER.replaceAll(',', ';')}\nA;1;d;p,q;1;2\n`))).toEqual([[2, 'good', 'A|1|d|p,q|1|2']]);
  });
  test.each([
    ['', 'FILE_EMPTY'],
    ['\ufeff\n', 'HEADER_MISSING'],
    ['document,line,date\n', 'HEADER_MISSING'],
    [`${HEADER},x;${HEADER.replaceAll(',', ';')}\n`, 'DELIMITER_AMBIGUOUS'],
    [`${HEADER},line\n`, 'HEADER_TWICE'],
    ['x'.repeat(70_000), 'HEADER_TOO_LONG'],
  ])('%j is refused with %s', async (text, code) => {
    expect(await refusalOf(text)).toMatchObject({ code });
  });
  test('of a header alone hold no rows', async () => {
    expect(await read(HEADER)).toEqual([]);
    expect(await read(`${HEADER}\n`)).toEqual([]);
  });
  test.each([1, 7, 1 << 16])('that are not UTF-8 are refused at the byte (%i a time)', async (size) => {
    const good = Buffer.from(`${HEADER}\nA,1,d,é,1,2\n`);
    const bytes = Buffer.concat([good, Buffer.from('A,2,d,Gr'), Buffer.from([0xfc, 0xdf]), Buffer.from('e,1,2\n')]);
    expect(await refusalOf(bytes, size)).toMatchObject({ code: 'ENCODING_NOT_UTF8', place: `byte ${good.length + 8}`, value: '0xfc' });
    expect(await refusalOf(bytes.subarray(0, good.length + 9), size)).toMatchObject({ code: 'ENCODING_NOT_UTF8' });
  });
  test('whose gzip is cut are refused', async () => {
    const bytes = gzipSync(Buffer.from(`${HEADER}\n${'A,1,d,p,1,2\n'.repeat(5000)}`));
    expect(await refusalOf(bytes.subarray(0, bytes.length - 20))).toMatchObject({ code: 'GZIP_BROKEN' });
  });
  test('that do not exist give the error of the system', async () => {
    await expect(readRows('/no/such/file.csv').next()).rejects.toMatchObject({ code: 'ENOENT' });
  });
  test('are closed when the reader stops early', async () => {
    let isClosed = false;
    const source = async function* (): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from(`${HEADER}\n`);
        for (;;) yield await Promise.resolve(Buffer.from('A,1,d,p,1,2\n'));
      } finally {
        isClosed = true;
      }
    };
    for await (const batch of readRows(source())) if (batch.rows.length > 0) break;
    expect(isClosed).toBe(true);
  });
});
