import { createHmac, randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { ed25519Signer, fromBase64, isKeyName, type Signer, toBase64, type VerifierKey, verifierKey } from '#audit';
import { StoreError } from '#event-store';

/**
 * The keys that sign the ledger's checkpoints. One pair of keys signs for all partnerships; in a signed note it bears the
 * name of the log that it signs for, so each log has verifier keys of its own.
 */

const base64Of32 = z.string().refine((text) => fromBase64(text)?.length === 32);
const RING = z.strictObject({
  name: z.string().refine((name) => isKeyName(name) && !name.includes('/')),
  /** Origins are made with it, so that no stranger can guess from one between whom a log is. */
  originSecret: base64Of32,
  /** Replaced keys, whose private half is gone. */
  replaced: z.array(z.strictObject({ publicKey: base64Of32, from: z.iso.datetime(), until: z.iso.datetime() })),
  current: z.strictObject({ seed: base64Of32, from: z.iso.datetime() }),
});
type Ring = z.infer<typeof RING>;

/** When a key signed: from its making until it was replaced. */
export type Validity = { readonly from: string; readonly until: string | null };

export type ProofKeys = {
  /** Of the ledger: the first part of every origin. */
  readonly name: string;
  /** The name of a partnership's log. An epoch begins where a log had to be begun anew. */
  originOf(partnership: string, epoch: number): string;
  signerOf(origin: string): Signer;
  /** As a log's own, the newest last. */
  verifiersOf(origin: string): readonly (Validity & { readonly key: VerifierKey })[];
  /** A new key signs from now on; the private half of the old one is forgotten. */
  rotate(now: string): void;
};

export type ProofKeyOptions = {
  readonly file: string;
  /** The content of a key file, from the environment, instead of the file. */
  readonly given?: string;
  /** For a ledger that has no keys yet. */
  readonly name?: string;
  readonly now: string;
};

const OTHERS_MAY = 0o077;
const NAME_BYTES = 4;
const SEED_BYTES = 32;
/** 128 bits: origins of different partnerships never meet. */
const ORIGIN_CHARACTERS = 32;

const bytesOf = (text: string): Uint8Array => fromBase64(text) ?? new Uint8Array();
const chance = (bytes: number): string => toBase64(randomBytes(bytes));

const newRing = (name: string | undefined, now: string): Ring => ({
  name: name ?? `ledger-${randomBytes(NAME_BYTES).toString('hex')}`,
  originSecret: chance(SEED_BYTES),
  replaced: [],
  current: { seed: chance(SEED_BYTES), from: now },
});

const ringOf = (text: string, from: string): Ring => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const ring = RING.safeParse(value);
  if (ring.success) return ring.data;
  // The text holds a secret: it is not said.
  throw new StoreError(
    'OPTION_INVALID',
    `${from} does not hold the keys that sign checkpoints.`,
    'Restore it from a backup. Without it no new checkpoint can follow those that were signed.',
  );
};

/** A key that others can read signs nothing any more: whoever has it can sign another history. */
const checkMode = (file: string): void => {
  if (process.platform === 'win32') return;
  const mode = statSync(file).mode & 0o777;
  if ((mode & OTHERS_MAY) === 0) return;
  throw new StoreError(
    'OPTION_INVALID',
    `${file} can be used by others (mode ${mode.toString(8).padStart(4, '0')}).`,
    `Run chmod 600 ${file}; and if others may have read it, rebate proof-keys rotate.`,
  );
};

/** Either the old keys or the new ones, whatever happens meanwhile. */
const write = (file: string, ring: Ring): void => {
  const beside = `${file}.new`;
  const opened = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(opened, `${JSON.stringify(ring, undefined, 2)}\n`);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
  renameSync(beside, file);
};

const read = (file: string, name: string | undefined, now: string): Ring => {
  if (!existsSync(file)) write(file, newRing(name, now));
  checkMode(file);
  return ringOf(readFileSync(file, 'utf8'), file);
};

/** The keys that are given, or the file's, which are made when there are none. */
export const openProofKeys = ({ file, given, name, now }: ProofKeyOptions): ProofKeys => {
  const isGiven = given !== undefined && given !== '';
  if (name !== undefined && (!isKeyName(name) || name.includes('/')))
    throw new StoreError(
      'OPTION_INVALID',
      `${name} cannot be the name of a ledger.`,
      'Give one word without spaces, + and /, best a domain of yours.',
    );
  let ring = isGiven ? ringOf(given, 'REBATE_PROOF_KEYS') : read(file, name, now);
  const signerOf = (origin: string): Signer => ed25519Signer(origin, 'ed25519', bytesOf(ring.current.seed));
  return {
    name: ring.name,
    originOf: (partnership, epoch) =>
      `${ring.name}/${createHmac('sha256', bytesOf(ring.originSecret)).update(`${epoch}\n${partnership}`).digest('hex').slice(0, ORIGIN_CHARACTERS)}`,
    signerOf,
    verifiersOf: (origin) => [
      ...ring.replaced.map(({ publicKey, from, until }) => ({ key: verifierKey(origin, 'ed25519', bytesOf(publicKey)), from, until })),
      { key: signerOf(origin).key, from: ring.current.from, until: null },
    ],
    rotate: (at) => {
      if (isGiven)
        throw new StoreError(
          'OPTION_INVALID',
          'The keys come from the environment.',
          'Replace REBATE_PROOF_KEYS there, with the old public key among the replaced ones.',
        );
      const replaced = { publicKey: toBase64(signerOf(ring.name).key.publicKey), from: ring.current.from, until: at };
      const next = { ...ring, replaced: [...ring.replaced, replaced], current: { seed: chance(SEED_BYTES), from: at } };
      write(file, next);
      ring = next;
    },
  };
};
