import { bundle } from './bundle.ts';
import { freeGoods } from './free-goods.ts';
import { growth } from './growth.ts';
import type { Kind } from './kind.ts';
import { loyalty } from './loyalty.ts';
import { lumpSum } from './lump-sum.ts';
import { percentage } from './percentage.ts';
import { perUnit } from './per-unit.ts';
import { share } from './share.ts';
import { shipAndDebit } from './ship-and-debit.ts';
import { tiers } from './tiers.ts';

// Each kind has terms of its own type; the list holds them by what they share, and `kindOf` pairs terms with their kind.
// oxlint-disable-next-line typescript/no-explicit-any -- the terms of a kind are read by its own schema only
export type AnyKind = Kind<any>;

export const KINDS: readonly AnyKind[] = [tiers, percentage, perUnit, growth, share, bundle, freeGoods, lumpSum, loyalty, shipAndDebit];

/** Kinds whose key stands beside another's: loyalty pays a percent, growth and share have steps of their own. */
const FIRST: readonly AnyKind[] = [loyalty];

/** The kind that the keys of `earn` choose; undefined where none does. */
export const kindOf = (earn: Readonly<Record<string, unknown>>): AnyKind | undefined =>
  [...FIRST, ...KINDS].find((kind) => kind.key in earn);
