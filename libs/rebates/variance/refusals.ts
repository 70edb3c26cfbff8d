import type { Rejection } from '#kernel';

/** Every refusal about variances and the rules of matching: a stable code, a sentence and what to do. */
const REFUSALS = {
  MATCHING_NOT_ALLOWED: {
    reason: '{what} is {value}; allowed is {allowed}.',
    wayOut: 'Mend it and send the rules again: what stands already changes nothing.',
  },
  VARIANCE_UNKNOWN: {
    reason: 'There is no open variance {variance} in {partnership}.',
    wayOut: 'Look up what is open with `rebate reconcile list`: an id changes with the lines that it names.',
  },
  VARIANCE_RESOLVED: {
    reason: 'Variance {variance} was resolved by {person} for the {party}: {how}.',
    wayOut: 'Nothing more is needed; open a dispute if it was wrong.',
  },
  VARIANCE_CHANGED: {
    reason: 'A line of variance {variance} was said anew since it was read.',
    wayOut: 'Read the variance again, then decide again.',
  },
  RESOLUTION_REASON_MISSING: { reason: 'A variance is not passed over without a reason.', wayOut: 'Say why, in 1 to 2000 characters.' },
  RESOLUTION_EMPTY: { reason: 'No variance is named.', wayOut: 'Name one or more, or filter those that are open.' },
  RESOLUTION_TOO_MANY: { reason: '{count} variances are named at once; {most} is the most.', wayOut: 'Resolve them in several commands.' },
  AGREED_LINE_MISSING: {
    reason: 'The figure that both agree on is not said.',
    wayOut: 'Give what the line is to say: quantity, net, unitPrice, date, product, unit, currency or member.',
  },
  AGREED_LINE_NOT_ALLOWED: { reason: '{what} is {value}; allowed is {allowed}.', wayOut: 'Give decimals as texts and days as YYYY-MM-DD.' },
} as const satisfies Readonly<Record<string, { readonly reason: string; readonly wayOut: string }>>;

type Details = Readonly<Record<string, string>>;

export const refuse = (
  code: keyof typeof REFUSALS,
  details: Details = {},
  at: { readonly place?: string; readonly value?: string } = {},
): Rejection => {
  const { reason, wayOut } = REFUSALS[code];
  return {
    code,
    message: reason.replaceAll(/\{(\w+)\}/g, (_, key: string) => details[key] ?? ''),
    wayOut,
    ...at,
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
};
