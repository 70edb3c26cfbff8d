import { type HashFunction, treeHasher } from '../merkle/hashing.ts';
import type { OpenedCheckpoint } from '../notes/open-checkpoint.ts';
import { bundlePaths } from './layout.ts';
import type { Manifest } from './manifest.ts';
import { WholeCheck } from './check-whole.ts';
import { provenLeaves } from './check-part.ts';
import { type BundleClaim, type BundleFault, faultOf, openBundle } from './open-bundle.ts';
import { summedFiles, whyNotSummed } from './sums.ts';

export type ProvenBundle = { readonly kind: 'proven'; readonly manifest: Manifest; readonly checkpoint: OpenedCheckpoint };

/**
 * The checks that need no rules of rebates: who signed, every entry, the tree, the sums. What `verify-proofs.mjs` does
 * too, written anew there, so that one mistake is not made twice.
 */
export const checkProofs = (claim: BundleClaim, hash: HashFunction): ProvenBundle | BundleFault => {
  const engine = { hasher: treeHasher(hash), ...claim.engine };
  const files = summedFiles(claim.files, hash);
  const bundle = openBundle({ ...claim, files, engine });
  if (bundle.kind !== 'opened') return bundle;
  const { manifest, checkpoint } = bundle;
  const fault =
    manifest.part === undefined ? wholeFault(WholeCheck.begin(bundle, { ...claim, engine })) : partFault(provenLeaves(bundle, engine));
  if (fault !== undefined) return fault;
  const unsummed = whyNotSummed(files, bundlePaths(manifest));
  return unsummed === undefined
    ? { kind: 'proven', manifest, checkpoint }
    : faultOf('wrong', [unsummed.rejection], { file: unsummed.file });
};

const wholeFault = (check: WholeCheck | BundleFault): BundleFault | undefined => {
  if (!(check instanceof WholeCheck)) return check;
  const leaves = check.leaves();
  while (leaves.next().done !== true);
  return check.finish();
};

const partFault = (leaves: ReturnType<typeof provenLeaves>): BundleFault | undefined => {
  for (let next = leaves.next(); ; next = leaves.next()) if (next.done === true) return next.value;
};
