import { type LookupFunction, isIP } from 'node:net';
import { lookup as lookUp } from 'node:dns';
import { request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type Addresses, hostOf } from './addresses.ts';
import type { Attempt, Transport } from './words.ts';

const TIMEOUT_MS = 10_000;
const OK = 200;
const REDIRECT = 300;
const MOST_SECONDS = 86_400;

class NotAllowed extends Error {}

/** Looks names up, and lets only those pass that lead nowhere else: the very address that was checked is the one that is connected to. */
const safeLookup = (addresses: Addresses, protocol: string): LookupFunction => (hostname, options, done) => {
  lookUp(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) {
      done(error, []);
      return;
    }
    const refused = found.map(({ address }) => addresses.refusalOf(address, protocol)).find((reason) => reason !== undefined);
    const [first] = found;
    if (refused !== undefined || first === undefined) done(new NotAllowed(refused ?? 'its name leads nowhere'), []);
    else if (options.all === true) done(null, found);
    else done(null, first.address, first.family);
  });
};

const failed = (error: string, status: number | null = null, retryAfterSeconds: number | null = null): Attempt => ({ status, error, retryAfterSeconds });

const SAID: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused', ECONNRESET: 'the connection was cut', ENOTFOUND: 'its name is not known', EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it did not answer in time', EHOSTUNREACH: 'it cannot be reached', ENETUNREACH: 'it cannot be reached', EPIPE: 'the connection was cut',
  CERT_HAS_EXPIRED: 'its certificate has expired', DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself', SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted', ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** In words of our own: what a library or a network says could tell of what lies behind it. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof NotAllowed) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return SAID[code] ?? 'the connection failed';
};

const retryAfterOf = (header: string | undefined): number | null => (header !== undefined && /^\d{1,6}$/.test(header) ? Math.min(Number(header), MOST_SECONDS) : null);

const attemptOf = (status: number, retryAfter: string | undefined): Attempt => {
  if (status >= OK && status < REDIRECT) return { status, error: null, retryAfterSeconds: null };
  return failed(`it answered ${status}`, status, retryAfterOf(retryAfter));
};

/** Over HTTP, each message on a connection of its own. Redirects are not followed, and what is answered is not read. */
export const httpTransport = (addresses: Addresses, timeoutMs = TIMEOUT_MS): Transport => ({ url: text, headers, body, signal }) =>
  new Promise((resolve) => {
    const url = new URL(text);
    const host = hostOf(url);
    const refused = isIP(host) === 0 ? undefined : addresses.refusalOf(host, url.protocol);
    if (refused !== undefined) {
      resolve(failed(refused));
      return;
    }
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    const request = send(url, {
      method: 'POST', headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, lookup: safeLookup(addresses, url.protocol), agent: false, signal,
    });
    const timer = setTimeout(() => { request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })); }, timeoutMs);
    const settle = (attempt: Attempt): void => {
      clearTimeout(timer);
      resolve(attempt);
    };
    request.on('response', (response) => {
      settle(attemptOf(response.statusCode ?? 0, response.headers['retry-after']));
      response.destroy();
    });
    request.on('error', (error) => { settle(failed(sentenceOf(error))); });
    request.end(body);
  });
