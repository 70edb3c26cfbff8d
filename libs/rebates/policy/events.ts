import { z } from 'zod';
import { policySchema } from './policy.ts';

/** The data of each type, at schema 1. Private: such events stand in their owner's stream and in no partnership's history. */
export const policyEventData = {
  PolicySet: z.strictObject({ organisation: z.string(), agreement: z.string(), policy: policySchema }),
} as const;

type Data = typeof policyEventData;
export type PolicyEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
