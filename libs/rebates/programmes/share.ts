import { Rational, sum } from '#kernel';
import { z } from 'zod';
import { positive, selection } from '../agreement/fields.ts';
import { earnBySteps } from './earn-by-steps.ts';
import type { Amounts, Cell, Earning, EarnInput, Kind } from './kind.ts';
import { checkSteps, compileSteps, groupFilters, type Step, stepList, stepsReached, stepWords } from './steps.ts';

/**
 * The share of a selection (`of`) in the target set, or in purchases that the customer declares, in percent and by the
 * programme's measure (domain.md §6). The step that the share reaches pays on all that earns.
 */
const schema = z.strictObject({
  share: z.strictObject({ of: selection, declaredPurchases: positive.optional() }),
  steps: stepList,
});
type ShareTerms = z.infer<typeof schema>;
type Share = { readonly steps: readonly Step[]; readonly of: number; readonly declared: Rational | undefined };

const HUNDRED = Rational.int(100);

/** Bounds are percentages, so a short period leaves them as they are; amounts and declared purchases are of a full one. */
const compileShare = (terms: ShareTerms, short: Rational): Share => {
  const { declaredPurchases } = terms.share;
  return {
    steps: compileSteps(terms.steps, Rational.one).map((step) => ({ ...step, amount: step.amount.times(short) })),
    // The kind's own selection comes after those of the rate groups, which steps number from the first.
    of: groupFilters(terms.steps).length,
    declared: declaredPurchases === undefined ? undefined : Rational.parse(declaredPurchases).times(short),
  };
};

/** In percent; nothing bought, or more returned than bought, is no share of anything, and reaches no step. */
const shareOf = (share: Share, cells: readonly Cell[], volume: Amounts, by: EarnInput['by']): Rational | undefined => {
  const whole = share.declared ?? volume[by];
  if (whole.sign <= 0) return undefined;
  return sum(cells.filter((cell) => cell.passes(share.of)).map((cell) => cell.amounts[by]))
    .times(HUNDRED)
    .over(whole);
};

const earnShare = (share: Share, input: EarnInput): Earning => {
  const { by, period, stretch } = input;
  const { steps } = share;
  const target = input.targetCells();
  const reachedBy = (percent: Rational | undefined): number => (percent === undefined ? 0 : stepsReached(steps, percent, input.reaching));
  const reached = reachedBy(shareOf(share, target.upTo, input.upTo, by));
  const before = stretch.from === period.from ? 0 : reachedBy(shareOf(share, target.before, input.before, by));
  const amountOf = (step: number): Rational => steps[step - 1]?.amount ?? Rational.zero;
  return earnBySteps(steps, input, {
    reached,
    fraction: (index) => (index === reached - 1 ? Rational.one : Rational.zero),
    amount: amountOf(reached).minus(amountOf(before)),
    // A share's bound is no volume: what is missing to it hangs on what else is bought.
    nextBound: undefined,
    atRateReached: (line) => steps[reached - 1]?.pay(line, by) ?? Rational.zero,
  });
};

const listed = (filters: ShareTerms['share']['of']['include']): string =>
  (filters ?? []).map((filter) => Object.values(filter).flat().join(', ')).join(' or ');

export const share: Kind<ShareTerms> = {
  name: 'share',
  key: 'share',
  schema,
  check: (_programme, earn) => checkSteps(earn.steps, 'earn.steps'),
  selections: (earn) => [...groupFilters(earn.steps).map((filter) => ({ include: [filter] })), earn.share.of],
  earn: (earn) => {
    const whole = compileShare(earn, Rational.one);
    return (input) => earnShare(input.share.equals(Rational.one) ? whole : compileShare(earn, input.share), input);
  },
  words: (earn, { by, currency }) => {
    const { of, declaredPurchases } = earn.share;
    const what = `${of.include === undefined ? 'everything' : listed(of.include)}${of.exclude === undefined ? '' : ` without ${listed(of.exclude)}`}`;
    const whole =
      declaredPurchases === undefined
        ? 'what is measured'
        : `declared purchases of ${by === 'value' ? `${currency} ` : ''}${declaredPurchases}`;
    return [
      `The share of ${what} in ${whole}, by ${by}, reaches a step; it pays on all that earns.`,
      ...stepWords(earn.steps, currency, ' %'),
    ];
  },
};
