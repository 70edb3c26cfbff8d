import { z } from 'zod';
import { CAUSES } from '../accrual/answers.ts';

/** A closed period, frozen. Amounts are decimals of the agreement's currency; every other number is a text too. */

const amount = z.string();
const day = z.string();
const count = z.string().regex(/^\d{1,15}$/);

/** For each programme: opening + earned + trueUps − settled − waived = closing; unclaimed + claimed + approved = closing. */
const figures = {
  opening: amount,
  earned: amount,
  trueUps: amount,
  settled: amount,
  waived: amount,
  closing: amount,
  unclaimed: amount,
  claimed: amount,
  approved: amount,
};
const scope = z.union([z.strictObject({ member: z.string() }), z.strictObject({ product: z.string() })]);

const row = z.strictObject({
  programme: z.string(),
  ...figures,
  /** The true-ups by cause: they add up to them. */
  causes: z.partialRecord(z.enum(CAUSES), amount),
  /** Over the agreement's life through the period's last day: what the next statement goes on from. */
  toDate: z.strictObject({ earned: amount, settled: amount, waived: amount }),
  /** What of it each member or product has earned; left out where they are more than a statement holds. */
  scopes: z.array(z.strictObject({ scope, earned: amount, trueUps: amount, toDate: amount })).optional(),
  scopesLeftOut: count.optional(),
});

export const statementEventData = {
  StatementIssued: z.strictObject({
    agreement: z.string(),
    partnership: z.string(),
    currency: z.string(),
    /** Counted from 1. */
    number: count,
    period: z.strictObject({ from: day, to: day }),
    /** The last day of the statement before it. */
    previous: z.strictObject({ number: count, to: day, position: count }).optional(),
    /** What was known: every event of the partnership up to here. */
    position: count,
    rules: count,
    /** SHA-256 over the canonical text of terms, sums, rates and standings: docs/guides/close.md. */
    inputs: z.string().regex(/^[0-9a-f]{64}$/),
    programmes: z.array(row),
    total: z.strictObject(figures),
  }),
} as const;

export type Statement = Readonly<z.infer<typeof statementEventData.StatementIssued>>;
export type StatementRow = Readonly<z.infer<typeof row>>;
export type StatementFigures = Statement['total'];
export type StatementEvent = { readonly type: 'StatementIssued'; readonly data: Statement };

/** A statement as stored, its keys in the order of the schema on every store: the same bytes for ever. */
export const toStatement = (data: unknown): Statement => statementEventData.StatementIssued.parse(data);
