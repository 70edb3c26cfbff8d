import { accepted, type Result, refused } from '#kernel';
import { toBase64 } from '../encoding/base64.ts';
import { wholeNumberOf } from '../encoding/whole-number.ts';
import { readHashes } from '../proofs/proof-file.ts';
import { auditRefusal } from '../refusals.ts';

/** The body of a request to a witness, c2sp.org/tlog-witness. `checkpoint` is the signed note. */
export type AddCheckpoint = { readonly oldSize: number; readonly proof: readonly Uint8Array[]; readonly checkpoint: string };

const MAX_PROOF_HASHES = 63;

export const formatAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `${[`old ${oldSize}`, ...proof.map(toBase64)].join('\n')}\n\n${checkpoint}`;

const malformed = (why: string): Result<never> => refused(auditRefusal('ADD_CHECKPOINT_MALFORMED', { why }));

export const parseAddCheckpoint = (body: string): Result<AddCheckpoint> => {
  const split = body.indexOf('\n\n');
  if (split === -1) return malformed('no empty line parts the proof from the checkpoint');
  const [first = '', ...lines] = body.slice(0, split).split('\n');
  const oldSize = first.startsWith('old ') ? wholeNumberOf(first.slice('old '.length)) : undefined;
  if (oldSize === undefined) return malformed('its first line is not "old" and a size');
  if (lines.length > MAX_PROOF_HASHES) return malformed(`its proof has more than ${MAX_PROOF_HASHES} hashes`);
  const proof = readHashes(lines);
  return proof === undefined
    ? malformed('a line of its proof is not a SHA-256 hash in base 64')
    : accepted({ oldSize, proof, checkpoint: body.slice(split + 2) });
};
