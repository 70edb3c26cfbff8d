import { z } from 'zod';
import { PARTIES } from '../agreement/events.ts';
import { correction, heldLine } from './lines.ts';

export const VARIANCE_KINDS = ['missing', 'duplicate', 'product', 'unit', 'quantity', 'currency', 'price', 'member', 'date'] as const;
/** Whose figure holds: a side's, another that both agree on, or neither's, and the records stay apart. */
export const ACCEPTED = ['supplier', 'customer', 'agreed', 'neither'] as const;
export type Accepted = (typeof ACCEPTED)[number];

const text = z.string();
/** What the line is to say instead, in the words of the record that counts. */
export const agreedLine = z.strictObject({
  quantity: text.optional(),
  net: text.optional(),
  unitPrice: text.optional(),
  date: text.optional(),
  product: text.optional(),
  unit: text.optional(),
  currency: text.optional(),
  member: text.optional(),
});
export type AgreedLine = Readonly<z.infer<typeof agreedLine>>;

/** Which variance, and what each side held: a line that is said anew makes it another. Amounts are the customer's less the supplier's. */
const variance = {
  partnership: text,
  variance: text,
  kind: z.enum(VARIANCE_KINDS),
  /** Where a line is missing, or stands twice. */
  side: z.enum(PARTIES).optional(),
  supplier: heldLine.optional(),
  customer: heldLine.optional(),
  quantity: text,
  value: text,
};
const resolution = {
  accept: z.enum(ACCEPTED),
  agreed: agreedLine.optional(),
  reason: text.optional(),
  party: z.enum(PARTIES),
  person: z.string().min(1).max(200),
};

/** The data of each type, at schema 1. */
export const varianceEventData = {
  /** Said by one side, and waiting for the one that would give way. */
  ResolutionProposed: z.strictObject({ ...variance, ...resolution }),
  /** In force. `corrections` are then recorded as sales of the reporters that they name. */
  VarianceResolved: z.strictObject({ ...variance, ...resolution, corrections: z.array(correction) }),
} as const;

type Data = typeof varianceEventData;
export type VarianceEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
