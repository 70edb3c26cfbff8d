import { Rational } from '#kernel';
import type { Shortfall } from '../agreement/conditions.ts';
import { type AdjustInput, adjust, type Paid } from './windows.ts';

const chargeOf = (shortfall: Exclude<Shortfall, { readonly forfeit: true }>, missing: Rational, share: Rational): Rational =>
  'amount' in shortfall ? shortfall.amount.times(share) : shortfall.perMissing.times(missing);

/**
 * A purchase commitment (domain.md §6): what a window lacks on the day that it falls due is charged, or the window earns
 * nothing. Before that day nothing is due.
 * @param charging false only forfeits: a charge lies on no line.
 */
export const applyCommitment = (input: AdjustInput, charging: boolean): readonly Paid[] =>
  adjust(
    input,
    ({ commitment }) => commitment,
    (amount, { window, volume, on }) => {
      const { commitment } = window.programme;
      if (commitment === undefined || window.due === undefined || on < window.due) return { pays: amount };
      const missing = commitment.amount.times(window.share).minus(volume(commitment.measure));
      if (missing.sign <= 0) return { pays: amount };
      // What returns took back stays taken back: only what was earned is forfeited.
      if ('forfeit' in commitment.shortfall) return { pays: amount.min(Rational.zero) };
      return charging ? { pays: amount, charge: chargeOf(commitment.shortfall, missing, window.share) } : { pays: amount };
    },
  );
