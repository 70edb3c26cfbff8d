import {
  BUNDLE_FILES,
  type BundleFile,
  type Checkpoint,
  formatManifest,
  formatSums,
  type HashFunction,
  type Manifest,
  toHex,
  utf8,
} from '#audit';
import { canonicalJson } from '#kernel';
import type { Claims } from './claims/claims.ts';
import { indexPage } from './index-page.ts';
import { type NamedKeys, policyOf } from './policy-text.ts';

/** What a bundle is made of, wherever it comes from. */
type BundleContents = {
  readonly manifest: Manifest;
  readonly checkpoint: Checkpoint;
  /** The signed note, word for word. */
  readonly note: string;
  readonly keys: NamedKeys;
  /** Tiles and entries, or proofs, in the order of `provenPaths`. */
  readonly proven: AsyncIterable<BundleFile>;
  /** Of a whole history: the text of claims.json, and what it says. */
  readonly claims?: () => Promise<{ readonly text: string; readonly claims: Claims }>;
  /** The published checker. */
  readonly checker: Uint8Array;
  /** SHA-256. */
  readonly hash: HashFunction;
};

/** The files of a bundle one after the other, in the memory of one. The sums come last: what has none did not end. */
export const bundleFiles = async function* ({
  manifest,
  checkpoint,
  note,
  keys,
  proven,
  claims,
  checker,
  hash,
}: BundleContents): AsyncGenerator<BundleFile> {
  const sums = new Map<string, string>();
  const file = (path: string, content: Uint8Array | string): BundleFile => {
    const bytes = typeof content === 'string' ? utf8(content) : content;
    sums.set(path, toHex(hash(bytes)));
    return { path, bytes };
  };
  yield file(BUNDLE_FILES.manifest, formatManifest(manifest));
  yield file(BUNDLE_FILES.checkpoint, note);
  for await (const { path, bytes } of proven) yield file(path, bytes);
  const claimed = await claims?.();
  if (claimed !== undefined) yield file(BUNDLE_FILES.claims, claimed.text);
  yield file(BUNDLE_FILES.policy, policyOf(keys));
  yield file(BUNDLE_FILES.keys, `${canonicalJson(keys)}\n`);
  yield file(
    BUNDLE_FILES.index,
    indexPage({
      manifest,
      checkpoint,
      keys: keys.keys.map(({ key }) => key),
      ...(claimed === undefined ? {} : { claims: claimed.claims }),
    }),
  );
  yield file(BUNDLE_FILES.checker, checker);
  yield { path: BUNDLE_FILES.sums, bytes: utf8(formatSums(sums)) };
};
