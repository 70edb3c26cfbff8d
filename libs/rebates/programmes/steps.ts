import { Rational, type Rejection } from '#kernel';
import { z } from 'zod';
import { amount, decimal, type Filter, filter } from '../agreement/fields.ts';
import type { Measure } from '../agreement/terms.ts';
import type { Cell } from './kind.ts';

/** Steps: one lower bound each, inclusive (`from`) or exclusive (`above`), and what the step pays (domain.md §6). */

const onlyOne = (...values: readonly unknown[]): boolean => values.filter((value) => value !== undefined).length === 1;

/** A rate for the lines that match a filter; a line takes the first group of the step that it matches. */
const rateGroup = filter
  .safeExtend({ percent: decimal.optional(), perUnit: decimal.optional() })
  .refine((group) => onlyOne(group.percent, group.perUnit), 'a group that pays either percent or perUnit');

export const step = z
  .strictObject({
    from: amount.optional(),
    above: amount.optional(),
    percent: decimal.optional(),
    perUnit: decimal.optional(),
    amount: decimal.optional(),
    rates: z.array(rateGroup).min(1).optional(),
  })
  .refine(
    (value) => onlyOne(value.from, value.above),
    'a step with one lower bound: from (reached at exactly this much) or above (only beyond it)',
  )
  .refine(
    (value) => onlyOne(value.percent, value.perUnit, value.amount, value.rates),
    'a step that pays one thing: percent, perUnit, amount or rates',
  );
export type StepTerms = z.infer<typeof step>;

export const stepList = z.array(step).min(1).max(100);

type Rate = { readonly percent: Rational | undefined; readonly perUnit: Rational | undefined };
export type Step = {
  readonly bound: Rational;
  readonly inclusive: boolean;
  readonly amount: Rational;
  /** What a cell's basis earns at this step's rate, its amount apart. */
  readonly pay: (cell: Cell, by: Measure) => Rational;
};

const groupsOf = (terms: StepTerms) => terms.rates ?? [];

/** The filters of all rate groups of all steps, in order: the selections that a kind with steps asks lines for. */
export const groupFilters = (steps: readonly StepTerms[]): Filter[] =>
  steps.flatMap((terms) =>
    groupsOf(terms).map((group) => {
      const keys: Filter & Pick<StepTerms, 'percent' | 'perUnit'> = { ...group };
      delete keys.percent;
      delete keys.perUnit;
      return keys;
    }),
  );

const rateOf = (terms: { readonly percent?: string | undefined; readonly perUnit?: string | undefined }): Rate => ({
  percent: terms.percent === undefined ? undefined : Rational.percent(terms.percent),
  perUnit: terms.perUnit === undefined ? undefined : Rational.parse(terms.perUnit),
});

const payAt = (rate: Rate, cell: Cell, by: Measure): Rational => {
  if (rate.percent !== undefined) return cell.amounts.value.times(rate.percent);
  if (rate.perUnit === undefined) return Rational.zero;
  return cell.amounts[by === 'weight' ? 'weight' : 'quantity'].times(rate.perUnit);
};

/** Steps ready to be used; `share` scales bounds and amounts of a short period that counts in part. */
export const compileSteps = (list: readonly StepTerms[], share: Rational): Step[] => {
  let group = 0;
  return list.map((terms) => {
    const groups = groupsOf(terms).map((rate) => ({ selection: group++, rate: rateOf(rate) }));
    const own = rateOf(terms);
    return {
      bound: Rational.parse(terms.from ?? terms.above ?? '0').times(share),
      inclusive: terms.from !== undefined,
      amount: terms.amount === undefined ? Rational.zero : Rational.parse(terms.amount).times(share),
      pay: (cell, by) => {
        if (groups.length === 0) return payAt(own, cell, by);
        const match = groups.find((candidate) => cell.passes(candidate.selection));
        return match === undefined ? Rational.zero : payAt(match.rate, cell, by);
      },
    };
  });
};

/** How many steps a volume has reached: 0 is below the first. */
export const stepsReached = (steps: readonly Step[], volume: Rational, reaching: boolean): number =>
  steps.filter((candidate) => {
    const order = candidate.bound.compare(volume);
    return order < 0 || (order === 0 && (candidate.inclusive || reaching));
  }).length;

/** Bounds must rise: a step that begins where another does, or before it, overlaps it. */
export const checkSteps = (list: readonly StepTerms[], path: string): Rejection[] => {
  const rejections: Rejection[] = [];
  for (const [index, terms] of list.entries()) {
    const previous = list[index - 1];
    if (previous === undefined) continue;
    const [low, high] = [previous.from ?? previous.above ?? '0', terms.from ?? terms.above ?? '0'];
    const order = Rational.parse(low).compare(Rational.parse(high));
    // `from: 2` followed by `above: 2` is one unit wide at most: read as an overlap, because nobody means it.
    if (order < 0) continue;
    rejections.push({
      code: 'STEPS_OVERLAP',
      message: `Step ${index + 1} begins at ${high}, not above the step before it, which begins at ${low}.`,
      place: `${path}[${index}].${terms.from === undefined ? 'above' : 'from'}`,
      value: high,
      wayOut: 'Write the steps from the lowest bound to the highest, each bound once.',
    });
  }
  return rejections;
};

const payWords = (terms: StepTerms, currency: string): string => {
  if (terms.percent !== undefined) return `${terms.percent} %`;
  if (terms.perUnit !== undefined) return `${currency} ${terms.perUnit} a unit`;
  if (terms.amount !== undefined) return `an amount of ${currency} ${terms.amount}`;
  return groupsOf(terms)
    .map((group) => {
      const { percent, perUnit, ...keys } = group;
      const what = Object.values(keys).flat().join(', ');
      return `${percent === undefined ? `${currency} ${perUnit ?? '0'} a unit` : `${percent} %`} on ${what}`;
    })
    .join('; ');
};

/** "From 100000: 2 %." A unit of the bounds comes after them: "From 110 % of the baseline: 2 %." */
export const stepWords = (list: readonly StepTerms[], currency: string, unit = ''): string[] =>
  list.map((terms) =>
    terms.from === undefined
      ? `Above ${terms.above ?? '0'}${unit}: ${payWords(terms, currency)}.`
      : `From ${terms.from}${unit}: ${payWords(terms, currency)}.`,
  );

/** What cells would earn at one step, its amount included, whatever was reached; at the last step where there are fewer. */
export const earnAtStep = (terms: unknown, step: number, cells: readonly Cell[], by: Measure): Rational => {
  const steps = compileSteps(stepList.parse(terms), Rational.one);
  const chosen = steps[Math.min(step, steps.length) - 1];
  return chosen === undefined ? Rational.zero : cells.reduce((total, cell) => total.plus(chosen.pay(cell, by)), chosen.amount);
};
