import { type JWTVerifyGetKey, createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { type Result, accepted } from '#kernel';
import { refuse } from './refusals.ts';

/** Sign-in by another provider (OpenID Connect): its tokens are taken as they are, and lead to a user of ours. */
export type ProviderOptions = {
  readonly issuer: string;
  readonly audience: string;
  /** Found by the provider's own description where left out. */
  readonly jwksUri?: string;
  /** By how much clocks may differ. */
  readonly clockSkewSeconds?: number;
  /** The claim that holds the e-mail address. */
  readonly emailClaim?: string;
  /** Some providers vouch for every address without saying `email_verified`. */
  readonly trustsEmail?: boolean;
};

export type Provided = { readonly subject: string; readonly email: string | null };
export type Provider = { readonly issuer: string; check(token: string): Promise<Result<Provided>> };

const MOST_SKEW_SECONDS = 300;
const DEFAULT_SKEW_SECONDS = 30;
const TIMEOUT_MS = 5_000;
/** Signatures by a public key only: a shared secret, or none, proves nothing about who signed. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** The issuer that a token names, unchecked: only to know by which keys it is to be checked. */
export const issuerIn = (token: string): string | undefined => {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
};

class Unreachable extends Error {}

const discovered = async (issuer: string): Promise<string> => {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const description = (await response.json()) as { readonly issuer?: unknown; readonly jwks_uri?: unknown };
  if (description.issuer !== issuer || typeof description.jwks_uri !== 'string') throw new Unreachable('its description is not its own');
  return description.jwks_uri;
};

const isOfToken = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';

export const providerOf = (options: ProviderOptions, clock: () => Date): Provider => {
  const { issuer, audience, jwksUri, emailClaim = 'email', trustsEmail = false } = options;
  const clockTolerance = Math.min(MOST_SKEW_SECONDS, options.clockSkewSeconds ?? DEFAULT_SKEW_SECONDS);
  let keys: Promise<JWTVerifyGetKey> | undefined;
  const keySet = (): Promise<JWTVerifyGetKey> => {
    keys ??= (jwksUri === undefined ? discovered(issuer) : Promise.resolve(jwksUri)).then((uri) =>
      createRemoteJWKSet(new URL(uri), { timeoutDuration: TIMEOUT_MS }),
    );
    // A provider that was away is asked again with the next token.
    keys.catch(() => {
      keys = undefined;
    });
    return keys;
  };
  return {
    issuer,
    check: async (token) => {
      try {
        const { payload } = await jwtVerify(token, await keySet(), {
          issuer,
          audience,
          algorithms: ALGORITHMS,
          clockTolerance,
          currentDate: clock(),
          requiredClaims: ['sub', 'exp'],
        });
        const { sub = '', [emailClaim]: email, email_verified: verified } = payload;
        return accepted({ subject: sub, email: typeof email === 'string' && (trustsEmail || verified === true) ? email : null });
      } catch (error) {
        if (!isOfToken(error)) return refuse('PROVIDER_UNREACHABLE');
        return refuse(error instanceof errors.JWTExpired ? 'SIGN_IN_EXPIRED' : 'SIGN_IN_INVALID');
      }
    },
  };
};
