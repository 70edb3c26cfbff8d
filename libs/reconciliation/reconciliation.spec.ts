import { describe, expect, test } from '@jest/globals';
import { type Match, matchingRulesOf, type MatchingOptions, Reconciliation, type ReportedLine, type Variance } from './index.ts';

/** `document#line day product quantity price`, such as `INV-1#1 5 P 10 2.50`, in March 2026. */
const lineOf = (text: string, position: number, more: Partial<ReportedLine> = {}): ReportedLine => {
  const [key = '', day = '', product = '', quantity = '', unitPrice = ''] = text.split(' ');
  const [document = '', line = ''] = key.split('#');
  return { key: { document, line }, date: `2026-03-${day.padStart(2, '0')}`, product, quantity, unitPrice, position, ...more };
};
type Sent = string | readonly [string, Partial<ReportedLine>];
const linesOf = (sent: readonly Sent[], from: number): ReportedLine[] =>
  sent.map((one, index) => (typeof one === 'string' ? lineOf(one, from + index) : lineOf(one[0], from + index, one[1])));

const reconcile = (ours: readonly Sent[], theirs: readonly Sent[], options: MatchingOptions = {}): Reconciliation => {
  const rules = matchingRulesOf(options);
  if (!rules.ok) throw new Error(JSON.stringify(rules.rejections));
  const reconciliation = new Reconciliation(rules.value);
  reconciliation.add('ours', linesOf(ours, 0));
  reconciliation.add('theirs', linesOf(theirs, 100));
  return reconciliation;
};
const name = ({ key }: { readonly key: { readonly document: string; readonly line: string } }): string => `${key.document}#${key.line}`;
const matched = (reconciliation: Reconciliation): string[] =>
  [...reconciliation.matches()]
    .map(({ by, ours, theirs }: Match) => `${by}: ${ours.map(name).join(' + ')} = ${theirs.map(name).join(' + ')}`)
    .sort();
const told = (variances: readonly Variance[]): string[] =>
  variances.map(({ kind, on, quantity, value, since }) =>
    [kind, ...(on === undefined ? [] : [`on ${on}`]), quantity, value, `${since.day}@${since.position}`].join(' '),
  );
const open = (reconciliation: Reconciliation): string[] => told(reconciliation.variances());

describe('what agrees', () => {
  test('the same document, line and product come before the same document and product', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2', 'A#2 5 P 10 2'], ['A#2 5 P 10 2', 'A#7 5 P 10 2']);
    expect(matched(reconciliation)).toEqual(['document: A#1 = A#7', 'identity: A#2 = A#2']);
    expect(open(reconciliation)).toEqual([]);
  });

  test('their documents are ours by a prefix, by a list, or as a line names them', () => {
    expect(matched(reconcile(['1#1 5 P 10 2'], ['GR1#1 5 P 10 2'], { documents: { prefix: 'GR' } }))).toEqual(['identity: 1#1 = GR1#1']);
    expect(matched(reconcile(['1#1 5 P 10 2'], ['X#1 5 P 10 2'], { documents: { numbers: { X: '1' } } }))).toEqual(['identity: 1#1 = X#1']);
    expect(matched(reconcile(['1#1 5 P 10 2'], [['X#9 5 P 10 2', { reference: '1' }]]))).toEqual(['document: 1#1 = X#9']);
  });

  test('their product codes and units read in ours', () => {
    const options = { products: { Q: 'P' }, units: [{ product: 'P', from: 'box', to: 'piece', factor: '12' }] };
    expect(matched(reconcile([['A#1 5 P 24 0.50', { unit: 'piece' }]], [['A#1 5 Q 2 6', { unit: 'box' }]], options))).toEqual([
      'identity: A#1 = A#1',
    ]);
  });

  test('without a common document the same day comes first, then the nearest', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2', 'B#1 7 P 10 2'], ['X#1 7 P 10 2', 'Y#1 6 P 10 2'], { tolerances: { days: 3 } });
    expect(matched(reconciliation)).toEqual(['terms: B#1 = X#1', 'tolerance: A#1 = Y#1']);
  });

  test.each<[string, MatchingOptions['tolerances'], string]>([
    ['quantity', { quantity: '1' }, 'A#1 5 P 11 2'],
    ['price', { price: '0.05' }, 'A#1 5 P 10 2.05'],
    ['percent of the price', { pricePercent: '2.5' }, 'A#1 5 P 10 2.05'],
    ['value', { value: '0.50' }, 'A#1 5 P 10 2.05'],
    ['days', { days: 2 }, 'A#1 7 P 10 2'],
  ])('a difference within the tolerance of %s is none, and a hair more is one', (_, tolerances = {}, theirs) => {
    expect(matched(reconcile(['A#1 5 P 10 2'], [theirs], { tolerances }))).toEqual(['identity: A#1 = A#1']);
    expect(reconcile(['A#1 5 P 10 2'], [theirs]).variances()).toHaveLength(1);
  });

  test('across documents the nearest of all that agree is taken', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2'], ['X#1 5 P 11 2', 'Y#1 5 P 10 2.01'], {
      tolerances: { quantity: '1', price: '0.05' },
    });
    expect(matched(reconciliation)).toEqual(['tolerance: A#1 = Y#1']);
  });

  test('a net amount is the price: 10 at 2 less 10 % is 10 at 1.80', () => {
    expect(open(reconcile([['A#1 5 P 10 2', { net: '18' }]], ['A#1 5 P 10 1.80']))).toEqual([]);
    expect(open(reconcile([['A#1 5 P 10 2', { net: '18' }]], ['A#1 5 P 10 2']))).toEqual(['price 0 2 2026-03-05@100']);
  });

  test('a price credit without units is compared by its amount', () => {
    expect(open(reconcile([['A#1 5 P 0 0', { net: '-50' }]], [['A#1 5 P 0 0', { net: '-50' }]]))).toEqual([]);
    expect(open(reconcile([['A#1 5 P 0 0', { net: '-50' }]], [['A#1 5 P 0 0', { net: '-45' }]]))).toEqual(['price 0 5 2026-03-05@100']);
  });
});

describe('split deliveries', () => {
  test('one line of ours against several of theirs, and the other way round', () => {
    expect(matched(reconcile(['A#1 5 P 10 2'], ['X#1 5 P 4 2', 'Y#1 6 P 6 2'], { tolerances: { days: 2 } }))).toEqual([
      'split: A#1 = X#1 + Y#1',
    ]);
    expect(matched(reconcile(['A#1 5 P 4 2', 'A#2 5 P 6 2'], ['A#1 5 P 10 2']))).toEqual(['split: A#1 + A#2 = A#1']);
  });

  test('the fewest parts are taken, then the earliest; a part of another price or a far day is none', () => {
    const theirs = ['X#1 5 P 3 2', 'X#2 5 P 3 2', 'X#3 5 P 4 2', 'Y#1 6 P 7 2', 'Z#1 5 P 6 3', 'Z#2 20 P 6 2'];
    expect(matched(reconcile(['A#1 5 P 10 2'], theirs, { tolerances: { days: 2 } }))).toEqual(['split: A#1 = X#1 + Y#1']);
  });

  test('the rest of a delivery may come under another number, the first part under ours', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2'], ['A#1 5 P 6 2', 'A-B#1 7 P 4 2'], { tolerances: { days: 3 } });
    expect([matched(reconciliation), open(reconciliation)]).toEqual([['split: A#1 = A#1 + A-B#1'], []]);
  });

  test('very many parts of one document are taken together', () => {
    const parts = Array.from({ length: 12 }, (_, index) => `A#${index + 1} 5 P 1 2`);
    expect(open(reconcile(['A#1 5 P 12 2'], parts))).toEqual([]);
  });

  test('a return is never a part of a sale', () => {
    expect(matched(reconcile(['A#1 5 P 10 2'], ['X#1 5 P 14 2', 'Y#1 5 P -4 2']))).toEqual([]);
  });
});

describe('what does not', () => {
  test('a line that only one side has is missing on the other from its day and its position', () => {
    expect(open(reconcile(['A#1 5 P 10 2'], ['B#1 6 Q 3 2']))).toEqual([
      'missing on theirs -10 -20 2026-03-05@0',
      'missing on ours 3 6 2026-03-06@100',
    ]);
  });

  test('each difference of a pair has its own kind and worth, and together they are the whole', () => {
    expect(open(reconcile(['A#1 5 P 10 2'], ['A#1 5 P 12 2.50']))).toEqual(['price 0 6 2026-03-05@100', 'quantity 2 4 2026-03-05@100']);
    expect(open(reconcile(['A#1 5 P 10 2'], ['A#1 5 Q 10 2']))).toEqual(['product 0 0 2026-03-05@100']);
    expect(open(reconcile(['A#1 5 P 10 2'], ['A#4 5 Q 10 2']))).toEqual(['product 0 0 2026-03-05@100']);
  });

  test('a date shows from the earlier day until the later one', () => {
    const [variance, ...more] = reconcile(['A#1 5 P 10 2'], ['A#1 25 P 10 2'], { tolerances: { days: 3 } }).variances();
    expect([variance, more]).toMatchObject([
      { kind: 'date', value: '0', since: { day: '2026-03-05', position: 100 }, until: '2026-03-25' },
      [],
    ]);
  });

  test('the same number in another unit is an error of the unit, convertible or not', () => {
    const sent = [
      ['A#1 5 P 10 2', { unit: 'piece' }],
      ['A#1 5 P 10 2', { unit: 'box' }],
    ] as const;
    expect(open(reconcile([sent[0]], [sent[1]]))).toEqual(['unit 0 0 2026-03-05@100']);
    expect(open(reconcile([sent[0]], [sent[1]], { units: [{ from: 'box', to: 'piece', factor: '12' }] }))).toEqual([
      'unit 110 0 2026-03-05@100',
    ]);
  });

  test('a line that its document holds once more is there twice', () => {
    expect(open(reconcile(['A#1 5 P 10 2'], ['A#1 5 P 10 2', 'A#2 5 P 10 2']))).toEqual(['duplicate on theirs 10 20 2026-03-05@101']);
    expect(open(reconcile(['A#1 5 P 10 2', 'A#2 5 P 10 2'], ['A#1 5 P 10 2']))).toEqual(['duplicate on ours -10 -20 2026-03-05@1']);
  });

  test('under unknown documents one difference makes a pair, two make two lines', () => {
    expect(open(reconcile(['A#1 5 P 10 2'], ['X#1 5 P 12 2']))).toEqual(['quantity 2 4 2026-03-05@100']);
    expect(open(reconcile(['A#1 5 P 10 2'], ['X#1 5 P 12 3']))).toEqual([
      'missing on theirs -10 -20 2026-03-05@0',
      'missing on ours 12 36 2026-03-05@100',
    ]);
  });

  test('what both sides hold under one number is not looked for elsewhere', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2', 'A#2 5 Q 1 1', 'B#1 5 P 10 2'], ['A#2 5 Q 1 1', 'B#1 5 P 10 2', 'B#2 5 P 10 2']);
    expect(open(reconciliation)).toEqual(['missing on theirs -10 -20 2026-03-05@0', 'duplicate on theirs 10 20 2026-03-05@102']);
  });

  test('its id stays while other lines come, whatever the signs in document numbers', () => {
    const reconciliation = reconcile(['A:;1#1 5 P 10 2'], ['A:;1#1 5 P 12 2']);
    const before = reconciliation.variances().map(({ id }) => id);
    reconciliation.add('ours', [lineOf('B#1 5 P 12 2', 200)]);
    expect(before).toEqual(['quantity:A%3A%3B1;1:A%3A%3B1;1']);
    expect(reconciliation.variances().map(({ id }) => id)).toEqual([...before, 'missing:B;1:']);
  });
});

describe('as lines come', () => {
  test('a correction closes a variance, and striking the line out opens another', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2'], ['A#1 5 P 12 2']);
    expect(open(reconciliation)).toEqual(['quantity 2 4 2026-03-05@100']);
    reconciliation.add('theirs', [lineOf('A#1 5 P 10 2', 200)]);
    expect(open(reconciliation)).toEqual([]);
    reconciliation.add('theirs', [lineOf('A#1 5 P 10 2', 300, { voided: true })]);
    expect([open(reconciliation), reconciliation.size]).toEqual([['missing on theirs -10 -20 2026-03-05@0'], 1]);
  });

  test('what an earlier pass needs is given back by a later one', () => {
    const reconciliation = reconcile(['A#1 5 P 10 2'], ['X#1 5 P 10 2']);
    expect(matched(reconciliation)).toEqual(['terms: A#1 = X#1']);
    reconciliation.add('theirs', [lineOf('A#1 5 P 10 2', 200)]);
    expect([matched(reconciliation), open(reconciliation)]).toEqual([['identity: A#1 = A#1'], ['missing on ours 10 20 2026-03-05@100']]);
  });
});

test('rules that cannot be kept are refused with their place', () => {
  const refused = matchingRulesOf({
    tolerances: { days: 1.5, price: '-1', value: '1,0' },
    units: [
      { from: 'box', to: 'piece', factor: '0' },
      { from: 'case', to: 'box', factor: '2' },
      { from: 'case', to: 'tray', factor: '2' },
      { from: 'a', to: 'b', factor: '2' },
      { from: 'b', to: 'a', factor: '2' },
    ],
  });
  expect(refused.ok ? [] : refused.rejections.map(({ code, place }) => `${code} ${String(place)}`)).toEqual([
    'TOLERANCE_DAYS_NOT_ALLOWED tolerances.days',
    'TOLERANCE_NOT_ALLOWED tolerances.price',
    'TOLERANCE_NOT_ALLOWED tolerances.value',
    'CONVERSION_FACTOR_NOT_ALLOWED units[0].factor',
    'CONVERSION_TWICE units[2].from',
    'CONVERSION_IN_CIRCLE units[3]',
    'CONVERSION_IN_CIRCLE units[4]',
  ]);
});
