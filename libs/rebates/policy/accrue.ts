import { type Day, Rational, sum, toDay } from '#kernel';
import type { EarnedStretch } from '../accrual/entry.ts';
import { earnInput } from '../accrual/measure-entry.ts';
import { NO_AMOUNTS, times } from '../accrual/sums.ts';
import type { Paid } from '../accrual/windows.ts';
import type { Amounts, Cell } from '../programmes/kind.ts';
import { earnAtStep } from '../programmes/steps.ts';
import type { ForecastTerms, Policy } from './policy.ts';

/** The forecast in force on a day: the last one whose `from` has come. */
const forecastOn = (forecast: ForecastTerms | readonly ForecastTerms[] | undefined, on: Day): ForecastTerms => {
  const list = forecast === undefined ? [] : [forecast].flat();
  return list.findLast((candidate) => candidate.from === undefined || toDay(candidate.from) <= on) ?? { method: 'runRate' };
};

/** How many times the volume so far the period's forecast is. */
const growthOf = (forecast: ForecastTerms, { entry }: Paid, upTo: Amounts, on: Day): Rational | undefined => {
  if (forecast.method === 'runRate') {
    const elapsed = Math.min(on, entry.period.to) - entry.period.from + 1;
    return Rational.of(BigInt(entry.period.to - entry.period.from + 1), BigInt(elapsed));
  }
  const [given, measured] = forecast.value === undefined ? [forecast.quantity, upTo.quantity] : [forecast.value, upTo.value];
  return given === undefined || measured.sign === 0 ? undefined : Rational.parse(given).over(measured);
};

/** The average rate that the forecast total earns, on what was measured (files.md, Policy). */
const atForecast = (paid: Paid, stretch: EarnedStretch, growth: Rational | undefined): Rational => {
  if (growth === undefined || growth.sign === 0) return paid.amount;
  const grown = (cells: readonly Cell[]): Cell[] => cells.map((cell) => ({ ...cell, amounts: times(cell.amounts, growth) }));
  const targetCells = () => ({ upTo: grown(stretch.targetCells().upTo), before: [] });
  // The forecast is of the whole period: what falls due by its end belongs to it.
  const input = earnInput({ upTo: times(stretch.upTo, growth), before: NO_AMOUNTS, cells: grown(stretch.cells), targetCells, on: paid.entry.period.to }, stretch, paid.entry.period);
  return stretch.programme.earn(input).total.over(growth);
};

/** What a party accrues for one programme and period under its policy; without one, what is earned. */
export const accruedOf = (paid: Paid, on: Day, policy: Policy | undefined): Rational => {
  const own = policy?.programmes[paid.entry.programme];
  const stretch = paid.entry.stretches.at(-1);
  if (own === undefined || stretch === undefined || own.accrue === 'reached') return paid.amount;
  if (own.accrue === 'forecast') return atForecast(paid, stretch, growthOf(forecastOn(own.forecast, on), paid, stretch.upTo, on));
  if ('percent' in own.accrue) return paid.entry.value.times(Rational.percent(own.accrue.percent));
  const { step } = own.accrue;
  if (stretch.earning.atStep !== undefined) return stretch.earning.atStep(step);
  const steps = (stretch.programme.terms.earn as { steps?: unknown }).steps;
  return steps === undefined ? paid.amount : sum(earnAtStep(steps, step, stretch.cells, stretch.programme.terms.by));
};
