import { ed25519 } from '@noble/curves/ed25519.js';
import { accepted, type Result, refused } from '#kernel';
import { utf8 } from '../encoding/bytes.ts';
import { auditRefusal } from '../refusals.ts';
import { cosignedMessage, readCosignature } from './cosignature.ts';
import { type Note, type NoteSignature, parseNote } from './note.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A signature that was checked, by the key that made it; a cosignature says when, in POSIX seconds. */
export type VerifiedSignature = { readonly key: VerifierKey; readonly signature: NoteSignature; readonly seconds?: number };
export type VerifiedNote = { readonly note: Note; readonly verified: readonly VerifiedSignature[] };

/** Ed25519 of the platform can be passed where it is faster. It answers false to whatever is malformed. */
export type SignatureCheck = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

const SIGNATURE_BYTES = 64;

/** RFC 8032 to the letter, not the looser ZIP 215: one signature must mean the same to every reader. */
export const ed25519Verifies: SignatureCheck = (signature, message, publicKey) => {
  if (signature.length !== SIGNATURE_BYTES) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
};

const checked = (key: VerifierKey, text: string, signature: NoteSignature, verifies: SignatureCheck): VerifiedSignature | undefined => {
  if (key.type === 'ed25519') return verifies(signature.signature, utf8(text), key.publicKey) ? { key, signature } : undefined;
  const cosignature = readCosignature(signature.signature);
  if (cosignature === undefined || !verifies(cosignature.signature, cosignedMessage(cosignature.seconds, text), key.publicKey))
    return undefined;
  return { key, signature, seconds: cosignature.seconds };
};

/**
 * The signatures of known keys, all of which must hold: one that does not refuses the whole note. Those of unknown keys
 * are passed over. At least one known key must have signed.
 */
export const verifyNote = (
  text: string,
  keys: readonly VerifierKey[],
  verifies: SignatureCheck = ed25519Verifies,
): Result<VerifiedNote> => {
  const note = parseNote(text);
  return note.ok ? verifySignatures(note.value, keys, verifies) : note;
};

export const verifySignatures = (
  note: Note,
  keys: readonly VerifierKey[],
  verifies: SignatureCheck = ed25519Verifies,
): Result<VerifiedNote> => {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    for (const key of keys.filter(({ name, id }) => name === signature.name && id === signature.keyId)) {
      const one = checked(key, note.text, signature, verifies);
      if (one === undefined) return refused(auditRefusal('SIGNATURE_WRONG', { name: signature.name }));
      verified.push(one);
    }
  }
  return verified.length > 0 ? accepted({ note, verified }) : refused(auditRefusal('SIGNATURE_MISSING'));
};
