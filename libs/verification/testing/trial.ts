import { type BundleVerdict, verifyBundle, type VerifyOptions } from '../verify-bundle.ts';
import { bundleOf, claimsOf, entriesOf, type Files } from './bundles.ts';
import { Chance } from './chance.ts';
import { history } from './histories.ts';
import { type Honest, ofOther, tamper, type Tampered } from './tampers.ts';

/** One trial of the verifier: an honest bundle that must not be accused, or a changed one that must be found and named. */

export const honestOf = (seed: number): Honest => {
  const { partnership, leaves } = history(new Chance(seed));
  const entries = entriesOf(leaves);
  const files = bundleOf({ partnership, entries, claims: claimsOf(partnership, leaves) });
  return { partnership, leaves, entries, files, other: ofOther(history(new Chance(seed + 1_000_000_007)).leaves) };
};

export type Engine = Pick<VerifyOptions, 'hash' | 'verifies'>;

export const verdictOf = (engine: Engine, files: Files, brought: Pick<Tampered, 'policy' | 'older'> = {}): BundleVerdict =>
  verifyBundle(
    { read: (path) => files.get(path) },
    {
      ...engine,
      ...(brought.policy === undefined ? {} : { policy: brought.policy }),
      ...(brought.older === undefined ? {} : { older: brought.older }),
    },
  );

/** Why the verdict is not the one that the tamper must get; undefined where it is. */
export const whyNotFound = (tampered: Tampered, verdict: BundleVerdict): string | undefined => {
  const said =
    verdict.kind === 'verified'
      ? 'verified'
      : `${verdict.kind}: ${verdict.rejection.code}${verdict.file === undefined ? '' : ` in ${verdict.file}`}${verdict.entries === undefined ? '' : ` at ${verdict.entries.from} to ${verdict.entries.to}`}`;
  if (verdict.kind === 'verified') return said;
  const { entry, file, codes } = tampered;
  if (entry !== undefined && (verdict.entries === undefined || verdict.entries.from > entry || verdict.entries.to <= entry)) return said;
  // Where one entry was changed, it is one entry that is named.
  if (entry !== undefined && tampered.older === undefined && verdict.entries?.from !== entry) return said;
  if (file !== undefined && verdict.file !== file) return said;
  return codes === undefined || codes.includes(verdict.rejection.code) ? undefined : said;
};

/** A seed and a number give the same trial for ever. */
export const trial = (engine: Engine, honest: Honest, seed: number): string | undefined => {
  const tampered = tamper(new Chance(seed), honest);
  const why = whyNotFound(tampered, verdictOf(engine, tampered.files, tampered));
  return why === undefined ? undefined : `${tampered.name}: ${why}`;
};
