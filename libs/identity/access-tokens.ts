import { SignJWT, errors, jwtVerify } from 'jose';
import { type Result, accepted } from '#kernel';
import { refuse } from './refusals.ts';
import type { SigningKey } from './signing-key.ts';

/** Short: what a token says is who; what that person may do is looked up at each request. */
export const ACCESS_TOKEN_SECONDS = 600;
const ISSUER = 'urn:rebate:ledger';
const AUDIENCE = 'urn:rebate:api';
const ALGORITHM = 'EdDSA';
const MS = 1_000;

export type TokenOf = { readonly user: string; readonly session: string };

export type AccessTokens = {
  issue(user: string, session: string): Promise<string>;
  check(token: string): Promise<Result<TokenOf>>;
};

export const accessTokens = ({ sign, verify }: SigningKey, clock: () => Date): AccessTokens => ({
  issue: (user, session) => {
    const now = Math.floor(clock().getTime() / MS);
    return new SignJWT({ sid: session })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'at+jwt' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(user)
      .setIssuedAt(now)
      .setExpirationTime(now + ACCESS_TOKEN_SECONDS)
      .sign(sign);
  },
  check: async (token) => {
    try {
      const { payload } = await jwtVerify(token, verify, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: AUDIENCE,
        typ: 'at+jwt',
        currentDate: clock(),
        requiredClaims: ['sub', 'sid', 'exp'],
      });
      const { sub = '' } = payload;
      return typeof payload['sid'] === 'string' ? accepted({ user: sub, session: payload['sid'] }) : refuse('SIGN_IN_INVALID');
    } catch (error) {
      return refuse(error instanceof errors.JWTExpired ? 'SIGN_IN_EXPIRED' : 'SIGN_IN_INVALID');
    }
  },
});
