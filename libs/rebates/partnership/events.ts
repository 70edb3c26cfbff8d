import { z } from 'zod';

const rate = z.strictObject({ currency: z.string(), from: z.string(), rate: z.string() });

/** The data of each type, at schema 1. */
export const partnershipEventData = {
  PartnershipOpened: z.strictObject({ partnership: z.string(), supplier: z.string(), customer: z.string() }),
  /** What one unit of each currency is worth in `to`, from a day on; a later one replaces an earlier one of that day. */
  RatesRecorded: z.strictObject({ partnership: z.string(), table: z.string(), to: z.string(), rates: z.array(rate).min(1) }),
} as const;

type Data = typeof partnershipEventData;
export type PartnershipEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
