import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_RECORD_CHARS, type Row, RowSplitter } from './split-rows.ts';

/** One cell and what ends it: RFC 4180, where the last line may end in nothing and a carriage return alone ends nothing. */
const CELL = /(?:"((?:[^"]|"")*)"|((?!")[^,\n]*?))(,|\r?\n|\r?$)/y;

/** The cells of the record at `from` and where the next one begins; undefined where its quotes are broken. */
const recordAt = (text: string, from: number): { cells: string[]; end: number } | undefined => {
  const cells: string[] = [];
  for (CELL.lastIndex = from; ;) {
    const found = CELL.exec(text);
    if (found === null) return undefined;
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] !== ',') return { cells, end: found.index + found[0].length };
  }
};

/** Slow and obvious: record by record with one expression; one with broken quotes costs its own line only. */
const rowsOf = (text: string, width?: number): Row[] => {
  const rows: Row[] = [];
  for (let at = 0, number = 1; at < text.length;) {
    const line = /^.*?(?=\r?\n|\r?$)/s.exec(text.slice(at))?.[0] ?? '';
    const record = recordAt(text, at);
    const { cells, end } = record ?? { cells: line.split(','), end: text.indexOf('\n', at) + 1 || text.length };
    const fault = record === undefined ? 'QUOTES_BROKEN' : width === undefined || cells.length === width ? undefined : 'COLUMNS_COUNT';
    if (line !== '') rows.push({ number, cells, ...(fault === undefined ? {} : { fault }) });
    number += text.slice(at, end).split('\n').length - 1;
    at = end;
  }
  return rows;
};

const inBlocks = (text: string, cuts: readonly number[], width?: number): Row[] => {
  const splitter = new RowSplitter(',', 1, width);
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((a, b) => a - b), text.length];
  return places.slice(1).flatMap((place, index) => splitter.push(text.slice(places[index], place), index === cuts.length));
};

describe('cutting a table into rows', () => {
  it('reads any text as the slow reference does, whatever the blocks it comes in', () => {
    const text = fc
      .array(fc.constantFrom('"', ',', '\n', 'a', '\r', '\r\n', '""', 'b"', '"c",', '"\n"'), { maxLength: 40 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.array(fc.nat(99), { maxLength: 3 }), fc.constantFrom(undefined, 1, 2), (given, cuts, width) => {
        expect(inBlocks(given, cuts, width)).toEqual(rowsOf(given, width));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      'a,b\r\nc,d',
      [
        { number: 1, cells: ['a', 'b'] },
        { number: 2, cells: ['c', 'd'] },
      ],
    ],
    ['"a ""x"", y",b\n', [{ number: 1, cells: ['a "x", y', 'b'] }]],
    [
      '"two\nlines",b\r\n\r\nc,"d"\r\n',
      [
        { number: 1, cells: ['two\nlines', 'b'] },
        { number: 4, cells: ['c', 'd'] },
      ],
    ],
    ['a,"b"\r', [{ number: 1, cells: ['a', 'b'] }]],
    [
      '5" pipe,b\nc,d\r',
      [
        { number: 1, cells: ['5" pipe', 'b'] },
        { number: 2, cells: ['c', 'd'] },
      ],
    ],
    [
      'a\nb,c,d\n',
      [
        { number: 1, cells: ['a'], fault: 'COLUMNS_COUNT' },
        { number: 2, cells: ['b', 'c', 'd'], fault: 'COLUMNS_COUNT' },
      ],
    ],
    // A forgotten quote takes no good line along.
    [
      '"a,b\r\nc,d\n',
      [
        { number: 1, cells: ['"a', 'b'], fault: 'QUOTES_BROKEN' },
        { number: 2, cells: ['c', 'd'] },
      ],
    ],
    [
      '"a"x,b\nc,d\n',
      [
        { number: 1, cells: ['"a"x', 'b'], fault: 'QUOTES_BROKEN' },
        { number: 2, cells: ['c', 'd'] },
      ],
    ],
    [
      '"a"\rx,b\nc,d\n',
      [
        { number: 1, cells: ['"a"\rx', 'b'], fault: 'QUOTES_BROKEN' },
        { number: 2, cells: ['c', 'd'] },
      ],
    ],
  ])('reads %j', (text, rows) => {
    expect(new RowSplitter(',', 1, 2).push(text, true)).toEqual(rows);
    expect(rowsOf(text, 2)).toEqual(rows);
  });

  it('numbers from the line that it is told, with the delimiter that it is told', () => {
    const splitter = new RowSplitter(';', 7);
    expect(splitter.push('"a";b\n', false)).toEqual([{ number: 7, cells: ['a', 'b'] }]);
    expect(splitter.push('c;"d\n', false)).toEqual([]);
    expect(splitter.push('e"\nf', true)).toEqual([
      { number: 8, cells: ['c', 'd\ne'] },
      { number: 10, cells: ['f'] },
    ]);
  });

  it.each([
    [0, undefined],
    [1, 'QUOTES_BROKEN'],
  ] as const)('reads a record as long as one may be and %d more, in one block or two', (more, fault) => {
    const record = `"\n${'x'.repeat(MAX_RECORD_CHARS - 4 + more)}"\n`;
    const text = `a\n${record}b\n`;
    const rows = inBlocks(text, []);
    expect(rows[1]?.fault).toBe(fault);
    expect(rows.at(-1)).toEqual({ number: 4, cells: ['b'] });
    for (let cut = text.length - 5; cut <= text.length; cut += 1) expect(inBlocks(text, [cut])).toEqual(rows);
  });

  it('waits no longer than that for a quote that never closes', () => {
    const splitter = new RowSplitter(',', 1);
    expect(splitter.push(`"${'x,\n'.repeat(MAX_RECORD_CHARS / 4)}`, false)).toEqual([]);
    expect(splitter.push('y\n'.repeat(MAX_RECORD_CHARS / 8), false)[0]).toEqual({ number: 1, cells: ['"x', ''], fault: 'QUOTES_BROKEN' });
  });
});
