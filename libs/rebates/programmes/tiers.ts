import { Rational, sum } from '#kernel';
import { z } from 'zod';
import type { Measure } from '../agreement/terms.ts';
import { earnBySteps, fractionBetween } from './earn-by-steps.ts';
import type { Earning, EarnInput, Kind } from './kind.ts';
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
const fractionPaid = (method: Method, steps: readonly Step[], index: number, volumes: { upTo: Rational; before: Rational; reached: number }): Rational => {
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
    amount: amountReached(method, steps, reached).minus(before.sign === 0 ? Rational.zero : amountReached(method, steps, stepsReached(steps, before, input.reaching))),
    nextBound: steps[reached]?.bound,
    atRateReached: method === 'marginal' ? undefined : (line) => sum(onAll.map((step) => step.pay(line, by))),
  });
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
  earn: (earn) => {
    const whole = compileSteps(earn.steps, Rational.one);
    return (input) =>
      earnTiers(earn.tiers, input.share.equals(Rational.one) ? whole : compileSteps(earn.steps, input.share), input);
  },
  words: (earn, { by, currency }) => [METHOD_WORDS[earn.tiers](MEASURE_WORDS[by]), ...stepWords(earn.steps, currency)],
};
