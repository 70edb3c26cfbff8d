import {
  type Leaf,
  type Policy,
  type Tile,
  auditRefusal,
  entryBundles,
  hashTiles,
  openCheckpoint,
  openHistory,
  parseLeaf,
  parsePolicy,
  readEntryBundle,
  tilePath,
  toBase64,
  verifyProofFile,
} from '#audit';
import type { Rejection } from '#kernel';
import { pathOfPartnership } from '../api/paths.ts';
import { problemOf } from '../api/problem.ts';
import { get, send } from '../api/request.ts';
import type { LogKeys } from './answers.ts';

/**
 * The whole history of a partnership, proved in this page: the signature of the checkpoint, every entry's place in the tree
 * below its root, and that it grew out of the checkpoint this browser saw last. The server only delivers bytes.
 */
export type Proven = {
  readonly kind: 'verified';
  readonly size: number;
  readonly root: string;
  readonly signedBy: string;
  readonly cosigners: number;
  readonly grewFrom: number | undefined;
  readonly ms: number;
  readonly note: string;
};
export type Wrong = {
  readonly kind: 'wrong';
  readonly rejection: Rejection;
  readonly firstBad: number | undefined;
  readonly lastBad: number | undefined;
};
export type Skipped = { readonly kind: 'large'; readonly size: number; readonly note: string };
export type Verdict = Proven | Wrong | Skipped;

/** Above it a person is asked first: the page would load every event of the partnership. */
const MOST_UNASKED = 5_000;
const KEPT = 'rebate-checkpoint ';

const at = (partnership: string, path: string): string => `${pathOfPartnership(partnership)}/log/${path}`;

const textOf = async (path: string): Promise<string> => {
  const response = await send(path, { cache: 'no-store' });
  if (!response.ok) throw await problemOf(response);
  return response.text();
};

const bytesOf = async (path: string): Promise<Uint8Array> => {
  const response = await send(path, { cache: 'no-store' });
  if (!response.ok) throw await problemOf(response);
  return new Uint8Array(await response.arrayBuffer());
};

/** What this browser saw last of a log. Kept here, where the server cannot change it. */
export const keptCheckpoint = (origin: string): string | undefined => {
  try {
    return localStorage.getItem(KEPT + origin) ?? undefined;
  } catch {
    return undefined;
  }
};
const keep = (origin: string, note: string): void => {
  try {
    localStorage.setItem(KEPT + origin, note);
  } catch {
    // A browser that keeps nothing compares with nothing.
  }
};

const policyOf = ({ keys, witnesses }: LogKeys): string =>
  [...keys.map(({ key }) => `log ${key}`), ...witnesses.map(({ key }, index) => `witness w${index + 1} ${key}`), 'quorum none', ''].join(
    '\n',
  );

const wrong = (rejections: readonly Rejection[], firstBad?: number, lastBad?: number): Wrong => {
  const [rejection] = rejections;
  if (rejection === undefined) throw new Error('a refusal without a reason');
  return { kind: 'wrong', rejection, firstBad, lastBad };
};

const tilesOf = async (partnership: string, tiles: Iterable<Tile>): Promise<ReadonlyMap<string, Uint8Array>> => {
  const paths = [...tiles].map(tilePath);
  return new Map(await Promise.all(paths.map(async (path) => [path, await bytesOf(at(partnership, path))] as const)));
};

const provenBy = async (partnership: string, note: string, policy: Policy): Promise<Verdict> => {
  const opened = openCheckpoint(note, policy);
  if (!opened.ok) return wrong(opened.rejections);
  const { size, root, origin, log, cosignatures } = opened.value;
  const [hashes, entries] = await Promise.all([tilesOf(partnership, hashTiles(size)), tilesOf(partnership, entryBundles(size))]);
  const startedAt = performance.now();
  const kept = keptCheckpoint(origin);
  const check = openHistory({
    checkpoint: note,
    policy,
    partnershipId: partnership,
    tiles: (tile) => hashes.get(tilePath(tile)),
    ...(kept === undefined ? {} : { older: kept }),
  });
  if (!check.ok) return wrong(check.rejections);
  let index = 0;
  for (const tile of entryBundles(size)) {
    const bundle = readEntryBundle(entries.get(tilePath(tile)) ?? new Uint8Array(), tile.width);
    if (!bundle.ok) return wrong(bundle.rejections, index, index + tile.width - 1);
    for (const entry of bundle.value) check.value.take(entry);
    index += tile.width;
  }
  const verdict = check.value.finish();
  if (verdict.kind === 'wrong')
    return wrong([verdict.rejection], verdict.entries?.from, verdict.entries === undefined ? undefined : verdict.entries.to - 1);
  keep(origin, note);
  return {
    kind: 'verified',
    size,
    root: toBase64(root),
    signedBy: log.key.name,
    cosigners: cosignatures.length,
    grewFrom: verdict.older?.size,
    ms: performance.now() - startedAt,
    note,
  };
};

export const verifyLog = async (partnership: string, isAsked: boolean): Promise<Verdict> => {
  const [note, keys] = await Promise.all([textOf(at(partnership, 'checkpoint')), get<LogKeys>(at(partnership, 'keys'))]);
  const policy = parsePolicy(policyOf(keys));
  if (!policy.ok) return wrong(policy.rejections);
  const opened = openCheckpoint(note, policy.value);
  if (opened.ok && opened.value.size > MOST_UNASKED && !isAsked) return { kind: 'large', size: opened.value.size, note };
  return provenBy(partnership, note, policy.value);
};

/** One event, proved: where it stands in which signed tree, and what it says. */
export type ProvenEvent = {
  readonly kind: 'verified';
  readonly size: number;
  readonly root: string;
  readonly signedBy: string;
  readonly ms: number;
  readonly leaf: Leaf;
  readonly proof: string;
};

/** The way of one event up to the root of a signed checkpoint, walked in this page. */
export const verifyEvent = async (partnership: string, position: number): Promise<ProvenEvent | Wrong> => {
  const path = `${pathOfPartnership(partnership)}/proofs/${position}`;
  const [proof, entry, keys] = await Promise.all([textOf(path), bytesOf(`${path}/entry`), get<LogKeys>(at(partnership, 'keys'))]);
  const startedAt = performance.now();
  const policy = parsePolicy(policyOf(keys));
  if (!policy.ok) return wrong(policy.rejections, position, position);
  const proven = verifyProofFile(proof, entry, policy.value);
  if (!proven.ok) return wrong(proven.rejections, position, position);
  const leaf = parseLeaf(entry);
  if (!leaf.ok) return wrong(leaf.rejections, position, position);
  const { index, checkpoint } = proven.value;
  // A proof of another event is a good proof, and not the one that was asked for.
  if (index !== position || leaf.value.position !== position)
    return wrong([auditRefusal('LEAF_POSITION', { index: position, position: leaf.value.position })], position, position);
  return {
    kind: 'verified',
    size: checkpoint.size,
    root: toBase64(checkpoint.root),
    signedBy: checkpoint.log.key.name,
    ms: performance.now() - startedAt,
    leaf: leaf.value,
    proof,
  };
};
