import { isDecimal, isId, parseDay } from '#kernel';
import { z } from 'zod';

/** Field shapes that every part of the agreement file shares. Each says in its message what is allowed. */

const ID_ALLOWED = 'an id of 1 to 64 letters, digits, "-" or "_" that begins with a letter or digit';
// `meta` carries to the JSON Schema what `refine` checks, so that editors see it too.
export const id = z.string({ error: ID_ALLOWED }).refine(isId, ID_ALLOWED).meta({ pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$' });

const UNSIGNED = '(?:0|[1-9]\\d*)(?:\\.\\d+)?$';
const decimalText = (allowed: string, pattern: string, holds: (text: string) => boolean) =>
  z
    .string({ error: `${allowed}, written as a text in quotes ("1.5")` })
    .refine((text) => isDecimal(text) && holds(text), allowed)
    .meta({ pattern });

export const amount = decimalText('a decimal of 0 or more', `^${UNSIGNED}`, (text) => !text.startsWith('-'));
export const positive = decimalText('a decimal above 0', `^(?=.*[1-9])${UNSIGNED}`, (text) => !text.startsWith('-') && /[1-9]/.test(text));
/** Rates can be negative: a charge back to the customer is an incentive too. */
export const decimal = decimalText('a decimal', `^-?${UNSIGNED}`, () => true);

export const day = z
  .string({ error: 'a day as YYYY-MM-DD' })
  .refine((text) => parseDay(text) !== undefined, 'a day of the calendar as YYYY-MM-DD')
  .meta({ format: 'date', pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

export const name = z.string().min(1).max(200);
export const texts = z.array(z.string().min(1).max(200)).min(1).max(5000);

export const periodKind = z.enum(['day', 'week', 'month', 'quarter', 'half', 'year']);

/** What counts: keys of one filter must all match, any filter of a list is enough (files.md). */
export const filter = z
  .strictObject({
    product: texts.optional(),
    brand: texts.optional(),
    category: texts.optional(),
    member: texts.optional(),
    shipTo: texts.optional(),
    channel: texts.optional(),
    endCustomer: texts.optional(),
    from: day.optional(),
    to: day.optional(),
    minPrice: amount.optional(),
  })
  .refine((keys) => Object.keys(keys).length > 0, 'a filter that names at least one key');
export type Filter = z.infer<typeof filter>;

export const selection = z.strictObject({
  include: z.array(filter).min(1).optional(),
  exclude: z.array(filter).min(1).optional(),
});
export type Selection = z.infer<typeof selection>;
