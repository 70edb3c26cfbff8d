import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { BuiltPage, PageFile } from './built-page.ts';

/**
 * The screens: every path below /app/ is the page, whose own router reads the rest of it; /assets/ holds what the build
 * named by its content. Everything else is the API's, so that no path ever means two things.
 */
const PAGE = '/index.html';
const HASHED = '/assets/';

/** Only what this server sends: no third party, no inline script or style, no frame around it. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const encodingFor = (request: Request, file: PageFile): { readonly body: Buffer; readonly encoding?: string } => {
  if (file.brotli !== undefined && request.acceptsEncodings('br') !== false) return { body: file.brotli, encoding: 'br' };
  if (file.gzip !== undefined && request.acceptsEncodings('gzip') !== false) return { body: file.gzip, encoding: 'gzip' };
  return { body: file.plain };
};

const send = (request: Request, response: Response, file: PageFile, isHashed: boolean): void => {
  response
    .setHeader('Content-Security-Policy', POLICY)
    .setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    .setHeader('ETag', file.tag)
    .setHeader('Vary', 'Accept-Encoding');
  if (request.get('If-None-Match')?.includes(file.tag) === true) {
    response.status(304).end();
    return;
  }
  const { body, encoding } = encodingFor(request, file);
  if (encoding !== undefined) response.setHeader('Content-Encoding', encoding);
  response.setHeader('Content-Type', file.type).setHeader('Content-Length', String(body.length));
  response.status(200).end(request.method === 'HEAD' ? undefined : body);
};

export const servePage =
  (page: BuiltPage): RequestHandler =>
  (request: Request, response: Response, next: NextFunction): void => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      next();
      return;
    }
    // A fragment, such as that of the first administrator's link, stays with the browser.
    if (request.path === '/') {
      response.redirect(302, '/app/');
      return;
    }
    const isScreen = request.path === '/app' || request.path.startsWith('/app/');
    const file = page.get(isScreen ? PAGE : request.path);
    if (file === undefined || (!isScreen && request.path === PAGE)) next();
    else send(request, response, file, request.path.startsWith(HASHED));
  };
