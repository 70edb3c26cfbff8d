import { describe, expect, test } from '@jest/globals';
import { firstDivergence, type LineEvent, matchingRulesOf, Reconciliation, type ReportedLine, type Side } from './index.ts';

const made = matchingRulesOf({ tolerances: { days: 1 }, documents: { prefix: 'GR-' } });
if (!made.ok) throw new Error('the rules are right');
const rules = made.value;

/** In position order: `side document line quantity [void]`. */
const eventsOf = (texts: readonly string[]): LineEvent[] =>
  texts.map((text, position) => {
    const [side = '', document = '', line = '', quantity = '', voided] = text.split(' ');
    const said: ReportedLine = {
      key: { document, line },
      date: '2026-03-05',
      product: `P-${line}`,
      quantity,
      unitPrice: '2',
      position,
      ...(voided === undefined ? {} : { voided: true }),
    };
    return { side: side as Side, line: said };
  });

const parting = (texts: readonly string[]): string | undefined => {
  const events = eventsOf(texts);
  const reconciliation = new Reconciliation(rules);
  for (const { side, line } of events) reconciliation.add(side, [line]);
  const first = firstDivergence(rules, events, reconciliation.variances());
  return first === undefined ? undefined : `${first.position} ${first.side} ${first.key.document}#${first.key.line} ${first.variance.kind}`;
};

describe('the first event where the two histories part', () => {
  test('there is none while both say the same', () => {
    expect(parting(['ours A 1 10', 'theirs GR-A 1 10'])).toBeUndefined();
  });

  test('a wrong line parts when the second side speaks', () => {
    expect(parting(['ours A 1 10', 'ours B 1 5', 'theirs GR-B 1 5', 'theirs GR-A 1 12'])).toBe('3 theirs GR-A#1 quantity');
  });

  test('a line that the other side never speaks of parts when it is said', () => {
    expect(parting(['ours A 1 10', 'ours A 2 5', 'theirs GR-A 1 10'])).toBe('1 ours A#2 missing');
  });

  test('of several the earliest', () => {
    expect(parting(['ours A 1 10', 'ours A 2 5', 'ours A 3 7', 'theirs GR-A 1 11', 'theirs GR-A 2 5'])).toBe('2 ours A#3 missing');
  });

  test('a correction of a line that agreed is where they part', () => {
    expect(parting(['ours A 1 10', 'theirs GR-A 1 10', 'ours A 1 9'])).toBe('2 ours A#1 quantity');
  });

  test('a correction that leaves a difference does not move it, one that had closed it does', () => {
    expect(parting(['ours A 1 10', 'theirs GR-A 1 12', 'ours A 1 11'])).toBe('1 theirs GR-A#1 quantity');
    expect(parting(['ours A 1 10', 'theirs GR-A 1 12', 'ours A 1 12', 'theirs GR-A 1 13'])).toBe('3 theirs GR-A#1 quantity');
  });

  test('a line struck out by one side parts there', () => {
    expect(parting(['ours A 1 10', 'theirs GR-A 1 10', 'theirs GR-A 1 10 void'])).toBe('2 theirs GR-A#1 missing');
  });

  test('a line sent twice parts at the second', () => {
    const events = eventsOf(['ours A 1 10', 'theirs GR-A 1 10', 'theirs GR-A 9 10']).map(({ side, line }) => ({
      side,
      line: { ...line, product: 'P' },
    }));
    const reconciliation = new Reconciliation(rules);
    for (const { side, line } of events) reconciliation.add(side, [line]);
    expect(firstDivergence(rules, events, reconciliation.variances())).toMatchObject({
      position: 2,
      side: 'theirs',
      variance: { kind: 'duplicate' },
    });
  });
});
