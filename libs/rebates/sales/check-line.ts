import { isId, multiplyExact, parseScaled, SCALE } from '#kernel';
import { type Stage, STAGES } from '../agreement/terms.ts';
import {
  CANONICAL_LAYOUT,
  type CellForm,
  type Layout,
  LINE_COLUMNS,
  REQUIRED_COLUMNS,
  SALES_COLUMNS,
  type SalesColumn,
} from './columns.ts';
import { ACTIONS, LINE_KINDS, type LineAction, type SaleLine } from './line.ts';
import { type Refusal, refusal, type RefusalCode } from './refusal.ts';
import {
  dayPart,
  decimalsOf,
  isDayText,
  isNegative,
  isPlainText,
  isPrintable,
  isZero,
  MAX_TEXT_LENGTH,
  NOT_DECIMAL,
  scanDecimal,
} from './scan.ts';

export type GoodLine = {
  readonly ok: true;
  /** Keys in ascending code-unit order, so that `JSON.stringify` writes its RFC 8785 form. */
  readonly line: SaleLine;
  readonly stage: Stage;
  readonly reporter?: string;
  readonly document: string;
  readonly customer?: string;
  readonly action: LineAction;
};
export type BadLine = { readonly ok: false; readonly refusals: readonly Refusal[] };
export type CheckedLine = GoodLine | BadLine;

/** Checks one line given as texts by the canonical column names; an empty text is one that was not sent. */
export const checkLine = (fields: Readonly<Record<string, string>>): CheckedLine => {
  const cells: string[] = [];
  for (const name of SALES_COLUMNS) cells.push(fields[name] ?? '');
  return checkCells(cells, CANONICAL_LAYOUT);
};

const cellAt = (cells: readonly string[], position: number): string => cells[position] ?? '';

/**
 * The same for the cells of a row. Most lines of a big file are plain: only the required columns, nothing odd. They are
 * told by one pass over their characters; all others take the thorough check, which alone decides what is refused.
 * `givenLine` is the line's number where the file has none.
 */
export const checkCells = (cells: readonly string[], layout: Layout, givenLine?: string): CheckedLine => {
  for (const position of layout.extras) if (cells[position] !== '') return checkThoroughly(cells, layout, givenLine);
  const sent = cellAt(cells, layout.date);
  const date = layout.timestamps ? dayPart(sent) : sent;
  const line = givenLine ?? cellAt(cells, layout.line);
  const product = cellAt(cells, layout.product);
  const quantity = cellAt(cells, layout.quantity);
  const unitPrice = cellAt(cells, layout.unitPrice);
  const document = cellAt(cells, layout.document);
  const amount = scanDecimal(quantity);
  const price = scanDecimal(unitPrice);
  const plain =
    amount !== NOT_DECIMAL &&
    price !== NOT_DECIMAL &&
    !isZero(amount) &&
    !isZero(price) &&
    !isNegative(price) &&
    decimalsOf(amount) + decimalsOf(price) <= SCALE &&
    isDayText(date) &&
    isPlainText(document) &&
    isPlainText(product) &&
    isPlainText(line) &&
    !line.includes('#');
  if (!plain) return checkThoroughly(cells, layout, givenLine);
  const content: SaleLine = isNegative(amount)
    ? { date, kind: 'return', line, product, quantity, unitPrice }
    : { date, line, product, quantity, unitPrice };
  const customer = layout.customer < 0 ? '' : cellAt(cells, layout.customer);
  if (customer === '') return { ok: true, line: content, stage: 'invoiced', document, action: 'record' };
  if (!isPlainText(customer)) return checkThoroughly(cells, layout, givenLine);
  return { ok: true, line: content, stage: 'invoiced', document, customer, action: 'record' };
};

/** Texts of a row by index in SALES_COLUMNS; empty where nothing was sent, or what was sent is refused. */
type Sent = string[];

const indexOf = (name: SalesColumn): number => SALES_COLUMNS.indexOf(name);
const DOCUMENT = indexOf('document');
const KIND = indexOf('kind');
const LINE = indexOf('line');
const NET = indexOf('net');
const PAID_ON = indexOf('paidOn');
const QUANTITY = indexOf('quantity');
const UNIT_PRICE = indexOf('unitPrice');
const ACTION = indexOf('action');
const CUSTOMER = indexOf('customer');
const REPORTER = indexOf('reporter');
const STAGE = indexOf('stage');
const REQUIRED = REQUIRED_COLUMNS.map(indexOf);

/** Of goods and returns these go with the quantity: a return takes them back. */
const SIGNED = ['net', 'tax', 'freight', 'weight'] as const;

const isOneOf = <T extends string>(list: readonly T[], value: string): value is T => (list as readonly string[]).includes(value);
const CURRENCY = /^[A-Z]{3}$/;

const textFault = (name: SalesColumn, value: string): RefusalCode | undefined => {
  if (value.length > MAX_TEXT_LENGTH) return 'TOO_LONG';
  if (!isPrintable(value)) return 'TEXT_NOT_PRINTABLE';
  switch (name) {
    case 'kind':
      return isOneOf(LINE_KINDS, value) ? undefined : 'KIND_UNKNOWN';
    case 'stage':
      return isOneOf(STAGES, value) ? undefined : 'STAGE_UNKNOWN';
    case 'action':
      return isOneOf(ACTIONS, value) ? undefined : 'ACTION_UNKNOWN';
    case 'reporter':
      return isId(value) ? undefined : 'REPORTER_FORM';
    case 'currency':
      return CURRENCY.test(value) ? undefined : 'CURRENCY_FORM';
    case 'line':
      return value.includes('#') ? 'LINE_FORM' : undefined;
    case 'returns': {
      const hash = value.lastIndexOf('#');
      return hash > 0 && hash < value.length - 1 ? undefined : 'RETURNS_FORM';
    }
    default:
      return undefined;
  }
};

/** What is wrong with one cell taken by itself. */
const cellFault = (name: SalesColumn, form: CellForm, value: string): RefusalCode | undefined => {
  if (form === 'text') return textFault(name, value);
  if (form === 'day') return isDayText(value) ? undefined : 'DATE_NOT_A_DAY';
  const shape = scanDecimal(value);
  return shape === NOT_DECIMAL || decimalsOf(shape) > SCALE ? 'NUMBER_NOT_EXACT' : undefined;
};

const readCells = (cells: readonly string[], layout: Layout, givenLine: string | undefined, refusals: Refusal[]): Sent => {
  const sent: Sent = new Array<string>(SALES_COLUMNS.length).fill('');
  for (const { name, position, index, form } of layout.slots) {
    const cell = cellAt(cells, position);
    if (cell === '') continue;
    const value = layout.timestamps && form === 'day' ? dayPart(cell) : cell;
    const fault = cellFault(name, form, value);
    if (fault === undefined) sent[index] = value;
    else refusals.push(refusal(name, cell, fault));
  }
  if (givenLine !== undefined) sent[LINE] = givenLine;
  return sent;
};

const requireCell = (sent: Sent, index: number, refusals: Refusal[]): void => {
  const name = SALES_COLUMNS[index] ?? '';
  if (sent[index] === '' && !refusals.some((one) => one.column === name)) refusals.push(refusal(name, '', 'VALUE_MISSING'));
};

const productOf = (quantity: string, unitPrice: string): bigint | undefined => {
  const [a, b] = [parseScaled(quantity), parseScaled(unitPrice)];
  return a === undefined || b === undefined ? undefined : multiplyExact(a, b);
};

/** What quantity, price, kind and net say together; only asked where both numbers are well formed. */
const amountFaults = (sent: Sent, quantity: string, unitPrice: string, refusals: Refusal[]): void => {
  const amount = scanDecimal(quantity);
  const price = scanDecimal(unitPrice);
  if (decimalsOf(amount) + decimalsOf(price) > SCALE && productOf(quantity, unitPrice) === undefined)
    refusals.push(refusal('unitPrice', unitPrice, 'PRODUCT_NOT_EXACT'));
  const kind = sent[KIND];
  if (kind === 'price' || kind === 'freight') return;
  if (isZero(amount)) refusals.push(refusal('quantity', quantity, 'QUANTITY_ZERO'));
  else if (kind === 'return' && !isNegative(amount)) refusals.push(refusal('quantity', quantity, 'RETURN_NOT_NEGATIVE'));
  for (const name of SIGNED) {
    const value = sent[indexOf(name)] ?? '';
    const shape = scanDecimal(value);
    if (shape !== NOT_DECIMAL && !isZero(shape) && isNegative(shape) !== isNegative(amount))
      refusals.push(refusal(name, value, 'SIGN_DIFFERS'));
  }
  if (isNegative(price)) refusals.push(refusal('unitPrice', unitPrice, 'PRICE_NEGATIVE'));
  if (isZero(price) && sent[NET] === '' && !refusals.some((one) => one.column === 'net'))
    refusals.push(refusal('unitPrice', unitPrice, 'PRICE_ZERO'));
};

const checkThoroughly = (cells: readonly string[], layout: Layout, givenLine: string | undefined): CheckedLine => {
  const refusals: Refusal[] = [];
  const sent = readCells(cells, layout, givenLine, refusals);
  for (const index of REQUIRED) requireCell(sent, index, refusals);
  if (sent[ACTION] === 'pay') requireCell(sent, PAID_ON, refusals);
  const quantity = sent[QUANTITY] ?? '';
  const unitPrice = sent[UNIT_PRICE] ?? '';
  if (quantity !== '' && unitPrice !== '') amountFaults(sent, quantity, unitPrice, refusals);
  if (refusals.length > 0) return { ok: false, refusals };
  return goodLine(sent, quantity, unitPrice);
};

/** The default form of kind and net: so one line has one content, however it was sent. */
const normalise = (sent: Sent, quantity: string, unitPrice: string): void => {
  // A negative quantity is a return, and goods are the default.
  if (sent[KIND] !== 'price' && sent[KIND] !== 'freight') sent[KIND] = isNegative(scanDecimal(quantity)) ? 'return' : '';
  // Net is kept only where it says something: not quantity × price, or that free goods are meant to be free.
  const net = sent[NET] ?? '';
  if (net !== '' && !isZero(scanDecimal(unitPrice)) && parseScaled(net) === productOf(quantity, unitPrice)) sent[NET] = '';
};

const goodLine = (sent: Sent, quantity: string, unitPrice: string): GoodLine => {
  normalise(sent, quantity, unitPrice);
  const content: Partial<Record<SalesColumn, string>> = {};
  let index = 0;
  for (const name of LINE_COLUMNS) {
    const value = sent[index] ?? '';
    if (value !== '') content[name] = value;
    index += 1;
  }
  const reporter = sent[REPORTER] ?? '';
  const customer = sent[CUSTOMER] ?? '';
  const good: { -readonly [Key in keyof GoodLine]: GoodLine[Key] } = {
    ok: true,
    line: content as SaleLine,
    stage: (sent[STAGE] === '' ? 'invoiced' : sent[STAGE]) as Stage,
    document: sent[DOCUMENT] ?? '',
    action: (sent[ACTION] === '' ? 'record' : sent[ACTION]) as LineAction,
  };
  if (reporter !== '') good.reporter = reporter;
  if (customer !== '') good.customer = customer;
  return good;
};
