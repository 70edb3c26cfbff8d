import type { Rejection } from '#kernel';

/** Every refusal about webhooks. The documentation is written from this table. */
type Documented = { readonly code: string; readonly sentence: string; readonly wayOut: string };

export const webhookRefusals = [
  { code: 'WEBHOOK_UNKNOWN', sentence: 'There is no webhook {webhook} here.', wayOut: 'Look up its id with `rebate webhooks list`.' },
  {
    code: 'WEBHOOK_URL_NOT_ALLOWED',
    sentence: '{url} cannot be told anything: {reason}.',
    wayOut:
      'Give an https address that anybody on the internet could reach; for one inside, the operator allows its network (REBATE_WEBHOOK_NETWORKS).',
  },
  {
    code: 'WEBHOOK_KIND_UNKNOWN',
    sentence: '{kind} is nothing that is told of.',
    wayOut:
      'Give proposed, withdrawn, signed, amended, terminated, tierReached, goalAtRisk, lateLines, variance, historyContradicted, or the type of an event such as CommentAdded.',
  },
  {
    code: 'WEBHOOK_PARTNERSHIP_NOT_YOURS',
    sentence: '{organisation} is no side of {partnership}.',
    wayOut: 'Name a partnership in which it is the supplier or the customer.',
  },
  {
    code: 'WEBHOOK_PARTNERSHIP_LEFT_OUT',
    sentence: 'The webhook is not told of {partnership}.',
    wayOut: 'Name one of the partnerships that it is for.',
  },
  { code: 'WEBHOOK_TOO_MANY', sentence: '{organisation} has {most} webhooks already.', wayOut: 'Remove one that is not needed.' },
] as const satisfies readonly Documented[];
type Code = (typeof webhookRefusals)[number]['code'];

const BY_CODE: ReadonlyMap<string, Documented> = new Map(webhookRefusals.map((entry) => [entry.code, entry]));

/** One refusal as the result of what could not be done. */
export const refuse = (
  code: Code,
  details: Readonly<Record<string, string>>,
  place?: string,
): { readonly ok: false; readonly rejections: readonly Rejection[] } => {
  const { sentence, wayOut } = BY_CODE.get(code) ?? { sentence: code, wayOut: '' };
  const message = sentence.replaceAll(/\{(\w+)\}/g, (_, key: string) => details[key] ?? '');
  return { ok: false, rejections: [{ code, message, wayOut, ...(place === undefined ? {} : { place }) }] };
};
