import { Rational, sum } from '#kernel';
import { z } from 'zod';
import type { Measure } from '../agreement/terms.ts';
import { earnBySteps, earnRated, fractionBetween } from './earn-by-steps.ts';
import { keyOf, linesInOrder, partCounted } from './in-order.ts';
import type { Cell, Earning, EarnInput, Kind } from './kind.ts';
import { checkSteps, compileSteps, groupFilters, type Step, stepList, stepsReached, stepWords } from './steps.ts';

/**
 * Steps over a volume (domain.md §6). retrospective: the rate reached pays on all volume from the first unit. marginal:
 * each slice at its own rate. rolling: each passed step pays on the whole amount up to the next bound, the step reached
 * on all. total: every reached step pays on all. (The last two are Dynamics 365's, for those who migrate.)
 */
const schema = z.strictObject({ tiers: z.enum(['retrospective', 'marginal', 'rolling', 'total']), steps: stepList });
type Method = z.infer<typeof schema>['tiers'];

/**
 * The part of the stretch's volume that a step pays its rate on, as a fraction of that volume: 1 is all of it. The
 * fraction is taken on the target set and applied to the earning set, which is the rule of domain.md §5 for two sets
 * (compute on the target set, scale by earning ÷ target) and makes a percentage by quantity pay on the average unit.
 */
const fractionPaid = (
  method: Method,
  steps: readonly Step[],
  index: number,
  volumes: { upTo: Rational; before: Rational; reached: number },
): Rational => {
  const { upTo, before, reached } = volumes;
  // A slice has its own bounds; returns can take the volume back below what it was before the stretch.
  if (index >= reached && method !== 'marginal') return Rational.zero;
  if (method === 'total') return Rational.one;
  if (method === 'retrospective') return index === reached - 1 ? Rational.one : Rational.zero;
  if (method === 'rolling' && index === reached - 1) return Rational.one;
  const next = steps[index + 1]?.bound;
  const from = method === 'marginal' ? (steps[index]?.bound ?? Rational.zero) : Rational.zero;
  const inSlice = (measured: Rational): Rational => (next === undefined ? measured : measured.min(next)).minus(from).max(Rational.zero);
  return fractionBetween(inSlice, upTo, before);
};

/** Amounts on reaching: retrospective the highest reached; marginal, rolling and total the sum of those reached. */
const amountReached = (method: Method, steps: readonly Step[], reached: number): Rational =>
  method === 'retrospective' ? (steps[reached - 1]?.amount ?? Rational.zero) : sum(steps.slice(0, reached).map((step) => step.amount));

const earnTiers = (method: Method, steps: readonly Step[], input: EarnInput): Earning => {
  const { by } = input;
  const [upTo, before] = [input.upTo[by], input.before[by]];
  const reached = stepsReached(steps, upTo, input.reaching);
  const onAll = reached === 0 ? [] : steps.slice(method === 'total' ? 0 : reached - 1, reached);
  return earnBySteps(steps, input, {
    reached,
    fraction: (index) => fractionPaid(method, steps, index, { upTo, before, reached }),
    // Before any volume nothing was reached, not even a step that begins at 0.
    amount: amountReached(method, steps, reached).minus(
      before.sign === 0 ? Rational.zero : amountReached(method, steps, stepsReached(steps, before, input.reaching)),
    ),
    nextBound: steps[reached]?.bound,
    atRateReached: method === 'marginal' ? undefined : (line) => sum(onAll.map((step) => step.pay(line, by))),
  });
};

/**
 * The slices of a quantity on the very units in them: lines are taken in order, and each is paid at the steps that its
 * own units fall into (`attribute: inOrder`). Units of the target set that do not earn use up their part of a slice.
 */
const earnInOrder = (steps: readonly Step[], input: EarnInput): Earning => {
  const { by } = input;
  const inSlice =
    (index: number) =>
    (units: Rational): Rational => {
      const next = steps[index + 1]?.bound;
      return (next === undefined ? units : units.min(next)).minus(steps[index]?.bound ?? Rational.zero).max(Rational.zero);
    };
  const whole = input.upTo[by];
  const averages = steps.map((_, index) => partCounted(inSlice(index), Rational.zero, whole));
  const parts = new Map<string, readonly Rational[]>();
  let before = Rational.zero;
  for (const { key, quantity } of linesInOrder(input.targetCells().upTo)) {
    const start = before;
    parts.set(
      key,
      steps.map((_, index) => partCounted(inSlice(index), start, quantity)),
    );
    before = before.plus(quantity);
  }
  const rated = (cell: Cell): Rational => {
    // What has no units of its own (a price credit that names no line) is paid at the average of the period.
    const own = (cell.place === undefined ? undefined : parts.get(keyOf(cell.place))) ?? averages;
    return sum(steps.map((step, index) => step.pay(cell, by).times(own[index] ?? Rational.zero)));
  };
  const reached = stepsReached(steps, input.upTo[by], input.reaching);
  const reachedBefore = input.before[by].sign === 0 ? 0 : stepsReached(steps, input.before[by], input.reaching);
  const amount = amountReached('marginal', steps, reached).minus(amountReached('marginal', steps, reachedBefore));
  return earnRated(rated, input, { reached, amount, nextBound: steps[reached]?.bound, atRateReached: rated });
};

const METHOD_WORDS: Readonly<Record<Method, (of: string) => string>> = {
  retrospective: (of) => `The step reached by the ${of} of the period pays on all of it, from the first unit.`,
  marginal: (of) => `Each slice of the ${of} of the period is paid at its own step.`,
  rolling: (of) => `Each step passed pays on the whole ${of} up to the next bound; the step reached pays on all of it.`,
  total: (of) => `Every step reached pays on the whole ${of} of the period.`,
};
const MEASURE_WORDS: Readonly<Record<Measure, string>> = { value: 'value', quantity: 'quantity', weight: 'weight' };

export const tiers: Kind<z.infer<typeof schema>> = {
  name: 'tiers',
  key: 'tiers',
  schema,
  check: (_programme, earn) => checkSteps(earn.steps, 'earn.steps'),
  selections: (earn) => groupFilters(earn.steps).map((filter) => ({ include: [filter] })),
  ordered: (_earn, { attribute }) => attribute === 'inOrder',
  earn: (earn, { attribute }) => {
    const whole = compileSteps(earn.steps, Rational.one);
    return (input) => {
      const steps = input.share.equals(Rational.one) ? whole : compileSteps(earn.steps, input.share);
      return attribute === 'inOrder' ? earnInOrder(steps, input) : earnTiers(earn.tiers, steps, input);
    };
  },
  words: (earn, { by, currency }) => [METHOD_WORDS[earn.tiers](MEASURE_WORDS[by]), ...stepWords(earn.steps, currency)],
};
