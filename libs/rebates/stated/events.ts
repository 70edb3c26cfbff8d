import { z } from 'zod';
import { PARTIES } from '../agreement/events.ts';

const text = z.string();

/**
 * What one side's own statement says that programmes earned in a period: evidence, as its lines are. The balance does not
 * follow it; it is compared with what the agreement earns, and what differs can be disputed.
 */
export const statedEventData = {
  FiguresStated: z.strictObject({
    agreement: text, partnership: text, party: z.enum(PARTIES), person: z.string().min(1).max(200),
    period: z.strictObject({ from: text, to: text }),
    /** The number of the side's own paper. */
    reference: text.optional(),
    figures: z.array(z.strictObject({ programme: text, earned: text })).min(1),
  }),
} as const;

export type FiguresStated = Readonly<z.infer<(typeof statedEventData)['FiguresStated']>>;
export type StatedEvent = { readonly type: 'FiguresStated'; readonly data: FiguresStated };
