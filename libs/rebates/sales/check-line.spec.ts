import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { canonicalJson, isDecimal, parseDay } from '#kernel';
import { checkCells, type CheckedLine, checkLine } from './check-line.ts';
import { layoutOf, LINE_COLUMNS, SALES_COLUMNS } from './columns.ts';
import { dayPart, decimalsOf, isDayText, isNegative, isPrintable, isZero, NOT_DECIMAL, scanDecimal } from './scan.ts';

const plain = { document: 'INV-1', line: '1', date: '2026-02-03', product: 'P-1', quantity: '2', unitPrice: '10.50' };
const codes = (checked: CheckedLine): string[] => (checked.ok ? [] : checked.refusals.map((one) => `${one.column} ${one.code}`));
const codesOf = (change: Record<string, string>): string[] => codes(checkLine({ ...plain, ...change }));

const decimalText = fc.oneof(
  fc.stringMatching(/^-?(0|[1-9]\d{0,12})(\.\d{1,20})?$/),
  fc.stringMatching(/^[-+]?[0-9.,e ]{0,12}$/),
  fc.constantFrom('', '-', '.', '.5', '5.', '01', '-0', '-0.00', '1,000', '1e3', ' 1', '1 ', '١', '1.2.3', '1'.repeat(50), '1'.repeat(51)),
);

describe('the scanners of the hot path', () => {
  test('scanDecimal says what the kernel says', () => {
    fc.assert(
      fc.property(decimalText, (text) => {
        const shape = scanDecimal(text);
        expect(shape !== NOT_DECIMAL).toBe(isDecimal(text));
        if (shape === NOT_DECIMAL) return;
        expect(isZero(shape)).toBe(Number(text) === 0);
        expect(isNegative(shape)).toBe(Number(text) < 0);
        expect(decimalsOf(shape)).toBe((text.split('.')[1] ?? '').length);
      }),
      { numRuns: 2000 },
    );
  });

  test('isDayText says what the kernel says', () => {
    const text = fc.oneof(
      fc.stringMatching(/^\d{4}-[01]\d-[0-3]\d$/),
      fc.constantFrom(
        '2024-02-29',
        '2023-02-29',
        '1900-02-29',
        '2000-02-29',
        '0000-01-01',
        '2026-1-1',
        '2026-04-31',
        '2026/04/30',
        '2026-01-001',
        '2026-01-1/',
        '2026-01-1:',
        '2026-1/-11',
        '202:-01-11',
        '2026-0a-01',
      ),
    );
    fc.assert(
      fc.property(text, (day) => {
        expect(isDayText(day)).toBe(parseDay(day) !== undefined);
      }),
      { numRuns: 2000 },
    );
  });

  test('dayPart cuts ISO timestamps and nothing else', () => {
    expect(dayPart('2010-12-01T08:26:00Z')).toBe('2010-12-01');
    expect(dayPart('2010-12-01T23:26:00.123+01:00')).toBe('2010-12-01');
    for (const text of ['2010-12-01', '2010-12-01 08:26', '2010-12-01Tea time', '01/12/2010T08:26', '2010-12-01T', '2010-12-01TZ0:00'])
      expect(dayPart(text)).toBe(text.startsWith('01/') ? '01/12/2010' : text);
  });
});

test('a text is printable that holds no control characters, separators or byte order marks, and every half of a character beside its other', () => {
  const unit = fc.constantFrom(
    ...[
      0x1f, 0x20, 0x41, 0x7e, 0x7f, 0x9f, 0xa0, 0x2027, 0x2028, 0x2029, 0x202a, 0xd7ff, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xe000, 0xfefe,
      0xfeff, 0xff00,
    ].map((code) => String.fromCharCode(code)),
  );
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 4 }), (units) => {
      const text = units.join('');
      const broken = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
      const unwanted = units
        .map((one) => one.charCodeAt(0))
        .some((code) => code < 0x20 || (code >= 0x7f && code < 0xa0) || [0x2028, 0x2029, 0xfeff].includes(code));
      expect(isPrintable(text)).toBe(!broken && !unwanted);
    }),
    { numRuns: 1500 },
  );
});

describe('a good line', () => {
  test('keeps what was sent and nothing else', () => {
    expect(checkLine(plain)).toEqual({
      ok: true,
      line: { date: '2026-02-03', line: '1', product: 'P-1', quantity: '2', unitPrice: '10.50' },
      stage: 'invoiced',
      document: 'INV-1',
      action: 'record',
    });
  });

  test('says where it belongs and what it does', () => {
    expect(checkLine({ ...plain, stage: 'shipped', reporter: 'hub', customer: '17850', action: 'correct' })).toMatchObject({
      stage: 'shipped',
      reporter: 'hub',
      customer: '17850',
      action: 'correct',
    });
  });

  test('a negative quantity is a return, goods are the default: one content however it was sent', () => {
    expect(checkLine({ ...plain, quantity: '-2' })).toEqual(checkLine({ ...plain, quantity: '-2', kind: 'return' }));
    expect(checkLine({ ...plain, quantity: '-2', kind: 'goods' })).toMatchObject({ line: { kind: 'return' } });
    expect(checkLine({ ...plain, kind: 'goods' })).toEqual(checkLine(plain));
  });

  test('net is dropped where it is quantity × unit price', () => {
    expect(checkLine({ ...plain, net: '21' })).toEqual(checkLine(plain));
    expect(checkLine({ ...plain, net: '20.99' })).toMatchObject({ line: { net: '20.99' } });
    expect(checkLine({ ...plain, unitPrice: '0', net: '0' })).toMatchObject({ ok: true, line: { net: '0' } });
  });

  test('price credits and freight may have no quantity or a negative price', () => {
    expect(codesOf({ kind: 'price', quantity: '0', net: '-50' })).toEqual([]);
    expect(codesOf({ kind: 'price', quantity: '10', unitPrice: '-0.50' })).toEqual([]);
    expect(codesOf({ kind: 'freight', quantity: '1', unitPrice: '12' })).toEqual([]);
    expect(codesOf({ kind: 'freight', quantity: '0', unitPrice: '-12' })).toEqual([]);
    expect(checkLine({ ...plain, kind: 'freight', quantity: '-1' })).toMatchObject({ line: { kind: 'freight' } });
    expect(checkLine({ ...plain, kind: 'price', quantity: '-1' })).toMatchObject({ line: { kind: 'price' } });
  });

  test.each([
    ['net', '-5', '50'],
    ['net', '10', '-100'],
    ['weight', '-5', '5'],
    ['freight', '-5', '5'],
    ['tax', '1', '-1'],
  ])('%s of a line of %s cannot be %s', (column, quantity, value) => {
    expect(codesOf({ quantity, [column]: value })).toEqual([`${column} SIGN_DIFFERS`]);
  });

  test('JSON.stringify of its content is RFC 8785', () => {
    const value = (name: string): fc.Arbitrary<string> => {
      if (['freight', 'net', 'tax', 'weight'].includes(name)) return fc.constantFrom('', '0', '1.5');
      if (['cost', 'listPrice', 'paidAmount'].includes(name)) return fc.constantFrom('', '0', '1.5', '-2.25');
      if (['dueOn', 'paidOn'].includes(name)) return fc.constantFrom('', '2026-03-01');
      if (name === 'kind') return fc.constantFrom('', 'goods', 'price', 'freight');
      if (name === 'currency') return fc.constantFrom('', 'EUR');
      if (name === 'returns') return fc.constantFrom('', 'A#1');
      if (name === 'quantity' || name === 'unitPrice') return fc.constantFrom('1', '2.5');
      if (name === 'date') return fc.constant('2026-02-03');
      return fc.stringMatching(/^[a-z"\\/€😀]{1,6}$/u);
    };
    const fields = fc.record(Object.fromEntries(LINE_COLUMNS.map((name) => [name, value(name)])));
    fc.assert(
      fc.property(fields, (sent) => {
        const checked = checkLine({ ...sent, document: 'D' });
        if (!checked.ok) throw new Error(JSON.stringify(checked.refusals));
        const data = { document: 'D', lines: [checked.line], partnership: 'a~b', reporter: 'a', stage: 'invoiced' };
        expect(JSON.stringify(data)).toBe(canonicalJson(data));
      }),
    );
  });
});

describe('a bad line', () => {
  const cases: [Record<string, string>, string[]][] = [
    [{ quantity: '' }, ['quantity VALUE_MISSING']],
    [{ document: '', line: '' }, ['document VALUE_MISSING', 'line VALUE_MISSING']],
    [{ unitPrice: '1,000.00' }, ['unitPrice NUMBER_NOT_EXACT']],
    [{ unitPrice: '2,55' }, ['unitPrice NUMBER_NOT_EXACT']],
    [{ quantity: '1e3' }, ['quantity NUMBER_NOT_EXACT']],
    [{ tax: '0.1234567890123456789' }, ['tax NUMBER_NOT_EXACT']],
    [{ quantity: '0.1234567891', unitPrice: '0.1234567891' }, ['unitPrice PRODUCT_NOT_EXACT']],
    [{ quantity: '0.1000000000', unitPrice: '0.1000000000' }, []],
    [{ date: '2026-02-30' }, ['date DATE_NOT_A_DAY']],
    [{ date: '2026-02-03T10:00:00Z' }, ['date DATE_NOT_A_DAY']],
    [{ date: '03.02.2026' }, ['date DATE_NOT_A_DAY']],
    [{ kind: 'gift' }, ['kind KIND_UNKNOWN']],
    [{ stage: 'billed' }, ['stage STAGE_UNKNOWN']],
    [{ action: 'delete' }, ['action ACTION_UNKNOWN']],
    [{ quantity: '0' }, ['quantity QUANTITY_ZERO']],
    [{ quantity: '-0.00' }, ['quantity QUANTITY_ZERO']],
    [{ unitPrice: '0.00' }, ['unitPrice PRICE_ZERO']],
    [{ unitPrice: '0', net: 'x' }, ['net NUMBER_NOT_EXACT']],
    [{ unitPrice: '-11062.06' }, ['unitPrice PRICE_NEGATIVE']],
    [{ kind: 'return' }, ['quantity RETURN_NOT_NEGATIVE']],
    [{ product: 'x'.repeat(201) }, ['product TOO_LONG']],
    [{ product: 'x'.repeat(200) }, []],
    [{ product: 'a\tb' }, ['product TEXT_NOT_PRINTABLE']],
    [{ product: 'a\ud800b' }, ['product TEXT_NOT_PRINTABLE']],
    [{ product: 'Größe 7" 😀' }, []],
    [{ returns: 'INV-1' }, ['returns RETURNS_FORM']],
    [{ returns: 'INV#1#2' }, []],
    [{ returns: 'INV#1' }, []],
    [{ returns: 'INV#' }, ['returns RETURNS_FORM']],
    [{ returns: '#1' }, ['returns RETURNS_FORM']],
    [{ brand: 'x'.repeat(200) }, []],
    [{ brand: 'x'.repeat(201) }, ['brand TOO_LONG']],
    [{ unitPrice: '0', currency: 'eur' }, ['currency CURRENCY_FORM', 'unitPrice PRICE_ZERO']],
    [{ line: '1#2' }, ['line LINE_FORM']],
    [{ reporter: 'a.b' }, ['reporter REPORTER_FORM']],
    [{ currency: 'eur' }, ['currency CURRENCY_FORM']],
    [{ action: 'pay' }, ['paidOn VALUE_MISSING']],
    [{ quantity: 'x', date: 'y', stage: 'z' }, ['date DATE_NOT_A_DAY', 'quantity NUMBER_NOT_EXACT', 'stage STAGE_UNKNOWN']],
  ];
  test.each(cases)('%j is refused with %j', (change, expected) => {
    expect(codesOf(change)).toEqual(expected);
  });

  test('says column, value, reason and way out', () => {
    expect(checkLine({ ...plain, product: 'x'.repeat(201) })).toMatchObject({ refusals: [{ value: `${'x'.repeat(200)}…` }] });
    expect(checkLine({ ...plain, brand: '\t'.repeat(200) })).toMatchObject({ refusals: [{ value: '\t'.repeat(200) }] });
    expect(checkLine({ ...plain, quantity: '1,000' })).toEqual({
      ok: false,
      refusals: [
        {
          column: 'quantity',
          value: '1,000',
          code: 'NUMBER_NOT_EXACT',
          reason: expect.stringMatching(/\.$/),
          wayOut: expect.stringMatching(/\.$/),
        },
      ],
    });
  });
});

test('the fast way and the thorough way agree', () => {
  const positions = new Map(SALES_COLUMNS.map((name, index) => [name, index]));
  const columns = ['document', 'line', 'date', 'product', 'quantity', 'unitPrice', 'customer'] as const;
  const long = layoutOf(positions, true);
  const odd = fc.constantFrom(
    '1',
    '-3',
    '0',
    '2.5',
    '1e3',
    '',
    '0.1234567891',
    '0.123456789',
    'a#b',
    'x'.repeat(200),
    'x'.repeat(201),
    'a\nb',
    '2026-02-03',
    '2026-02-30',
    '2026-02-03T10:00:00Z',
  );
  // Most cells are as they should be, so that the fast way is gone to its end; the customer may stand first, last or nowhere.
  const cell = (...good: string[]) => fc.oneof({ weight: 7, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: odd });
  const number = cell('1', '-3', '2.5', '0.123456789', '0.1234567891');
  const row = fc.tuple(
    cell('INV-1'),
    cell('1'),
    cell('2026-02-03', '2026-02-03T10:00:00Z'),
    cell('P-1', 'x'.repeat(200)),
    number,
    number,
    cell('17850', ''),
  );
  fc.assert(
    fc.property(row, fc.nat(6), fc.integer({ min: 6, max: 7 }), (values, shift, width) => {
      const order = [...columns.slice(shift), ...columns.slice(0, shift)].filter((name) => columns.indexOf(name) < width);
      const sent = new Map(columns.slice(0, width).map((name, index) => [name, values[index] ?? '']));
      const [short, cells] = [
        layoutOf(new Map(order.map((name, index) => [name, index])), true),
        order.map((name) => sent.get(name) ?? ''),
      ];
      const [document = '', line = '', date = '', product = '', quantity = '', unitPrice = '', customer = ''] = columns.map(
        (name) => sent.get(name) ?? '',
      );
      const fields: Record<string, string> = { document, line, date, product, quantity, unitPrice, customer };
      // A stage that is sent takes the thorough way; invoiced is the default, so the outcome is the same.
      const thorough = checkCells(
        SALES_COLUMNS.map((name) => (name === 'stage' ? 'invoiced' : (fields[name] ?? ''))),
        long,
      );
      expect(checkCells(cells, short)).toEqual(thorough);
    }),
    { numRuns: 1500 },
  );
});
