import { STAGES } from '../agreement/terms.ts';
import { ACTIONS, LINE_KINDS } from './line.ts';

/** Why one cell of a line is refused, and what its sender can do. */
export type Refusal = {
  readonly column: string;
  readonly value: string;
  readonly code: RefusalCode;
  readonly reason: string;
  readonly wayOut: string;
};

const TEXTS = {
  VALUE_MISSING: ['This column needs a value.', 'Fill it in.'],
  NUMBER_NOT_EXACT: [
    'This is not an exact decimal.',
    'Write digits with a point and at most 18 decimals, such as -1250.75: no thousands separator, exponent, plus sign or blank.',
  ],
  PRODUCT_NOT_EXACT: [
    'Quantity × unit price needs more than 18 decimals.',
    'Round the unit price as the invoice does, or send the net amount with fewer decimals in the price.',
  ],
  DATE_NOT_A_DAY: ['This is not a day of the calendar.', 'Write it as YYYY-MM-DD.'],
  KIND_UNKNOWN: ['This kind of line is not known.', `Use one of ${LINE_KINDS.join(', ')}, or leave it empty.`],
  STAGE_UNKNOWN: ['This stage is not known.', `Use one of ${STAGES.join(', ')}, or leave it empty for invoiced.`],
  ACTION_UNKNOWN: ['This action is not known.', `Use one of ${ACTIONS.join(', ')}, or leave it empty for record.`],
  QUANTITY_ZERO: ['A line of goods with quantity 0 sells nothing.', 'Send the quantity, or send a price credit with kind price.'],
  PRICE_ZERO: [
    'A line of goods with unit price 0 and no net amount has no value.',
    'Send the price; if the goods were free, send net 0 with it; otherwise leave the line out.',
  ],
  PRICE_NEGATIVE: [
    'A unit price of goods cannot be below 0.',
    'For a return send a negative quantity; for a price credit send kind price.',
  ],
  RETURN_NOT_NEGATIVE: ['A return has a negative quantity.', 'Put a minus before the quantity, or leave the kind empty if it is a sale.'],
  SIGN_DIFFERS: [
    'The sign is not that of the quantity.',
    'Goods carry it positive, a return negative; for a price credit send kind price.',
  ],
  TOO_LONG: ['This text has more than 200 characters.', 'Shorten it.'],
  TEXT_NOT_PRINTABLE: ['This text holds control characters or broken characters.', 'Remove them, and save the file as UTF-8.'],
  RETURNS_FORM: ['This does not name a line.', 'Write document#line of the sale that is returned.'],
  LINE_FORM: ['A line number cannot hold #, which parts document and line elsewhere.', 'Use another sign.'],
  REPORTER_FORM: ['A reporter is an id.', 'Use at most 64 letters, digits, - and _, starting with a letter or digit.'],
  CURRENCY_FORM: ['This is not a currency code.', 'Use the three capital letters of ISO 4217, such as EUR.'],
} as const satisfies Record<string, readonly [string, string]>;

export type RefusalCode = keyof typeof TEXTS;

/** The longest piece of a bad value that is repeated to its sender. */
const MAX_SHOWN = 200;

export const refusal = (column: string, value: string, code: RefusalCode): Refusal => {
  const [reason, wayOut] = TEXTS[code];
  return { column, value: value.length > MAX_SHOWN ? `${value.slice(0, MAX_SHOWN)}…` : value, code, reason, wayOut };
};
