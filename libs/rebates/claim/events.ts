import { z } from 'zod';
import { PARTIES } from '../agreement/events.ts';

/**
 * What is claimed, settled and given up of what an agreement earned: one stream, because what must hold of one hangs on
 * all the others. Amounts are in the agreement's currency; each says of which programme and settlement period it is.
 */

const agreement = z.string();
const claim = z.string().min(1).max(100);
const settlement = claim;
const waiver = claim;
const amount = z.string();
const day = z.string();
const by = { party: z.enum(PARTIES), person: z.string().min(1).max(200), on: day };
const period = z.strictObject({ from: day, to: day });

const line = z.strictObject({ document: z.string(), line: z.string(), amount });
export type ClaimedLine = Readonly<z.infer<typeof line>>;

const lines = z.array(line);
/** What is claimed or approved for one programme and period; lines where the claim names them, and then they add up to it. */
const claimPart = z.strictObject({ programme: z.string(), period, amount, lines: lines.optional() });
export type ClaimPart = Readonly<z.infer<typeof claimPart>>;

export const SETTLED_BY = ['creditNote', 'payment', 'deduction'] as const;
/** What is settled for one programme and period: of a claim where it names one; `final` where nothing more is to come for it. */
const settledPart = z.strictObject({ programme: z.string(), period, amount, claim: claim.optional(), final: z.literal(true).optional() });
export type SettledPart = Readonly<z.infer<typeof settledPart>>;

const taxLine = z.strictObject({ code: z.string().optional(), net: amount, tax: amount });
export type TaxLine = Readonly<z.infer<typeof taxLine>>;

const waived = { agreement, waiver, programme: z.string(), period, amount };

/** The data of each type, at schema 1. */
export const claimEventData = {
  /** `asked` where the customer's own figure differs within tolerance from what was earned, which is what is claimed. */
  ClaimRaised: z.strictObject({
    agreement,
    claim,
    parts: z.array(claimPart).min(1),
    amount,
    asked: amount.optional(),
    ...by,
    /** The last day to decide, where the plan gives one. */
    decideBy: day.optional(),
    /** The customer's own number or words. */
    reference: z.string().optional(),
    /** The exported lines that it stands on. */
    evidence: z.strictObject({ sha256: z.string(), lines: z.int() }).optional(),
    /** Raised by the plan at the period's end, and by nobody. */
    automatic: z.literal(true).optional(),
  }),
  /** More lines of a claim with many, in the same commit as its raising. */
  ClaimLinesNamed: z.strictObject({ agreement, claim, programme: z.string(), period, lines: lines.min(1) }),
  /** In whole, or in part with a reason. */
  ClaimApproved: z.strictObject({ agreement, claim, parts: z.array(claimPart).min(1), amount, reason: z.string().optional(), ...by }),
  ClaimRefused: z.strictObject({ agreement, claim, reason: z.string(), ...by }),
  ClaimWithdrawn: z.strictObject({ agreement, claim, reason: z.string().optional(), ...by }),
  SettlementRecorded: z.strictObject({
    agreement,
    settlement,
    kind: z.enum(SETTLED_BY),
    reference: z.string(),
    amount,
    parts: z.array(settledPart).min(1),
    ...by,
    payees: z
      .array(z.strictObject({ member: z.string(), amount }))
      .min(1)
      .optional(),
    /** Net amounts by tax code, which add up to the amount, and the tax on each. */
    tax: z.array(taxLine).min(1).optional(),
    /** The invoice that was paid short. */
    invoice: z.string().optional(),
  }),
  SettlementReversed: z.strictObject({ agreement, settlement, reason: z.string(), ...by }),
  WaiverRequested: z.strictObject({ ...waived, reason: z.string(), ...by }),
  /** Approved by another person of the side that gives it up. */
  EarningWaived: z.strictObject({ ...waived, ...by }),
  WaiverDropped: z.strictObject({ agreement, waiver, reason: z.string(), ...by }),
} as const;

type Data = typeof claimEventData;
export type ClaimEvent = { [Type in keyof Data]: { readonly type: Type; readonly data: Readonly<z.infer<Data[Type]>> } }[keyof Data];
export type ClaimEventOf<Type extends ClaimEvent['type']> = Extract<ClaimEvent, { type: Type }>;
