import { z } from 'zod';
import { PARTIES } from '../agreement/events.ts';
import { matchingParts } from './matching.ts';

const rate = z.strictObject({ currency: z.string(), from: z.string(), rate: z.string() });
const by = { party: z.enum(PARTIES), person: z.string().min(1).max(200) };

/** The data of each type, at schema 1. */
export const partnershipEventData = {
  PartnershipOpened: z.strictObject({ partnership: z.string(), supplier: z.string(), customer: z.string() }),
  /** What one unit of each currency is worth in `to`, from a day on; a later one replaces an earlier one of that day. */
  RatesRecorded: z.strictObject({ partnership: z.string(), table: z.string(), to: z.string(), rates: z.array(rate).min(1) }),
  /**
   * How the two sides' lines are matched from now on. What is left out stays as it was; `products` and `documents` are added
   * to what is known, word by word, and an empty `ours` takes a word away.
   */
  MatchingRulesSet: z.strictObject({
    partnership: z.string(),
    ...matchingParts,
    ...by,
  }),
} as const;

type Data = typeof partnershipEventData;
export type PartnershipEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
