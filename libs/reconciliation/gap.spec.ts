import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { formatDay, formatScaled, scaled, toDay } from '#kernel';
import { damagedCopy } from './damage.contract.ts';
import { gapByDay, lineChangeOf, matchingRulesOf, Reconciliation, type ReportedLine } from './index.ts';

const ours: readonly ReportedLine[] = Array.from({ length: 60 }, (_, index) => ({
  key: { document: `INV-${Math.floor(index / 3)}`, line: String((index % 3) + 1) },
  date: formatDay(toDay('2026-01-01') + index * 5),
  product: `P-${index % 3}`,
  quantity: String((index % 7) + 1),
  unitPrice: '2.50',
  unit: 'piece',
  position: index * 2,
}));

const rulesOfDay = matchingRulesOf({});
if (!rulesOfDay.ok) throw new Error('the rules are right');
const rules = rulesOfDay.value;

const worth = (lines: readonly ReportedLine[], through: string): bigint =>
  lines
    .filter(({ date }) => date <= through)
    .reduce((sum, { quantity, unitPrice }) => sum + (scaled(quantity) * scaled(unitPrice)) / scaled('1'), 0n);

test('without tolerances the net gap about every day of a year is what theirs is worth by then, less ours', () => {
  const kinds = ['drop', 'price', 'quantity', 'dateOutside', 'product', 'duplicate'] as const;
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const theirs = damagedCopy(ours, seed, { days: 0, oneIn: 3, kinds }).lines;
      const reconciliation = new Reconciliation(rules);
      reconciliation.add('ours', ours);
      reconciliation.add('theirs', theirs);
      const days = gapByDay(reconciliation.variances(), '2026-01-01', '2026-12-31');
      expect(days).toHaveLength(365);
      for (const { day, total } of days) expect([day, total.net]).toEqual([day, formatScaled(worth(theirs, day) - worth(ours, day))]);
    }),
    { numRuns: 50 },
  );
});

test('opposite errors hide each other in the net gap and show in the gross one, by kind', () => {
  const reconciliation = new Reconciliation(rules);
  reconciliation.add('ours', [
    { key: { document: 'A', line: '1' }, date: '2026-01-02', product: 'P', quantity: '10', unitPrice: '2', position: 0 },
    { key: { document: 'B', line: '1' }, date: '2026-01-03', product: 'P', quantity: '7', unitPrice: '3', position: 1 },
  ]);
  reconciliation.add('theirs', [
    { key: { document: 'A', line: '1' }, date: '2026-01-02', product: 'P', quantity: '12', unitPrice: '2', position: 2 },
    { key: { document: 'B', line: '1' }, date: '2026-01-03', product: 'P', quantity: '7', unitPrice: '2', position: 3 },
  ]);
  const figures = gapByDay(reconciliation.variances(), '2026-01-01', '2026-01-04').map(({ day, total, byKind }) => [
    day,
    total.net,
    total.gross,
    byKind.quantity.net,
    byKind.price.net,
  ]);
  expect(figures).toEqual([
    ['2026-01-01', '0', '0', '0', '0'],
    ['2026-01-02', '4', '4', '4', '0'],
    ['2026-01-03', '-3', '11', '4', '-7'],
    ['2026-01-04', '-3', '11', '4', '-7'],
  ]);
});

test('the changes of all variances together turn our record into theirs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (seed) => {
      const theirs = damagedCopy(ours, seed, {
        days: 0,
        oneIn: 3,
        kinds: ['drop', 'price', 'quantity', 'dateOutside', 'product', 'unit', 'duplicate'],
      }).lines;
      const reconciliation = new Reconciliation(rules);
      reconciliation.add('ours', ours);
      reconciliation.add('theirs', theirs);
      const asText = (line: {
        readonly key: { readonly document: string; readonly line: string };
        readonly date: string;
        readonly product: string;
        readonly unit?: string;
        readonly quantity: string;
        readonly net: string;
      }): string => [line.key.document, line.key.line, line.date, line.product, line.unit, line.quantity, line.net].join(' ');
      const plain = ({ unitPrice, ...line }: ReportedLine): string =>
        asText({ ...line, net: formatScaled((scaled(line.quantity) * scaled(unitPrice)) / scaled('1')) });
      const record = new Set(ours.map(plain));
      for (const { before, after } of reconciliation.variances().map(lineChangeOf)) {
        if (before !== undefined) expect(record.delete(asText(before))).toBe(true);
        if (after !== undefined) record.add(asText(after));
      }
      expect([...record].sort()).toEqual(theirs.map(plain).sort());
    }),
    { numRuns: 50 },
  );
});
