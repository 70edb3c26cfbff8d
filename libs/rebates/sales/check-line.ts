import { isId, multiplyExact, parseScaled, SCALE } from '#kernel';
import { type Stage, STAGES } from '../agreement/terms.ts';
import { CANONICAL_LAYOUT, DAY_COLUMNS, DECIMAL_COLUMNS, type Layout, REQUIRED_COLUMNS, SALES_COLUMNS, type SalesColumn } from './columns.ts';
import { ACTIONS, LINE_KINDS, type LineAction, type LineKind, type SaleLine } from './line.ts';
import { type Refusal, refusal, type RefusalCode } from './refusal.ts';
import { dayPart, decimalsOf, isDayText, isNegative, isPlainText, isPrintable, isZero, MAX_TEXT_LENGTH, NOT_DECIMAL, scanDecimal } from './scan.ts';

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

/**
 * The same for the cells of a row. Most lines of a big file are plain: only the required columns, nothing odd. They are
 * told by one pass over their characters; all others take the thorough check, which alone decides what is refused.
 * `givenLine` is the line's number where the file has none.
 */
export const checkCells = (cells: readonly string[], layout: Layout, givenLine?: string): CheckedLine => {
  for (const position of layout.extras) if (cells[position] !== '') return checkThoroughly(cells, layout, givenLine);
  const sent = cells[layout.date] ?? '';
  const date = layout.timestamps ? dayPart(sent) : sent;
  const line = givenLine ?? cells[layout.line] ?? '';
  const product = cells[layout.product] ?? '';
  const quantity = cells[layout.quantity] ?? '';
  const unitPrice = cells[layout.unitPrice] ?? '';
  const document = cells[layout.document] ?? '';
  const amount = scanDecimal(quantity);
  const price = scanDecimal(unitPrice);
  const plain =
    amount !== NOT_DECIMAL && price !== NOT_DECIMAL && !isZero(amount) && !isZero(price) && !isNegative(price) &&
    decimalsOf(amount) + decimalsOf(price) <= SCALE && isDayText(date) && isPlainText(document) && isPlainText(product) && isPlainText(line) && !line.includes('#');
  if (!plain) return checkThoroughly(cells, layout, givenLine);
  const content: SaleLine = isNegative(amount) ? { date, kind: 'return', line, product, quantity, unitPrice } : { date, line, product, quantity, unitPrice };
  if (layout.customer < 0) return { ok: true, line: content, stage: 'invoiced', document, action: 'record' };
  const customer = cells[layout.customer] ?? '';
  if (customer === '') return { ok: true, line: content, stage: 'invoiced', document, action: 'record' };
  if (!isPlainText(customer)) return checkThoroughly(cells, layout, givenLine);
  return { ok: true, line: content, stage: 'invoiced', document, customer, action: 'record' };
};

type Sent = Partial<Record<SalesColumn, string>>;

const isOneOf = <T extends string>(list: readonly T[], value: string): value is T => (list as readonly string[]).includes(value);
const CURRENCY = /^[A-Z]{3}$/;

/** What is wrong with one cell taken by itself. */
const cellFault = (name: SalesColumn, value: string): RefusalCode | undefined => {
  if (DECIMAL_COLUMNS.has(name)) {
    const shape = scanDecimal(value);
    return shape === NOT_DECIMAL || decimalsOf(shape) > SCALE ? 'NUMBER_NOT_EXACT' : undefined;
  }
  if (DAY_COLUMNS.has(name)) return isDayText(value) ? undefined : 'DATE_NOT_A_DAY';
  if (value.length > MAX_TEXT_LENGTH) return 'TOO_LONG';
  if (!isPrintable(value)) return 'TEXT_NOT_PRINTABLE';
  switch (name) {
    case 'kind': return isOneOf(LINE_KINDS, value) ? undefined : 'KIND_UNKNOWN';
    case 'stage': return isOneOf(STAGES, value) ? undefined : 'STAGE_UNKNOWN';
    case 'action': return isOneOf(ACTIONS, value) ? undefined : 'ACTION_UNKNOWN';
    case 'reporter': return isId(value) ? undefined : 'REPORTER_FORM';
    case 'currency': return CURRENCY.test(value) ? undefined : 'CURRENCY_FORM';
    case 'line': return value.includes('#') ? 'LINE_FORM' : undefined;
    case 'returns': {
      const hash = value.lastIndexOf('#');
      return hash > 0 && hash < value.length - 1 ? undefined : 'RETURNS_FORM';
    }
    default: return undefined;
  }
};

/** What quantity, price, kind and net say together; only asked where each is well formed. */
const amountFaults = (sent: Sent, quantity: string, unitPrice: string, refusals: Refusal[]): void => {
  const [amount, price] = [scanDecimal(quantity), scanDecimal(unitPrice)];
  if (decimalsOf(amount) + decimalsOf(price) > SCALE && productOf(quantity, unitPrice) === undefined) refusals.push(refusal('unitPrice', unitPrice, 'PRODUCT_NOT_EXACT'));
  const kind = sent.kind ?? 'goods';
  if (kind === 'return' && !isNegative(amount) && !isZero(amount)) refusals.push(refusal('quantity', quantity, 'RETURN_NOT_NEGATIVE'));
  if (kind !== 'goods' && kind !== 'return') return;
  if (isZero(amount)) refusals.push(refusal('quantity', quantity, 'QUANTITY_ZERO'));
  if (isNegative(price)) refusals.push(refusal('unitPrice', unitPrice, 'PRICE_NEGATIVE'));
  if (isZero(price) && sent.net === undefined) refusals.push(refusal('unitPrice', unitPrice, 'PRICE_ZERO'));
};

const productOf = (quantity: string, unitPrice: string): bigint | undefined => {
  const [a, b] = [parseScaled(quantity), parseScaled(unitPrice)];
  return a === undefined || b === undefined ? undefined : multiplyExact(a, b);
};

/** A negative quantity is a return and goods are the default, so one line has one form however it was sent. */
const kindOf = (sent: Sent, quantity: string): LineKind | undefined => {
  const { kind } = sent;
  if (kind === 'price' || kind === 'freight') return kind;
  return isNegative(scanDecimal(quantity)) ? 'return' : undefined;
};

/** Net is kept only where it says something: not quantity × price, or that free goods are meant to be free. */
const isNetTold = (sent: Sent, quantity: string, unitPrice: string): boolean => {
  if (sent.net === undefined) return false;
  return isZero(scanDecimal(unitPrice)) || parseScaled(sent.net) !== productOf(quantity, unitPrice);
};

const ADDRESS: ReadonlySet<string> = new Set<SalesColumn>(['action', 'customer', 'document', 'reporter', 'stage']);

/** Texts of the row that are there and well formed; what is not is added to the refusals. */
const readCells = (cells: readonly string[], layout: Layout, givenLine: string | undefined, refusals: Refusal[]): Sent => {
  const sent: Sent = {};
  for (const { name, position } of layout.slots) {
    const cell = cells[position] ?? '';
    if (cell === '') continue;
    const value = layout.timestamps && DAY_COLUMNS.has(name) ? dayPart(cell) : cell;
    const fault = cellFault(name, value);
    if (fault === undefined) sent[name] = value;
    else refusals.push(refusal(name, cell, fault));
  }
  if (givenLine !== undefined) sent.line = givenLine;
  return sent;
};

const missing = (sent: Sent, refusals: Refusal[]): void => {
  const refused = refusals.map((one) => one.column);
  for (const name of REQUIRED_COLUMNS) if (sent[name] === undefined && !refused.includes(name)) refusals.push(refusal(name, '', 'VALUE_MISSING'));
  if (sent.action === 'pay' && sent.paidOn === undefined && !refused.includes('paidOn')) refusals.push(refusal('paidOn', '', 'VALUE_MISSING'));
};

const checkThoroughly = (cells: readonly string[], layout: Layout, givenLine: string | undefined): CheckedLine => {
  const refusals: Refusal[] = [];
  const sent = readCells(cells, layout, givenLine, refusals);
  missing(sent, refusals);
  const { document, line, date, product, quantity, unitPrice } = sent;
  if (quantity !== undefined && unitPrice !== undefined) amountFaults(sent, quantity, unitPrice, refusals);
  const isWhole = document !== undefined && line !== undefined && date !== undefined && product !== undefined && quantity !== undefined && unitPrice !== undefined;
  if (refusals.length > 0 || !isWhole) return { ok: false, refusals };
  const { customer, reporter, stage = 'invoiced', action = 'record' } = sent;
  return {
    ok: true,
    line: contentOf(sent, layout, { date, line, product, quantity, unitPrice }),
    stage: stage as Stage,
    ...(reporter === undefined ? {} : { reporter }),
    document,
    ...(customer === undefined ? {} : { customer }),
    action: action as LineAction,
  };
};

type Core = Pick<SaleLine, 'date' | 'line' | 'product' | 'quantity' | 'unitPrice'>;

/** The line to record, its keys in order: first the default form of kind and net, then one walk over the sorted columns. */
const contentOf = (sent: Sent, layout: Layout, core: Core): SaleLine => {
  const kind = kindOf(sent, core.quantity);
  const keepNet = isNetTold(sent, core.quantity, core.unitPrice);
  const content: Record<string, string> = {};
  let isKindWritten = kind === undefined;
  let isLineWritten = false;
  for (const { name } of layout.slots) {
    if (!isKindWritten && name >= 'kind') {
      content['kind'] = kind ?? '';
      isKindWritten = true;
    }
    if (!isLineWritten && name >= 'line') {
      content['line'] = core.line;
      isLineWritten = true;
    }
    if (name === 'kind' || name === 'line' || ADDRESS.has(name) || (name === 'net' && !keepNet)) continue;
    const value = sent[name];
    if (value !== undefined) content[name] = value;
  }
  return { ...(content as SaleLine) };
};
