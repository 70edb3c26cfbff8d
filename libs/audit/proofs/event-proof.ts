import { accepted, type Result, refused } from '#kernel';
import { type Leaf, parseLeaf } from '../leaf.ts';
import type { OpenedCheckpoint } from '../notes/open-checkpoint.ts';
import type { Policy } from '../notes/policy.ts';
import { auditRefusal } from '../refusals.ts';
import { parseProofFile } from './proof-file.ts';
import { type ProofEngine, verifyProofFile } from './verify-proof.ts';

/** An event that a proof file holds as its extra data, and the history in which it stands. */
export type ProvenEvent = { readonly leaf: Leaf; readonly checkpoint: OpenedCheckpoint };

/** Checks a proof file that holds its own entry: nothing signs the extra data, but its hash must lead to the signed root. */
export const verifyEventProof = (file: string, policy: Policy, engine: ProofEngine = {}): Result<ProvenEvent> => {
  const parsed = parseProofFile(file);
  if (!parsed.ok) return parsed;
  const { extra } = parsed.value;
  if (extra === undefined) return refused(auditRefusal('PROOF_WITHOUT_ENTRY'));
  const proven = verifyProofFile(file, extra, policy, engine);
  if (!proven.ok) return proven;
  const leaf = parseLeaf(extra);
  if (!leaf.ok) return leaf;
  const { index, checkpoint } = proven.value;
  return leaf.value.position === index
    ? accepted({ leaf: leaf.value, checkpoint })
    : refused(auditRefusal('LEAF_POSITION', { index, position: leaf.value.position }));
};
