import { accepted, type Result } from '#kernel';
import { portableHasher, type TreeHasher } from '../merkle/hashing.ts';
import { verifyInclusion } from '../merkle/verify.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../notes/open-checkpoint.ts';
import type { Policy } from '../notes/policy.ts';
import type { SignatureCheck } from '../notes/verify-note.ts';
import { parseProofFile } from './proof-file.ts';

/** What a proof has shown: the entry stands at `index` of the tree of this checkpoint. */
export type ProvenEntry = { readonly index: number; readonly checkpoint: OpenedCheckpoint; readonly extra?: Uint8Array };

/** The faster hash and signature check of a platform; by default the portable ones. */
export type ProofEngine = { readonly hasher?: TreeHasher; readonly verifies?: SignatureCheck };

/** Checks a proof file for the bytes of an entry: first who signed the checkpoint, by the policy, then the way up to its root. */
export const verifyProofFile = (
  file: string,
  entry: Uint8Array,
  policy: Policy,
  { hasher = portableHasher, verifies }: ProofEngine = {},
): Result<ProvenEntry> => {
  const parsed = parseProofFile(file);
  if (!parsed.ok) return parsed;
  const { index, proof, extra } = parsed.value;
  const checkpoint = openCheckpoint(parsed.value.checkpoint, policy, verifies);
  if (!checkpoint.ok) return checkpoint;
  const { size, root } = checkpoint.value;
  const included = verifyInclusion({ index, size, leafHash: hasher.leaf(entry), proof, root }, hasher);
  return included.ok ? accepted({ index, checkpoint: checkpoint.value, ...(extra === undefined ? {} : { extra }) }) : included;
};
