import { type Day, Rational } from '#kernel';
import type { Shortfall } from '../agreement/conditions.ts';
import { type AdjustInput, adjust, type Paid } from './windows.ts';

const chargeOf = (shortfall: Exclude<Shortfall, { readonly forfeit: true }>, missing: Rational, share: Rational): Rational =>
  'amount' in shortfall ? shortfall.amount.times(share) : shortfall.perMissing.times(missing);

/**
 * A purchase commitment (domain.md §6): what a window lacks on its last day is charged, or the window earns nothing. Before
 * that day nothing is due. `dueBy` is the day asked about, or the last that the agreement was in force: a window that a
 * termination cut short owes nothing.
 */
export const applyCommitment = (input: AdjustInput & { readonly dueBy: Day }): readonly Paid[] =>
  adjust(input, ({ commitment }) => commitment, (amount, { window, volume }) => {
    const { commitment } = window.programme;
    if (commitment === undefined || input.dueBy < window.to) return { pays: amount };
    const missing = commitment.amount.times(window.share).minus(volume(commitment.measure));
    if (missing.sign <= 0) return { pays: amount };
    // What returns took back stays taken back: only what was earned is forfeited.
    if ('forfeit' in commitment.shortfall) return { pays: amount.min(Rational.zero) };
    return { pays: amount, charge: chargeOf(commitment.shortfall, missing, window.share) };
  });
