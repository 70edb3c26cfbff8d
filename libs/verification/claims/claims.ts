import { z } from 'zod';
import { accepted, canonicalJson, type Result, refused } from '#kernel';
import { verificationRefusal } from '../refusals.ts';

/**
 * What a ledger claims of a partnership as known at a checkpoint: figures that follow from its events alone. Not what a
 * party accrues, which goes by its private policy, and no projection, which goes by a clock.
 */

/** Another form gets another number: a verifier compares every key, so none is added in silence. */
export const CLAIMS_FORMAT = 'rebate-claims@v1';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const position = z.string().regex(/^(0|[1-9]\d{0,15})$/);
const period = z.strictObject({ from: day, to: day });
const scope = z.union([z.null(), z.strictObject({ member: z.string() }), z.strictObject({ product: z.string() })]);

/** The balance about one day, by programme. */
const dayClaim = z.strictObject({ on: day, earned: decimal, programmes: z.array(z.strictObject({ id: z.string(), earned: decimal })) });
const row = z.strictObject({ id: z.string(), period, scope, measured: decimal, earningAmount: decimal, earned: decimal });
const settlement = z.strictObject({ programme: z.string(), period, on: day, amount: decimal });
/** The balance about the term's last day, down to programme, scope and period. */
const closing = z.strictObject({ on: day, earned: decimal, programmes: z.array(row), settlements: z.array(settlement) });
/** What was earned about a day, as known when a month of recording ended. */
const knownThen = z.strictObject({ knownAt: position, on: day, earned: decimal });

const agreement = z.strictObject({
  agreement: z.string(),
  version: z.int(),
  currency: z.string(),
  from: day,
  to: day,
  days: z.array(dayClaim),
  closing,
  knownThen: z.array(knownThen),
});

const claims = z.strictObject({
  format: z.literal(CLAIMS_FORMAT),
  rules: z.int(),
  partnership: z.string(),
  /** The position of the last event; left out of a history without events. */
  knownAt: position.optional(),
  agreements: z.array(agreement),
});

export type Claims = z.infer<typeof claims>;
export type AgreementClaim = z.infer<typeof agreement>;
export type KnownThenClaim = z.infer<typeof knownThen>;

/** The one way to write claims: RFC 8785 and a line break. */
export const formatClaims = (value: Claims): string => `${canonicalJson(value)}\n`;

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

export const parseClaims = (text: string): Result<Claims> => {
  const parsed = claims.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refused(
      verificationRefusal('CLAIMS_MALFORMED', {
        why: issue === undefined ? 'it cannot be read' : `${issue.path.join('.') || 'the whole'}: ${issue.message}`,
      }),
    );
  }
  return formatClaims(parsed.data) === text
    ? accepted(parsed.data)
    : refused(verificationRefusal('CLAIMS_MALFORMED', { why: 'it is not in the canonical form of RFC 8785' }));
};
