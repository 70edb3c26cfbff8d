import { type Day, Rational, sum, toDay } from '#kernel';
import type { EarnedStretch } from '../accrual/entry.ts';
import { isOpen, runRate } from '../accrual/evaluation.ts';
import type { Paid } from '../accrual/windows.ts';
import type { Amounts } from '../programmes/kind.ts';
import { earnAtStep } from '../programmes/steps.ts';
import type { ForecastTerms, Policy } from './policy.ts';

/** What an entry will have paid at its period's end, after every rule, once its volume is `growth` times what it is. */
export type Forecast = (paid: Paid, growth: Rational) => Rational;

/** The forecast in force on a day: that with the latest `from` that has come, wherever it stands in the list. */
const forecastOn = (forecast: ForecastTerms | readonly ForecastTerms[] | undefined, on: Day): ForecastTerms => {
  const since = (candidate: ForecastTerms): Day => (candidate.from === undefined ? Number.NEGATIVE_INFINITY : toDay(candidate.from));
  const list = (forecast === undefined ? [] : [forecast].flat()).filter((candidate) => since(candidate) <= on);
  return list.reduce<ForecastTerms | undefined>((latest, candidate) => (latest === undefined || since(candidate) >= since(latest) ? candidate : latest), undefined) ?? { method: 'runRate' };
};

/** How many times the volume so far the period's forecast is; undefined where there is no volume to compare with. */
const growthOf = (forecast: ForecastTerms, { entry }: Paid, upTo: Amounts, on: Day): Rational | undefined => {
  if (forecast.method === 'runRate') return runRate(entry.period, on);
  const [given, measured] = forecast.value === undefined ? [forecast.quantity, upTo.quantity] : [forecast.value, upTo.value];
  return given === undefined || measured.sign <= 0 ? undefined : Rational.parse(given).over(measured);
};

/** What stretches before the one in force earned is frozen; the one in force is taken at the chosen step. */
const atStep = (paid: Paid, stretch: EarnedStretch, step: number): Rational => {
  const frozen = sum(paid.entry.stretches.slice(0, -1).map((earlier) => earlier.earning.total));
  if (stretch.earning.atStep !== undefined) return frozen.plus(stretch.earning.atStep(step));
  const { steps } = stretch.programme.terms.earn as { steps?: unknown };
  return steps === undefined ? paid.amount : frozen.plus(earnAtStep(steps, step, stretch.cells, stretch.programme.terms.by));
};

/** What a party accrues for one programme and period under its policy; without one, what is earned (files.md, Policy). */
export const accruedOf = (paid: Paid, on: Day, policy: Policy | undefined, forecast: Forecast): Rational => {
  const own = policy?.programmes[paid.entry.programme];
  const stretch = paid.entry.stretches.at(-1);
  if (own === undefined || stretch === undefined || own.accrue === 'reached') return paid.amount;
  if (own.accrue === 'forecast') {
    const growth = growthOf(forecastOn(own.forecast, on), paid, stretch.upTo, on);
    // The average rate that the forecast total earns, on what was measured; a period that is over needs no forecast.
    return growth === undefined || growth.sign === 0 || !isOpen(paid.entry, on) ? paid.amount : forecast(paid, growth).over(growth);
  }
  if ('percent' in own.accrue) return paid.entry.value.times(Rational.percent(own.accrue.percent));
  return atStep(paid, stretch, own.accrue.step);
};
