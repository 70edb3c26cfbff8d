import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, type CommandContext, type ImportSummary, type Ledger, newCommandId, openLedger } from '#ledger';

/** The real job: a year of a wholesaler's invoices, one agreement for each customer, from one template. */

const MAPPING = 'document=InvoiceNo,date=InvoiceDate,product=StockCode,quantity=Quantity,unitPrice=UnitPrice,customer=CustomerID';
const TEMPLATE = {
  id: 'uk-{customer}',
  from: '2010-12-01',
  to: '2011-12-31',
  currency: 'GBP',
  programmes: [
    {
      id: 'volume',
      period: 'term',
      earn: {
        tiers: 'retrospective',
        steps: [
          { from: '1000', percent: '1' },
          { from: '10000', percent: '2' },
        ],
      },
    },
  ],
};
const SAMPLE = process.env['REBATE_SAMPLE_SALES'] ?? join(import.meta.dirname, '../../../shared/data/online-retail.csv.gz');

const context = (): CommandContext => ({ commandId: newCommandId(), actor: 'u-1', now: '2026-01-01T00:00:00.000Z' });
const given = <T>(answer: Answer<T>): T => {
  if (answer.kind === 'rejected') throw new Error(JSON.stringify(answer.rejections));
  return answer.value;
};

const folder = mkdtempSync(join(tmpdir(), 'real-job-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const importOf = async (ledger: Ledger, source: string): Promise<ImportSummary> =>
  given(
    await ledger.importSales(
      { target: { kind: 'supplier', supplier: 'uk', template: TEMPLATE }, by: 'uk', file: 'sales.csv', source, mapping: MAPPING },
      context(),
    ),
  );

const measured = async (ledger: Ledger, agreement: string, on: string): Promise<string | undefined> =>
  given(await ledger.balance({ agreement, on })).programmes[0]?.measured;

/** The dirt of the real file: cancellations, no customer, zero prices, three decimals, repeated products, broken rows. */
const dirtyFile = (): { readonly file: string; readonly rows: number; readonly noCustomer: number; readonly bad: number } => {
  const rows = ['InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'];
  let [noCustomer, bad] = [0, 0];
  for (let index = 0; index < 3000; index += 1) {
    const invoice = 1000 + Math.floor(index / 6);
    const isReturn = invoice % 9 === 0;
    const customer = index % 6 !== 0 && invoice % 5 === 0 ? '' : String(12_000 + (invoice % 7));
    const price = index % 41 === 0 ? '0' : index % 13 === 0 ? '1.125' : '2.50';
    const quantity = index % 97 === 0 ? '1,000' : `${isReturn ? '-' : ''}${(index % 4) + 1}`;
    const isBad = index % 97 === 0 || index % 41 === 0;
    if (customer === '') noCustomer += 1;
    else if (isBad) bad += 1;
    const month = String(1 + (invoice % 12)).padStart(2, '0');
    rows.push(
      `${isReturn ? 'C' : ''}${invoice},P-${index % 5},"THING, ""LARGE""",${quantity.includes(',') ? `"${quantity}"` : quantity},2011-${month}-15T08:26:00Z,${price},${customer},UK`,
    );
  }
  const file = join(folder, 'dirty.csv');
  writeFileSync(file, `${rows.join('\n')}\n`);
  return { file, rows: rows.length - 1, noCustomer, bad };
};

describe('a generated file of the same dirt', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await openLedger({ dataDir: join(folder, 'generated') });
  });
  afterAll(() => ledger.close());

  test('recorded + refused + not addressed = sent; sent again it changes nothing; every customer can be asked', async () => {
    const { file, rows, noCustomer, bad } = dirtyFile();
    const first = await importOf(ledger, file);
    expect(first).toMatchObject({ sent: rows, refused: bad, notAddressed: noCustomer, recorded: rows - bad - noCustomer, repeated: 0 });
    const before = given(await ledger.balance({ agreement: 'uk-12001', on: '2011-12-31' }));
    const again = await importOf(ledger, file);
    expect(again).toMatchObject({ sent: rows, refused: bad, notAddressed: noCustomer, recorded: 0, repeated: first.recorded });
    expect(given(await ledger.balance({ agreement: 'uk-12001', on: '2011-12-31' }))).toEqual(before);
    const listed = given(await ledger.refusedLines({ import: first.import, limit: 500 }));
    expect(new Set(listed.items.map((line) => line.code))).toEqual(new Set(['PRICE_ZERO', 'NUMBER_NOT_EXACT']));
    const partnerships = given(await ledger.partnerships({ limit: 100 }));
    expect(partnerships.items).toHaveLength(7);
    for (const { agreements } of partnerships.items) {
      const agreement = agreements[0] ?? '';
      expect(given(await ledger.explain({ agreement, on: '2011-12-31', limit: 1 })).lines).toHaveLength(1);
      expect(given(await ledger.replay({ agreement, from: '2010-12-01', to: '2011-12-31' })).at(-1)?.earned).toBe(
        given(await ledger.balance({ agreement, on: '2011-12-31' })).earned,
      );
    }
  });
});

describe('the real year', () => {
  test('control totals, and the named customers quarter by quarter', async () => {
    if (!existsSync(SAMPLE)) {
      process.stderr.write('The real sales are not here (REBATE_SAMPLE_SALES): their control totals are not checked.\n');
      return;
    }
    const ledger = await openLedger({ dataDir: join(folder, 'real') });
    try {
      const summary = await importOf(ledger, SAMPLE);
      expect(summary.recorded + summary.refused + summary.notAddressed).toBe(541_909);
      expect(summary).toMatchObject({ sent: 541_909, notAddressed: 135_080, refused: 40 });
      const quarters = ['2010-12-31', '2011-03-31', '2011-06-30', '2011-09-30', '2011-12-31'];
      const totals = async (agreement: string) => Promise.all(quarters.map((on) => measured(ledger, agreement, on)));
      expect(await totals('uk-14646')).toEqual(['8591.88', '79283.42', '135957.11', '202389.64', '279489.02']);
      expect(await totals('uk-18102')).toEqual(['27834.61', '45279.41', '106443.34', '176940.6', '256438.49']);
      let agreements = 0;
      for (let cursor: string | undefined, more = true; more;) {
        const page = given(await ledger.partnerships({ limit: 500, ...(cursor === undefined ? {} : { cursor }) }));
        agreements += page.items.reduce((sum, item) => sum + item.agreements.length, 0);
        more = page.nextCursor !== null;
        cursor = page.nextCursor ?? undefined;
      }
      expect(agreements).toBe(4372);
      // A line that cancels names no sale: it counts on its own date as a return.
      expect(given(await ledger.explain({ agreement: 'uk-14646', on: '2011-12-31', limit: 0 })).causes.return).toBeDefined();
    } finally {
      await ledger.close();
    }
  }, 240_000);
});
