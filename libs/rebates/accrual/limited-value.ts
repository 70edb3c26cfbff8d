import { type Day, intersect, type Period, Rational, sum } from '#kernel';
import type { Stage } from '../agreement/terms.ts';
import type { Entry } from './entry.ts';
import type { SumsReader } from './sums.ts';

/** What a limit in percent over several programmes is taken of. */

/** Days of a window on which the lines of one signature earn. */
type EarningDays = Map<number, Period[]>;

/** Runs of days without what they have in common twice. */
const merged = (runs: readonly Period[]): Period[] => {
  const result: { from: Day; to: Day }[] = [];
  for (const { from, to } of [...runs].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else result.push({ from, to });
  }
  return result;
};

const earningDays = (entries: readonly Entry[], window: Period): Map<Stage, EarningDays> => {
  const stages = new Map<Stage, EarningDays>();
  for (const { programme, signatures, from, to } of entries.flatMap(({ stretches }) => stretches)) {
    const days = intersect({ from, to }, window);
    if (days === undefined) continue;
    const own = stages.get(programme.terms.stage) ?? new Map<number, Period[]>();
    stages.set(programme.terms.stage, own);
    for (const signature of signatures) own.set(signature, [...(own.get(signature) ?? []), days]);
  }
  return stages;
};

/**
 * Value of the lines that earn in at least one of the programmes in a window, each line once and before deductions. The
 * same goods can stand in lines of several stages: then of the stage at which most counted, as a comparison has it.
 */
export const valueCounted = (sums: SumsReader, entries: readonly Entry[], window: Period, asOf: Day): Rational => {
  const values = [...earningDays(entries, window).values()].map((days) =>
    sum([...days].flatMap(([signature, runs]) => merged(runs).map(({ from, to }) => sums.between(signature, from, to, asOf).value))),
  );
  return values.reduce((most, value) => most.max(value), values[0] ?? Rational.zero);
};
