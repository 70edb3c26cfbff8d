import type { Request, Response } from 'express';
import { type Tokens, identityRefusal } from '#identity';
import { refusal } from '../http/problem.ts';

/**
 * Where a page keeps its refresh token: in a cookie that no script can read, that goes to this one route only, and never
 * with a request that another site caused. The access token stays in the page's memory.
 */
const NAME = 'rebate_refresh';
/** As long as a sign-in lasts at most. */
const MAX_AGE_MS = 30 * 86_400_000;

const attributes = (
  request: Request,
): { readonly httpOnly: true; readonly sameSite: 'strict'; readonly secure: boolean; readonly path: string } => ({
  httpOnly: true,
  sameSite: 'strict',
  secure: request.secure,
  path: '/auth/refresh',
});

export type TokensAnswer = Omit<Tokens, 'refreshToken'> & { readonly refreshToken?: string };

/** The tokens as they are, or with the refresh token in the cookie instead of the body. */
export const answerTokens = (tokens: Tokens, asCookie: boolean | undefined, response: Response): TokensAnswer => {
  if (asCookie !== true) return tokens;
  const { refreshToken, ...rest } = tokens;
  response.cookie(NAME, refreshToken, { ...attributes(response.req), maxAge: MAX_AGE_MS });
  return rest;
};

/** The refresh token of the body, else of the cookie. */
export const refreshTokenIn = (request: Request, given: string | undefined): { readonly token: string; readonly asCookie: boolean } => {
  if (given !== undefined) return { token: given, asCookie: false };
  const kept = (request.get('Cookie') ?? '')
    .split(';')
    .map((one) => one.trim().split('='))
    .find(([name]) => name === NAME)?.[1];
  if (kept === undefined || kept === '') throw refusal([identityRefusal('REFRESH_INVALID')]);
  return { token: kept, asCookie: true };
};

export const forgetRefreshToken = (request: Request, response: Response): void => {
  response.clearCookie(NAME, attributes(request));
};
