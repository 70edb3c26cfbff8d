import { createHash, timingSafeEqual } from 'node:crypto';

type Chance = (bytes: number) => Uint8Array;

const SECRET_BYTES = 32;
const ID_BYTES = 12;

/** 256 bits of chance, as text that fits a header, an address and a command line (where a leading dash would be an option). */
export const newSecret = (chance: Chance): string => Buffer.from(chance(SECRET_BYTES)).toString('hex');

/** Says nothing about whom or what it names; the letter before it tells the kind of thing. */
export const newId = (kind: 'u' | 'k' | 'g' | 's', chance: Chance): string => `${kind}-${Buffer.from(chance(ID_BYTES)).toString('hex')}`;

/** A fast hash is enough: what it hides is chance, and no password. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export const isHashOf = (secret: string, hash: string): boolean => {
  const [one, other] = [Buffer.from(hashOf(secret)), Buffer.from(hash)];
  return one.length === other.length && timingSafeEqual(one, other);
};
