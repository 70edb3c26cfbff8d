import { isDecimal, parseDay, type Rejection } from '#kernel';
import { formatPath } from '../agreement/issues.ts';
import { type Accepted, agreedLine, type AgreedLine } from './events.ts';
import { refuse } from './refusals.ts';

const DECIMALS = ['quantity', 'net', 'unitPrice'] as const;
const TEXTS = ['product', 'unit', 'member'] as const;
const MOST_TEXT = 200;

/** What is wrong with a figure that both are to agree on; with any other resolution there is none. */
export const checkAgreed = ({ accept, agreed }: { readonly accept: Accepted; readonly agreed?: AgreedLine }): Rejection[] => {
  const wrong = (what: string, value: string, allowed: string): Rejection =>
    refuse('AGREED_LINE_NOT_ALLOWED', { what, value, allowed }, { place: `agreed.${what}`, value });
  if (accept !== 'agreed')
    return agreed === undefined ? [] : [wrong('line', JSON.stringify(agreed), 'a line only where both agree on another figure')];
  if (agreed === undefined || Object.keys(agreed).length === 0) return [refuse('AGREED_LINE_MISSING', {}, { place: 'agreed' })];
  const { error } = agreedLine.safeParse(agreed);
  if (error !== undefined)
    return error.issues.map(({ path, message }) => wrong(formatPath(path) || 'line', JSON.stringify(agreed), message));
  const { date, currency } = agreed;
  return [
    ...DECIMALS.flatMap((name) =>
      agreed[name] === undefined || isDecimal(agreed[name]) ? [] : [wrong(name, agreed[name], 'an exact decimal')],
    ),
    ...TEXTS.flatMap((name) =>
      agreed[name] === undefined || (agreed[name] !== '' && agreed[name].length <= MOST_TEXT)
        ? []
        : [wrong(name, agreed[name], `1 to ${MOST_TEXT} characters`)],
    ),
    ...(date === undefined || parseDay(date) !== undefined ? [] : [wrong('date', date, 'a day as YYYY-MM-DD')]),
    ...(currency === undefined || /^[A-Z]{3}$/.test(currency) ? [] : [wrong('currency', currency, 'three capital letters')]),
  ];
};
