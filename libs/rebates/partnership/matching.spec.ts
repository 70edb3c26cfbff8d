import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fold } from '#kernel';
import { type PartnershipCommand, partnershipDecider } from './decider.ts';
import { type PartnershipEvent, partnershipEventData } from './events.ts';
import type { MatchingChange } from './matching.ts';

const opened: PartnershipEvent = {
  type: 'PartnershipOpened',
  data: { partnership: 'acme~buildco', supplier: 'acme', customer: 'buildco' },
};
const decided = (rules: MatchingChange, history: readonly PartnershipEvent[] = [opened], person = 'sue') => {
  const command: PartnershipCommand = { kind: 'SetMatchingRules', partnership: 'acme~buildco', rules, party: 'supplier', person };
  return partnershipDecider.decide(command, fold(partnershipDecider, history));
};
const eventsOf = (rules: MatchingChange, history?: readonly PartnershipEvent[]): readonly PartnershipEvent[] => {
  const decision = decided(rules, history);
  if (decision.kind === 'rejected') throw new Error(JSON.stringify(decision.rejections));
  for (const { type, data } of decision.events) expect(partnershipEventData[type].parse(data)).toEqual(data);
  return decision.events;
};
const after = (...changes: readonly MatchingChange[]): PartnershipEvent[] =>
  changes.reduce<PartnershipEvent[]>((history, change) => [...history, ...eventsOf(change, history)], [opened]);
const matchingAfter = (...changes: readonly MatchingChange[]) => {
  const state = fold(partnershipDecider, after(...changes));
  return state.status === 'open' ? state.matching : undefined;
};
const ALL: MatchingChange = {
  tolerances: { days: 2, quantity: '1', price: '0.01', pricePercent: '1', value: '5' },
  stages: { supplier: 'shipped', customer: 'received' },
  prefix: 'B-',
  units: [
    { from: 'box', to: 'piece', factor: '12' },
    { product: 'A', from: 'pallet', to: 'box', factor: '40' },
  ],
  products: [{ theirs: 'X', ours: 'A' }],
  documents: [{ theirs: 'D1', ours: 'D2' }],
};

describe('how lines are matched', () => {
  test('is set in parts: what is left out stays as it was, and words are added', () => {
    expect(matchingAfter(ALL)).toEqual({
      version: 3,
      tolerances: ALL.tolerances,
      stages: ALL.stages,
      prefix: 'B-',
      units: ALL.units,
      products: new Map([['X', 'A']]),
      documents: new Map([['D1', 'D2']]),
    });
    expect(matchingAfter(ALL, { prefix: '', products: [{ theirs: 'Y', ours: 'B' }] })).toMatchObject({
      version: 5,
      tolerances: ALL.tolerances,
      stages: ALL.stages,
      prefix: '',
      units: ALL.units,
      products: new Map([
        ['X', 'A'],
        ['Y', 'B'],
      ]),
    });
    expect(matchingAfter(ALL, { products: [{ theirs: 'X', ours: '' }] })?.products).toEqual(new Map());
    expect(matchingAfter(ALL, { tolerances: {}, units: [] })).toMatchObject({ tolerances: {}, units: [], stages: ALL.stages });
  });

  test('what is so already is not recorded again, part by part', () => {
    expect(eventsOf({}, [opened])).toEqual([]);
    expect(eventsOf(ALL, after(ALL))).toEqual([]);
    for (const [key, value] of Object.entries({
      ...ALL,
      prefix: 'C-',
      tolerances: { days: 3 },
      stages: { supplier: 'invoiced', customer: 'received' },
      units: [],
      products: [{ theirs: 'X', ours: 'B' }],
      documents: [{ theirs: 'D1', ours: '' }],
    })) {
      expect(eventsOf({ ...ALL, [key]: value }, after(ALL))).toEqual([
        { type: 'MatchingRulesSet', data: { partnership: 'acme~buildco', [key]: value, party: 'supplier', person: 'sue' } },
      ]);
    }
    // A word that is not known need not be taken away.
    expect(eventsOf({ products: [{ theirs: 'Z', ours: '' }] }, after(ALL))).toEqual([]);
  });

  test('many words are recorded in events that a leaf holds, none of them twice or lost', () => {
    const word = fc.record({ theirs: fc.nat(9_999).map((number) => `${number}-${'t'.repeat(190)}`), ours: fc.constant('o'.repeat(200)) });
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 60, selector: ({ theirs }) => theirs }), (products) => {
        const events = eventsOf({ products });
        const pieces = events.map(({ data }) => ('products' in data ? (data.products ?? []) : []));
        expect(pieces.flat()).toEqual(products);
        for (const piece of pieces) expect(JSON.stringify(piece).length * 6).toBeLessThan(65_535);
        // As many as fit are in each but the last.
        for (const piece of pieces.slice(0, -1))
          expect(piece.reduce((sum, { theirs, ours }) => sum + 6 * (theirs.length + ours.length + 4), 0)).toBeGreaterThan(40_000 - 6 * 404);
      }),
      { numRuns: 20 },
    );
  });

  test('is of a partnership that is there, and said by a person', () => {
    expect(decided({ prefix: 'B' }, [])).toMatchObject({ rejections: [{ code: 'PARTNERSHIP_UNKNOWN' }] });
    expect(decided({ prefix: 'B' }, [opened], '')).toMatchObject({ rejections: [{ code: 'PERSON_MISSING' }] });
    expect(
      fold(partnershipDecider, [
        { type: 'MatchingRulesSet', data: { partnership: 'acme~buildco', prefix: 'B', party: 'supplier', person: 'sue' } },
      ]),
    ).toEqual({ status: 'none' });
  });
});

const LONG = 'x'.repeat(201);
const LIMIT = 'x'.repeat(200);
test.each<[string, unknown, string[]]>([
  ['a key that there is not', { colour: 'red' }, ['MATCHING_NOT_ALLOWED  {"colour":"red"}']],
  ['a number as a text', { tolerances: { days: '2' } }, ['MATCHING_NOT_ALLOWED tolerances.days "2"']],
  ['a stage that there is not', { stages: { supplier: 'sold', customer: 'received' } }, ['MATCHING_NOT_ALLOWED stages.supplier "sold"']],
  ['a list that is none', { products: 'X' }, ['MATCHING_NOT_ALLOWED products "X"']],
  ['a word without ours', { products: [{ theirs: 'X' }] }, ['MATCHING_NOT_ALLOWED products[0].ours nothing']],
  ['a prefix that is too long', { prefix: LONG }, [`MATCHING_NOT_ALLOWED prefix ${LONG}`]],
  [
    'words that are empty or too long',
    {
      products: [
        { theirs: '', ours: 'A' },
        { theirs: 'X', ours: LONG },
      ],
      documents: [{ theirs: LONG, ours: '' }],
    },
    [
      'MATCHING_NOT_ALLOWED products[0].theirs ',
      `MATCHING_NOT_ALLOWED products[1].ours ${LONG}`,
      `MATCHING_NOT_ALLOWED documents[0].theirs ${LONG}`,
    ],
  ],
  [
    'too many words',
    { documents: Array.from({ length: 100_001 }, () => ({ theirs: 'X', ours: 'A' })) },
    ['MATCHING_NOT_ALLOWED documents 100001'],
  ],
  [
    'too many conversions',
    { units: Array.from({ length: 201 }, () => ({ from: 'a', to: 'b', factor: '1' })) },
    ['MATCHING_NOT_ALLOWED units 201'],
  ],
  [
    'a conversion of nothing',
    {
      units: [
        { from: 'a', to: 'b', factor: '1' },
        { from: '', to: 'b', factor: '1' },
        { from: 'a', to: LONG, factor: '1' },
        { from: 'a', to: 'b', factor: '' },
        { product: '', from: 'a', to: 'b', factor: '1' },
      ],
    },
    [1, 2, 3, 4].map((index) => `MATCHING_NOT_ALLOWED units[${index}]`),
  ],
])('refuses %s', (_, rules, refusals) => {
  const decision = decided(rules as MatchingChange);
  const said =
    decision.kind === 'rejected' ? decision.rejections.map(({ code, place, value }) => `${code} ${place ?? ''} ${value ?? ''}`) : [];
  expect(
    said.map((text, index) =>
      refusals[index]?.startsWith('MATCHING_NOT_ALLOWED units[') === true ? text.slice(0, refusals[index].length) : text,
    ),
  ).toEqual(refusals);
});

test('allows what is just within the limits', () => {
  expect(
    decided({
      prefix: LIMIT,
      products: [{ theirs: LIMIT, ours: LIMIT }],
      units: Array.from({ length: 200 }, () => ({ product: LIMIT, from: LIMIT, to: LIMIT, factor: '1' })),
    }).kind,
  ).toBe('events');
});
