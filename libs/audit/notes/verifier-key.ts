import { sha256 } from '@noble/hashes/sha2.js';
import { accepted, type Result, refused } from '#kernel';
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { isWellFormed, joinBytes, utf8 } from '../encoding/bytes.ts';
import { hasControls } from '../encoding/controls.ts';
import { toHex } from '../encoding/hex.ts';
import { auditRefusal } from '../refusals.ts';

/** The signature types of c2sp.org/signed-note that are read and written here; both are Ed25519. */
export const SIGNATURE_TYPES = { ed25519: 0x01, cosignature: 0x04 } as const;
export type SignatureType = keyof typeof SIGNATURE_TYPES;

export const PUBLIC_KEY_BYTES = 32;
export const KEY_ID_BYTES = 4;

/** A public key with its name and purpose. `id` is in hex; name and id together say which key made a signature. */
export type VerifierKey = {
  readonly name: string;
  readonly id: string;
  readonly type: SignatureType;
  readonly publicKey: Uint8Array;
};

/** Not empty, no Unicode space, no plus, nothing that a note cannot hold. */
export const isKeyName = (name: string): boolean =>
  name !== '' && !/[\p{White_Space}+]/u.test(name) && !hasControls(name, '') && isWellFormed(name);

const withType = (type: SignatureType, key: Uint8Array): Uint8Array => joinBytes(Uint8Array.of(SIGNATURE_TYPES[type]), key);

/** Requires an allowed key name and a public key of 32 bytes. */
export const verifierKey = (name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey => {
  if (!isKeyName(name)) throw new TypeError(`"${name}" cannot be the name of a key`);
  if (publicKey.length !== PUBLIC_KEY_BYTES) throw new TypeError(`an Ed25519 key has ${PUBLIC_KEY_BYTES} bytes, not ${publicKey.length}`);
  const digest = sha256(joinBytes(utf8(`${name}\n`), withType(type, publicKey)));
  return { name, id: toHex(digest.subarray(0, KEY_ID_BYTES)), type, publicKey };
};

/** The one line in which a public key is handed on: `name+id+base64(type || key)`. */
export const formatVerifierKey = ({ name, id, type, publicKey }: VerifierKey): string =>
  `${name}+${id}+${toBase64(withType(type, publicKey))}`;

const malformed = (why: string): Result<never> => refused(auditRefusal('KEY_MALFORMED', { why }));

/** The parts of an encoded key, public or private, whose id is checked against the public key by the caller. */
export const keyParts = (
  text: string,
): Result<{ readonly name: string; readonly id: string; readonly type: SignatureType; readonly key: Uint8Array }> => {
  // Base 64 has plus signs too, so only the first two part the name, the id and the key.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(text);
  const [, name = '', id = '', encoded = ''] = parts ?? [];
  if (parts === null || !isKeyName(name)) return malformed('it is not of the form name+id+key');
  const bytes = fromBase64(encoded);
  if (bytes === undefined) return malformed('its key is not base 64');
  const type = (Object.keys(SIGNATURE_TYPES) as SignatureType[]).find((one) => SIGNATURE_TYPES[one] === bytes[0]);
  if (type === undefined) return malformed(`signatures of type ${String(bytes[0])} are not known here`);
  if (bytes.length !== 1 + PUBLIC_KEY_BYTES) return malformed(`an Ed25519 key has ${PUBLIC_KEY_BYTES} bytes, not ${bytes.length - 1}`);
  return accepted({ name, id, type, key: bytes.subarray(1) });
};

export const parseVerifierKey = (text: string): Result<VerifierKey> => {
  const parts = keyParts(text);
  if (!parts.ok) return parts;
  const key = verifierKey(parts.value.name, parts.value.type, parts.value.key);
  return key.id === parts.value.id ? accepted(key) : malformed(`its id is ${key.id}, not ${parts.value.id}`);
};
