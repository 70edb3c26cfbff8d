import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { formatUnits, multiplyExact, scaled } from '#kernel';
import { readSalesFile } from './documents.ts';
import { parseMapping } from './mapping.ts';

/** Real invoice lines (shared/data/README.md): read where the file is present, never copied. */
const path = process.env['REBATE_SAMPLE_SALES'] ?? fileURLToPath(new URL('../../../../shared/data/online-retail.csv.gz', import.meta.url));
const parsed = parseMapping(
  'document=InvoiceNo,date=InvoiceDate,product=StockCode,quantity=Quantity,unitPrice=UnitPrice,customer=CustomerID',
);

const quarterOf = (date: string): string => `${date.slice(0, 4)}Q${Math.ceil(Number(date.slice(5, 7)) / 3)}`;
const QUARTERS = ['2010Q4', '2011Q1', '2011Q2', '2011Q3', '2011Q4'];

describe('the real file', () => {
  test('541,909 lines: every one is recorded, refused or not addressed, and the control totals hold', async () => {
    if (!existsSync(path)) {
      process.stderr.write('The real sales are not here (REBATE_SAMPLE_SALES): their control totals are not checked.\n');
      return;
    }
    if (!parsed.ok) throw new Error('the mapping is right');
    const counts = { rows: 0, recorded: 0, refused: 0, notAddressed: 0 };
    const refusals = new Map<string, number>();
    const totals = new Map<string, bigint>();
    const identities = new Set<string>();
    for await (const batch of readSalesFile(path, parsed.value)) {
      counts.rows += batch.rows;
      counts.refused += batch.refused.length;
      counts.notAddressed += batch.notAddressed;
      for (const one of batch.refused) for (const { code } of one.refusals) refusals.set(code, (refusals.get(code) ?? 0) + 1);
      for (const { customer = '', document } of batch.documents) {
        counts.recorded += document.lines.length;
        for (const line of document.lines) {
          identities.add(`${document.document}#${line.line}`);
          if (customer !== '14646' && customer !== '18102') continue;
          const key = `${customer} ${quarterOf(line.date)}`;
          totals.set(key, (totals.get(key) ?? 0n) + (multiplyExact(scaled(line.quantity), scaled(line.unitPrice)) ?? 0n));
        }
      }
    }
    expect(counts).toEqual({ rows: 541_909, recorded: 406_789, refused: 40, notAddressed: 135_080 });
    expect([...refusals]).toEqual([['PRICE_ZERO', 40]]);
    expect(identities.size).toBe(counts.recorded);
    const of = (customer: string): string[] => QUARTERS.map((quarter) => formatUnits(totals.get(`${customer} ${quarter}`) ?? 0n, 18));
    expect(of('14646')).toEqual(['8591.88', '70691.54', '56673.69', '66432.53', '77099.38']);
    expect(of('18102')).toEqual(['27834.61', '17444.8', '61163.93', '70497.26', '79497.89']);
  }, 60_000);

  test('without a customer column all lines are checked: bad debts and unpriced lines come back', async () => {
    if (!existsSync(path)) return;
    if (!parsed.ok) throw new Error('the mapping is right');
    const { customer, ...unaddressed } = parsed.value;
    expect(customer).toBe('CustomerID');
    const refusals = new Map<string, number>();
    let rows = 0;
    let recorded = 0;
    for await (const batch of readSalesFile(path, unaddressed)) {
      rows += batch.rows;
      for (const one of batch.documents) recorded += one.document.lines.length;
      for (const one of batch.refused) for (const { code } of one.refusals) refusals.set(code, (refusals.get(code) ?? 0) + 1);
    }
    expect([rows, recorded, [...refusals].sort(([one], [other]) => (one < other ? -1 : 1))]).toEqual([
      541_909,
      539_392,
      [
        ['PRICE_NEGATIVE', 2],
        ['PRICE_ZERO', 2515],
      ],
    ]);
  }, 60_000);
});
