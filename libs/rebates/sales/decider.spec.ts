import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson } from '#kernel';
import { decideSales, decideSalesLines } from './decider.ts';
import { SALES_EVENT_TYPES, type SalesEvent } from './events.ts';
import { type FoldedDocument, foldSales, type KnownDocument, NO_DOCUMENT } from './fold.ts';
import type { LineAction, SaleLine, SalesDocument } from './line.ts';
import { ENVELOPE_BYTES, MAX_LEAF_BYTES, splitDocument, utf8Length } from './split-document.ts';

const line = (number: string, more: Partial<SaleLine> = {}): SaleLine => ({
  date: '2026-02-03',
  line: number,
  product: 'P-1',
  quantity: '2',
  unitPrice: '10.50',
  ...more,
});
const document = (action: LineAction, ...lines: SaleLine[]): SalesDocument => ({
  reporter: 'acme',
  stage: 'invoiced',
  document: 'INV-1',
  action,
  lines,
});
const event = (type: SalesEvent['type'], ...lines: SaleLine[]): SalesEvent => ({
  type,
  data: { document: 'INV-1', lines, partnership: 'acme~buildco', reporter: 'acme', stage: 'invoiced' },
});
const replacing = (type: SalesEvent['type'], lines: readonly SaleLine[], was: readonly SaleLine[]): SalesEvent => {
  const plain = event(type, ...lines);
  return { ...plain, data: { ...plain.data, was } };
};
const folded = (events: readonly SalesEvent[]): FoldedDocument => events.reduce(foldSales, NO_DOCUMENT);
const given = (...events: SalesEvent[]) => ({
  when: (action: LineAction, ...lines: SaleLine[]) => {
    const command = { partnership: 'acme~buildco', document: document(action, ...lines) };
    const known = folded(events).known;
    return { decision: decideSales(command, known), lines: decideSalesLines(command, known) };
  },
});
const codes = (outcome: ReturnType<ReturnType<typeof given>['when']>): string[] =>
  outcome.decision.kind === 'rejected' ? outcome.decision.rejections.map((one) => one.code) : [];

const recorded = event('SalesRecorded', line('1'), line('2'));

describe('record', () => {
  test('unknown lines are recorded', () => {
    expect(given().when('record', line('1'), line('2')).decision).toEqual({ kind: 'events', events: [recorded] });
  });
  test('only what is new is recorded of lines sent again', () => {
    const outcome = given(recorded).when('record', line('2'), line('3'), line('3'));
    expect(outcome.decision).toEqual({ kind: 'events', events: [event('SalesRecorded', line('3'))] });
    expect(outcome.lines.repeated).toBe(2);
  });
  test('the same again is nothing, be it written 10.5 or 10.50', () => {
    expect(given(recorded).when('record', line('1', { unitPrice: '10.5' }), line('2')).decision).toEqual({ kind: 'events', events: [] });
  });
  test('the same again after a payment is nothing', () => {
    const paid = event('SalesPaid', line('1', { paidOn: '2026-03-01', paidAmount: '21' }));
    expect(given(recorded, paid).when('record', line('1')).decision).toEqual({ kind: 'events', events: [] });
  });
  test('other content is a conflict that names both; an import keeps the good lines', () => {
    const outcome = given(recorded).when('record', line('1', { quantity: '3' }), line('4'));
    expect(outcome.decision).toMatchObject({
      kind: 'rejected',
      rejections: [
        {
          code: 'LINE_CONFLICT',
          message: expect.stringContaining('other content (quantity)'),
          place: 'document INV-1, line 1',
          details: { recorded: JSON.stringify(line('1')), sent: JSON.stringify(line('1', { quantity: '3' })) },
        },
      ],
    });
    expect(outcome.lines).toMatchObject({ events: [event('SalesRecorded', line('4'))], rejections: [{ index: 0, line: '1' }] });
  });
  test('a line twice in one document with other content is a conflict too', () => {
    expect(codes(given().when('record', line('1'), line('1', { quantity: '9' })))).toEqual(['LINE_CONFLICT']);
  });
  test('a line that was struck out does not come back by itself', () => {
    expect(codes(given(recorded, event('SalesVoided', line('1'))).when('record', line('1')))).toEqual(['LINE_VOIDED']);
  });
});

describe('correct, void, pay', () => {
  test('a correction replaces, keeps the payment, and is nothing where it changes nothing', () => {
    const paid = event('SalesPaid', line('1', { paidOn: '2026-03-01' }));
    expect(given(recorded, paid).when('correct', line('1', { quantity: '3' })).decision).toEqual({
      kind: 'events',
      events: [
        replacing(
          'SalesCorrected',
          [{ date: '2026-02-03', line: '1', paidOn: '2026-03-01', product: 'P-1', quantity: '3', unitPrice: '10.50' }],
          [line('1', { paidOn: '2026-03-01' })],
        ),
      ],
    });
    expect(given(recorded).when('correct', line('1')).decision).toEqual({ kind: 'events', events: [] });
    for (const own of [{ paidOn: '2026-04-01' }, { paidAmount: '9' }])
      expect(given(recorded, paid).when('correct', line('1', own)).decision).toEqual({
        kind: 'events',
        events: [replacing('SalesCorrected', [line('1', own)], [line('1', { paidOn: '2026-03-01' })])],
      });
  });
  test.each([
    ['correct', 'SalesCorrected', [{ quantity: '3' }, { quantity: '4' }], [{ quantity: '3' }, { quantity: '4' }]],
    [
      'pay',
      'SalesPaid',
      [
        { paidOn: '2026-03-01', paidAmount: '5' },
        { paidOn: '2026-04-01', paidAmount: '21' },
      ],
      [
        { paidOn: '2026-03-01', paidAmount: '5' },
        { paidOn: '2026-04-01', paidAmount: '21' },
      ],
    ],
  ] as const)('a line twice in one command (%s): each event replaces what the one before it left', (action, type, sent, left) => {
    const [first, second] = [line('1', left[0]), line('1', left[1])];
    expect(given(recorded).when(action, line('1', sent[0]), line('1', sent[1])).decision).toEqual({
      kind: 'events',
      events: [replacing(type, [first], [line('1')]), replacing(type, [second], [first])],
    });
  });
  test('a correction brings a struck out line back', () => {
    expect(given(recorded, event('SalesVoided', line('1'))).when('correct', line('1')).decision).toEqual({
      kind: 'events',
      events: [replacing('SalesCorrected', [line('1')], [])],
    });
  });
  test('void names the line as it stood, once', () => {
    expect(given(recorded).when('void', line('1', { quantity: '9' })).decision).toEqual({
      kind: 'events',
      events: [event('SalesVoided', line('1'))],
    });
    expect(given(recorded, event('SalesVoided', line('1'))).when('void', line('1')).decision).toEqual({ kind: 'events', events: [] });
  });
  test('pay sets day and amount on the line as it stands, keys in order', () => {
    const { decision } = given(recorded).when('pay', line('1', { paidOn: '2026-03-01', paidAmount: '21.00', quantity: '9' }));
    expect(decision).toEqual({
      kind: 'events',
      events: [replacing('SalesPaid', [line('1', { paidOn: '2026-03-01', paidAmount: '21.00' })], [line('1')])],
    });
    if (decision.kind === 'events') expect(JSON.stringify(decision.events[0]?.data)).toBe(canonicalJson(decision.events[0]?.data));
  });
  test.each(['correct', 'void', 'pay'] as const)('%s of an unknown line is refused', (action) => {
    expect(codes(given(recorded).when(action, line('7', { paidOn: '2026-03-01' })))).toEqual(['LINE_NOT_FOUND']);
  });
  test('a struck out line cannot be paid; a payment has a day', () => {
    expect(codes(given(recorded, event('SalesVoided', line('1'))).when('pay', line('1', { paidOn: '2026-03-01' })))).toEqual([
      'LINE_VOIDED',
    ]);
    expect(codes(given(recorded).when('pay', line('1')))).toEqual(['VALUE_MISSING']);
  });
});

describe('the fold is the law', () => {
  const sorted = (known: KnownDocument) => [...known].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = fc
    .uniqueArray(fc.record({ number: fc.nat(60), quantity: fc.integer({ min: 1, max: 9 }) }), {
      selector: (one) => one.number,
      minLength: 1,
      maxLength: 40,
    })
    .map((list) => list.map((one) => line(String(one.number), { quantity: String(one.quantity) })));

  test('order, pieces and repeats never change the folded document', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(), { minLength: 1, maxLength: 80 }), fc.integer({ min: 1, max: 7 }), (all, picks, size) => {
        // Any order with repeats, then all once more in their own order so that each line is there.
        const stream = [...picks.map((pick) => all[pick % all.length] ?? line('0')), ...all];
        const events: SalesEvent[] = [];
        for (let at = 0; at < stream.length; at += size) events.push(event('SalesRecorded', ...stream.slice(at, at + size)));
        const result = folded(events);
        expect(result.conflicts).toEqual([]);
        expect(sorted(result.known)).toEqual(sorted(folded([event('SalesRecorded', ...all)]).known));
      }),
    );
  });

  test('what the decider lets through never conflicts, and deciding again changes nothing', () => {
    const action = fc.constantFrom<LineAction>('record', 'correct', 'void', 'pay');
    const command = fc.record({
      action,
      lines: fc.array(fc.record({ number: fc.nat(5), quantity: fc.integer({ min: 1, max: 3 }) }), { minLength: 1, maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
        let state = NO_DOCUMENT;
        for (const one of commands) {
          const sent = document(
            one.action,
            ...one.lines.map((part) =>
              line(String(part.number), { quantity: String(part.quantity), ...(one.action === 'pay' ? { paidOn: '2026-03-01' } : {}) }),
            ),
          );
          const before = state;
          const { events } = decideSalesLines({ partnership: 'acme~buildco', document: sent }, state.known);
          state = events.reduce(foldSales, state);
          expect(state.conflicts).toEqual([]);
          if (one.action === 'record')
            expect(decideSalesLines({ partnership: 'acme~buildco', document: sent }, state.known).events).toEqual([]);
          expect(before.known.size).toBeLessThanOrEqual(state.known.size);
        }
      }),
    );
  });

  test('the first position counts; what differs is listed and changes nothing', () => {
    const other = line('1', { quantity: '9' });
    const result = folded([
      recorded,
      event('SalesRecorded', other),
      event('SalesCorrected', line('8')),
      event('SalesVoided', line('2')),
      event('SalesPaid', line('2')),
      event('SalesRecorded', line('2')),
    ]);
    expect([...result.known]).toEqual([
      ['1', line('1')],
      ['2', 'void'],
    ]);
    expect(
      result.conflicts.map((one) => [one.type, one.line, one.known === 'void' || one.known === 'unknown' ? one.known : one.known.quantity]),
    ).toEqual([
      ['SalesRecorded', '1', '2'],
      ['SalesCorrected', '8', 'unknown'],
      ['SalesPaid', '2', 'void'],
      ['SalesRecorded', '2', 'void'],
    ]);
  });
});

describe('splitDocument', () => {
  const limit = MAX_LEAF_BYTES - ENVELOPE_BYTES;
  const products = fc
    .tuple(
      fc.integer({ min: 1, max: 250 }),
      fc.array(fc.constantFrom('x', 'ä'.repeat(200), '😀'.repeat(100), '"'.repeat(200), 'P-1'), { minLength: 1, maxLength: 6 }),
    )
    .map(([count, some]) => Array.from({ length: count }, (_, index) => some[index % some.length] ?? 'x'));
  const partnership = 'acme~buildco';
  const sizeOf = (name: string, lines: readonly SaleLine[]): number =>
    Buffer.byteLength(JSON.stringify({ document: name, lines, partnership, reporter: 'acme', stage: 'invoiced' }));
  test('every leaf stays within the limit, no line is lost, as few pieces as fit', () => {
    fc.assert(
      fc.property(products, fc.constantFrom('INV-1', '"'.repeat(200)), (list, name) => {
        const whole = { ...document('record', ...list.map((product, index) => line(String(index), { product }))), document: name };
        const pieces = splitDocument(partnership, whole);
        expect(pieces.flatMap((piece) => piece.lines)).toEqual(whole.lines);
        for (const [index, { lines }] of pieces.entries()) {
          const [first] = pieces[index + 1]?.lines ?? [];
          expect(sizeOf(name, lines)).toBeLessThanOrEqual(limit);
          if (first !== undefined) expect(sizeOf(name, [...lines, first])).toBeGreaterThanOrEqual(limit);
        }
      }),
      { numRuns: 20 },
    );
  });
  test('a correction, which holds what it replaces as well, stays within it too', () => {
    const lines = Array.from({ length: 100 }, (_, index) => line(String(index), { product: 'ä'.repeat(200) }));
    const { decision } = given(event('SalesRecorded', ...lines)).when('correct', ...lines.map((one) => ({ ...one, quantity: '3' })));
    const events = decision.kind === 'events' ? decision.events : [];
    expect(events.flatMap(({ data }) => data.lines)).toHaveLength(100);
    for (const { data } of events) expect(Buffer.byteLength(canonicalJson(data))).toBeLessThanOrEqual(MAX_LEAF_BYTES);
  });
  test('utf8Length counts as UTF-8 does', () => {
    const edges = fc
      .array(fc.constantFrom('\x7f', '\x80', '\u07ff', '\u0800', '\ud7ff', '\ue000', '\uffff', '\u{10000}', '\u{10ffff}'))
      .map((units) => units.join(''));
    fc.assert(
      fc.property(fc.oneof(edges, fc.string({ unit: 'binary' })), (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      }),
    );
  });
});

describe('docs/events', () => {
  type Schema = {
    readonly $ref?: string;
    readonly pattern?: string;
    readonly enum?: readonly string[];
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly items?: Schema;
    readonly $defs?: Readonly<Record<string, Schema>>;
  };
  const read = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../../docs/events/${name}`, import.meta.url), 'utf8'));
  const faults = (schema: Schema, value: unknown, root: Schema, path = ''): string[] => {
    if (schema.$ref !== undefined) return faults(root.$defs?.[schema.$ref.slice('#/$defs/'.length)] ?? {}, value, root, path);
    if (Array.isArray(value)) return value.flatMap((one, index) => faults(schema.items ?? {}, one, root, `${path}/${index}`));
    if (typeof value === 'string')
      return (schema.pattern !== undefined && !new RegExp(schema.pattern).test(value)) ||
        (schema.enum !== undefined && !schema.enum.includes(value))
        ? [path]
        : [];
    if (typeof value !== 'object' || value === null) return [path];
    const absent = (schema.required ?? []).filter((key) => !(key in value)).map((key) => `${path}/${key} is missing`);
    return [
      ...absent,
      ...Object.entries(value).flatMap(([key, one]) => {
        const known = schema.properties?.[key];
        return known === undefined ? [`${path}/${key} is unknown`] : faults(known, one, root, `${path}/${key}`);
      }),
    ];
  };

  test.each(SALES_EVENT_TYPES)('%s: the golden event fits its schema, folds, and is canonical', (name) => {
    const golden = read(`fixtures/${name}.v1.json`) as SalesEvent;
    const schema = read(`${name}.v1.schema.json`) as Schema;
    expect(faults(schema, golden.data, schema)).toEqual([]);
    expect(JSON.stringify(golden.data)).toBe(canonicalJson(golden.data));
    expect(folded([event('SalesRecorded', line('1', { quantity: '1' })), golden]).known.get('1')).toEqual(
      name === 'SalesVoided' ? 'void' : name === 'SalesRecorded' ? line('1', { quantity: '1' }) : golden.data.lines[0],
    );
    expect(faults(schema, { ...golden.data, more: 'x' }, schema)).toEqual(['/more is unknown']);
  });
});
