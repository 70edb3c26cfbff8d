import { type LookupFunction, isIP } from 'node:net';
import { lookup as lookUp } from 'node:dns';
import { type IncomingHttpHeaders, type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import { type Addresses, hostOf } from './addresses.ts';

const TIMEOUT_MS = 10_000;

class NotAllowed extends Error {}

/** Looks names up, and lets only those pass that lead nowhere else: the very address that was checked is the one that is connected to. */
const safeLookup =
  (addresses: Addresses, protocol: string): LookupFunction =>
  (hostname, options, done) => {
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

const SAID: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'it cannot be reached',
  ENETUNREACH: 'it cannot be reached',
  EPIPE: 'the connection was cut',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is not trusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is not trusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** In words of our own: what a library or a network says could tell of what lies behind it. */
const sentenceOf = (error: unknown): string => {
  if (error instanceof NotAllowed) return error.message;
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return SAID[code] ?? 'the connection failed';
};

export type Outgoing = {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** Bytes of the answer that are read at most; none where left out. */
  readonly mostAnswered?: number;
};
export type Answered =
  | { readonly kind: 'answered'; readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string }
  | { readonly kind: 'failed'; readonly why: string };

/** Sends to where somebody else chose. Never rejects: why nothing was answered is said, in words of ours. */
export type Sends = (request: Outgoing) => Promise<Answered>;

/** What an answer says, up to so many bytes; the rest is not waited for. */
const bodyOf = async (response: IncomingMessage, most: number): Promise<string> => {
  const pieces: Buffer[] = [];
  let length = 0;
  if (most > 0) {
    for await (const piece of response as AsyncIterable<Buffer>) {
      pieces.push(piece);
      length += piece.length;
      if (length >= most) break;
    }
  }
  response.destroy();
  return Buffer.concat(pieces).subarray(0, most).toString('utf8');
};

/** Over HTTP, each request on a connection of its own. Redirects are not followed: they could lead where the address was not checked. */
export const guardedSends =
  (addresses: Addresses, timeoutMs = TIMEOUT_MS): Sends =>
  ({ url: text, method, headers = {}, body, signal, mostAnswered = 0 }) =>
    new Promise((resolve) => {
      const url = new URL(text);
      const host = hostOf(url);
      const refused = isIP(host) === 0 ? undefined : addresses.refusalOf(host, url.protocol);
      if (refused !== undefined) {
        resolve({ kind: 'failed', why: refused });
        return;
      }
      const send = url.protocol === 'https:' ? overHttps : overHttp;
      const request = send(url, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
        lookup: safeLookup(addresses, url.protocol),
        agent: false,
        ...(signal === undefined ? {} : { signal }),
      });
      const timer = setTimeout(() => {
        request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
      }, timeoutMs);
      const settle = (answered: Answered): void => {
        clearTimeout(timer);
        resolve(answered);
      };
      const fail = (error: unknown): void => {
        settle({ kind: 'failed', why: sentenceOf(error) });
      };
      request.on('response', (response) => {
        bodyOf(response, mostAnswered).then((said) => {
          settle({ kind: 'answered', status: response.statusCode ?? 0, headers: response.headers, body: said });
        }, fail);
      });
      request.on('error', fail);
      request.end(body);
    });
