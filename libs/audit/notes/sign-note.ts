import { utf8 } from '../encoding/bytes.ts';
import { cosignedMessage, writeCosignature } from './cosignature.ts';
import { formatNote, type Note, type NoteSignature, parseNote } from './note.ts';
import type { Signer } from './signer.ts';

const signature = ({ key }: Signer, bytes: Uint8Array): NoteSignature => ({ name: key.name, keyId: key.id, signature: bytes });

const sameKey = (a: NoteSignature, b: NoteSignature): boolean => a.name === b.name && a.keyId === b.keyId;

/** The note with one more signature; an earlier one of the same key gives way to it. */
export const withSignature = (note: Note, added: NoteSignature): Note => ({
  text: note.text,
  signatures: [...note.signatures.filter((one) => !sameKey(one, added)), added],
});

/**
 * A note of this text signed by all signers. Requires a text that ends with a line break and holds no control
 * characters, at least one signer, and signers of type ed25519.
 */
export const signNote = (text: string, ...signers: readonly Signer[]): string => {
  const signatures = signers.map((signer) => {
    if (signer.key.type !== 'ed25519') throw new TypeError(`the key of ${signer.key.name} is for cosignatures`);
    return signature(signer, signer.sign(utf8(text)));
  });
  const note = formatNote({ text, signatures });
  const read = parseNote(note);
  if (!read.ok || read.value.text !== text) throw new TypeError('this text cannot be signed as a note');
  return note;
};

/** A cosignature over the text of a checkpoint. Requires a signer of type cosignature and whole POSIX seconds above 0. */
export const cosign = (noteText: string, signer: Signer, seconds: number): NoteSignature => {
  if (signer.key.type !== 'cosignature') throw new TypeError(`the key of ${signer.key.name} is not for cosignatures`);
  if (!Number.isSafeInteger(seconds) || seconds <= 0) throw new RangeError(`${seconds} is not a time in seconds`);
  return signature(signer, writeCosignature(seconds, signer.sign(cosignedMessage(seconds, noteText))));
};
