import { gzip } from 'node:zlib';
import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** A smaller answer fits into one packet as it is. */
const LEAST_BYTES = 1_400;
/** Most of what a higher level saves, in a third of its time. */
const LEVEL = 4;
const TEXTS = /^(application\/(json|problem\+json)|text\/(csv|plain))\b/;
/** What holds a secret is not compressed: the size of an answer would tell of it. */
const SECRET = /^\/(auth|keys|users)(\/|$)|\/(keys|webhooks|invitations)(\/|$)/;

/**
 * Answers in one piece (JSON, CSV) go out compressed where the asker takes that: a year of balances is a tenth of its size.
 * Streams and files go as they are. Built on Node's own zlib: `compression` also compresses streams, which server-sent
 * events would then have to flush out of.
 */
export const compressed: RequestHandler = (request: Request, response: Response, next: NextFunction): void => {
  const end = response.end.bind(response) as (chunk?: unknown, encoding?: BufferEncoding) => Response;
  const whole = (chunk: unknown, encoding: unknown): Buffer | undefined => {
    if (response.headersSent || request.method === 'HEAD' || response.hasHeader('Content-Encoding') || SECRET.test(request.path))
      return undefined;
    if (!TEXTS.test(String(response.getHeader('Content-Type') ?? '')) || request.acceptsEncodings('gzip') === false) return undefined;
    const bytes =
      typeof chunk === 'string' ? Buffer.from(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8') : chunk;
    return Buffer.isBuffer(bytes) && bytes.length >= LEAST_BYTES ? bytes : undefined;
  };
  response.end = ((chunk?: unknown, encoding?: BufferEncoding): Response => {
    const bytes = whole(chunk, encoding);
    if (bytes === undefined) return end(chunk, encoding);
    gzip(bytes, { level: LEVEL }, (error, small) => {
      if (response.headersSent || response.destroyed) return;
      if (error !== null) {
        end(bytes);
        return;
      }
      response.setHeader('Content-Encoding', 'gzip').setHeader('Content-Length', String(small.length)).vary('Accept-Encoding');
      end(small);
    });
    return response;
  }) as Response['end'];
  next();
};
