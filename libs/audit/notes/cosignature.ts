import { joinBytes, utf8 } from '../encoding/bytes.ts';

/** The timestamped Ed25519 cosignature of c2sp.org/tlog-cosignature: eight bytes of POSIX seconds, then the signature. */

const TIME_BYTES = 8;
const SIGNATURE_BYTES = 64;
const BITS_32 = 2 ** 32;

/** What is signed. Requires whole seconds within 2^53. */
export const cosignedMessage = (seconds: number, noteText: string): Uint8Array => utf8(`cosignature/v1\ntime ${seconds}\n${noteText}`);

export const writeCosignature = (seconds: number, signature: Uint8Array): Uint8Array => {
  const time = new DataView(new ArrayBuffer(TIME_BYTES));
  time.setUint32(0, Math.floor(seconds / BITS_32));
  time.setUint32(4, seconds % BITS_32);
  return joinBytes(new Uint8Array(time.buffer), signature);
};

/** Undefined for another length, and for a time beyond 2^53 seconds: no clock has shown it. */
export const readCosignature = (bytes: Uint8Array): { readonly seconds: number; readonly signature: Uint8Array } | undefined => {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, TIME_BYTES);
  const seconds = view.getUint32(0) * BITS_32 + view.getUint32(4);
  return Number.isSafeInteger(seconds) ? { seconds, signature: bytes.subarray(TIME_BYTES) } : undefined;
};
