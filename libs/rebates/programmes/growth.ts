import { Rational, type Rejection, sum } from '#kernel';
import { z } from 'zod';
import { amount, decimal } from '../agreement/fields.ts';
import { refusal } from '../agreement/refusals.ts';
import type { Measure } from '../agreement/terms.ts';
import { earnBySteps, fractionBetween } from './earn-by-steps.ts';
import type { Cell, Earning, EarnInput, Kind } from './kind.ts';
import { checkSteps, compileSteps, groupFilters, type Step, stepList, stepsReached, stepWords } from './steps.ts';

/** The same lines one period before: of those who were members then, or are now, with declared adjustments. */
const earlierPeriod = z.strictObject({
  previousPeriod: z.literal('full'),
  members: z.enum(['asThen', 'asNow']).default('asThen'),
  adjust: z
    .array(z.strictObject({ amount: decimal, reason: z.string().min(1).max(200) }))
    .min(1)
    .max(100)
    .optional(),
});

/**
 * Steps over a baseline (domain.md §6). A step's bound is in percent of the baseline, or a volume (`bands: absolute`).
 * all: the rate reached pays on all volume; excess: on the volume above the baseline; slices: each slice at its own
 * rate, from the first band on.
 */
const schema = z.strictObject({
  growth: z.enum(['all', 'excess', 'slices']),
  baseline: z.union([amount, earlierPeriod], {
    error: 'a decimal above 0, written as a text in quotes ("2000000"), or { previousPeriod: full }',
  }),
  steps: stepList,
  bands: z.enum(['percent', 'absolute']).default('percent'),
});
type GrowthTerms = z.infer<typeof schema>;

type Growth = { readonly baseline: Rational; readonly steps: readonly Step[] };

/** `share` scales the baseline, bounds and amounts of a short period that counts in part; `steps` are compiled for it. */
const compileGrowth = (terms: GrowthTerms, whole: Rational, share: Rational, steps = compileSteps(terms.steps, share)): Growth => {
  if (terms.bands === 'absolute') return { baseline: whole.times(share), steps };
  return { baseline: whole.times(share), steps: steps.map((step) => ({ ...step, bound: step.bound.times(whole).over(HUNDRED) })) };
};
const HUNDRED = Rational.int(100);

const above =
  (bound: Rational) =>
  (measured: Rational): Rational =>
    measured.minus(bound).max(Rational.zero);

/** What counts of a volume from the first unit under a step that pays its rate on it. */
const countingUnder = (method: GrowthTerms['growth'], { baseline, steps }: Growth, index: number): ((measured: Rational) => Rational) => {
  if (method === 'all') return (measured) => measured;
  if (method === 'excess') return above(baseline);
  const [from, next] = [steps[index]?.bound ?? Rational.zero, steps[index + 1]?.bound];
  return (measured) => above(from)(next === undefined ? measured : measured.min(next));
};

const amountReached = (method: GrowthTerms['growth'], steps: readonly Step[], reached: number): Rational =>
  method === 'slices' ? sum(steps.slice(0, reached).map((step) => step.amount)) : (steps[reached - 1]?.amount ?? Rational.zero);

const earnGrowth = (method: GrowthTerms['growth'], growth: Growth, input: EarnInput): Earning => {
  const { by, cells, period, stretch } = input;
  const { steps } = growth;
  const [upTo, before] = [input.upTo[by], input.before[by]];
  const reached = stepsReached(steps, upTo, input.reaching);
  const reachedBefore = stretch.from === period.from ? 0 : stepsReached(steps, before, input.reaching);
  const counting = (index: number) => countingUnder(method, growth, index);
  const fraction = (index: number): Rational => {
    // A slice has its own bounds; returns can take the volume back below what it was before the stretch.
    if (method !== 'slices' && index !== reached - 1) return Rational.zero;
    return method === 'all' ? Rational.one : fractionBetween(counting(index), upTo, before);
  };
  const step = steps[reached - 1];
  const earning = earnBySteps(steps, input, {
    reached,
    fraction,
    amount: amountReached(method, steps, reached).minus(amountReached(method, steps, reachedBefore)),
    nextBound: steps[reached]?.bound,
    atRateReached:
      method === 'slices'
        ? undefined
        : (line) => {
            if (step === undefined) return Rational.zero;
            // The line came last: of the excess it has what it added to it.
            const part = method === 'all' ? Rational.one : fractionBetween(counting(reached - 1), upTo, upTo.minus(line.amounts[by]));
            return step.pay(line, by).times(part);
          },
  });
  return {
    ...earning,
    atStep: (chosen) => {
      const own = steps[Math.min(chosen, steps.length) - 1];
      if (own === undefined) return Rational.zero;
      const part =
        method === 'all'
          ? Rational.one
          : fractionBetween(method === 'excess' ? above(growth.baseline) : above(steps[0]?.bound ?? Rational.zero), upTo, before);
      return sum(cells.map((cell) => own.pay(cell, by).times(part)));
    },
  };
};

/** Growth over nothing has no measure: the period earns nothing, and says why. */
const overNothing = (cells: readonly Cell[]): Earning => {
  const nothing = (): Rational => Rational.zero;
  return {
    total: Rational.zero,
    perCell: cells.map(nothing),
    step: 0,
    nextBound: undefined,
    atRateReached: nothing,
    onPart: nothing,
    problem: 'BASELINE_ZERO',
  };
};

const earnOverPeriodBefore = (terms: GrowthTerms, baseline: z.infer<typeof earlierPeriod>): ((input: EarnInput) => Earning) => {
  const adjustment = sum((baseline.adjust ?? []).map((own) => Rational.parse(own.amount)));
  const whole = compileSteps(terms.steps, Rational.one);
  return (input) => {
    const adjusted = input.look.baseline()[input.by].plus(adjustment);
    if (adjusted.sign <= 0) return overNothing(input.cells);
    return earnGrowth(
      terms.growth,
      compileGrowth(terms, adjusted, input.share, input.share.equals(Rational.one) ? whole : undefined),
      input,
    );
  };
};

const check = ({ baseline, steps }: GrowthTerms): Rejection[] => {
  const rejections = checkSteps(steps, 'earn.steps');
  if (typeof baseline !== 'string') return rejections;
  if (Rational.parse(baseline).sign > 0) return rejections;
  return [...rejections, refusal('BASELINE_ZERO', { baseline }, { place: 'earn.baseline', value: baseline })];
};

const METHOD_WORDS: Readonly<Record<GrowthTerms['growth'], string>> = {
  all: 'The band reached pays on all volume of the period, from the first unit.',
  excess: 'The band reached pays on what is above the baseline.',
  slices: 'Each slice is paid at its own band, from the first band on.',
};
const ofMeasure = (text: string, by: Measure, currency: string): string => (by === 'value' ? `${currency} ${text}` : `${text} by ${by}`);

const baselineWords = (baseline: GrowthTerms['baseline'], by: Measure, currency: string): string => {
  if (typeof baseline === 'string') return `Growth is measured against a baseline of ${ofMeasure(baseline, by, currency)}.`;
  const adjustments = (baseline.adjust ?? []).map((own) => `, adjusted by ${ofMeasure(own.amount, by, currency)} (${own.reason})`).join('');
  return `Growth is measured against the same lines one period before, of members as they ${baseline.members === 'asNow' ? 'are now' : 'were then'}${adjustments}.`;
};

export const growth: Kind<GrowthTerms> = {
  name: 'growth',
  key: 'growth',
  schema,
  check: (_programme, earn) => check(earn),
  selections: (earn) => groupFilters(earn.steps).map((filter) => ({ include: [filter] })),
  baseline: (earn) => (typeof earn.baseline === 'string' ? undefined : earn.baseline.members),
  earn: (earn) => {
    const { baseline } = earn;
    if (typeof baseline !== 'string') return earnOverPeriodBefore(earn, baseline);
    const fixed = Rational.parse(baseline);
    const whole = compileGrowth(earn, fixed, Rational.one);
    return (input) => earnGrowth(earn.growth, input.share.equals(Rational.one) ? whole : compileGrowth(earn, fixed, input.share), input);
  },
  words: (earn, { by, currency }) => [
    baselineWords(earn.baseline, by, currency),
    METHOD_WORDS[earn.growth],
    ...stepWords(earn.steps, currency, earn.bands === 'absolute' ? '' : ' % of the baseline'),
  ],
};
