import { Rational, roundUnits } from '#kernel';
import type { Agreement } from '../agreement/resolve.ts';
import { type Entry, scopeKey } from './entry.ts';

/**
 * Rounds cumulative amounts per programme and scope, and gives each period the difference of two of them, so that
 * twelve months add up to the year (domain.md §6). In minor units.
 */
export const roundCumulative = (
  agreement: Pick<Agreement, 'rounding'>,
  rows: readonly { readonly entry: Entry; readonly amount: Rational }[],
): bigint[] => {
  const running = new Map<string, { exact: Rational; rounded: bigint }>();
  return rows.map(({ entry, amount }) => {
    const key = `${entry.programme}\n${scopeKey(entry.scope)}`;
    const before = running.get(key) ?? { exact: Rational.zero, rounded: 0n };
    const exact = before.exact.plus(amount);
    const rounded = roundUnits(exact, agreement.rounding);
    running.set(key, { exact, rounded });
    return rounded - before.rounded;
  });
};
