import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { failureOf } from '../failure.ts';
import { program } from '../program.ts';
import { printFailure } from '../terminal/refusals.ts';

/** The commands on two sides' records, one after the other on a ledger in a folder of its own. */

const folder = mkdtempSync(join(tmpdir(), 'cli-disputes-'));
const before = process.env['EVENTSTORE_URL'];
beforeAll(() => {
  delete process.env['EVENTSTORE_URL'];
});
afterAll(() => {
  if (before !== undefined) process.env['EVENTSTORE_URL'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const neverExit = (command: Command): void => {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  for (const one of command.commands) neverExit(one);
};
type Ran = { readonly out: string; readonly err: string; readonly exitCode: number };
const on = async (...args: readonly string[]): Promise<Ran> => {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    out: (text: string) => {
      out.push(text);
    },
    err: (text: string) => {
      err.push(text);
    },
    isOutTerminal: false,
    isErrTerminal: false,
    columns: 80,
    paint: pc.createColors(false),
  };
  const root = program(io);
  neverExit(root);
  let exitCode = 0;
  try {
    await root.parseAsync([...args, '--data', join(folder, 'ledger')], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return { out: '', err: error.message, exitCode: 2 };
    const failed = failureOf(error);
    if (failed === undefined) throw error;
    printFailure(io, failed, false);
    ({ exitCode } = failed);
  }
  return { out: out.join('\n'), err: err.join('\n'), exitCode };
};
const json = async (...args: readonly string[]): Promise<unknown> => JSON.parse((await on(...args, '--json')).out);
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const SUE = ['--party', 'supplier', '--person', 'sue'];
const CARL = ['--party', 'customer', '--person', 'carl'];
const P = ['--partnership', 'acme~buildco'];
const HEADER = 'document,line,date,product,quantity,unitPrice\n';

test('reconcile, gap, sides and dispute: from two files to one figure', async () => {
  const terms = {
    id: 'r-1',
    supplier: 'acme',
    customer: 'buildco',
    from: '2026-01-01',
    to: '2026-12-31',
    currency: 'EUR',
    programmes: [{ id: 'volume', earn: { percent: '1' } }],
  };
  await on('agreement', 'propose', file('terms.json', JSON.stringify(terms)), ...SUE);
  for (const by of [SUE, CARL]) await on('agreement', 'sign', 'r-1', ...by);
  await on('import', file('ours.csv', `${HEADER}A,1,2026-03-05,P,10,10\nB,1,2026-03-06,P,20,10\n`), ...P);
  await on(
    'import',
    file('theirs.csv', `${HEADER}GR-A,1,2026-03-05,P,15,10\nGR-B,1,2026-03-06,P,20,10\nGR-C,1,2026-03-09,P,7,10\n`),
    ...P,
    '--reporter',
    'customer',
  );
  expect((await on('reconcile', 'rules', file('rules.yaml', 'prefix: GR-\ntolerances: { days: 2 }\n'), ...P, ...CARL)).out).toBe(
    'Recorded: MatchingRulesSet.',
  );
  expect((await on('reconcile', 'rules', ...P)).out).toContain("The customer puts GR- before the supplier's document numbers");
  expect(await on('reconcile', 'rules', file('bad.yaml', 'tolerance: 1\n'), ...P, ...CARL)).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('MATCHING_NOT_ALLOWED') as unknown,
  });
  const rows = (await on('reconcile', 'list', ...P)).out.split('\n').map((row) => row.split('\t').slice(0, 8));
  expect(rows.slice(2, 4)).toEqual([
    ['2026-03-05', 'quantity', 'A#1', 'GR-A#1', '5', '50', '0.50 EUR', 'open'],
    ['2026-03-09', 'missing on supplier', '–', 'GR-C#1', '7', '70', '0.70 EUR', 'open'],
  ]);
  const [quantity = ''] = ((await json('reconcile', 'list', ...P, '--kind', 'quantity')) as { items: { variance: string }[] }).items.map(
    ({ variance }) => variance,
  );
  expect((await on('reconcile', 'show', quantity, ...P)).out).toContain(
    "Taking the customer's line changes what r-1 earns about 2026-12-31 by 0.50 EUR",
  );
  const gap = (await on('gap', ...P, '--from', '2026-03-01', '--to', '2026-03-31')).out;
  expect(gap.split('\n').slice(-3)).toEqual(['missing\t70\t70', 'quantity\t50\t50', 'all\t120\t120']);
  expect((await on('sides', '--agreement', 'r-1', '--on', '2026-12-31')).out).toContain(
    'Counting from the supplier 3.00, from the customer 4.20: difference 1.20 EUR; the agreement counts from the supplier',
  );
  expect(await json('balance', '--agreement', 'r-1', '--on', '2026-12-31', '--count-from', 'customer')).toMatchObject({ earned: '4.20' });
  expect((await on('reconcile', 'resolve', ...P, ...SUE, '--accept', 'customer', '--all', '--kind', 'quantity')).out).toBe(
    'Recorded: VarianceResolved, SalesCorrected.',
  );
  expect(await on('reconcile', 'resolve', ...P, ...SUE, '--accept', 'customer')).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('No variance is named.') as unknown,
  });

  const { dispute } = (await json(
    'dispute',
    'open',
    'It was delivered',
    ...P,
    ...CARL,
    '--agreement',
    'r-1',
    '--line',
    'customer:GR-C#1',
    '--answer-by',
    '2026-05-01',
  )) as { dispute: string };
  await on('dispute', 'comment', dispute, 'When?', ...P, ...SUE);
  expect((await on('dispute', 'evidence', dispute, file('receipt.txt', 'signed'), ...P, ...CARL)).out).toBe('Recorded: EvidenceAdded.');
  const shown = (await on('dispute', 'show', dispute, ...P)).out;
  for (const text of [
    'on GR-C#1 of the customer of r-1',
    'Held: the supplier 3.50, the customer 4.20 EUR',
    'The two histories part at position',
    'The customer has GR-C#1, and the supplier has no such line.',
    'receipt.txt, 6 bytes',
  ])
    expect(shown).toContain(text);
  const [, sha256 = ''] = /SHA-256 ([0-9a-f]{64})/.exec(shown) ?? [];
  await on('dispute', 'fetch', dispute, sha256, ...P, '--out', join(folder, 'copy.txt'));
  expect(readFileSync(join(folder, 'copy.txt'), 'utf8')).toBe('signed');
  expect((await on('dispute', 'list', ...P, '--open')).out.split('\n').map((row) => row.split('\t')[1])).toEqual(['Status', 'open']);
  expect(
    (await on('dispute', 'resolve', dispute, ...P, ...SUE, '--outcome', 'acceptance', '--reason', 'It was on the second lorry')).out,
  ).toBe('Recorded: DisputeEnded, SalesRecorded.');
  expect(await json('sides', '--agreement', 'r-1', '--on', '2026-12-31')).toMatchObject({
    supplier: '4.20',
    customer: '4.20',
    difference: '0.00',
  });
  expect(await on('dispute', 'escalate', dispute, ...P, ...CARL, '--to', 'boss', '--reason', 'late')).toMatchObject({
    exitCode: 4,
    err: expect.stringContaining('DISPUTE_ENDED') as unknown,
  });
});
