import { describe, expect, test } from '@jest/globals';
import { type DocumentBatch, type GroupOptions, groupDocuments, MAX_PIECE_LINES } from './documents.ts';
import { readRows } from './csv.ts';
import { type Mapping, parseMapping } from './mapping.ts';
import { formatRefused } from './row-to-line.ts';

const parsed = parseMapping('document=No,date=Day,product=Code,quantity=Qty,unitPrice=Price,customer=Cust');
const mapping: Mapping = parsed.ok ? parsed.value : {};

const pieces = async function* (text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
};
const importOf = async (text: string, size = 1 << 16, options: GroupOptions = { reporter: 'acme' }, map: Mapping = mapping) => {
  const batches: DocumentBatch[] = [];
  for await (const batch of groupDocuments(readRows(pieces(text, size), map), options)) batches.push(batch);
  const documents = batches.flatMap((batch) => batch.documents);
  return {
    table: batches[0]?.table,
    documents,
    refused: batches.flatMap((batch) => batch.refused),
    recorded: documents.reduce((sum, one) => sum + one.document.lines.length, 0),
    notAddressed: batches.reduce((sum, batch) => sum + batch.notAddressed, 0),
    rows: batches.reduce((sum, batch) => sum + batch.rows, 0),
  };
};
type Imported = Awaited<ReturnType<typeof importOf>>;
const shown = (imported: Imported): string[] =>
  imported.documents.map(
    (one) =>
      `${one.customer ?? '-'} ${one.document.document} ${one.document.action ?? 'record'} ${one.document.lines.map((line) => line.line).join(',')} @${one.rows.map((row) => row.number).join(',')}`,
  );

const HEADER = 'No,Code,Text,Qty,Day,Price,Cust';
const file = (...rows: string[]): string => `${[HEADER, ...rows].join('\n')}\n`;

describe('documents of a mapped file', () => {
  test('lines are numbered within their document, refused ones and those of no customer included', async () => {
    const imported = await importOf(
      file(
        'A,p,t,1,2026-01-01,2.5,c1',
        'A,p,t,1e3,2026-01-01,2.5,c1',
        'A,p,t,2,2026-01-01T10:00:00Z,2.5,c1',
        'B,p,t,1,2026-01-01,2.5,',
        'B,p,t,0,2026-01-01,x,',
        'C1,p,t,-1,2026-01-01,2.5,c2',
        'A,p,t,5,2026-01-02,2.5,c1',
        'C1,p,t,-2,2026-01-01,2.5,c2',
        'A,p',
        'A,p,t,6,2026-01-02,2.5,c1',
      ),
    );
    expect(shown(imported)).toEqual([
      'c1 A record 1,3 @2,4',
      'c2 C1 record 1 @7',
      'c1 A record 4 @8',
      'c2 C1 record 2 @9',
      'c1 A record 5 @11',
    ]);
    expect(
      imported.refused.map((one) => [
        one.number,
        one.line,
        one.refusals.map((refusal) => `${refusal.column} ${refusal.code} ${refusal.value}`),
      ]),
    ).toEqual([
      [3, '2', ['Qty NUMBER_NOT_EXACT 1e3']],
      [10, '1', [' COLUMNS_COUNT A,p']],
    ]);
    expect(imported).toMatchObject({ rows: 10, recorded: 6, notAddressed: 2 });
    expect(imported.documents[0]?.document).toEqual({
      reporter: 'acme',
      stage: 'invoiced',
      document: 'A',
      lines: [
        { date: '2026-01-01', line: '1', product: 'p', quantity: '1', unitPrice: '2.5' },
        { date: '2026-01-01', line: '3', product: 'p', quantity: '2', unitPrice: '2.5' },
      ],
    });
    expect(imported.documents[1]?.document.lines[0]?.kind).toBe('return');
  });

  test('come in pieces of at most 300 lines, the same however the bytes arrive', async () => {
    const text = file(
      ...Array.from(
        { length: 1000 },
        (_, index) =>
          `${index < 700 ? 'A' : `B${Math.floor(index / 7)}`},p,"t ""${index}""",${index + 1},2026-01-01,${index % 50 === 0 ? '0' : '2.5'},c1`,
      ),
    );
    const whole = await importOf(text);
    expect(whole.documents.slice(0, 4).map((one) => one.document.lines.length)).toEqual([MAX_PIECE_LINES, MAX_PIECE_LINES, 86, 6]);
    expect(whole.recorded + whole.refused.length).toBe(1000);
    const cut = await importOf(text, 97);
    expect({ ...cut, table: undefined }).toEqual({ ...whole, table: undefined });
  });

  test('refused rows go out as a file that can be mended and sent again', async () => {
    const text = file('A,p,"7"" plate, t",1e3,2026-01-32,2.5,c1', 'A,p,t,2,2026-01-01,2.5,c1', 'A,q,t,1,2026-01-01,0,c1');
    const imported = await importOf(text);
    if (imported.table === undefined) throw new Error('a table');
    const refused = formatRefused(imported.table, imported.refused);
    const [head, first] = refused.split('\n');
    expect(head).toBe(`${HEADER},line,row,column,value,code,reason,wayOut`);
    expect(first).toMatch(
      /^A,p,"7"" plate, t",1e3,2026-01-32,2\.5,c1,1,2,Day \| Qty,2026-01-32 \| 1e3,DATE_NOT_A_DAY \| NUMBER_NOT_EXACT,/,
    );
    // Sent again as it is, it is refused in the same words; mended, it is recorded under the numbers it had.
    const again = await importOf(refused);
    if (again.table === undefined) throw new Error('a table');
    expect(formatRefused(again.table, again.refused).replaceAll(/,(\d+),(\d+),/g, ',$1,')).toBe(
      refused.replaceAll(/,(\d+),(\d+),/g, ',$1,'),
    );
    const mended = await importOf(
      refused.replaceAll('1e3', '1000').replaceAll('2026-01-32', '2026-01-31').replace(',2026-01-01,0,', ',2026-01-01,4,'),
    );
    expect(shown(mended)).toEqual(['c1 A record 1,3 @2,3']);
  });
});

describe('documents in our own form', () => {
  const own = 'document,line,date,product,quantity,unitPrice,reporter,stage,action,paidOn';
  test('are parted by reporter, stage and action; who reports is taken from the options where the file is silent', async () => {
    const text = `${own}\nA,1,2026-01-01,p,1,2,,,,\nA,2,2026-01-01,p,1,2,hub,,,\nA,3,2026-01-01,p,1,2,hub,shipped,,\nA,4,2026-01-01,p,1,2,hub,shipped,void,\nA,1,2026-01-01,p,1,2,,,pay,2026-02-01\n`;
    const imported = await importOf(text, 10, { reporter: 'acme' }, {});
    expect(
      imported.documents.map((one) => [one.document.reporter, one.document.stage, one.document.action, one.document.lines.length]),
    ).toEqual([
      ['acme', 'invoiced', undefined, 1],
      ['hub', 'invoiced', undefined, 1],
      ['hub', 'shipped', undefined, 1],
      ['hub', 'shipped', 'void', 1],
      ['acme', 'invoiced', 'pay', 1],
    ]);
    expect(imported.documents[0]).not.toHaveProperty('customer');
  });
});

test('dirty data: each row is recorded, refused or not addressed, once', async () => {
  let seed = 7;
  const next = (below: number): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  const pick = (...list: string[]): string => list[next(list.length)] ?? '';
  const rows = Array.from({ length: 20_000 }, () =>
    [
      `D${next(900)}`,
      pick('p1', 'p2', '', '"a ""b"""', '"two\nlines"'),
      pick('t', '"x, y"', 'stray" quote'),
      pick('1', '2', '-3', '0', '1,5'),
      pick('2026-01-01', '2026-02-30', '2026-03-01T00:00:00'),
      pick('2.5', '0', '-1', '1e2', '1.005'),
      pick('c1', 'c2', ''),
    ].join(','),
  );
  const imported = await importOf(file(...rows), 4096);
  expect(imported.rows).toBe(20_000);
  expect(imported.recorded + imported.refused.length + imported.notAddressed).toBe(20_000);
  expect(Math.min(imported.recorded, imported.refused.length, imported.notAddressed)).toBeGreaterThan(500);
});
