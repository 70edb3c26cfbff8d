import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { formatSignerKey, isKeyName, parseSignerKey, type Signer } from '#audit';
import { EXIT } from '../exit-codes.ts';
import { accept, failure } from '../failure.ts';

const OTHERS_MAY = 0o077;
const SEED_BYTES = 32;

/** A new key, for its owner alone; one that is there is never written over. */
export const makeWitnessKey = (file: string, name: string): Signer => {
  if (!isKeyName(name))
    throw failure(
      'VALUE_NOT_ALLOWED',
      `${name} cannot be the name of a witness.`,
      'Give one word without spaces and +, best with a domain of yours: acme.example/witness.',
      { place: '--name', value: name },
      EXIT.refused,
    );
  if (existsSync(file))
    throw failure(
      'WITNESS_EXISTS',
      `There is a witness already: ${file}.`,
      'Use it, or give another folder with --dir.',
      { place: '--dir' },
      EXIT.conflict,
    );
  writeFileSync(file, `${formatSignerKey(name, 'cosignature', randomBytes(SEED_BYTES))}\n`, { mode: 0o600, flag: 'wx' });
  return readWitnessKey(file);
};

/** A key that others can read vouches for nothing. */
export const readWitnessKey = (file: string): Signer => {
  if (!existsSync(file))
    throw failure(
      'WITNESS_MISSING',
      `There is no witness in this folder: ${file} is missing.`,
      'Make one with rebate witness init, or name its folder with --dir.',
      { place: '--dir' },
      EXIT.notFound,
    );
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & OTHERS_MAY) !== 0) {
    throw failure(
      'WITNESS_KEY_EXPOSED',
      `${file} can be used by others (mode ${mode.toString(8).padStart(4, '0')}).`,
      'Run chmod 600 on it; if others may have read it, make a new witness in another folder.',
      {},
      EXIT.refused,
    );
  }
  return accept(parseSignerKey(readFileSync(file, 'utf8').trim()), file);
};
