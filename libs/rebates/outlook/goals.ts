import { type Day, formatDay, formatFixed, lengthOf, pow10, Rational, roundUnits, toDay } from '#kernel';
import { goalMeasured, goalMetOn } from '../accrual/goal-measured.ts';
import type { SumsReader } from '../accrual/sums.ts';
import type { Agreement } from '../agreement/resolve.ts';
import type { Measure } from '../agreement/terms.ts';
import { openDays, runRate } from './going-on.ts';

/**
 * met: measured reaches the target. missed: its day is over, or the agreement, and it is not met. Before that it is at
 * risk when the run rate ends below the target, and on track when it does not.
 */
export type GoalStatus = 'met' | 'onTrack' | 'atRisk' | 'missed';

export type GoalAnswer = {
  readonly id: string;
  readonly measure: Measure;
  readonly target: string;
  readonly by: string;
  readonly owners: readonly string[];
  readonly measured: string;
  /** measured ÷ target, in percent. */
  readonly progress: string;
  /** Measured a day so far. */
  readonly pace: string;
  /** What a day must bring from now on; null where nothing is missing or no day is left. */
  readonly neededPace: string | null;
  /** Measured × days until `by` ÷ days elapsed. */
  readonly expected: string;
  readonly status: GoalStatus;
  readonly metOn?: string;
  /** Why it has this status, as a sentence. */
  readonly rule: string;
};

export type GoalsAnswer = {
  readonly agreement: string;
  readonly on: string;
  readonly knownAt?: number;
  readonly rules: number;
  readonly goals: readonly GoalAnswer[];
};

export type GoalsInput = { readonly agreement: Agreement; readonly sums: SumsReader; readonly on: Day };
type Goal = NonNullable<Agreement['terms']['goals']>[number];

/** Where a goal stands on a day. */
type Standing = {
  readonly measured: Rational;
  readonly expected: Rational;
  readonly elapsed: number;
  readonly left: number;
  readonly status: GoalStatus;
};

const standingOf = ({ agreement, sums, on }: GoalsInput, goal: Goal): Standing => {
  const [from, target] = [toDay(agreement.terms.from), Rational.parse(goal.target)];
  const days = openDays(agreement, { from, to: toDay(goal.by) });
  const measured = goalMeasured(agreement, sums, goal.id, on) ?? Rational.zero;
  const elapsed = Math.max(0, Math.min(on, days.to) - from + 1);
  const left = lengthOf(days) - elapsed;
  const expected = elapsed === 0 || left === 0 ? measured : measured.times(runRate(days, on));
  return { measured, expected, elapsed, left, status: statusOf(measured, expected, target, { elapsed, left }) };
};

const statusOf = (
  measured: Rational,
  expected: Rational,
  target: Rational,
  { elapsed, left }: { readonly elapsed: number; readonly left: number },
): GoalStatus => {
  if (target.lte(measured)) return 'met';
  if (left === 0) return 'missed';
  // Before the first day there is no pace to judge by.
  return elapsed === 0 || target.lte(expected) ? 'onTrack' : 'atRisk';
};

/** Figures for the eye: progress and pace are seldom finite decimals. */
const SHOWN_DECIMALS = 2;
const shown = (value: Rational): string => formatFixed(roundUnits(value, { mode: 'half-up', decimals: SHOWN_DECIMALS }), SHOWN_DECIMALS);
const HUNDRED = Rational.of(pow10(2));

const ruleOf = ({ target, by }: Goal, { measured, expected, elapsed, status }: Standing, from: string): string => {
  switch (status) {
    case 'met':
      return `Met: ${measured.toDecimal()} of ${target} are measured.`;
    case 'missed':
      return `Missed: ${measured.toDecimal()} of ${target} were measured through its last day.`;
    case 'onTrack':
      return elapsed === 0
        ? `On track: before the first day, ${from}, there is no pace to judge by; the target is ${target} by ${by}.`
        : `On track: the run rate brings ${shown(expected)} by ${by}, not below the target of ${target}.`;
    case 'atRisk':
      return `At risk: the run rate brings ${shown(expected)} by ${by}, below the target of ${target}.`;
  }
};

/** Every goal of an agreement, as both sides see it. */
export const goalsOf = (input: GoalsInput): GoalAnswer[] => {
  const { agreement, sums, on } = input;
  return (agreement.terms.goals ?? []).map((goal): GoalAnswer => {
    const standing = standingOf(input, goal);
    const { measured, expected, elapsed, left, status } = standing;
    const target = Rational.parse(goal.target);
    const metOn = goalMetOn(agreement, sums, goal.id, on);
    return {
      id: goal.id,
      measure: goal.measure,
      target: goal.target,
      by: goal.by,
      owners: goal.owners ?? [],
      measured: measured.toDecimal(),
      progress: shown(measured.over(target).times(HUNDRED)),
      pace: shown(elapsed === 0 ? Rational.zero : measured.over(Rational.int(elapsed))),
      neededPace: status === 'met' || left === 0 ? null : shown(target.minus(measured).over(Rational.int(left))),
      expected: shown(expected),
      status,
      ...(metOn === undefined ? {} : { metOn: formatDay(metOn) }),
      rule: ruleOf(goal, standing, agreement.terms.from),
    };
  });
};

/** The first of the days, without a gap through the day asked about, on which a goal was at risk; undefined where it is not. */
export const atRiskSince = (input: GoalsInput, id: string): Day | undefined => {
  const goal = input.agreement.terms.goals?.find((candidate) => candidate.id === id);
  if (goal === undefined) return undefined;
  let since: Day | undefined;
  for (let on = input.on; on >= toDay(input.agreement.terms.from); on -= 1) {
    if (standingOf({ ...input, on }, goal).status !== 'atRisk') return since;
    since = on;
  }
  return since;
};
