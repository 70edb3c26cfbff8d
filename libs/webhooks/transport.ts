import type { Answered, Sends } from '#outbound';
import type { Attempt, Transport } from './words.ts';

const OK = 200;
const REDIRECT = 300;
const MOST_SECONDS = 86_400;

const retryAfterOf = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,6}$/.test(header) ? Math.min(Number(header), MOST_SECONDS) : null;

const attemptOf = (answered: Answered): Attempt => {
  if (answered.kind === 'failed') return { status: null, error: answered.why, retryAfterSeconds: null };
  const { status, headers } = answered;
  if (status >= OK && status < REDIRECT) return { status, error: null, retryAfterSeconds: null };
  return { status, error: `it answered ${status}`, retryAfterSeconds: retryAfterOf(headers['retry-after']) };
};

/** A message is posted, and what is answered beside the status is not read. */
export const httpTransport =
  (sends: Sends): Transport =>
  async ({ url, headers, body, signal }) =>
    attemptOf(await sends({ url, method: 'POST', headers, body, signal }));
