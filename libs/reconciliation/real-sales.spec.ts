import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type CommandContext,
  type Ledger,
  type LedgerCommand,
  newCommandId,
  openLedger,
  parseMapping,
  readSalesFile,
  type VarianceSummary,
} from '#ledger';
import { damagedCopy, DAMAGES, type Damage } from './damage.contract.ts';
import type { ReportedLine } from './index.ts';

/** A wholesaler's real year, and a copy of it that a careless customer would hold: both come in by the import. */

const MAPPING = 'document=InvoiceNo,date=InvoiceDate,product=StockCode,quantity=Quantity,unitPrice=UnitPrice,customer=CustomerID';
const SAMPLE = process.env['REBATE_SAMPLE_SALES'] ?? fileURLToPath(new URL('../../../shared/data/online-retail.csv.gz', import.meta.url));
/** Those that bought the most lines: half in many small documents, half in few large ones. */
const CUSTOMERS = ['17841', '14911', '14096', '12748', '14606', '15311', '14646', '13089'];
const RULES = { days: 3 };
/** A line that names no unit is in the unit of the other: the real lines name none. */
const KINDS = DAMAGES.filter((kind) => kind !== 'unit');

const folder = mkdtempSync(join(tmpdir(), 'real-sales-'));
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openLedger({ dataDir: folder });
});
afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const context = (): CommandContext => ({ commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const done = async (command: LedgerCommand): Promise<void> => {
  expect(await ledger.execute(command, context())).toMatchObject({ kind: 'done' });
};

const linesByCustomer = async (): Promise<ReadonlyMap<string, ReportedLine[]>> => {
  const mapping = parseMapping(MAPPING);
  if (!mapping.ok) throw new Error('the mapping is right');
  const all = new Map<string, ReportedLine[]>(CUSTOMERS.map((customer) => [customer, []]));
  for await (const batch of readSalesFile(SAMPLE, mapping.value)) {
    for (const {
      customer = '',
      document: { document, lines },
    } of batch.documents) {
      const own = all.get(customer);
      for (const { line, date, product, quantity, unitPrice } of own === undefined ? [] : lines)
        own?.push({ key: { document, line }, date, product, quantity, unitPrice, position: own.length * 2 });
    }
  }
  return all;
};

const csvOf = (lines: readonly ReportedLine[]): string =>
  [
    'document,line,date,product,quantity,unitPrice',
    ...lines.map(({ key, date, product, quantity, unitPrice }) =>
      [key.document, key.line, date, `"${product}"`, quantity, unitPrice].join(),
    ),
  ].join('\n');

const variancesOf = async (partnership: string): Promise<readonly VarianceSummary[]> => {
  const items: VarianceSummary[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer = await ledger.reconciliation.variances({ partnership, limit: 500, ...(cursor === '' ? {} : { cursor }) });
    if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
    items.push(...answer.value.items);
    cursor = answer.value.nextCursor;
  }
  return items;
};

const named = (line: VarianceSummary['supplier']): string => (line === undefined ? '' : `${line.document}#${line.line}`);
const found = (variances: readonly VarianceSummary[]): string[] =>
  variances.map(({ kind, side = '', supplier, customer }) => [kind, side, named(supplier), named(customer)].join(' ')).sort();
const SIDES = { ours: 'supplier', theirs: 'customer' } as const;
const expected = (damages: readonly Damage[]): string[] =>
  damages
    .flatMap(({ shows }) =>
      shows === undefined ? [] : [[shows.kind, shows.on === undefined ? '' : SIDES[shows.on], shows.ours, shows.theirs].join(' ')],
    )
    .sort();

describe('the real sales of eight customers', () => {
  test('every damage of their copies is found, and no false variance', async () => {
    if (!existsSync(SAMPLE)) {
      process.stderr.write('The real sales are not here (REBATE_SAMPLE_SALES): two records of them are not compared.\n');
      return;
    }
    for (const customer of CUSTOMERS) {
      await done({ kind: 'OpenPartnership', supplier: 'uk', customer });
      await done({
        kind: 'SetMatchingRules',
        partnership: `uk~${customer}`,
        rules: { tolerances: RULES },
        party: 'customer',
        person: 'carl',
      });
    }
    const theirs = await linesByCustomer();
    const recorded = [...theirs.values()].reduce((sum, lines) => sum + lines.length, 0);
    // All other customers have no partnership here: their lines are not addressed.
    expect(
      await ledger.importSales(
        { target: { kind: 'supplier', supplier: 'uk' }, by: 'uk', file: 'sales.csv', source: SAMPLE, mapping: MAPPING },
        context(),
      ),
    ).toMatchObject({ value: { sent: 541_909, recorded } });
    const seen = new Set<string>();
    let damaged = 0;
    for (const [customer, lines] of theirs) {
      const partnership = `uk~${customer}`;
      const { lines: copy, damages } = damagedCopy(lines, Number(customer), { ...RULES, oneIn: 25, kinds: KINDS });
      const source = Readable.from([Buffer.from(csvOf(copy))]);
      expect(
        await ledger.importSales(
          { target: { kind: 'partnership', partnership }, by: customer, reporter: 'customer', file: 'receipts.csv', source },
          context(),
        ),
      ).toMatchObject({ value: { recorded: copy.length, refused: 0 } });
      expect([customer, found(await variancesOf(partnership))]).toEqual([customer, expected(damages)]);
      for (const { done: kind } of damages) seen.add(kind);
      damaged += damages.length;
    }
    expect([...seen].sort()).toEqual([...KINDS].sort());
    expect(damaged).toBeGreaterThan(1000);
  }, 120_000);
});
