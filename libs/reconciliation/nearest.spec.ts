import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { matchingRulesOf, Reconciliation, type ReportedLine } from './index.ts';

type Plain = { readonly id: number; readonly day: number; readonly product: number; readonly quantity: number; readonly price: number };
const TOLERANCE = { days: 3, quantity: 1, price: 2 };

/** The slow, obvious way: list every pair that may be one, nearest first, and take each whose two lines are still free. */
const takeGreedily = (ours: readonly Plain[], theirs: readonly Plain[]): string[] => {
  const size = Math.abs;
  const pairs = ours.flatMap((a) =>
    theirs.map((b) => ({ a, b, days: size(a.day - b.day), quantity: size(a.quantity - b.quantity), price: size(a.price - b.price) })),
  );
  const agreeing = pairs.filter(
    ({ a, b, days, quantity, price }) =>
      a.product === b.product && days <= TOLERANCE.days && quantity <= TOLERANCE.quantity && price <= TOLERANCE.price,
  );
  const equal = agreeing.filter(({ quantity, price }) => quantity === 0 && price === 0);
  const nearestFirst = (some: typeof pairs): typeof pairs =>
    [...some].sort(
      (x, y) =>
        x.days - y.days ||
        x.quantity - y.quantity ||
        x.price - y.price ||
        x.a.day - y.a.day ||
        x.a.id - y.a.id ||
        x.b.day - y.b.day ||
        x.b.id - y.b.id,
    );
  const [usedOurs, usedTheirs] = [new Set<number>(), new Set<number>()];
  const taken: string[] = [];
  for (const { a, b } of [...nearestFirst(equal), ...nearestFirst(agreeing)]) {
    if (usedOurs.has(a.id) || usedTheirs.has(b.id)) continue;
    usedOurs.add(a.id);
    usedTheirs.add(b.id);
    taken.push(`${a.id}=${b.id}`);
  }
  return taken.sort();
};

const plain = (lines: number): fc.Arbitrary<Plain[]> =>
  fc
    .array(
      fc.record({
        day: fc.integer({ min: 1, max: 12 }),
        product: fc.integer({ min: 0, max: 1 }),
        quantity: fc.integer({ min: 1, max: 5 }),
        price: fc.integer({ min: 1, max: 6 }),
      }),
      { maxLength: lines },
    )
    .map((all) => all.map((one, id) => ({ ...one, id })));

const reported =
  (prefix: string) =>
  ({ id, day, product, quantity, price }: Plain): ReportedLine => ({
    key: { document: `${prefix}${String(id).padStart(3, '0')}`, line: '1' },
    date: `2026-03-${String(day).padStart(2, '0')}`,
    product: `P-${product}`,
    quantity: String(quantity),
    unitPrice: String(price),
    position: id,
  });

test('under other document numbers, lines are paired as the slow reference pairs them', () => {
  const rules = matchingRulesOf({
    tolerances: { days: TOLERANCE.days, quantity: String(TOLERANCE.quantity), price: String(TOLERANCE.price) },
  });
  if (!rules.ok) throw new Error('the rules are right');
  fc.assert(
    fc.property(plain(25), plain(25), (ours, theirs) => {
      const reconciliation = new Reconciliation(rules.value);
      reconciliation.add('ours', ours.map(reported('A')));
      reconciliation.add('theirs', theirs.map(reported('X')));
      const idOf = (side: readonly { readonly key: { readonly document: string } }[]): number => Number(side[0]?.key.document.slice(1));
      const pairs = [...reconciliation.matches()]
        .filter(({ by }) => by !== 'split')
        .map((match) => `${idOf(match.ours)}=${idOf(match.theirs)}`);
      expect(pairs.sort()).toEqual(takeGreedily(ours, theirs));
    }),
    { numRuns: 1000 },
  );
});
