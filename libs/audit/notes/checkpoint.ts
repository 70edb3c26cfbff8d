import { accepted, type Result, refused } from '#kernel';
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { wholeNumberOf } from '../encoding/whole-number.ts';
import { HASH_BYTES } from '../merkle/hashing.ts';
import { auditRefusal } from '../refusals.ts';

/** What a log says of its tree, by c2sp.org/tlog-checkpoint: the text of a signed note. */
export type Checkpoint = {
  /** The log: one for each partnership. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Further lines, which no monitor checks. */
  readonly extensions: readonly string[];
};

/** The text that is signed. Requires an origin and extensions of one non-empty line each, and a root of 32 bytes. */
export const formatCheckpoint = ({ origin, size, root, extensions }: Checkpoint): string => {
  const text = [origin, size, toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
  if (!parseCheckpoint(text).ok) throw new TypeError('these are not the lines of a checkpoint');
  return text;
};

const malformed = (why: string): Result<never> => refused(auditRefusal('CHECKPOINT_MALFORMED', { why }));

export const parseCheckpoint = (text: string): Result<Checkpoint> => {
  if (!text.endsWith('\n')) return malformed('it does not end with a line break');
  const lines = text.slice(0, -1).split('\n');
  const [origin, sizeLine, rootLine, ...extensions] = lines;
  if (origin === undefined || sizeLine === undefined || rootLine === undefined) return malformed('it has fewer than three lines');
  if (lines.includes('')) return malformed('it has an empty line');
  const size = wholeNumberOf(sizeLine);
  if (size === undefined) return malformed('its second line is not a size up to 2^53 - 1');
  const root = fromBase64(rootLine);
  if (root?.length !== HASH_BYTES) return malformed('its third line is not a SHA-256 hash in base 64');
  return accepted({ origin, size, root, extensions });
};
