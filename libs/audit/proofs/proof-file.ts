import { accepted, type Result, refused } from '#kernel';
import { fromBase64, toBase64 } from '../encoding/base64.ts';
import { isSize, wholeNumberOf } from '../encoding/whole-number.ts';
import { HASH_BYTES } from '../merkle/hashing.ts';
import { auditRefusal } from '../refusals.ts';

/** A `.tlog-proof` file, c2sp.org/tlog-proof: that one entry stands in a log, to be checked offline. */
export type ProofFile = {
  readonly index: number;
  /** The inclusion proof, from the leaf's sibling up. */
  readonly proof: readonly Uint8Array[];
  /** The checkpoint as the log and the witnesses signed it, word for word. */
  readonly checkpoint: string;
  /** Not covered by any signature; trust nothing in it. */
  readonly extra?: Uint8Array;
};

const HEADER = 'c2sp.org/tlog-proof@v1';
/** A tree of 2^63 entries has no longer proof. */
const MAX_PROOF_HASHES = 63;

/** Requires an index of the checkpoint's tree and hashes of 32 bytes. */
export const formatProofFile = ({ index, proof, checkpoint, extra }: ProofFile): string => {
  if (!isSize(index)) throw new RangeError(`${index} is not the index of an entry`);
  const lines = [HEADER, ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`, ...proof.map(toBase64)];
  return `${lines.join('\n')}\n\n${checkpoint}`;
};

const malformed = (why: string): Result<never> => refused(auditRefusal('PROOF_MALFORMED', { why }));

export const parseProofFile = (text: string): Result<ProofFile> => {
  const split = text.indexOf('\n\n');
  if (split === -1) return malformed('no empty line parts the proof from its checkpoint');
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== HEADER) return malformed(`its first line is not ${HEADER}`);
  const extraLine = lines[0]?.startsWith('extra ') === true ? lines.shift() : undefined;
  const extra = extraLine === undefined ? undefined : fromBase64(extraLine.slice('extra '.length));
  if (extraLine !== undefined && extra === undefined) return malformed('its extra data is not base 64');
  const indexLine = lines.shift();
  const index = indexLine?.startsWith('index ') === true ? wholeNumberOf(indexLine.slice('index '.length)) : undefined;
  if (index === undefined) return malformed('it does not say the index of an entry');
  const proof = readHashes(lines);
  if (proof === undefined) return malformed('a line of its proof is not a SHA-256 hash in base 64');
  if (proof.length > MAX_PROOF_HASHES) return malformed(`its proof has more than ${MAX_PROOF_HASHES} hashes`);
  return accepted({ index, proof, checkpoint: text.slice(split + 2), ...(extra === undefined ? {} : { extra }) });
};

/** SHA-256 hashes in base 64, one a line; undefined when one is not. */
export const readHashes = (lines: readonly string[]): readonly Uint8Array[] | undefined => {
  const hashes = lines.map(fromBase64).filter((hash) => hash?.length === HASH_BYTES);
  return hashes.length === lines.length ? hashes.filter((hash) => hash !== undefined) : undefined;
};
