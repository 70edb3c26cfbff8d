import { isDecimal, isId, parseDay } from '#kernel';
import { z } from 'zod';

/** Field shapes that every part of the agreement file shares. Each says in its message what is allowed. */

export const id = z.string().refine(isId, 'an id is 1 to 64 letters, digits, "-" or "_", and begins with a letter or digit');

const decimalText = (allowed: string, holds: (text: string) => boolean) =>
  z
    .string({ error: `${allowed}, written as a text in quotes ("1.5")` })
    .refine((text) => isDecimal(text) && holds(text), allowed);

export const amount = decimalText('a decimal of 0 or more', (text) => !text.startsWith('-'));
export const positive = decimalText('a decimal above 0', (text) => !text.startsWith('-') && /[1-9]/.test(text));
/** Rates can be negative: a charge back to the customer is an incentive too. */
export const decimal = decimalText('a decimal', () => true);

export const day = z
  .string({ error: 'a day as YYYY-MM-DD' })
  .refine((text) => parseDay(text) !== undefined, 'a day of the calendar as YYYY-MM-DD');

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
  .refine((keys) => Object.keys(keys).length > 0, 'a filter names at least one key');
export type Filter = z.infer<typeof filter>;

export const selection = z.strictObject({
  include: z.array(filter).min(1).optional(),
  exclude: z.array(filter).min(1).optional(),
});
export type Selection = z.infer<typeof selection>;
