import { sha256 } from '@noble/hashes/sha2.js';
import { joinBytes } from '../encoding/bytes.ts';

/** RFC 6962, section 2.1, word for word over whole lists: slow, and plain to see. */

const split = (count: number): number => (count <= 2 ? 1 : split(Math.ceil(count / 2)) * 2);

export const slowRoot = (entries: readonly Uint8Array[]): Uint8Array => {
  const [only] = entries;
  if (only === undefined) return sha256(new Uint8Array(0));
  if (entries.length === 1) return sha256(joinBytes(Uint8Array.of(0), only));
  const k = split(entries.length);
  return sha256(joinBytes(Uint8Array.of(1), slowRoot(entries.slice(0, k)), slowRoot(entries.slice(k))));
};

/** PATH(m, D[n]). */
export const slowPath = (m: number, entries: readonly Uint8Array[]): Uint8Array[] => {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return m < k
    ? [...slowPath(m, entries.slice(0, k)), slowRoot(entries.slice(k))]
    : [...slowPath(m - k, entries.slice(k)), slowRoot(entries.slice(0, k))];
};

/** SUBPROOF(m, D[n], b); PROOF(m, D[n]) is SUBPROOF(m, D[n], true). */
export const slowProof = (m: number, entries: readonly Uint8Array[], whole = true): Uint8Array[] => {
  if (m === entries.length) return whole ? [] : [slowRoot(entries)];
  const k = split(entries.length);
  return m <= k
    ? [...slowProof(m, entries.slice(0, k), whole), slowRoot(entries.slice(k))]
    : [...slowProof(m - k, entries.slice(k), false), slowRoot(entries.slice(0, k))];
};
