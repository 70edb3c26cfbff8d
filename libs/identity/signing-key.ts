import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { StoreError } from '#event-store';

export type SigningKey = { readonly sign: CryptoKey; readonly verify: CryptoKey };

const ALGORITHM = 'EdDSA';

const keyOf = async (text: string, from: string): Promise<SigningKey> => {
  try {
    const jwk = JSON.parse(text) as JWK;
    const { kty, crv, x } = jwk as { readonly kty: string; readonly crv: string; readonly x: string };
    return { sign: (await importJWK(jwk, ALGORITHM)) as CryptoKey, verify: (await importJWK({ kty, crv, x }, ALGORITHM)) as CryptoKey };
  } catch {
    // The text is a secret: it is not said.
    throw new StoreError(
      'OPTION_INVALID',
      `${from} holds no private key that can sign (a JWK of Ed25519).`,
      'Restore it from a backup, or remove it: a new one is made, and everybody signs in again.',
    );
  }
};

/** The key that signs access tokens: the one that is given, or the file's, which is made when there is none. */
export const signingKey = async (file: string, given: string | undefined): Promise<SigningKey> => {
  if (given !== undefined && given !== '') return keyOf(given, 'REBATE_SIGNING_KEY');
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
    writeFileSync(file, JSON.stringify(await exportJWK(privateKey)), { mode: 0o600, flag: 'wx' });
  }
  chmodSync(file, 0o600);
  return keyOf(readFileSync(file, 'utf8'), file);
};
