import { accepted, type Rejection, type Result } from '#kernel';
import { textOf } from '../encoding/bytes.ts';
import { type OpenedCheckpoint, openCheckpoint } from '../notes/open-checkpoint.ts';
import { parsePolicy, type Policy } from '../notes/policy.ts';
import type { ProofEngine } from '../proofs/verify-proof.ts';
import { auditRefusal } from '../refusals.ts';
import type { BundleFiles } from './files.ts';
import { BUNDLE_FILES } from './layout.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** What a bundle is held against. */
export type BundleClaim = {
  readonly files: BundleFiles;
  /** The auditor's own policy, as text; the bundle's own where left out, which shows only that the bundle agrees with itself. */
  readonly policy?: string;
  /** A checkpoint that the auditor kept. */
  readonly older?: string;
  readonly engine?: ProofEngine;
};

/**
 * `wrong` is said of a bundle that does not hold, `unusable` of what is not a bundle, or not one that can be judged here.
 * Entries as in `HistoryFault`.
 */
export type BundleFault = {
  readonly kind: 'wrong' | 'unusable';
  readonly rejection: Rejection;
  readonly entries?: { readonly from: number; readonly to: number };
  readonly file?: string;
};

export type OpenedBundle = {
  readonly kind: 'opened';
  readonly files: BundleFiles;
  readonly manifest: Manifest;
  /** As it stands in the file. */
  readonly checkpointText: string;
  readonly checkpoint: OpenedCheckpoint;
  readonly policy: Policy;
};

export const faultOf = (
  kind: BundleFault['kind'],
  rejections: readonly Rejection[],
  where: Pick<BundleFault, 'entries' | 'file'> = {},
): BundleFault => ({
  kind,
  rejection: rejections[0] ?? auditRefusal('BUNDLE_MALFORMED', { why: 'it cannot be read' }),
  ...where,
});

const textIn = (files: BundleFiles, file: string): Result<string> => {
  const bytes = files.read(file);
  const text = bytes === undefined ? undefined : textOf(bytes);
  if (text !== undefined) return accepted(text);
  return {
    ok: false,
    rejections: [
      bytes === undefined
        ? auditRefusal('BUNDLE_FILE_MISSING', { file })
        : auditRefusal('BUNDLE_MALFORMED', { why: `${file} is not UTF-8` }),
    ],
  };
};

/** Reads what a bundle says of itself, and accepts its checkpoint only as the policy says. */
export const openBundle = ({ files, policy: own, older, engine }: BundleClaim): OpenedBundle | BundleFault => {
  const bytes = files.read(BUNDLE_FILES.manifest);
  if (bytes === undefined)
    return faultOf('unusable', [auditRefusal('BUNDLE_FILE_MISSING', { file: BUNDLE_FILES.manifest })], { file: BUNDLE_FILES.manifest });
  const manifest = parseManifest(bytes);
  if (!manifest.ok) return faultOf('unusable', manifest.rejections, { file: BUNDLE_FILES.manifest });
  if (manifest.value.part !== undefined && older !== undefined) return faultOf('unusable', [auditRefusal('PART_HAS_NO_TREE')]);
  const note = textIn(files, BUNDLE_FILES.checkpoint);
  if (!note.ok) return faultOf('unusable', note.rejections, { file: BUNDLE_FILES.checkpoint });
  const policyText = own === undefined ? textIn(files, BUNDLE_FILES.policy) : accepted(own);
  const policy = policyText.ok ? parsePolicy(policyText.value) : policyText;
  if (!policy.ok) return faultOf('unusable', policy.rejections, own === undefined ? { file: BUNDLE_FILES.policy } : {});
  const checkpoint = openCheckpoint(note.value, policy.value, engine?.verifies);
  if (!checkpoint.ok) return faultOf('wrong', checkpoint.rejections, { file: BUNDLE_FILES.checkpoint });
  const { size } = manifest.value;
  if (size !== checkpoint.value.size)
    return faultOf('wrong', [auditRefusal('BUNDLE_SIZE_DIFFERS', { said: size, size: checkpoint.value.size })], {
      file: BUNDLE_FILES.manifest,
    });
  return {
    kind: 'opened',
    files,
    manifest: manifest.value,
    checkpointText: note.value,
    checkpoint: checkpoint.value,
    policy: policy.value,
  };
};
