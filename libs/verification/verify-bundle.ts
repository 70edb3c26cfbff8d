import {
  BUNDLE_FILES,
  bundlePaths,
  type BundleClaim,
  type BundleFault,
  type BundleFiles,
  faultOf,
  type HashFunction,
  type Leaf,
  type Manifest,
  openBundle,
  type OpenedBundle,
  type OpenedCheckpoint,
  provenLeaves,
  summedFiles,
  textOf,
  treeHasher,
  WholeCheck,
  whyNotSummed,
} from '#audit';
import type { Rejection } from '#kernel';
import { RULES_VERSION } from '#rebates';
import { type Claims, parseClaims } from './claims/claims.ts';
import { firstWrongClaim } from './claims/compare.ts';
import { provenEvents } from './replay/proven-events.ts';
import { Replay } from './replay/replay.ts';
import { verificationRefusal } from './refusals.ts';

export type VerifyOptions = Omit<BundleClaim, 'files' | 'engine'> & {
  readonly verifies?: NonNullable<BundleClaim['engine']>['verifies'];
  /** SHA-256 of the platform. */
  readonly hash: HashFunction;
  /** Told after each event, for long work. */
  readonly onEvent?: (done: { readonly events: number; readonly of: number; readonly lines: number }) => void;
};

/** What a bundle has shown. */
export type Verified = {
  readonly kind: 'verified';
  readonly manifest: Manifest;
  readonly checkpoint: OpenedCheckpoint;
  /** Whose policy accepted the checkpoint: the bundle's own shows only that it agrees with itself. */
  readonly policy: 'yours' | "bundle's";
  /** Where a checkpoint that was kept is part of the history. */
  readonly older: boolean;
  /** Only a whole history shows that nothing is missing, and lets figures be recomputed. */
  readonly recomputed: Recomputed | null;
};
export type Recomputed = {
  readonly rules: number;
  readonly lines: number;
  /** Statements in the history, each recomputed at its own position. */
  readonly statements: number;
  readonly agreements: readonly {
    readonly agreement: string;
    readonly version: number;
    readonly days: number;
    readonly earned: string;
    readonly currency: string;
  }[];
  /** Events of types that take part in no figure that is claimed. */
  readonly passedOver: Readonly<Record<string, number>>;
};

export type BundleVerdict = Verified | BundleFault;

/**
 * Proofs first, then figures, then sums: the first that is wrong is said with its place. Needs nothing but the files:
 * no server, no store, no clock.
 */
export const verifyBundle = (given: BundleFiles, options: VerifyOptions): BundleVerdict => {
  const files = summedFiles(given, options.hash);
  const claim: BundleClaim = {
    files,
    engine: { hasher: treeHasher(options.hash), ...optional('verifies', options.verifies) },
    ...optional('policy', options.policy),
    ...optional('older', options.older),
  };
  const bundle = openBundle(claim);
  if (bundle.kind !== 'opened') return bundle;
  const shown = bundle.manifest.part === undefined ? verifyWhole(bundle, claim, options) : verifyPart(bundle, claim, options);
  if ('kind' in shown) return shown;
  const unsummed = whyNotSummed(files, bundlePaths(bundle.manifest));
  if (unsummed !== undefined) return faultOf('wrong', [unsummed.rejection], { file: unsummed.file });
  const { manifest, checkpoint } = bundle;
  return {
    kind: 'verified',
    manifest,
    checkpoint,
    policy: options.policy === undefined ? "bundle's" : 'yours',
    older: options.older !== undefined,
    ...shown,
  };
};

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [key]: value } as Record<K, V>);

type Shown = Pick<Verified, 'recomputed'>;

const verifyPart = (bundle: OpenedBundle, { engine }: BundleClaim, { onEvent }: VerifyOptions): Shown | BundleFault => {
  const leaves = provenLeaves(bundle, engine);
  const of = bundle.manifest.part?.positions.length ?? 0;
  let events = 0;
  for (let next = leaves.next(); ; next = leaves.next()) {
    if (next.done === true) return next.value ?? { recomputed: null };
    events += 1;
    onEvent?.({ events, of, lines: 0 });
  }
};

const verifyWhole = (bundle: OpenedBundle, claim: BundleClaim, { onEvent, hash }: VerifyOptions): Shown | BundleFault => {
  const { files, manifest } = bundle;
  const check = WholeCheck.begin(bundle, claim);
  if (!(check instanceof WholeCheck)) return check;
  const replay = new Replay(manifest.partnership, provenEvents(files, manifest.size), hash);
  let unlawful: { readonly leaf: Leaf; readonly rejection: Rejection } | undefined;
  for (const leaf of check.leaves()) {
    // An event that the rules refuse is said only of a history that is proved: else it is the proof that is wrong.
    if (unlawful === undefined) {
      const rejection = replay.take(leaf);
      if (rejection !== undefined) unlawful = { leaf, rejection };
    }
    onEvent?.({ events: leaf.position + 1, of: manifest.size, lines: replay.lines });
  }
  const fault = check.finish();
  if (fault !== undefined) return fault;
  if (unlawful !== undefined) {
    const {
      leaf: { position },
      rejection,
    } = unlawful;
    return faultOf(rejection.code === 'EVENT_SCHEMA_UNKNOWN' ? 'unusable' : 'wrong', [rejection], {
      entries: { from: position, to: position + 1 },
    });
  }
  return compareClaims(files, manifest, replay);
};

const compareClaims = (files: BundleFiles, manifest: Manifest, replay: Replay): Shown | BundleFault => {
  const file = BUNDLE_FILES.claims;
  const bytes = files.read(file);
  const claimed = parseClaims(bytes === undefined ? '' : (textOf(bytes) ?? ''));
  if (!claimed.ok) return faultOf('wrong', claimed.rejections, { file });
  const { rules, partnership } = claimed.value;
  if (rules !== RULES_VERSION)
    return faultOf('unusable', [verificationRefusal('RULES_UNKNOWN', { rules, known: RULES_VERSION })], { file });
  if (partnership !== manifest.partnership)
    return faultOf('wrong', [verificationRefusal('CLAIMS_OF_OTHER', { said: partnership, found: manifest.partnership })], { file });
  const recomputed = replay.claims();
  const wrong = firstWrongClaim(claimed.value, recomputed);
  return wrong === undefined ? { recomputed: recomputedOf(recomputed, replay) } : faultOf('wrong', [wrong], { file });
};

const recomputedOf = ({ rules, agreements }: Claims, replay: Replay): Recomputed => ({
  rules,
  lines: replay.lines,
  statements: replay.statements,
  agreements: agreements.map(({ agreement, version, currency, days, closing }) => ({
    agreement,
    version,
    days: days.length,
    earned: closing.earned,
    currency,
  })),
  passedOver: Object.fromEntries(replay.passedOver),
});
