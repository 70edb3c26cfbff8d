import { accepted, type Result } from '#kernel';
import { formatNote, type Note, parseNote, parseSignatures } from '../notes/note.ts';
import { withSignature } from '../notes/sign-note.ts';
import { type SignatureCheck, verifySignatures } from '../notes/verify-note.ts';
import type { VerifierKey } from '../notes/verifier-key.ts';

/**
 * The checkpoint with the cosignatures that a witness answered, those of known keys alone. Refused when one of these does
 * not hold, or there is none: then nothing is taken over.
 */
export const withCosignatures = (
  checkpoint: string,
  answer: string,
  witnesses: readonly VerifierKey[],
  verifies?: SignatureCheck,
): Result<string> => {
  const note = parseNote(checkpoint);
  if (!note.ok) return note;
  const answered = parseSignatures(answer);
  if (!answered.ok) return answered;
  const verified = verifySignatures({ text: note.value.text, signatures: answered.value }, witnesses, verifies);
  if (!verified.ok) return verified;
  return accepted(
    formatNote(verified.value.verified.reduce<Note>((signed, { signature }) => withSignature(signed, signature), note.value)),
  );
};
