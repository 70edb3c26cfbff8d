import { accepted, type Result, refused } from '#kernel';
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { isWellFormed, joinBytes } from '../encoding/bytes.ts';
import { hasControls } from '../encoding/controls.ts';
import { toHex } from '../encoding/hex.ts';
import { auditRefusal } from '../refusals.ts';
import { isKeyName, KEY_ID_BYTES } from './verifier-key.ts';

/** One signature line. `keyId` is in hex; `signature` is what follows the id, its meaning given by the key's type. */
export type NoteSignature = { readonly name: string; readonly keyId: string; readonly signature: Uint8Array };

/** A signed note of c2sp.org/signed-note: the text with its last line break, and who signed it. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** Limits for what strangers send; the format asks for at least 16 signatures. */
export const MAX_NOTE_CHARACTERS = 1_000_000;
export const MAX_SIGNATURES = 100;

const LINE = /^— ([^ ]+) ([A-Za-z0-9+/=]+)$/u;

const malformed = (why: string): Result<never> => refused(auditRefusal('NOTE_MALFORMED', { why }));

export const formatSignature = ({ name, keyId, signature }: NoteSignature): string => {
  const id = Uint8Array.from({ length: KEY_ID_BYTES }, (_, index) => Number.parseInt(keyId.slice(2 * index, 2 * index + 2), 16));
  return `— ${name} ${toBase64(joinBytes(id, signature))}\n`;
};

export const parseSignature = (line: string): NoteSignature | undefined => {
  const [, name = '', encoded = ''] = LINE.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (!isKeyName(name) || bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: toHex(bytes.subarray(0, KEY_ID_BYTES)), signature: bytes.subarray(KEY_ID_BYTES) };
};

/** Signature lines, each with its line break, and nothing else: the end of a note, and what a witness answers. */
export const parseSignatures = (text: string): Result<readonly NoteSignature[]> => {
  if (!text.endsWith('\n')) return malformed('it does not end with a line break');
  const lines = text.slice(0, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return malformed(`it has more than ${MAX_SIGNATURES} signatures`);
  const signatures = lines.map(parseSignature);
  const bad = signatures.indexOf(undefined);
  return bad === -1 ? accepted(signatures.filter((one) => one !== undefined)) : malformed(`its signature line ${bad + 1} cannot be read`);
};

/** Reads a note and judges none of its signatures: see `verifyNote`. */
export const parseNote = (note: string): Result<Note> => {
  if (note.length > MAX_NOTE_CHARACTERS) return malformed(`it is longer than ${MAX_NOTE_CHARACTERS} characters`);
  if (!isWellFormed(note)) return malformed('it is not UTF-8');
  if (hasControls(note, '\n')) return malformed('it holds control characters');
  const split = note.lastIndexOf('\n\n');
  if (split === -1) return malformed('no empty line parts its text from its signatures');
  const signatures = parseSignatures(note.slice(split + 2));
  return signatures.ok ? accepted({ text: note.slice(0, split + 1), signatures: signatures.value }) : signatures;
};

export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(formatSignature).join('')}`;
