import { createHash, createHmac } from 'node:crypto';

/**
 * Messages are signed as the Standard Webhooks specification says: HMAC-SHA256 over id, time and body, so that nobody can
 * make one up, change one, or send an old one as new. Libraries in many languages check it.
 */
const BEGINS = 'whsec_';
const SECRET_BYTES = 32;
const ID_LENGTH = 32;
const MS = 1_000;

export const newSigningSecret = (chance: (bytes: number) => Uint8Array): string =>
  BEGINS + Buffer.from(chance(SECRET_BYTES)).toString('base64');

const signature = (secret: string, signed: string): string =>
  `v1,${createHmac('sha256', Buffer.from(secret.slice(BEGINS.length), 'base64'))
    .update(signed)
    .digest('base64')}`;

/** With more than one secret, while the old one still holds, there is a signature by each. */
export const headersOf = ({
  id,
  body,
  secrets,
  at,
}: {
  readonly id: string;
  readonly body: string;
  readonly secrets: readonly string[];
  readonly at: Date;
}): Readonly<Record<string, string>> => {
  const timestamp = String(Math.floor(at.getTime() / MS));
  return {
    'content-type': 'application/json',
    'user-agent': 'rebate-ledger-webhooks/1',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets.map((secret) => signature(secret, `${id}.${timestamp}.${body}`)).join(' '),
  };
};

/** The same notice to the same endpoint is the same message, however often it is found: a receiver that remembers ids acts once. */
export const messageIdOf = (endpoint: string, about: unknown): string =>
  `msg_${createHash('sha256')
    .update(JSON.stringify([endpoint, about]))
    .digest('hex')
    .slice(0, ID_LENGTH)}`;
