import type { Rejection } from '#kernel';
import { type Leaf, parseLeaf } from '../leaf.ts';
import { portableHasher } from '../merkle/hashing.ts';
import { verifyInclusion } from '../merkle/verify.ts';
import { textOf } from '../encoding/bytes.ts';
import { parseProofFile } from '../proofs/proof-file.ts';
import type { ProofEngine } from '../proofs/verify-proof.ts';
import { auditRefusal } from '../refusals.ts';
import { proofPath } from './layout.ts';
import { type BundleFault, faultOf, type OpenedBundle } from './open-bundle.ts';

/**
 * The events of a part, each one proved to stand where it says in the history that was signed. Nothing shows that these
 * are all: what a narrower grant leaves out cannot be missed by whoever reads the rest.
 */
export const provenLeaves = function* (
  { files, manifest, checkpoint, checkpointText }: OpenedBundle,
  { hasher = portableHasher }: ProofEngine = {},
): Generator<Leaf, BundleFault | undefined> {
  for (const position of manifest.part?.positions ?? []) {
    const file = proofPath(position);
    const bytes = files.read(file);
    const wrong = (rejections: readonly Rejection[]): BundleFault =>
      faultOf('wrong', rejections, { file, entries: { from: position, to: position + 1 } });
    if (bytes === undefined) return wrong([auditRefusal('BUNDLE_FILE_MISSING', { file })]);
    const proof = parseProofFile(textOf(bytes) ?? '');
    if (!proof.ok) return wrong(proof.rejections);
    const { index, extra } = proof.value;
    if (index !== position) return wrong([auditRefusal('PROOF_OF_OTHER', { position, index })]);
    // One signature then stands for all proofs.
    if (proof.value.checkpoint !== checkpointText) return wrong([auditRefusal('PROOF_CHECKPOINT_DIFFERS', { position })]);
    if (extra === undefined) return wrong([auditRefusal('PROOF_WITHOUT_ENTRY')]);
    const included = verifyInclusion(
      { index, size: checkpoint.size, leafHash: hasher.leaf(extra), proof: proof.value.proof, root: checkpoint.root },
      hasher,
    );
    if (!included.ok) return wrong(included.rejections);
    const leaf = provenLeaf(extra, position, manifest.partnership);
    if (!('leaf' in leaf)) return wrong([leaf]);
    yield leaf.leaf;
  }
  return undefined;
};

/** The event that an entry holds, if it says itself that it stands there. Requires an entry whose inclusion was proved. */
const provenLeaf = (entry: Uint8Array, position: number, partnership: string): { readonly leaf: Leaf } | Rejection => {
  const leaf = parseLeaf(entry);
  if (!leaf.ok) return leaf.rejections[0] ?? auditRefusal('LEAF_NOT_CANONICAL');
  if (leaf.value.position !== position) return auditRefusal('LEAF_POSITION', { index: position, position: leaf.value.position });
  const found = leaf.value.metadata['partnershipId'];
  return found === partnership
    ? { leaf: leaf.value }
    : auditRefusal('LEAF_OF_OTHER_PARTNERSHIP', { found: typeof found === 'string' ? found : 'none', expected: partnership });
};
