import { z } from 'zod';
import { PARTIES } from '../agreement/events.ts';

const text = z.string();

/** Which figure holds: what the side stated, what is earned, or neither, and they stay apart. */
export const STATED_ACCEPTED = ['stated', 'earned', 'neither'] as const;
export type StatedAccepted = (typeof STATED_ACCEPTED)[number];

/**
 * What one side's own statement says that programmes earned in a period: evidence, as its lines are. The balance does not
 * follow it; it is compared with what the agreement earns, and what differs can be disputed.
 */
export const statedEventData = {
  FiguresStated: z.strictObject({
    agreement: text,
    partnership: text,
    party: z.enum(PARTIES),
    person: z.string().min(1).max(200),
    period: z.strictObject({ from: text, to: text }),
    /** The number of the side's own paper. */
    reference: text.optional(),
    figures: z.array(z.strictObject({ programme: text, earned: text })).min(1),
  }),
  /** Who gave way about one of the figures, or that it is passed over; it holds as long as neither of the two figures changes. */
  StatedFigureResolved: z.strictObject({
    agreement: text,
    partnership: text,
    party: z.enum(PARTIES),
    person: z.string().min(1).max(200),
    /** Whose statement it is. */
    of: z.enum(PARTIES),
    period: z.strictObject({ from: text, to: text }),
    programme: text,
    stated: text,
    earned: text,
    accept: z.enum(STATED_ACCEPTED),
    reason: text.optional(),
  }),
} as const;

export type FiguresStated = Readonly<z.infer<(typeof statedEventData)['FiguresStated']>>;
export type StatedFigureResolved = Readonly<z.infer<(typeof statedEventData)['StatedFigureResolved']>>;
export type StatedEvent =
  | { readonly type: 'FiguresStated'; readonly data: FiguresStated }
  | { readonly type: 'StatedFigureResolved'; readonly data: StatedFigureResolved };
