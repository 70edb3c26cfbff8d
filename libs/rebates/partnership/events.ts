import { z } from 'zod';

/** The data of each type, at schema 1. */
export const partnershipEventData = {
  PartnershipOpened: z.strictObject({ partnership: z.string(), supplier: z.string(), customer: z.string() }),
} as const;

type Data = typeof partnershipEventData;
export type PartnershipEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
