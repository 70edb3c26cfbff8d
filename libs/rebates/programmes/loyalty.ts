import { Rational, sum } from '#kernel';
import { z } from 'zod';
import { decimal, positive } from '../agreement/fields.ts';
import type { Measure } from '../agreement/terms.ts';
import type { Cell, Earning, EarnInput, Kind } from './kind.ts';

/**
 * Loyalty (domain.md §6): a number of measurement periods running at target, lost when one is missed. From the period
 * that completes the run on, each period at target pays its rate on all that earns in it.
 */
const schema = z
  .strictObject({
    loyalty: z.strictObject({ periods: z.int().min(1).max(1000), target: positive }),
    percent: decimal.optional(),
    perUnit: decimal.optional(),
  })
  .refine(
    ({ percent, perUnit }) => (percent === undefined) !== (perUnit === undefined),
    'a loyalty programme that pays either percent or perUnit',
  );
type LoyaltyTerms = z.infer<typeof schema>;

const rateOf =
  ({ percent, perUnit }: LoyaltyTerms, by: Measure) =>
  (cell: Cell): Rational => {
    if (percent !== undefined) return cell.amounts.value.times(Rational.percent(percent));
    return cell.amounts[by === 'weight' ? 'weight' : 'quantity'].times(Rational.parse(perUnit ?? '0'));
  };

/** How many periods before this one ran at target without a miss. A short period counts its share of the target. */
const runBefore = (target: Rational, { look, by }: EarnInput): number => {
  const periods = look.earlier();
  const missed = periods.findLastIndex(({ volume, share }) => volume[by].lt(target.times(share)));
  return periods.length - 1 - missed;
};

const earnLoyalty = (terms: LoyaltyTerms, input: EarnInput): Earning => {
  const { by, cells, upTo, share } = input;
  const target = Rational.parse(terms.loyalty.target).times(share);
  const inARow = runBefore(Rational.parse(terms.loyalty.target), input) + 1;
  const complete = inARow >= terms.loyalty.periods;
  const reached = !upTo[by].lt(target);
  const rate = rateOf(terms, by);
  const onPart = (cell: Cell): Rational => (complete && reached ? rate(cell) : Rational.zero);
  const perCell = cells.map(onPart);
  // What this period still needs pays only where the run before it is long enough.
  return {
    total: sum(perCell),
    perCell,
    step: undefined,
    nextBound: complete && !reached ? target : undefined,
    atRateReached: onPart,
    onPart,
  };
};

export const loyalty: Kind<LoyaltyTerms> = {
  name: 'loyalty',
  key: 'loyalty',
  schema,
  check: () => [],
  selections: () => [],
  earn: (terms) => (input) => earnLoyalty(terms, input),
  words: (terms, { by, currency }) => [
    `From the ${ordinal(terms.loyalty.periods)} period in a row that reaches ${by === 'value' ? `${currency} ` : ''}${terms.loyalty.target}${by === 'value' ? '' : ` by ${by}`}, each pays ${terms.percent === undefined ? `${currency} ${terms.perUnit ?? '0'} a unit` : `${terms.percent} %`} on all of it; a period that misses it begins the count anew.`,
  ],
};

const ordinal = (count: number): string => {
  const [tens, ones] = [count % 100, count % 10];
  if (tens >= 11 && tens <= 13) return `${count}th`;
  return `${count}${ones === 1 ? 'st' : ones === 2 ? 'nd' : ones === 3 ? 'rd' : 'th'}`;
};
