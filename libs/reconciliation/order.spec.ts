import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { scaled } from '#kernel';
import { type Match, matchingRulesOf, type MatchingRules, Reconciliation, type ReportedLine, type Side, type Variance } from './index.ts';

const rulesFor = (): MatchingRules => {
  const rules = matchingRulesOf({
    tolerances: { days: 2, quantity: '1', price: '0.5' },
    units: [{ from: 'box', to: 'piece', factor: '3' }],
  });
  if (!rules.ok) throw new Error(JSON.stringify(rules.rejections));
  return rules.value;
};
const rules = rulesFor();

type Said = { readonly side: Side; readonly line: ReportedLine };

/** Few of everything, so that lines meet, compete, correct each other and are struck out. */
const said = fc.record({
  side: fc.constantFrom<Side>('ours', 'theirs'),
  document: fc.constantFrom('A', 'B', 'C'),
  line: fc.constantFrom('1', '2', '3'),
  day: fc.integer({ min: 1, max: 8 }),
  product: fc.constantFrom('P', 'Q'),
  quantity: fc.constantFrom('1', '2', '3', '4', '6', '9', '-3'),
  unitPrice: fc.constantFrom('1', '1.25', '2', '3'),
  unit: fc.constantFrom(undefined, 'piece', 'box'),
  voided: fc.boolean(),
});
const history = fc.array(said, { maxLength: 30 }).map((all): Said[] =>
  all.map(({ side, document, line, day, unit, voided, ...rest }, position) => ({
    side,
    line: {
      key: { document: side === 'theirs' && document === 'C' ? 'D' : document, line },
      date: `2026-03-0${day}`,
      ...rest,
      position,
      ...(unit === undefined ? {} : { unit }),
      ...(voided && position % 4 === 0 ? { voided: true as const } : {}),
    },
  })),
);

type Outcome = { readonly matches: readonly Match[]; readonly variances: readonly Variance[] };
const outcomeOf = (reconciliation: Reconciliation): Outcome => ({
  variances: reconciliation.variances(),
  matches: [...reconciliation.matches()].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
});
const atOnce = (lines: readonly Said[]): Outcome => {
  const reconciliation = new Reconciliation(rules);
  for (const { side, line } of lines) reconciliation.add(side, [line]);
  return outcomeOf(reconciliation);
};

test('lines in any order, read after any of them, give what all of them at once give', () => {
  const shuffled = history.chain((lines) =>
    fc.tuple(
      fc.constant(lines),
      fc.shuffledSubarray(lines, { minLength: lines.length }),
      fc.array(fc.boolean(), { minLength: lines.length, maxLength: lines.length }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([lines, order, reads]) => {
      const reconciliation = new Reconciliation(rules);
      for (const [index, { side, line }] of order.entries()) {
        reconciliation.add(side, [line]);
        if (reads[index] === true) reconciliation.variances();
      }
      expect(outcomeOf(reconciliation)).toEqual(atOnce(lines));
    }),
    { numRuns: 1000 },
  );
});

test('lines sent twice change nothing', () => {
  fc.assert(
    fc.property(history, (lines) => {
      expect(atOnce([...lines, ...lines])).toEqual(atOnce(lines));
    }),
    { numRuns: 200 },
  );
});

test('every standing line is in exactly one match, or is open; and the figures add up', () => {
  fc.assert(
    fc.property(history, (lines) => {
      const standing = new Map<string, Said>();
      for (const one of lines) standing.set(JSON.stringify([one.side, one.line.key]), one);
      const expectedNames = [...standing]
        .filter(([, { line }]) => line.voided !== true)
        .map(([name]) => name)
        .sort();
      const { matches, variances } = atOnce(lines);
      const open = new Set<string>();
      for (const { ours, theirs } of variances) {
        if (ours !== undefined) open.add(JSON.stringify(['ours', ours.key]));
        if (theirs !== undefined) open.add(JSON.stringify(['theirs', theirs.key]));
      }
      const matched = matches.flatMap(({ ours, theirs }) => [
        ...ours.map(({ key }) => JSON.stringify(['ours', key])),
        ...theirs.map(({ key }) => JSON.stringify(['theirs', key])),
      ]);
      expect([...open, ...matched].sort()).toEqual(expectedNames);
      const value = (side: readonly { readonly compared: { readonly value: string } }[]): bigint =>
        side.reduce((sum, { compared }) => sum + scaled(compared.value), 0n);
      const tolerated = matches.reduce((sum, { ours, theirs }) => sum + value(theirs) - value(ours), 0n);
      const worth = variances.reduce((sum, variance) => sum + scaled(variance.value), 0n);
      const whole = [...standing.values()]
        .filter(({ line }) => line.voided !== true)
        .reduce(
          (sum, { side, line }) => sum + (side === 'theirs' ? 1n : -1n) * ((scaled(line.quantity) * scaled(line.unitPrice)) / scaled('1')),
          0n,
        );
      // A box is three pieces, so the value of a line is cut at 18 decimals in the worst case.
      const difference = whole - worth - tolerated;
      expect(difference < 1000n && difference > -1000n).toBe(true);
      expect(new Set(variances.map(({ id }) => id)).size).toBe(variances.length);
    }),
    { numRuns: 500 },
  );
});
