import { type Day, Rational, sum } from '#kernel';
import type { EarnedStretch } from '../accrual/entry.ts';
import type { Paid } from '../accrual/windows.ts';
import type { Agreement } from '../agreement/resolve.ts';
import { isOpen } from '../outlook/course.ts';
import type { Outlook } from '../outlook/outlook.ts';
import { earnAtStep } from '../programmes/steps.ts';
import type { Policy } from './policy.ts';

/** What stretches before the one in force earned is frozen; the one in force is taken at the chosen step. */
const atStep = (paid: Paid, stretch: EarnedStretch, step: number): Rational => {
  const frozen = sum(paid.entry.stretches.slice(0, -1).map((earlier) => earlier.earning.total));
  if (stretch.earning.atStep !== undefined) return frozen.plus(stretch.earning.atStep(step));
  const { steps } = stretch.programme.terms.earn as { steps?: unknown };
  return steps === undefined ? paid.amount : frozen.plus(earnAtStep(steps, step, stretch.cells, stretch.programme.terms.by));
};

/** The average rate that the forecast total earns, on what was measured; with nothing measured, or nothing ahead, what is earned. */
const atForecast = (paid: Paid, outlook: Outlook): Rational => {
  const { course } = outlook.likely(paid.entry);
  return course.kind === 'begins' || course.growth.sign === 0 ? paid.amount : outlook.forecast(paid, course).over(course.growth);
};

export type AccrueInput = {
  readonly agreement: Agreement;
  readonly on: Day;
  readonly policy: Policy | undefined;
  readonly outlook: Outlook;
};

/** What a party accrues for one programme and period under its policy; without one, what is earned (files.md, Policy). */
export const accruedOf = (paid: Paid, { agreement, on, policy, outlook }: AccrueInput): Rational => {
  const own = policy?.programmes[paid.entry.programme];
  const stretch = paid.entry.stretches.at(-1);
  if (own === undefined || stretch === undefined || own.accrue === 'reached') return paid.amount;
  if (own.accrue === 'forecast') return isOpen(agreement, paid.entry, on) ? atForecast(paid, outlook) : paid.amount;
  if ('percent' in own.accrue) return paid.entry.value.times(Rational.percent(own.accrue.percent));
  return atStep(paid, stretch, own.accrue.step);
};
