import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { formatScaled, scaled } from '#kernel';
import { parseMapping, readSalesFile } from '#ledger';
import { damagedCopy, DAMAGES, type Damage, nameOfKey, seededChoice } from './damage.contract.ts';
import { matchingRulesOf, type MatchingOptions, Reconciliation, type ReportedLine, type Variance } from './index.ts';

const reconciliationOf = (options: MatchingOptions): Reconciliation => {
  const rules = matchingRulesOf(options);
  if (!rules.ok) throw new Error(JSON.stringify(rules.rejections));
  return new Reconciliation(rules.value);
};

/** A small business: few products and prices, so that lines are easily taken for each other. */
const sales = (seed: number, documents: number): ReportedLine[] => {
  const choose = seededChoice(seed + 7);
  const lines: ReportedLine[] = [];
  for (let document = 0; document < documents; document += 1) {
    const date = `2026-${String(choose(12) + 1).padStart(2, '0')}-${String(choose(28) + 1).padStart(2, '0')}`;
    const count = choose(6) + 1;
    for (let line = 1; line <= count; line += 1) {
      const product = choose(8);
      lines.push({
        key: { document: `INV-${document}`, line: String(line) },
        date,
        product: `P-${product}`,
        quantity: String((choose(6) + 2) * (choose(12) === 0 ? -1 : 1)),
        unitPrice: `${product + 1}.25`,
        unit: 'piece',
        position: lines.length * 2,
      });
    }
  }
  return lines;
};

const expected = (damages: readonly Damage[]): string[] =>
  damages.flatMap(({ shows }) => (shows === undefined ? [] : [`${shows.kind} ${shows.on ?? ''} ${shows.ours} ${shows.theirs}`])).sort();
const found = (variances: readonly Variance[]): string[] =>
  variances
    .map(
      ({ kind, on, ours, theirs }) =>
        `${kind} ${kind === 'missing' || kind === 'duplicate' ? (on ?? '') : ''} ${ours === undefined ? '' : nameOfKey(ours.key)} ${theirs === undefined ? '' : nameOfKey(theirs.key)}`,
    )
    .sort();

const total = (lines: readonly ReportedLine[]): bigint =>
  lines.reduce((sum, line) => sum + (scaled(line.quantity) * scaled(line.unitPrice)) / scaled('1'), 0n);

describe('a damaged copy of our lines', () => {
  test('every damage is found with its kind, and nothing else is, over 400 seeds', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 400; seed += 1) {
      const ours = sales(seed, 30);
      const theirs = damagedCopy(ours, seed, { days: 3, oneIn: 4 });
      const reconciliation = reconciliationOf({ tolerances: { days: 3 } });
      reconciliation.add('ours', ours);
      reconciliation.add('theirs', theirs.lines);
      const variances = reconciliation.variances();
      expect({ seed, found: found(variances) }).toEqual({ seed, found: expected(theirs.damages) });
      const worth = variances.reduce((sum, { value }) => sum + scaled(value), 0n);
      expect({ seed, worth: formatScaled(worth) }).toEqual({ seed, worth: formatScaled(total(theirs.lines) - total(ours)) });
      for (const { done } of theirs.damages) seen.add(done);
    }
    expect([...seen].sort()).toEqual([...DAMAGES].sort());
  });

  test('under other document numbers nothing is false: by the prefix with its splits, and blindly by what the lines say', () => {
    const received = (line: ReportedLine): ReportedLine => ({ ...line, key: { document: `GR ${line.key.document}`, line: line.key.line } });
    for (let seed = 0; seed < 100; seed += 1) {
      const ours = sales(seed, 30);
      const named = reconciliationOf({ tolerances: { days: 3 }, documents: { prefix: 'GR ' } });
      named.add('ours', ours);
      named.add('theirs', damagedCopy(ours, seed, { days: 3, oneIn: 4, kinds: ['dateWithin', 'split', 'merge'] }).lines.map(received));
      expect({ seed, found: found(named.variances()) }).toEqual({ seed, found: [] });
      const blind = reconciliationOf({ tolerances: { days: 3 } });
      blind.add('ours', ours);
      blind.add('theirs', ours.map(received));
      expect({ seed, found: found(blind.variances()) }).toEqual({ seed, found: [] });
    }
  });
});

describe('our real sales', () => {
  const path = process.env['REBATE_SAMPLE_SALES'] ?? fileURLToPath(new URL('../../../shared/data/online-retail.csv.gz', import.meta.url));

  test('of a whole year: every damage of a copy is found, and no false variance', async () => {
    if (!existsSync(path)) {
      process.stderr.write('The real sales are not here (REBATE_SAMPLE_SALES): matching is not checked on them.\n');
      return;
    }
    const mapping = parseMapping(
      'document=InvoiceNo,date=InvoiceDate,product=StockCode,quantity=Quantity,unitPrice=UnitPrice,customer=CustomerID',
    );
    if (!mapping.ok) throw new Error('the mapping is right');
    const ours: ReportedLine[] = [];
    for await (const batch of readSalesFile(path, mapping.value)) {
      for (const {
        document: { document, lines },
      } of batch.documents) {
        for (const { line, date, product, quantity, unitPrice } of lines)
          ours.push({ key: { document, line }, date, product, quantity, unitPrice, unit: 'piece', position: ours.length * 2 });
      }
    }
    expect(ours).toHaveLength(406_789);
    const theirs = damagedCopy(ours, 2011, { days: 3, oneIn: 50 });
    expect(theirs.damages.length).toBeGreaterThan(5000);
    const reconciliation = reconciliationOf({ tolerances: { days: 3 } });
    reconciliation.add('ours', ours);
    reconciliation.add('theirs', theirs.lines);
    expect(found(reconciliation.variances())).toEqual(expected(theirs.damages));
  }, 120_000);
});
