import { ed25519 } from '@noble/curves/ed25519.js';
import { accepted, type Result, refused } from '#kernel';
import { toBase64 } from '../encoding/base64.ts';
import { joinBytes } from '../encoding/bytes.ts';
import { auditRefusal } from '../refusals.ts';
import { keyParts, SIGNATURE_TYPES, type SignatureType, type VerifierKey, verifierKey } from './verifier-key.ts';

/** What signs: a key in memory, or one that stays inside another device. `sign` gives the 64 bytes of Ed25519. */
export type Signer = {
  readonly key: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
};

/** Requires an allowed key name and a seed of 32 random bytes, which must stay secret. */
export const ed25519Signer = (name: string, type: SignatureType, seed: Uint8Array): Signer => ({
  key: verifierKey(name, type, ed25519.getPublicKey(seed)),
  sign: (message) => ed25519.sign(message, seed),
});

const PREFIX = 'PRIVATE+KEY+';

/** The line in which a private key is kept, as Go's sumdb/note writes it: `PRIVATE+KEY+name+id+base64(type || seed)`. */
export const formatSignerKey = (name: string, type: SignatureType, seed: Uint8Array): string => {
  const { key } = ed25519Signer(name, type, seed);
  return `${PREFIX}${name}+${key.id}+${toBase64(joinBytes(Uint8Array.of(SIGNATURE_TYPES[type]), seed))}`;
};

export const parseSignerKey = (text: string): Result<Signer> => {
  if (!text.startsWith(PREFIX)) return refused(auditRefusal('KEY_MALFORMED', { why: 'it is not a private key' }));
  const parts = keyParts(text.slice(PREFIX.length));
  if (!parts.ok) return parts;
  const signer = ed25519Signer(parts.value.name, parts.value.type, parts.value.key);
  return signer.key.id === parts.value.id
    ? accepted(signer)
    : refused(auditRefusal('KEY_MALFORMED', { why: 'its id is not that of its key' }));
};
