import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import pc from 'picocolors';
import { failureOf } from '../failure.ts';
import { program } from '../program.ts';
import type { Io } from '../terminal/io.ts';
import { printFailure } from '../terminal/refusals.ts';

/** Agreement files that name a price list, through the commands that read them, as a person runs them. */

const folder = mkdtempSync(join(tmpdir(), 'rebate-prices-'));
const at = (name: string): string => join(folder, name);
const neverExit = (command: Command): void => {
  command.exitOverride();
  command.commands.forEach(neverExit);
};

type Ran = { readonly out: string; readonly err: string; readonly exit: number };
const rebate = async (...args: readonly string[]): Promise<Ran> => {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 80,
    paint: pc.createColors(false),
  };
  const root = program(io);
  neverExit(root);
  let exit = 0;
  try {
    await root.parseAsync([...args], { from: 'user' });
  } catch (error) {
    const failed = failureOf(error);
    if (failed === undefined) throw error;
    printFailure(io, failed, false);
    exit = failed.exitCode;
  }
  return { out: out.join('\n'), err: err.join('\n'), exit };
};

const agreement = (prices: string, more = ''): string => `id: special-2026
supplier: acme
customer: buildco
from: 2026-01-01
to: 2026-12-31
currency: EUR
programmes:
  - id: special
    earn: { shipAndDebit: { prices: ${prices} } }
${more}`;
const SALES = `document,line,date,product,quantity,unitPrice,cost,endCustomer
A,1,2026-02-01,P-1,100,25,20,
A,2,2026-02-01,P-1,100,25,20,site-1
B,1,2026-08-01,P-2,100,25,20,
`;
const LIST = `product,endCustomer,downTo,downBy,downByPercent,from,to,limit
P-1,,18,,,,,
P-1,site-1,,,25,2026-01-01,2026-06-30,50

P-2,,,"1.5",,2026-07-01,,
`;

beforeAll(() => {
  mkdirSync(at('terms/lists'), { recursive: true });
  writeFileSync(at('sales.csv'), SALES);
  writeFileSync(at('terms/lists/list.csv'), LIST);
  writeFileSync(at('terms/a.yaml'), agreement('lists/list.csv'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const earned = async (file: string): Promise<unknown> =>
  (JSON.parse((await rebate('calculate', '--agreement', file, '--sales', at('sales.csv'), '--json')).out) as { earned: string }).earned;

describe('a price list beside the agreement', () => {
  test('is read from where the agreement stands, whatever folder the command is run in', async () => {
    // 100 × (20 − 18), then 50 of 100 × 5, then 100 × 1.50.
    expect(await earned(at('terms/a.yaml'))).toBe('600.00');
  });

  test('may be named by its whole path, and stand in JSON', async () => {
    writeFileSync(at('whole.yaml'), agreement(at('terms/lists/list.csv')));
    expect(await earned(at('whole.yaml'))).toBe('600.00');
    writeFileSync(
      at('a.json'),
      JSON.stringify({
        id: 'special-2026',
        supplier: 'acme',
        customer: 'buildco',
        from: '2026-01-01',
        to: '2026-12-31',
        currency: 'EUR',
        programmes: [{ id: 's', earn: { shipAndDebit: { prices: 'terms/lists/list.csv' } } }],
      }),
    );
    expect(await earned(at('a.json'))).toBe('600.00');
  });

  test('may be separated by semicolons', async () => {
    writeFileSync(at('semicolons.csv'), 'product;downTo\r\nP-1;18\r\n');
    writeFileSync(at('semicolons.yaml'), agreement('semicolons.csv'));
    expect(await earned(at('semicolons.yaml'))).toBe('400.00');
  });

  test('may be one of an amendment', async () => {
    writeFileSync(at('terms/lists/later.csv'), 'product,downTo\nP-1,18\nP-2,10\n');
    writeFileSync(
      at('terms/amended.yaml'),
      agreement(
        'lists/list.csv',
        'amendments: [{ effective: 2026-07-01, programme: special, mode: restart, change: { earn: { shipAndDebit: { prices: lists/later.csv } } } }]\n',
      ),
    );
    // Before July 200 and 50 × 5; from then on 100 × (20 − 10).
    expect(await earned(at('terms/amended.yaml'))).toBe('1450.00');
  });

  test('is checked with the agreement before anything is proposed', async () => {
    writeFileSync(at('overlap.csv'), 'product,downTo\nP-1,18\nP-1,17\n');
    writeFileSync(at('overlap.yaml'), agreement('overlap.csv'));
    const ran = await rebate('agreement', 'check', at('overlap.yaml'));
    expect(ran).toMatchObject({ exit: 2 });
    expect(ran.err).toContain('PRICES_OVERLAP');
    expect(ran.err).toContain('earn.shipAndDebit.prices[1]');
  });
});

test('a proposed agreement holds the prices, and no name of a file', async () => {
  const data = at('ledger');
  expect(
    (await rebate('agreement', 'propose', at('terms/a.yaml'), '--party', 'supplier', '--person', 'Anna Berg', '--data', data)).exit,
  ).toBe(0);
  const shown = await rebate('agreement', 'show', 'special-2026', '--data', data, '--json');
  expect(shown.out).toContain('"product":"P-2"');
  expect(shown.out).not.toContain('list.csv');
});

describe('a list that cannot be used is refused with its file, line and column', () => {
  test.each([
    ['a column that is missing', 'endCustomer,downTo\nx,1\n', 'COLUMN_MISSING', 'bad.csv: line 1'],
    ['a column that is not known', 'product,downTo,price\nP-1,1,2\n', 'COLUMN_UNKNOWN', 'bad.csv: line 1, column price'],
    ['a row with a cell too many', 'product,downTo\nP-1,1\nP-2,1,2\n', 'COLUMNS_COUNT', 'bad.csv: line 3'],
    ['a row without a product', 'product,downTo\n,1\n', 'VALUE_MISSING', 'bad.csv: line 2, column product'],
    ['a row without a price', 'product,downTo,downBy\nP-1,1,\n\nP-2,,\n', 'VALUE_NOT_ALLOWED', 'bad.csv: line 4, column downTo'],
    ['a row with two prices', 'product,downTo,downBy\nP-1,1,2\n', 'VALUE_NOT_ALLOWED', 'bad.csv: line 2, column downBy'],
    ['a thousands separator', 'product,downTo\nP-1,"1,000"\n', 'VALUE_NOT_ALLOWED', 'bad.csv: line 2, column downTo'],
    ['a negative price', 'product,downTo\nP-1,-1\n', 'VALUE_NOT_ALLOWED', 'bad.csv: line 2, column downTo'],
    ['a limit of nothing', 'product,downTo,limit\nP-1,1,0\n', 'VALUE_NOT_ALLOWED', 'bad.csv: line 2, column limit'],
    ['a day that is none', 'product,downTo,from\nP-1,1,2026-02-30\n', 'VALUE_NOT_ALLOWED', 'bad.csv: line 2, column from'],
  ])('%s', async (_, list, code, place) => {
    writeFileSync(at('bad.csv'), list);
    writeFileSync(at('bad.yaml'), agreement('bad.csv'));
    const ran = await rebate('calculate', '--agreement', at('bad.yaml'), '--sales', at('sales.csv'));
    expect(ran).toMatchObject({ exit: 2, out: '' });
    expect(ran.err).toMatch(new RegExp(`^${code}: `));
    expect(ran.err).toContain(place);
    expect(ran.err.match(/^[A-Z_]+: /gm)).toHaveLength(1);
  });
});
