import { sha256 } from '@noble/hashes/sha2.js';
import { BUNDLE_FILES, type Manifest, bundlePaths, formatManifest, formatSums, provenPaths, toHex, utf8 } from '#audit';
import { canonicalJson } from '#kernel';
import { indexPage, parseClaims, policyOf } from '#verification';
import { pathOfPartnership } from '../../api/paths.ts';
import { get } from '../../api/request.ts';
import { zipOf } from '../../parts/zip.ts';
import type { LogKeys } from '../../proof/answers.ts';
// The checker itself, for the auditor who has nothing else of ours.
import checker from '../../../../docs/verify/verify-proofs.mjs?raw';
import { bytesOf, must, newestCheckpoint, textOf } from './log.ts';

export type OnPart = (done: number, of: number) => void;
export type Bundle = { readonly size: number; readonly origin: string; readonly files: ReadonlyMap<string, Uint8Array<ArrayBuffer>> };

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(utf8(text));

/**
 * The whole history of a partnership up to its newest checkpoint, file for file what `rebate export` writes, put together in
 * this page.
 */
export const bundleOf = async (partnership: string, maySign: boolean, onPart: OnPart): Promise<Bundle> => {
  const { note, checkpoint } = await newestCheckpoint(partnership, maySign);
  const manifest: Manifest = { partnership, size: checkpoint.size };
  const keys = await get<LogKeys>(`${pathOfPartnership(partnership)}/log/keys`);
  const files = new Map<string, Uint8Array<ArrayBuffer>>([[BUNDLE_FILES.manifest, bytes(formatManifest(manifest))], [BUNDLE_FILES.checkpoint, bytes(note)]]);
  const proven = [...provenPaths(manifest)];
  for (const [index, path] of proven.entries()) {
    files.set(path, await bytesOf(partnership, `log/${path}`));
    onPart(index + 1, proven.length + 1);
  }
  const text = await textOf(partnership, 'claimed-figures', { size: manifest.size });
  const claims = must(parseClaims(text));
  files.set(BUNDLE_FILES.claims, bytes(text));
  files.set(BUNDLE_FILES.policy, bytes(policyOf(keys)));
  files.set(BUNDLE_FILES.keys, bytes(`${canonicalJson(keys)}\n`));
  files.set(BUNDLE_FILES.index, bytes(indexPage({ manifest, checkpoint, keys: keys.keys.map(({ key }) => key), claims })));
  files.set(BUNDLE_FILES.checker, bytes(checker));
  const sums = new Map([...bundlePaths(manifest)].map((path) => [path, toHex(sha256(files.get(path) ?? new Uint8Array(0)))]));
  files.set(BUNDLE_FILES.sums, bytes(formatSums(sums)));
  onPart(proven.length + 1, proven.length + 1);
  return { size: manifest.size, origin: checkpoint.origin, files };
};

/** The same, packed as one archive. */
export const archiveOf = (partnership: string, { size, files }: Bundle): { readonly name: string; readonly pieces: readonly Uint8Array<ArrayBuffer>[] } => {
  const folder = `${partnership.replace('~', '-')}-${size}`;
  return { name: `${folder}.zip`, pieces: zipOf([...files].map(([path, content]) => [`${folder}/${path}`, content])) };
};
